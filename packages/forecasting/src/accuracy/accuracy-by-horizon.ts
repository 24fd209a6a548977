import { bias } from './bias.ts';
import { coverage } from './interval-scores.ts';
import { meanAbsoluteError } from './mean-absolute-error.ts';
import { pinballLoss } from './pinball-loss.ts';
import type { OriginOutcome } from './rolling-origins.ts';
import { rootMeanSquaredError } from './root-mean-squared-error.ts';
import { weightedPercentageError } from './weighted-percentage-error.ts';

/** Accuracy over some outcomes. NaN where no actual value is known. */
export interface Accuracy {
  /** actual values that are known */
  known: number;
  meanAbsoluteError: number;
  rootMeanSquaredError: number;
  /** of the mean; above zero, the forecast was too high */
  bias: number;
  weightedPercentageError: number;
  /** NaN if no quantiles were kept */
  pinballLoss: number;
  /** per pair of probabilities p and 1 - p that were kept, the widest first */
  coverage: { level: number; share: number }[];
}

/** Accuracy over all origins and periods, and for each period ahead. */
export interface AccuracyByHorizon {
  all: Accuracy;
  /** the next period first */
  periods: Accuracy[];
}

/** What `rollingOrigins` yielded as figures; outcomes of several series can be joined if their units agree. */
export function accuracyByHorizon(outcomes: readonly OriginOutcome[]): AccuracyByHorizon {
  const horizon = outcomes[0]?.actual.length ?? 0;
  return {
    all: accuracyOf(outcomes, { from: 0, to: horizon }),
    periods: Array.from({ length: horizon }, (_, period) =>
      accuracyOf(outcomes, { from: period, to: period + 1 }),
    ),
  };
}

/** Accuracy over the periods `from` (included) to `to` (excluded) of all outcomes. */
function accuracyOf(
  outcomes: readonly OriginOutcome[],
  { from, to }: { from: number; to: number },
): Accuracy {
  const joined = (values: (outcome: OriginOutcome) => Float64Array): Float64Array =>
    Float64Array.from(outcomes.flatMap((outcome) => [...values(outcome).subarray(from, to)]));
  const actual = joined((outcome) => outcome.actual);
  const forecast = joined((outcome) => outcome.mean);
  const probabilities = outcomes[0]?.probabilities ?? [];
  const quantiles = probabilities.map((_, row) => joined((outcome) => outcome.quantiles[row]!));
  return {
    known: actual.reduce((count, value) => (Number.isNaN(value) ? count : count + 1), 0),
    meanAbsoluteError: meanAbsoluteError({ actual, forecast }),
    rootMeanSquaredError: rootMeanSquaredError({ actual, forecast }),
    bias: bias({ actual, forecast }),
    weightedPercentageError: weightedPercentageError({ actual, forecast }),
    pinballLoss: probabilities.length > 0 ? pinballLoss({ actual, probabilities, quantiles }) : Number.NaN,
    coverage: centralPairs(probabilities).map(({ lower, upper, level }) => ({
      level,
      share: coverage({ actual, lower: quantiles[lower]!, upper: quantiles[upper]! }),
    })),
  };
}

/** Rows of the probabilities p and 1 - p. */
function centralPairs(probabilities: readonly number[]): { lower: number; upper: number; level: number }[] {
  return probabilities
    .map((probability, lower) => {
      const upper = probabilities.findIndex((other) => Math.abs(other - (1 - probability)) < 1e-12);
      return { lower, upper, level: 1 - 2 * probability };
    })
    .filter(({ upper, level }) => upper >= 0 && level > 1e-12)
    .sort((one, other) => other.level - one.level);
}
