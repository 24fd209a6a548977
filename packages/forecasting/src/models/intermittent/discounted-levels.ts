import type { SeasonFactors } from './season-factors.ts';

/** The expected demand of each period from those before it, when older demand counts less. */
export interface DiscountedLevels {
  /** per period that was read, its season included */
  expected: Float64Array;
  /** of an average period ahead */
  level: number;
  /** the number of periods that it rests on, discounted */
  weight: number;
  /** weight of a period against the one after it */
  discount: number;
}

export interface LevelOptions {
  /** weight of a period against the one after it, above 0 and at most 1 [δ] */
  discount: number;
  /** of the history, which counts as half a period at all times */
  mean: number;
  season: SeasonFactors;
  /** place in the season of the first cell */
  firstPlace: number;
}

/** Weight, in periods, that the mean of the whole history keeps beside the discounted demand. */
const MEAN_WEIGHT = 0.5;
/** A level of zero would call the first demand impossible. */
const SMALLEST_LEVEL = 1e-3;

/**
 * The discounted mean of the demand so far: sum of δ^age × demand over the sum of δ^age × season factor. In the
 * steady model of Harvey and Fernandes it is the level of a Poisson count whose mean drifts.
 *
 * @param cells demand per period; -1 is unknown and only lets time pass
 * @see Harvey, Fernandes (1989), Time series models for count or qualitative observations, section 2
 */
export function discountedLevels(
  cells: Int32Array,
  { discount, mean, season, firstPlace }: LevelOptions,
): DiscountedLevels {
  const { period: places, factors } = season;
  const expected = new Float64Array(cells.length);
  const kept = MEAN_WEIGHT * mean;
  let sum = 0;
  let weight = 0;
  let place = firstPlace;
  for (let period = 0; period < cells.length; period++) {
    const factor = factors[place]!;
    if (++place === places) place = 0;
    const level = (sum + kept) / (weight + MEAN_WEIGHT);
    expected[period] = factor * (level > SMALLEST_LEVEL ? level : SMALLEST_LEVEL);
    sum *= discount;
    weight *= discount;
    const demand = cells[period]!;
    if (demand >= 0) {
      sum += demand;
      weight += factor;
    }
  }
  const level = Math.max(SMALLEST_LEVEL, (sum + kept) / (weight + MEAN_WEIGHT));
  return { expected, level, weight: weight + MEAN_WEIGHT, discount };
}
