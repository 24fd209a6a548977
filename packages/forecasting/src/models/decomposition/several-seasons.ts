import { type StlSmoothers, stlSmoothers, stlWith } from './stl.ts';

/** A series taken apart into several seasons: `sum of seasons + trend + remainder` is the series. */
export interface SeveralSeasons {
  /** one per period, in the order of the periods */
  seasons: readonly Float64Array[];
  trend: Float64Array;
  remainder: Float64Array;
}

/** Seasons are found anew this often, each without the others as found so far. */
const ITERATIONS = 2;
/** Window of the shortest season, and how much wider that of each longer one is (section 2 of the paper). */
const FIRST_SEASON_WINDOW = 11;
const WINDOW_STEP = 4;

/** What seasons are found with: it depends on the length and the periods only, so equal series share it. */
export function seasonSmoothers(length: number, periods: readonly number[]): StlSmoothers[] {
  return periods.map((period, index) =>
    stlSmoothers(length, { period, seasonWindow: FIRST_SEASON_WINDOW + WINDOW_STEP * index }),
  );
}

/**
 * Splits a series into seasons of several lengths, trend and remainder (MSTL): STL per season, from the shortest
 * to the longest, on the series without the other seasons, and all of that twice.
 *
 * @param values  without gaps
 * @param options.periods   whole numbers, ascending, each at least 2 and at most half the series; at least one
 * @param options.robust    see `stl`
 * @param options.smoothers of that length and those periods, if they are at hand
 * @see Bandara, Hyndman, Bergmeir (2021), MSTL: a seasonal-trend decomposition algorithm for time series with
 *      multiple seasonal patterns, International Journal of Operational Research, algorithm 1
 */
export function severalSeasons(
  values: Float64Array,
  options: { periods: readonly number[]; robust?: boolean; smoothers?: readonly StlSmoothers[] },
): SeveralSeasons {
  const { length } = values;
  const { periods, robust = false } = options;
  const smoothers = options.smoothers ?? seasonSmoothers(length, periods);
  const seasons = periods.map(() => new Float64Array(length));
  const rest = Float64Array.from(values);
  let trend: Float64Array = new Float64Array(length);
  // With one season the second iteration starts from nothing new and would find the same again.
  const iterations = periods.length === 1 ? 1 : ITERATIONS;
  for (let iteration = 0; iteration < iterations; iteration++) {
    seasons.forEach((season, which) => {
      for (let index = 0; index < length; index++) rest[index]! += season[index]!;
      const parts = stlWith(smoothers[which]!, rest, robust);
      season.set(parts.season);
      trend = parts.trend;
      for (let index = 0; index < length; index++) rest[index]! -= season[index]!;
    });
  }
  const remainder = rest.map((value, index) => value - trend[index]!);
  return { seasons, trend, remainder };
}
