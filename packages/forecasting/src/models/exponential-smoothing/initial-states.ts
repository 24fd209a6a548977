/** Level, slope and season at the start of a series, from which the search sets out. */
export interface InitialStates {
  level: number;
  slope: number;
  /** one per period of the season, sum 0; empty without a season */
  added: Float64Array;
  /** the same as factors, mean 1 */
  factors: Float64Array;
}

/** Cycles at the start that the season is read from. */
const CYCLES = 4;
/** Seasonally adjusted values at the start through which the first line runs. */
const LINE_LENGTH = 10;
const SMALLEST_FACTOR = 0.05;

/**
 * Rough initial states: the season as mean distance from a centred moving average of one cycle, the level and slope
 * from a line through the first adjusted values.
 *
 * @see Hyndman, Koehler, Ord, Snyder (2008), section 2.6.1
 */
export function initialStates(values: Float64Array, period: number): InitialStates {
  const added = new Float64Array(period === 1 ? 0 : period);
  const factors = new Float64Array(added.length).fill(1);
  if (period > 1) readSeason(values, period, added, factors);
  const length = Math.min(values.length, Math.max(LINE_LENGTH, period > 1 ? 2 * period : 0));
  const middle = (length - 1) / 2;
  let sum = 0;
  let moment = 0;
  let spread = 0;
  for (let time = 0; time < length; time++) {
    const adjusted = values[time]! - (period > 1 ? added[time % period]! : 0);
    sum += adjusted;
    moment += (time - middle) * adjusted;
    spread += (time - middle) * (time - middle);
  }
  const slope = spread > 0 ? moment / spread : 0;
  return { level: sum / length - slope * (middle + 1), slope, added, factors };
}

function readSeason(values: Float64Array, period: number, added: Float64Array, factors: Float64Array): void {
  const length = Math.min(values.length, CYCLES * period + (period - (period % 2)));
  const half = Math.floor(period / 2);
  const even = period % 2 === 0;
  const counts = new Float64Array(period);
  const ratios = new Float64Array(period);
  let window = 0;
  for (let time = 0; time < period; time++) window += values[time]!;
  for (let time = half; time + half < length; time++) {
    const leaving = values[time - half]!;
    const centre = even ? (window - 0.5 * leaving + 0.5 * values[time + half]!) / period : window / period;
    const place = time % period;
    added[place]! += values[time]! - centre;
    ratios[place]! += centre > 0 ? values[time]! / centre : 1;
    counts[place]!++;
    window += (values[time - half + period] ?? 0) - leaving;
  }
  let meanAdded = 0;
  let meanRatio = 0;
  for (let place = 0; place < period; place++) {
    const count = counts[place]!;
    added[place] = count > 0 ? added[place]! / count : 0;
    factors[place] = count > 0 ? Math.max(SMALLEST_FACTOR, ratios[place]! / count) : 1;
    meanAdded += added[place]! / period;
    meanRatio += factors[place]! / period;
  }
  for (let place = 0; place < period; place++) {
    added[place]! -= meanAdded;
    factors[place]! /= meanRatio;
  }
}
