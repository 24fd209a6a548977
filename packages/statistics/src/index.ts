export type { Distribution } from './distribution.ts';
export * as beta from './distributions/beta.ts';
export * as counts from './distributions/counts.ts';
export * as empirical from './distributions/empirical.ts';
export * as exponential from './distributions/exponential.ts';
export * as gamma from './distributions/gamma.ts';
export * as geometric from './distributions/geometric.ts';
export * as lognormal from './distributions/lognormal.ts';
export * as negativeBinomial from './distributions/negative-binomial.ts';
export * as normal from './distributions/normal.ts';
export * as poisson from './distributions/poisson.ts';
export * as uniform from './distributions/uniform.ts';
export { type IntegrationResult, type IntegrationSearch, integrate } from './integration/gauss-kronrod.ts';
export { type Cholesky, choleskyDecomposition } from './linear-algebra/cholesky.ts';
export { type LeastSquaresFit, leastSquares } from './linear-algebra/least-squares.ts';
export { type LuDecomposition, luDecomposition } from './linear-algebra/lu.ts';
export {
  identityMatrix,
  type Matrix,
  matrixFromRows,
  multiplyMatrices,
  multiplyMatrixVector,
  transposeMatrix,
} from './linear-algebra/matrix.ts';
export { type SymmetricEigen, symmetricEigen } from './linear-algebra/symmetric-eigen.ts';
export { brentMinimum } from './optimisation/brent-minimum.ts';
export { brentRoot } from './optimisation/brent-root.ts';
export { convexIntegerMinimum } from './optimisation/convex-integer-minimum.ts';
export { goldenSectionMinimum } from './optimisation/golden-section.ts';
export { type LbfgsSearch, lbfgsMinimum, type ObjectiveWithGradient } from './optimisation/lbfgs.ts';
export { type NelderMeadSearch, nelderMeadMinimum } from './optimisation/nelder-mead.ts';
export { numericalGradient, withNumericalGradient } from './optimisation/numerical-gradient.ts';
export type { Bounds, IntervalSearch, ScalarOptimum, VectorOptimum } from './optimisation/optimum.ts';
export {
  requireFinite,
  requireNonNegative,
  requireNumber,
  requirePositive,
  requireProbability,
  requireWhole,
} from './parameters.ts';
export { type QuantileDefinition, quantileType7, sampleQuantile, weightedQuantile } from './quantile.ts';
export { type RandomStream, randomStream } from './random.ts';
export { randomChoice, randomInteger, shuffled } from './random-draws.ts';
export { digamma } from './special/digamma.ts';
export { complementaryErrorFunction } from './special/error-function.ts';
export { regularisedBeta } from './special/incomplete-beta.ts';
export { regularisedGammaP, regularisedGammaQ } from './special/incomplete-gamma.ts';
export { logGamma } from './special/log-gamma.ts';
