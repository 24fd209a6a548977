import { firstOrigin, trustInPastErrors } from '../past-errors.ts';
import type { FittedTheta } from './fit-theta.ts';

/**
 * What the past says about the errors some periods ahead: the mean square of the forecasts from every origin of
 * the history, at the estimated parameters, and how far to trust it (`trustInPastErrors`).
 *
 * O(n) for each period ahead.
 */
export function measuredVariance(
  { problem, parameters }: FittedTheta,
  ahead: number,
  levels: Float64Array,
): { variance: number; trust: number } {
  const { observed, weights, lines } = problem;
  const { alpha, lineShare } = parameters;
  const n = observed.length;
  const first = firstOrigin(n);
  let squares = 0;
  let errors = 0;
  let decay = (1 - alpha) ** first;
  for (let origin = first; origin + ahead <= n; origin++) {
    const slope = lines.slope[origin]!;
    const towards = decay * lines.level[origin]! + ((1 - decay * (1 - alpha)) / alpha + ahead - 1) * slope;
    decay *= 1 - alpha;
    const index = origin + ahead - 1;
    const error = observed[index]! - levels[origin]! - lineShare * towards;
    if (Number.isNaN(error)) continue;
    squares += weights[index]! * error * error;
    errors++;
  }
  return { variance: errors === 0 ? 0 : squares / errors, trust: trustInPastErrors({ errors, ahead }) };
}

/** The level after each number of values, from none. */
export function levelsOf({ problem, parameters }: FittedTheta): Float64Array {
  const { observed, weights, lines } = problem;
  const { alpha, initialLevel, lineShare } = parameters;
  const levels = new Float64Array(observed.length + 1);
  let level = initialLevel;
  let decay = 1;
  for (let index = 0; index < observed.length; index++) {
    levels[index] = level;
    const next = decay * (1 - alpha);
    const expected =
      level + lineShare * (decay * lines.level[index]! + ((1 - next) / alpha) * lines.slope[index]!);
    decay = next;
    level += alpha * (expected - level);
    const value = observed[index]!;
    if (!Number.isNaN(value)) level += alpha * weights[index]! * (value - expected);
  }
  levels[observed.length] = level;
  return levels;
}
