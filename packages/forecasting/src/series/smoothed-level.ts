import { weekdayOf } from './calendar.ts';
import type { UsableSeries } from './usable-series.ts';

/** The level of a series at its end, as an exponentially weighted ratio of units to weekday factors. */
export interface SmoothedLevel {
  /** units of an average day */
  level: number;
  /** Σ weight × factor */
  weight: number;
  /** Σ weight² × factor and Σ weight² × factor²: with them the variance of the level is known */
  squaredWeight: number;
  squaredFactorWeight: number;
}

/** Usable days before the level is trusted enough to judge a forecast by it: four weeks, a third of a short history. */
const WARM_UP_DAYS = 28;
const WARM_UP_SHARE = 1 / 3;

/**
 * Runs the level over a series. Weights fall by 1 − alpha a day, on days left out as well; without weekday factors
 * and gaps it is simple exponential smoothing that starts as a plain average.
 *
 * @param alpha     0 (plain average) to below 1
 * @param visit     called on each usable day after the warm-up with the mean expected the evening before
 */
export function smoothLevel(
  { units, firstDay, usableDays }: UsableSeries,
  factors: Float64Array,
  alpha: number,
  visit?: (day: number, units: number, expected: number) => void,
): SmoothedLevel & { squaredError: number; judgedDays: number } {
  const warmUpDays = Math.min(WARM_UP_DAYS, Math.floor(usableDays * WARM_UP_SHARE));
  const keep = 1 - alpha;
  const keepSquared = keep * keep;
  let sold = 0;
  let weight = 0;
  let squaredWeight = 0;
  let squaredFactorWeight = 0;
  let squaredError = 0;
  let seen = 0;
  let weekday = weekdayOf(firstDay);
  for (let day = 0; day < units.length; day++) {
    const value = units[day]!;
    const factor = factors[weekday]!;
    weekday = weekday === 6 ? 0 : weekday + 1;
    sold *= keep;
    weight *= keep;
    squaredWeight *= keepSquared;
    squaredFactorWeight *= keepSquared;
    if (Number.isNaN(value) || factor === 0) continue;
    if (seen >= warmUpDays && weight > 0) {
      const expected = (sold / weight) * factor;
      squaredError += ((value - expected) * (value - expected)) / factor;
      visit?.(day, value, expected);
    }
    seen++;
    sold += value;
    weight += factor;
    squaredWeight += factor;
    squaredFactorWeight += factor * factor;
  }
  return {
    level: sold / weight,
    weight,
    squaredWeight,
    squaredFactorWeight,
    squaredError,
    judgedDays: Math.max(0, seen - warmUpDays),
  };
}
