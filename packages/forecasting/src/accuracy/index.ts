export { bias, relativeBias } from './bias.ts';
export { coverage, type IntervalOutcome, intervalScore, meanScaledIntervalScore } from './interval-scores.ts';
export { meanAbsoluteError } from './mean-absolute-error.ts';
export { naiveAbsoluteError, naiveSquaredError, sinceFirstDemand } from './naive-error.ts';
export { naive2 } from './naive2.ts';
export type { PointOutcome } from './outcome.ts';
export { type AverageErrors, overallWeightedAverage } from './overall-weighted-average.ts';
export { M5_PROBABILITIES, pinballLoss, type QuantileOutcome, scaledPinballLoss } from './pinball-loss.ts';
export { rootMeanSquaredError } from './root-mean-squared-error.ts';
export {
  meanAbsoluteScaledError,
  rootMeanSquaredScaledError,
  type ScaledOutcome,
  scaledBias,
} from './scaled-errors.ts';
export { symmetricPercentageError } from './symmetric-percentage-error.ts';
export { weightedPercentageError } from './weighted-percentage-error.ts';
