export { type Accuracy, type AccuracyByHorizon, accuracyByHorizon } from './accuracy-by-horizon.ts';
export { bias, relativeBias } from './bias.ts';
export { quantileCrps, sampleCrps } from './crps.ts';
export { dieboldMariano, type LossComparison } from './diebold-mariano.ts';
export { type ErrorDrift, type ErrorDriftOptions, errorDrift } from './error-drift.ts';
export { type InputDrift, type InputDriftOptions, inputDrift } from './input-drift.ts';
export { coverage, type IntervalOutcome, intervalScore, meanScaledIntervalScore } from './interval-scores.ts';
export { meanAbsoluteError } from './mean-absolute-error.ts';
export { naiveAbsoluteError, naiveSquaredError, sinceFirstDemand } from './naive-error.ts';
export { naive2 } from './naive2.ts';
export type { PointOutcome } from './outcome.ts';
export { type AverageErrors, overallWeightedAverage } from './overall-weighted-average.ts';
export { M5_PROBABILITIES, pinballLoss, type QuantileOutcome, scaledPinballLoss } from './pinball-loss.ts';
export { randomisedPit } from './randomised-pit.ts';
export { compareRanks, type MethodRank, type RankComparison } from './rank-comparison.ts';
export { type OriginOutcome, type RollingOptions, rollingOrigins } from './rolling-origins.ts';
export { rootMeanSquaredError } from './root-mean-squared-error.ts';
export {
  meanAbsoluteScaledError,
  rootMeanSquaredScaledError,
  type ScaledOutcome,
  scaledBias,
} from './scaled-errors.ts';
export { symmetricPercentageError } from './symmetric-percentage-error.ts';
export { type Uniformity, uniformityTest } from './uniformity.ts';
export { weightedPercentageError } from './weighted-percentage-error.ts';
