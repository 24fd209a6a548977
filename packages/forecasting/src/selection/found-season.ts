import { dynamicOptimisedTheta } from '../models/theta/dynamic-optimised-theta.ts';
import { inputUntil, type ModelInput } from '../series/model-input.ts';

/** Weeks, months and days of a year, hours of a day, quarters: the seasons that business data has. */
const USUAL_PERIODS = [52, 12, 7, 24, 4];
/** A season is looked for where it could be seen this many times. */
const LEAST_SEASONS = 3;
/** And only in a history of this length: in a few dozen values, chance looks like a season. */
const LEAST_VALUES = 60;
const ORIGINS = 6;
const ORIGINS_PER_SEASON = 4;
/**
 * The error with a season must be below this share of that without one. Six forecasts err less by luck too: at 0.98 a
 * season is found in a quarter of random walks and series of noise, at 0.92 in one of twenty.
 */
const CLEARLY_LESS = 0.92;
const LONGEST_HORIZON = 13;

/** A series with a season that nobody named. */
export interface FoundSeason {
  input: ModelInput;
  period: number;
  /** error of past forecasts with the season over that without it */
  errorRatio: number;
}

/**
 * The season of a series that was given without one, if forecasts of the past are better with it: a fast model is
 * fitted with and without each usual period at six origins a quarter of a season apart. Undefined if none helps.
 */
export function foundSeason(input: ModelInput): FoundSeason | undefined {
  if (input.seasonalPeriods.length > 0 || input.values.length < LEAST_VALUES) return undefined;
  const { length } = input.values;
  let best: FoundSeason | undefined;
  for (const period of USUAL_PERIODS) {
    if (length < LEAST_SEASONS * period) continue;
    const origins = originsOver(period, length);
    const seasonal = { ...input, seasonalPeriods: [period], seasonalPeriod: period };
    const without = pastError(input, origins);
    const errorRatio = pastError(seasonal, origins) / without;
    if (errorRatio < (best?.errorRatio ?? CLEARLY_LESS)) best = { input: seasonal, period, errorRatio };
  }
  return best;
}

/** Origins a quarter of a season apart, the first a horizon before the end. */
function originsOver(period: number, length: number): number[] {
  const horizon = Math.min(LONGEST_HORIZON, period);
  const step = Math.max(1, Math.round(period / ORIGINS_PER_SEASON));
  return Array.from({ length: ORIGINS }, (_, index) => length - horizon - index * step).filter(
    (origin) => origin >= 2 * period,
  );
}

function pastError(input: ModelInput, origins: readonly number[]): number {
  const horizon = Math.min(LONGEST_HORIZON, input.values.length);
  let sum = 0;
  for (const origin of origins) {
    const { mean } = dynamicOptimisedTheta.fitInput(inputUntil(input, origin)).forecast(horizon);
    for (let step = 0; step < horizon && origin + step < input.values.length; step++) {
      const actual = input.observed[origin + step]!;
      if (!Number.isNaN(actual)) sum += Math.abs(actual - mean[step]!);
    }
  }
  return sum;
}
