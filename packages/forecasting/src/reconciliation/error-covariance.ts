import type { Hierarchy } from './hierarchy.ts';

/**
 * The covariance of the errors of all base forecasts [W], as an operation: it is never held as a matrix, so a
 * hundred thousand nodes need memory for their residuals only.
 */
export interface ErrorCovariance {
  /** variance per node, above 0 */
  variances: Float64Array;
  /** W times a vector, written to `into` */
  multiply(vector: Float64Array, into: Float64Array): void;
  /** weight of the diagonal in W, 0 to 1; 1 without correlations */
  shrinkage: number;
}

/** Errors independent, with variance in proportion to the leaves summed: for when nothing is known of the errors. */
export function structuralCovariance(hierarchy: Hierarchy): ErrorCovariance {
  const { sumCount, leafCount, starts } = hierarchy;
  const variances = new Float64Array(sumCount + leafCount).fill(1);
  for (let sum = 0; sum < sumCount; sum++) variances[sum] = starts[sum + 1]! - starts[sum]!;
  return diagonalCovariance(variances);
}

/**
 * Errors independent with these variances (weighted least squares). A variance of 0 is read as a thousandth of the
 * smallest other one.
 *
 * @throws RangeError if a variance is negative or not finite
 */
export function diagonalCovariance(variances: Float64Array): ErrorCovariance {
  const positive = withoutZeros(variances);
  return {
    variances: positive,
    shrinkage: 1,
    multiply(vector, into) {
      for (let node = 0; node < positive.length; node++) into[node] = positive[node]! * vector[node]!;
    },
  };
}

/**
 * The covariance of one-step errors with correlations drawn towards zero (MinT with shrinkage).
 *
 * The intensity is the estimate that minimises the expected squared error of the correlations. Its sums over all
 * pairs of nodes are those of the Gram matrix of the periods, so the cost is nodes × periods², not nodes².
 *
 * @param residuals one array per node, all of the same length of at least 3; NaN counts as no error
 * @throws RangeError if the arrays differ in length or are too short
 * @see Wickramasuriya, Athanasopoulos, Hyndman (2019), Optimal Forecast Reconciliation Using Trace Minimization,
 *   section 2.4; Schäfer, Strimmer (2005), A Shrinkage Approach to Large-Scale Covariance Matrix Estimation, table 2
 */
export function shrunkCovariance(residuals: readonly Float64Array[]): ErrorCovariance {
  const periods = residuals[0]?.length ?? 0;
  if (periods < 3) throw new RangeError(`residuals has ${periods} periods; it must have at least 3`);
  const nodes = residuals.length;
  const variances = new Float64Array(nodes);
  const standardized = new Float64Array(nodes * periods);
  for (let node = 0; node < nodes; node++) {
    const errors = residuals[node]!;
    if (errors.length !== periods) {
      throw new RangeError(
        `residuals[${node}] has ${errors.length} periods; it must have ${periods} like the first`,
      );
    }
    variances[node] = standardize(errors, standardized, node * periods);
  }
  const positive = withoutZeros(variances);
  const deviations = positive.map(Math.sqrt);
  const shrinkage = shrinkageIntensity(standardized, nodes, periods);
  const scores = new Float64Array(periods);
  return {
    variances: positive,
    shrinkage,
    multiply(vector, into) {
      scores.fill(0);
      for (let node = 0; node < nodes; node++) {
        const weight = deviations[node]! * vector[node]!;
        if (weight === 0) continue;
        for (let period = 0; period < periods; period++) {
          scores[period]! += standardized[node * periods + period]! * weight;
        }
      }
      for (let node = 0; node < nodes; node++) {
        let correlated = 0;
        for (let period = 0; period < periods; period++) {
          correlated += standardized[node * periods + period]! * scores[period]!;
        }
        into[node] =
          shrinkage * positive[node]! * vector[node]! +
          ((1 - shrinkage) / periods) * deviations[node]! * correlated;
      }
    },
  };
}

/** Writes errors over their root mean square and returns the mean square. Errors are about zero, not their mean. */
function standardize(errors: Float64Array, into: Float64Array, start: number): number {
  let squares = 0;
  let known = 0;
  for (const error of errors) {
    if (Number.isNaN(error)) continue;
    squares += error * error;
    known++;
  }
  const variance = known === 0 ? 0 : squares / known;
  if (variance === 0) return 0;
  const scale = 1 / Math.sqrt(variance);
  for (let period = 0; period < errors.length; period++) {
    into[start + period] = Number.isNaN(errors[period]!) ? 0 : errors[period]! * scale;
  }
  return variance;
}

/** [lambda] sum of the variances of the correlations over the sum of their squares, without the diagonal. */
function shrinkageIntensity(standardized: Float64Array, nodes: number, periods: number): number {
  const gram = new Float64Array(periods * periods);
  let diagonalProducts = 0;
  let diagonalSquares = 0;
  for (let node = 0; node < nodes; node++) {
    let own = 0;
    for (let a = 0; a < periods; a++) {
      const x = standardized[node * periods + a]!;
      own += x * x;
      diagonalProducts += x ** 4;
      for (let b = 0; b <= a; b++) gram[a * periods + b]! += x * standardized[node * periods + b]!;
    }
    diagonalSquares += (own / periods) ** 2;
  }
  let squares = -diagonalSquares;
  let products = -diagonalProducts;
  for (let a = 0; a < periods; a++) {
    for (let b = 0; b <= a; b++) {
      squares += ((b === a ? 1 : 2) * gram[a * periods + b]! ** 2) / (periods * periods);
    }
    products += gram[a * periods + a]! ** 2;
  }
  if (!(squares > 0)) return 1;
  const variance = (products - periods * squares) / (periods * (periods - 1));
  return Math.min(1, Math.max(0, variance / squares));
}

const ZERO_VARIANCE_SHARE = 1e-3;

function withoutZeros(variances: Float64Array): Float64Array {
  let smallest = Number.POSITIVE_INFINITY;
  for (let node = 0; node < variances.length; node++) {
    const variance = variances[node]!;
    if (!(variance >= 0 && variance < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`variances[${node}] is ${variance}; it must be a finite number, at least 0`);
    }
    if (variance > 0 && variance < smallest) smallest = variance;
  }
  const stand = smallest === Number.POSITIVE_INFINITY ? 1 : smallest * ZERO_VARIANCE_SHARE;
  return variances.map((variance) => (variance > 0 ? variance : stand));
}
