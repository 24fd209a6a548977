import { type Loess, loess, smooth, smoothTrusted } from './loess.ts';

/** A series taken apart: `season + trend + remainder` is the series. */
export interface Decomposition {
  season: Float64Array;
  trend: Float64Array;
  remainder: Float64Array;
  /** [rho] how much each value counted, 0 to 1; all 1 unless the decomposition was robust */
  trust: Float64Array;
}

/** How smooth the parts are, in values; the windows are odd. */
export interface StlOptions {
  /** [n(p)] observations per season, at least 2 and at most half the series */
  period: number;
  /** [n(s)] seasons over which the season may change, at least 7 in practice; 11 if left out */
  seasonWindow?: number;
  /** 0 smooths each place of the season by local means, as R does; 1 by local lines, as the paper; 0 if left out */
  seasonDegree?: 0 | 1;
  /** [n(t)] the smallest odd number from 1.5 n(p) / (1 - 1.5 / n(s)) if left out, as in the paper */
  trendWindow?: number;
  /** whether single odd values are kept out of season and trend, at about ten times the work */
  robust?: boolean;
}

const SEASON_WINDOW = 11;
/** Passes that the paper recommends: two without robustness; else one, with weights found anew fifteen times. */
const INNER_PASSES = 2;
const ROBUST_PASSES = 15;

/**
 * Splits a series into season, trend and remainder by local regression (STL): each place in the season is
 * smoothed over the years, what is slow in that is given back to the trend, and the trend is smoothed over time.
 * Use it for one season of whole length, additive; `mstl` for several. O(n (n(s) + n(t) + n(p))) per pass.
 *
 * @param values without gaps, at least two seasons
 * @throws RangeError if a period or window is out of its range
 * @see Cleveland, Cleveland, McRae, Terpenning (1990), STL: a seasonal-trend decomposition procedure based on
 *      loess, Journal of Official Statistics 6, sections 2 and 3
 */
export function stl(values: Float64Array, options: StlOptions): Decomposition {
  check(values.length, options);
  return stlWith(stlSmoothers(values.length, options), values, options.robust === true);
}

/** The smoothers of a length and its windows; decompositions of equal shape share them. */
export interface StlSmoothers {
  period: number;
  /** of the places in the season that have one value more than the others, then of those others */
  longer: Loess;
  shorter: Loess;
  slow: Loess;
  trend: Loess;
}

export function stlSmoothers(length: number, options: Omit<StlOptions, 'robust'>): StlSmoothers {
  const { period, seasonWindow = SEASON_WINDOW, seasonDegree = 0 } = options;
  const { trendWindow = oddFrom((1.5 * period) / (1 - 1.5 / seasonWindow)) } = options;
  const cycle = { window: seasonWindow, degree: seasonDegree, beyond: 1 };
  const seasons = Math.floor(length / period);
  return {
    period,
    longer: loess({ ...cycle, length: seasons + 1 }),
    shorter: loess({ ...cycle, length: seasons }),
    slow: loess({ length, window: oddFrom(period), degree: 1 }),
    trend: loess({ length, window: trendWindow, degree: 1 }),
  };
}

/** `stl` with smoothers at hand. */
export function stlWith(smoothers: StlSmoothers, values: Float64Array, robust: boolean): Decomposition {
  const length = values.length;
  const season = new Float64Array(length);
  const trend = new Float64Array(length);
  const remainder = new Float64Array(length);
  const trust = new Float64Array(length).fill(1);
  const space = workspace(length, smoothers.period);
  const rounds = robust ? ROBUST_PASSES + 1 : 1;
  for (let round = 0; round < rounds; round++) {
    const passes = robust ? 1 : INNER_PASSES;
    const weights = round === 0 ? undefined : trust;
    for (let pass = 0; pass < passes; pass++) {
      seasonOf(smoothers, values, trend, weights, season, space);
      trendOf(smoothers, values, season, weights, trend, space);
    }
    for (let index = 0; index < length; index++) {
      remainder[index] = values[index]! - season[index]! - trend[index]!;
    }
    if (robust && round < rounds - 1) updateTrust(remainder, trust);
  }
  return { season, trend, remainder, trust };
}

