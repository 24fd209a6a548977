import { meanOf, medianOf } from '../series/averages.ts';
import { robustSpread } from './robust-spread.ts';

/** Whether new data still looks like the history a model was fitted to. */
export interface InputDrift {
  /**
   * too-short: fewer than 8 known values of history, or no new one; no alert can be given
   */
  state: 'usual' | 'drift' | 'too-short';
  /** how far the mean of the new values is from the usual, in standard deviations of such means; 0 if too short */
  score: number;
  /** mean of the new values, and what it would be without drift; NaN if too short */
  recentMean: number;
  usualMean: number;
  /** for the reader */
  message: string;
}

export interface InputDriftOptions {
  /** oldest value first; NaN is a value nobody knows */
  history: ArrayLike<number>;
  /** values that follow it; NaN is a value nobody knows */
  recent: ArrayLike<number>;
  /** periods in a season [m]; none if left out */
  seasonalPeriod?: number;
  /** score from which it is drift, greater than 0; 4 if left out */
  threshold?: number;
}

const SHORTEST_HISTORY = 8;
const THRESHOLD = 4;
/** A memory of 1 would make every mean equally uncertain, and no drift could be seen. */
const LARGEST_MEMORY = 0.98;
/** A score beyond it says no more; it also stands for a change in a history that never varied. */
const LARGEST_SCORE = 1000;

/**
 * Input drift: has the level of the data moved since the model was fitted? The typical value of each place in the
 * season is taken off (its median, where the history has two seasons). The mean of what is left of the new values
 * is compared with the history, in standard deviations of means of so many consecutive values. That deviation is
 * robust, so past outliers do not hide drift, and grows with the autocorrelation of the history: demand that
 * wanders up and down anyway has to move further.
 *
 * False alarms on 1,000 simulated series each, 60 periods of history and 12 new ones: 0.2 % with a season and
 * independent noise, 0.2 % with noise of autocorrelation 0.6, 0.4 % for Poisson demand of 0.5 a period, 11 % for a
 * random walk. A threefold level was found in all, but for the Poisson demand in 60 %: 12 periods of it hold 6
 * units. A trend that goes on is drift here: take it off first, or watch the errors (`errorDrift`).
 *
 * @throws RangeError if the season or the threshold is out of range; never because of the values
 */
export function inputDrift(options: InputDriftOptions): InputDrift {
  const { history, recent, seasonalPeriod = 1, threshold = THRESHOLD } = options;
  if (!(Number.isInteger(seasonalPeriod) && seasonalPeriod >= 1)) {
    throw new RangeError(`seasonalPeriod is ${seasonalPeriod}; it must be a whole number, at least 1`);
  }
  if (!(threshold > 0)) throw new RangeError(`threshold is ${threshold}; it must be greater than 0`);
  const usual = placeMedians(history, seasonalPeriod);
  const past = withoutSeason(history, { usual, start: 0 });
  const news = withoutSeason(recent, { usual, start: history.length });
  if (past.length < SHORTEST_HISTORY || news.length === 0) return tooShort(past.length, news.length);
  const { mean: level, spread, values } = robustSpread(past);
  const memory = autocorrelation(values, level);
  const deviation =
    spread * Math.sqrt(varianceOfMean(news.length, memory) + varianceOfMean(past.length, memory));
  const shift = meanOf(news) - level;
  const score = scoreOf(shift, deviation, Math.abs(meanOf(past)));
  const recentMean = meanOf(known(recent));
  return report({ score, recentMean, usualMean: recentMean - shift, threshold });
}

function scoreOf(shift: number, deviation: number, size: number): number {
  // Rounding of a constant series is no shift.
  if (Math.abs(shift) <= 1e-9 * size) return 0;
  return deviation > 0
    ? clamp(shift / deviation, -LARGEST_SCORE, LARGEST_SCORE)
    : Math.sign(shift) * LARGEST_SCORE;
}

function report(drift: {
  score: number;
  recentMean: number;
  usualMean: number;
  threshold: number;
}): InputDrift {
  const { score, recentMean, usualMean, threshold } = drift;
  const figures = `the mean of the new values is ${short(recentMean)}, where ${short(usualMean)} is usual`;
  return Math.abs(score) >= threshold
    ? {
        state: 'drift',
        score,
        recentMean,
        usualMean,
        message: `Demand has ${score > 0 ? 'risen' : 'fallen'}: ${figures}. Forecasts from the old history may be off: fit again.`,
      }
    : { state: 'usual', score, recentMean, usualMean, message: `No drift: ${figures}.` };
}

function tooShort(past: number, news: number): InputDrift {
  return {
    state: 'too-short',
    score: 0,
    recentMean: Number.NaN,
    usualMean: Number.NaN,
    message: `Drift needs ${SHORTEST_HISTORY} known values of history and 1 new one, and found ${past} and ${news}.`,
  };
}

/** Median of each place in the season, zeros where the history has not two values for each. */
function placeMedians(history: ArrayLike<number>, period: number): Float64Array {
  const places: number[][] = Array.from({ length: period }, () => []);
  for (let index = 0; index < history.length; index++) {
    if (!Number.isNaN(history[index]!)) places[index % period]!.push(history[index]!);
  }
  return period > 1 && places.every((values) => values.length >= 2)
    ? Float64Array.from(places, (values) => medianOf(Float64Array.from(values)))
    : new Float64Array(period);
}

/** Known values less what is usual at their place in the season. */
function withoutSeason(
  values: ArrayLike<number>,
  { usual, start }: { usual: Float64Array; start: number },
): Float64Array {
  return known(Float64Array.from(values, (value, index) => value - usual[(start + index) % usual.length]!));
}

/** Of neighbouring values, at least 0, corrected for the bias of short series (Kendall 1954) [rho]. */
function autocorrelation(values: Float64Array, level: number): number {
  let products = 0;
  let squares = 0;
  for (let index = 0; index < values.length; index++) {
    const deviation = values[index]! - level;
    squares += deviation * deviation;
    if (index > 0) products += deviation * (values[index - 1]! - level);
  }
  if (!(squares > 0)) return 0;
  const found = products / squares;
  return clamp(found + (1 + 3 * found) / values.length, 0, LARGEST_MEMORY);
}

/** Of so many values in a row, in variances of one, if each depends on the one before [AR(1)]. */
function varianceOfMean(count: number, memory: number): number {
  let sum = 1;
  let power = 1;
  for (let lag = 1; lag < count; lag++) {
    power *= memory;
    if (power < 1e-9) break;
    sum += 2 * (1 - lag / count) * power;
  }
  return sum / count;
}

function known(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values).filter((value) => !Number.isNaN(value));
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
