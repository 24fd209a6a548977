import type { DailyCounts } from './daily-counts.ts';
import type { UsableSeries } from './usable-series.ts';

/** How far the level may be off, now and later, and how days vary around it. */
export interface LevelError {
  /** variance of the relative error of the level at the end of the history */
  levelVariance: number;
  /** growth of that variance per day ahead */
  levelDriftPerDay: number;
  /** 1 / size of the negative binomial days, at least 0 */
  dispersion: number;
}

const SHORT_WINDOW_DAYS = 7;
const LONG_WINDOW_DAYS = 28;
/** Usable days before the level is trusted enough to judge a forecast by it: four weeks, a third of a short history. */
const WARM_UP_DAYS = 28;
const WARM_UP_SHARE = 1 / 3;
/** Dispersion of daily sales of an item in a shop, and how many days of it are mixed into the measured one. */
const USUAL_DISPERSION = 0.3;
const USUAL_DISPERSION_DAYS = 4;
/**
 * What the measurement misses, as a factor on the variance: models and weekday factors were fitted to the days they
 * are judged by, and the variance is itself estimated.
 */
const OPTIMISM = 1.2;
/** Four-week windows by which the measured error of the level weighs as much as the theoretical one. */
const TRUSTED_WINDOWS = 6;

/**
 * The error of a level, measured where the history allows it.
 *
 * Theory first: the sampling variance of the days it rests on, the disagreement of the models, and a random walk
 * whose steps fit their memories. Then the measurement: sums over one and over four weeks are forecast from inside
 * the history; what their squared errors exceed the variance of independent days is the squared error of the level,
 * and its growth from one to four weeks is the drift. Both are averaged, the measurement weighing more the longer
 * the history. The dispersion of days is the mean of the likelihood's and of the squared errors one day ahead: the
 * one is blind to rare large days, the other is ruled by them.
 *
 * @param factors demand of each weekday relative to the average one, that of the first day of the series first
 * @see Muth (1960), Optimal Properties of Exponentially Weighted Forecasts, for the random walk behind a memory
 */
export function levelError(series: UsableSeries, factors: Float64Array, counts: DailyCounts): LevelError {
  const { level, disagreement, shareOfOneDay, stepVariance } = counts;
  const history = runningSums(series, factors, counts.pastLevels);
  const sampling = (dispersion: number): number => (1 / level + dispersion) * shareOfOneDay;
  const raw = history.dispersion;
  const ofErrors = Math.max(0, (raw - sampling(raw)) / (1 + sampling(raw)));
  const dispersion = withUsual(0.5 * (counts.dispersion + ofErrors), series.usableDays);
  const theory = {
    now: sampling(dispersion) + disagreement,
    drift: (1 / level + dispersion) * stepVariance,
  };
  const short = windowError(history, SHORT_WINDOW_DAYS, dispersion);
  const long = windowError(history, LONG_WINDOW_DAYS, dispersion);
  const trust = long.windows / (long.windows + TRUSTED_WINDOWS);
  const blended = (measured: number, days: number): number =>
    trust * measured + (1 - trust) * (theory.now + theory.drift * averageLead(days));
  const shortError = blended(short.variance, SHORT_WINDOW_DAYS);
  const longError = blended(long.variance, LONG_WINDOW_DAYS);
  const leads = averageLead(LONG_WINDOW_DAYS) - averageLead(SHORT_WINDOW_DAYS);
  const levelDriftPerDay = Math.max(0, (longError - shortError) / leads);
  const now =
    levelDriftPerDay > 0 ? shortError - levelDriftPerDay * averageLead(SHORT_WINDOW_DAYS) : longError;
  return {
    dispersion,
    levelDriftPerDay: OPTIMISM * levelDriftPerDay,
    levelVariance: OPTIMISM * Math.max(now, sampling(dispersion)),
  };
}

function withUsual(dispersion: number, days: number): number {
  return (dispersion * days + USUAL_DISPERSION * USUAL_DISPERSION_DAYS) / (days + USUAL_DISPERSION_DAYS);
}

/** Mean of min(i, j) over the days i, j of a window: the variance that a unit random walk adds to its sum. */
function averageLead(days: number): number {
  return ((days + 1) * (2 * days + 1)) / (6 * days);
}

/**
 * Sums up to each day of units, factors and squared factors of usable days, the level known that evening, and the
 * dispersion that the errors one day ahead show.
 */
function runningSums(
  { units: sold, usableDays }: UsableSeries,
  factors: Float64Array,
  pastLevels: Float64Array,
) {
  const days = sold.length;
  const warmUpDays = Math.min(WARM_UP_DAYS, Math.floor(usableDays * WARM_UP_SHARE));
  const units = new Float64Array(days + 1);
  const factor = new Float64Array(days + 1);
  const squared = new Float64Array(days + 1);
  const levels = new Float64Array(days).fill(Number.NaN);
  let seen = 0;
  let judged = 0;
  let excess = 0;
  let squares = 0;
  for (let day = 0; day < days; day++) {
    const value = sold[day]!;
    const share = Number.isNaN(value) ? 0 : factors[day % 7]!;
    units[day + 1] = units[day]! + (share > 0 ? value : 0);
    factor[day + 1] = factor[day]! + share;
    squared[day + 1] = squared[day]! + share * share;
    if (share === 0) continue;
    if (seen++ < warmUpDays) continue;
    levels[day] = pastLevels[day]!;
    const expected = pastLevels[day]! * share;
    excess += (value - expected) ** 2 - expected;
    squares += expected * expected;
    judged++;
  }
  const dispersion = Math.max(0, withUsual(squares > 0 ? excess / squares : 0, judged));
  return { units, factor, squared, levels, dispersion };
}

/** Squared relative error of the level over windows of `days` days, a new one each week. */
function windowError(
  { units, factor, squared, levels }: ReturnType<typeof runningSums>,
  days: number,
  dispersion: number,
): { variance: number; windows: number } {
  let excess = 0;
  let squares = 0;
  let started = 0;
  for (let day = levels.length - days; day >= 0; day -= 7) {
    const level = levels[day]!;
    if (Number.isNaN(level)) continue;
    const expected = level * (factor[day + days]! - factor[day]!);
    const error = units[day + days]! - units[day]! - expected;
    const independent = expected + level * level * dispersion * (squared[day + days]! - squared[day]!);
    excess += error * error - independent;
    squares += expected * expected;
    started++;
  }
  return { variance: squares > 0 ? Math.max(0, excess / squares) : 0, windows: (started * 7) / days };
}