interface Workspace {
  detrended: Float64Array;
  cycle: Float64Array;
  once: Float64Array;
  twice: Float64Array;
  slow: Float64Array;
}

function workspace(length: number, period: number): Workspace {
  return {
    detrended: new Float64Array(length),
    cycle: new Float64Array(length + 2 * period),
    once: new Float64Array(length + period + 1),
    twice: new Float64Array(length + 2),
    slow: new Float64Array(length),
  };
}

function seasonOf(
  smoothers: StlSmoothers,
  values: Float64Array,
  trend: Float64Array,
  trust: Float64Array | undefined,
  season: Float64Array,
  space: Workspace,
): void {
  const { period, longer, shorter } = smoothers;
  const { detrended, cycle, slow } = space;
  const length = values.length;
  for (let index = 0; index < length; index++) detrended[index] = values[index]! - trend[index]!;
  const withOneMore = length % period;
  for (let place = 0; place < period; place++) {
    const smoother = place < withOneMore ? longer : shorter;
    if (trust === undefined) smooth(smoother, detrended, cycle, place, period);
    else smoothTrusted(smoother, detrended, trust, cycle, place, period);
  }
  slowPart(smoothers, space);
  for (let index = 0; index < length; index++) season[index] = cycle[index + period]! - slow[index]!;
}

/** What is slow in the smoothed places of the season, so that the season keeps no trend. */
function slowPart({ period, slow: smoother }: StlSmoothers, space: Workspace): void {
  const { cycle, once, twice, slow, detrended } = space;
  movingAverage(cycle, period, once);
  movingAverage(once, period, twice);
  movingAverage(twice, 3, detrended);
  smooth(smoother, detrended, slow);
}

function trendOf(
  { trend: smoother }: StlSmoothers,
  values: Float64Array,
  season: Float64Array,
  trust: Float64Array | undefined,
  trend: Float64Array,
  { detrended: deseasoned }: Workspace,
): void {
  for (let index = 0; index < values.length; index++) deseasoned[index] = values[index]! - season[index]!;
  if (trust === undefined) smooth(smoother, deseasoned, trend);
  else smoothTrusted(smoother, deseasoned, trust, trend);
}

function movingAverage(values: Float64Array, window: number, target: Float64Array): void {
  let sum = 0;
  for (let index = 0; index < window; index++) sum += values[index]!;
  target[0] = sum / window;
  for (let index = 1; index < target.length; index++) {
    sum += values[index + window - 1]! - values[index - 1]!;
    target[index] = sum / window;
  }
}

/** Bisquare weights of the remainders, which are 0 beyond six times their median size. */
function updateTrust(remainder: Float64Array, trust: Float64Array): void {
  const sizes = remainder.map(Math.abs).sort();
  const middle = sizes.length >> 1;
  const median = sizes.length % 2 === 1 ? sizes[middle]! : 0.5 * (sizes[middle - 1]! + sizes[middle]!);
  const reach = 6 * median;
  for (let index = 0; index < trust.length; index++) {
    const size = Math.abs(remainder[index]!);
    if (size <= 0.001 * reach) trust[index] = 1;
    else trust[index] = size < 0.999 * reach ? (1 - (size / reach) ** 2) ** 2 : 0;
  }
}

function check(length: number, { period, seasonWindow = SEASON_WINDOW, trendWindow = 3 }: StlOptions): void {
  if (!(Number.isInteger(period) && period >= 2 && 2 * period <= length)) {
    throw new RangeError(`period is ${period}; it must be a whole number from 2 to half of ${length} values`);
  }
  for (const [name, window] of Object.entries({ seasonWindow, trendWindow })) {
    if (!(Number.isInteger(window) && window >= 3 && window % 2 === 1)) {
      throw new RangeError(`${name} is ${window}; it must be an odd whole number, at least 3`);
    }
  }
}

function oddFrom(least: number): number {
  const whole = Math.ceil(least);
  return whole % 2 === 0 ? whole + 1 : whole;
}
