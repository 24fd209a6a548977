import { medianOf } from './averages.ts';

/** A series taken apart by medians, which a few wrong values do not move. */
export interface SeasonAndLevel {
  /** slowly moving level per value */
  level: Float64Array;
  /** one per place in the season; [0] if there is none */
  season: Float64Array;
  /** value minus level minus season; NaN where the value is not known */
  rest: Float64Array;
}

/** Seasons that the history must show for a season to be taken off. */
const FEWEST_CYCLES = 3;
const SHORTEST_WINDOW = 7;

/**
 * Level by running medians, season by the median of each place in it, twice: the level again after the season is
 * off. O(n w) for a window of w values, most of it moves of memory.
 *
 * @param values NaN where nobody knows
 * @param period values per season, 1 for none
 * @see Tukey (1977), Exploratory Data Analysis, chapter 7 (running medians)
 */
export function seasonAndLevel(values: Float64Array, period: number): SeasonAndLevel {
  const window = Math.max(SHORTEST_WINDOW, 2 * period + 1);
  const seasonal = period > 1 && values.length >= FEWEST_CYCLES * period;
  let season: Float64Array = new Float64Array(1);
  let level = runningMedian(values, window);
  if (seasonal) {
    season = placeMedians(
      values.map((value, index) => value - level[index]!),
      period,
    );
    const adjusted = values.map((value, index) => value - season[index % period]!);
    level = runningMedian(adjusted, window);
  }
  const rest = values.map((value, index) => value - level[index]! - season[index % season.length]!);
  return { level, season, rest };
}

/** Median of the window around each value, cut at the ends; a window without known values repeats the last. */
function runningMedian(values: Float64Array, window: number): Float64Array {
  const half = window >> 1;
  const result = new Float64Array(values.length);
  const sorted = new Float64Array(2 * half + 1);
  let count = 0;
  let last = medianOf(values);
  for (let index = -half; index < values.length; index++) {
    const entering = values[index + half] ?? Number.NaN;
    if (!Number.isNaN(entering)) {
      const place = placeIn(sorted, count, entering);
      sorted.copyWithin(place + 1, place, count++);
      sorted[place] = entering;
    }
    if (index < 0) continue;
    if (count > 0) last = (sorted[(count - 1) >> 1]! + sorted[count >> 1]!) / 2;
    result[index] = last;
    const leaving = values[index - half] ?? Number.NaN;
    if (!Number.isNaN(leaving)) {
      const place = placeIn(sorted, count, leaving);
      sorted.copyWithin(place, place + 1, count--);
    }
  }
  return result;
}

/** The first place of the ordered numbers that is not below the value. */
function placeIn(sorted: Float64Array, count: number, value: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Median of each place in the season, around 0. */
function placeMedians(values: Float64Array, period: number): Float64Array {
  const season = new Float64Array(period);
  let sum = 0;
  for (let place = 0; place < period; place++) {
    const median = medianOf(values.filter((_, index) => index % period === place));
    season[place] = Number.isNaN(median) ? 0 : median;
    sum += season[place]!;
  }
  return season.map((value) => value - sum / period);
}
