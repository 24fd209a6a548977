import { weekdayOf } from '../series/calendar.ts';
import type { UsableSeries } from './usable-series.ts';

/** Smoothing of the level against which weekdays are compared: about seven weeks of memory. */
const COMPARISON_ALPHA = 0.04;
/** A weekday without one sale where this many units were expected is a day without trade. */
const CLOSED_FROM_EXPECTED_UNITS = 30;

/**
 * Demand of each weekday relative to the average day, Monday first, mean 1. Each raw ratio is pulled towards 1 by
 * the share of its spread that is noise, so a short or sparse history has flat factors.
 *
 * @see Efron, Morris (1975), Data Analysis Using Stein's Estimator (the empirical Bayes shrinkage)
 */
export function weekdayFactors({ units, firstDay }: UsableSeries): Float64Array {
  const sold = new Float64Array(7);
  const expected = new Float64Array(7);
  let weighted = 0;
  let weight = 0;
  let excess = 0;
  let squares = 0;
  let weekday = weekdayOf(firstDay);
  for (let day = 0; day < units.length; day++, weekday = weekday === 6 ? 0 : weekday + 1) {
    weighted *= 1 - COMPARISON_ALPHA;
    weight *= 1 - COMPARISON_ALPHA;
    const value = units[day]!;
    if (Number.isNaN(value)) continue;
    if (weight > 0.5) {
      const level = weighted / weight;
      sold[weekday]! += value;
      expected[weekday]! += level;
      excess += (value - level) ** 2;
      squares += level;
    }
    weighted += value;
    weight += 1;
  }
  return shrunk(sold, expected, squares > 0 ? Math.max(1, excess / squares) : 1);
}

/** @param dispersion variance over mean of the days, weekday pattern included (so the shrinkage errs on the flat side) */
function shrunk(sold: Float64Array, expected: Float64Array, dispersion: number): Float64Array {
  const totalSold = sum(sold);
  const totalExpected = sum(expected);
  const factors = new Float64Array(7).fill(1);
  if (!(totalSold > 0 && totalExpected > 0)) return factors;
  const ratio = (weekday: number): number =>
    expected[weekday]! > 0 ? (sold[weekday]! / expected[weekday]!) * (totalExpected / totalSold) : 1;
  let spread = 0;
  let noise = 0;
  for (let weekday = 0; weekday < 7; weekday++) {
    spread += (ratio(weekday) - 1) ** 2;
    noise += expected[weekday]! > 0 ? dispersion / expected[weekday]! : 0;
  }
  // Six degrees of freedom: the seven ratios average to 1.
  const between = Math.max(0, (spread - (noise * 6) / 7) / 6);
  for (let weekday = 0; weekday < 7; weekday++) {
    if (!(expected[weekday]! > 0)) continue;
    const closed = sold[weekday] === 0 && expected[weekday]! >= CLOSED_FROM_EXPECTED_UNITS;
    const trust = closed ? 1 : between / (between + dispersion / expected[weekday]!);
    factors[weekday] = 1 + trust * (ratio(weekday) - 1);
  }
  const scale = 7 / sum(factors);
  return factors.map((factor) => factor * scale);
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
