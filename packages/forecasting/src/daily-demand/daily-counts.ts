import { type CountMixture, countMixture, EVERY_WAY } from '../models/intermittent/count-mixture.ts';
import { meanOfSizes } from '../models/intermittent/demand-sizes.ts';
import { readSeries } from '../series/model-input.ts';
import type { UsableSeries } from './usable-series.ts';

/** What the count models of the package say about a daily history, the pattern of its week given. */
export interface DailyCounts {
  mixture: CountMixture;
  /** units of an average day */
  level: number;
  /** the same as it was known on the evening before each day of the series; NaN before the first usable day */
  pastLevels: Float64Array;
  /** variance of the level between the models over its square */
  disagreement: number;
  /** one over the days that the level rests on */
  shareOfOneDay: number;
  /** variance that a day adds to the level, in variances of one day: (1 - δ)² of a memory δ */
  stepVariance: number;
  /** share of the models in which demand is negative binomial around a level; in the others it comes in lumps */
  shareOfLevels: number;
  /** of the days in those models [1 / size] */
  dispersion: number;
}

/**
 * Memories of everything, of 100, 33 and 12 days, long ones more likely: the levels of shops move slowly. With the
 * shorter ones of months and weeks (`DISCOUNTS`) the errors of four weeks of 34 cash machines are 10 % larger, those
 * of 1,570 simulated and 31 real grocery series the same.
 */
const DISCOUNTS = [
  { discount: 1, prior: 0.25 },
  { discount: 0.99, prior: 0.3 },
  { discount: 0.97, prior: 0.25 },
  { discount: 0.92, prior: 0.2 },
];
/** A memory with fewer days of demand than this follows luck, not change. */
const FEWEST_REMEMBERED = 2;
/** Sizes of demand change more slowly from day to day than from month to month. */
const SIZE_DISCOUNT = 0.995;
/** A weekday without trade: with no expectation at all one sale on it would be impossible. */
const SMALLEST_FACTOR = 0.02;
/** As in `count-auto`. */
const PRIOR_OF_LEVELS = 0.7;

/**
 * Pools the count models (`count-auto` with memories for days) over a history with at least one sale.
 *
 * @param factors demand of each weekday relative to the average one, that of the first day of the series first
 */
export function dailyCounts(series: UsableSeries, factors: Float64Array): DailyCounts {
  const input = readSeries({ values: series.units });
  const first = input.cutInFront;
  const ofFirst = factors.map((_, place) => Math.max(SMALLEST_FACTOR, factors[(first + place) % 7]!));
  const mixture = countMixture(input, {
    levels: PRIOR_OF_LEVELS,
    ways: EVERY_WAY,
    discounts: DISCOUNTS.filter(({ discount }) => remembers(series, discount)),
    seasonal: { period: 7, factors: ofFirst },
    sizeDiscount: SIZE_DISCOUNT,
  });
  return { mixture, ...moments(mixture), pastLevels: pastLevels(mixture, ofFirst, series.units.length) };
}

function remembers({ demandDays, usableDays }: UsableSeries, discount: number): boolean {
  return discount === 1 || demandDays / usableDays / (1 - discount) >= FEWEST_REMEMBERED;
}

function moments({
  levels,
  occurrences,
  sizes,
  lattice,
}: CountMixture): Omit<DailyCounts, 'mixture' | 'pastLevels'> {
  const { unit } = lattice;
  const sums = { level: 0, squares: 0, share: 0, step: 0, shareOfLevels: 0, dispersion: 0 };
  const add = (weight: number, level: number, rests: { weight: number; discount: number }): void => {
    sums.level += weight * level;
    sums.squares += weight * level * level;
    sums.share += weight / rests.weight;
    sums.step += weight * (1 - rests.discount) ** 2;
  };
  for (const { weight, dispersion, levels: state } of levels) {
    add(weight, unit * state.level, state);
    sums.shareOfLevels += weight;
    // Packs of `unit` vary more than single units: their variance is unit × mean + dispersion × mean².
    sums.dispersion += weight * (dispersion + (unit - 1) / (unit * state.level));
  }
  for (const { weight, way, occurrence, levels: state } of occurrences) {
    add(weight, unit * occurrence.probability * meanOfSizes(sizes, way), state);
  }
  return {
    level: sums.level,
    disagreement: Math.max(0, sums.squares / sums.level ** 2 - 1),
    shareOfOneDay: sums.share,
    stepVariance: sums.step,
    shareOfLevels: sums.shareOfLevels,
    dispersion: sums.shareOfLevels > 0 ? Math.max(0, sums.dispersion / sums.shareOfLevels) : 1,
  };
}

function pastLevels(
  { levels, occurrences, lattice }: CountMixture,
  factors: Float64Array,
  days: number,
): Float64Array {
  const past = new Float64Array(days).fill(Number.NaN).fill(0, days - lattice.cells.length);
  const start = days - lattice.cells.length;
  for (const { weight, levels: state } of levels) {
    const { expected } = state;
    const late = lattice.cells.length - expected.length;
    for (let day = 0; day < expected.length; day++) {
      past[start + late + day]! += (weight * lattice.unit * expected[day]!) / factors[(late + day) % 7]!;
    }
  }
  for (const { weight, levels: state } of occurrences) {
    for (let day = 0; day < state.expected.length; day++) {
      past[start + day]! += weight * lattice.unit * state.expected[day]!;
    }
  }
  return past;
}
