/** Exponential smoothing of a series without season: a level and a trend that fades. */
export interface DampedTrend {
  /** [alpha] 0 to 1 */
  levelShare: number;
  /** [beta] share of an error that changes the trend, 0 to alpha; 0 if there is no trend */
  trendShare: number;
  /** [phi] what a period leaves of the trend: 1 is a straight line */
  damping: number;
  /** added to the level each period */
  drift: number;
  /** after the last value */
  level: number;
  trend: number;
  /** before the first value */
  firstLevel: number;
  firstTrend: number;
  /** the forecast of each value from those before it */
  fittedValues: Float64Array;
  /** sum of their squared errors */
  squaredError: number;
}

/** Shares of an error outside of this range are the same as its ends to a forecast. */
const LEAST_SHARE = 1e-3;
const MOST_SHARE = 0.999;

/**
 * Simple exponential smoothing with a given drift, the share of errors fitted by least squares. The errors are
 * linear in the first level, which is found exactly for every share. O(n) per share, about 40 shares.
 *
 * @see Hyndman, Billah (2003), Unmasking the Theta method, International Journal of Forecasting 19, section 2: with
 *      half the slope of the straight line as drift this is the Theta method
 */
export function smoothedLevel(values: Float64Array, drift: number): DampedTrend {
  const start: FirstStates = { firstLevel: 0, firstTrend: 0 };
  let bestPoint = 1;
  let best = Number.POSITIVE_INFINITY;
  for (let point = 0; point <= 20; point++) {
    const error = levelError(values, drift, shareAt(point), start);
    if (error < best) {
      best = error;
      bestPoint = point;
    }
  }
  let low = shareAt(Math.max(0, bestPoint - 1));
  let high = shareAt(Math.min(20, bestPoint + 1));
  for (let cut = 0; cut < 10; cut++) {
    const left = high - GOLDEN * (high - low);
    const right = low + GOLDEN * (high - low);
    if (levelError(values, drift, left, start) <= levelError(values, drift, right, start)) high = right;
    else low = left;
  }
  const levelShare = 0.5 * (low + high);
  levelError(values, drift, levelShare, start);
  return run(values, { levelShare, trendShare: 0, damping: 1, drift }, start);
}

const GOLDEN = 0.6180339887498949;

function shareAt(point: number): number {
  return LEAST_SHARE + ((MOST_SHARE - LEAST_SHARE) * point) / 20;
}

/** What the errors are least with, found along with them. */
interface FirstStates {
  firstLevel: number;
  firstTrend: number;
}

/** The least squared error of a share, over all first levels. */
function levelError(values: Float64Array, drift: number, share: number, start: FirstStates): number {
  // Errors from the first value as level, which keeps their squares small, and what one unit of level takes off.
  const base = values[0]!;
  let level = base;
  let unit = 1;
  let squares = 0;
  let product = 0;
  let units = 0;
  for (let index = 0; index < values.length; index++) {
    const error = values[index]! - level;
    squares += error * error;
    product += error * unit;
    units += unit * unit;
    level += share * error + drift;
    unit *= 1 - share;
  }
  start.firstLevel = base + product / units;
  return squares - (product * product) / units;
}

const LEVEL_SHARES = [0.05, 0.2, 0.5, 0.8, 0.97];
const TREND_RATIOS = [0.002, 0.05, 0.3];
const DAMPINGS = [0.8, 0.9, 0.98];
const SMALLEST_STEP = 0.004;

/**
 * Holt's method with a damped trend, parameters by least squares: a grid, then a search along each parameter with
 * halving steps. First level and trend are found exactly for every trial.
 *
 * @param options.damped false keeps the trend a straight line [phi = 1]
 * @see Gardner, McKenzie (1985), Forecasting trends in time series, Management Science 31; Hyndman, Koehler, Ord,
 *      Snyder (2008), Forecasting with Exponential Smoothing, sections 2.5 and 5.1
 */
export function smoothedTrend(values: Float64Array, { damped }: { damped: boolean }): DampedTrend {
  const start: FirstStates = { firstLevel: 0, firstTrend: 0 };
  // [alpha, beta / alpha, phi]
  const best = [0.5, 0.05, damped ? 0.9 : 1];
  let least = Number.POSITIVE_INFINITY;
  for (const damping of damped ? DAMPINGS : [1]) {
    for (const share of LEVEL_SHARES) {
      for (const ratio of TREND_RATIOS) {
        const error = trendError(values, share, share * ratio, damping, start);
        if (error < least) {
          least = error;
          best[0] = share;
          best[1] = ratio;
          best[2] = damping;
        }
      }
    }
  }
  const lows = [LEAST_SHARE, LEAST_SHARE, DAMPINGS[0]!];
  const highs = [MOST_SHARE, MOST_SHARE, DAMPINGS[2]!];
  for (let step = 0.1; step > SMALLEST_STEP; ) {
    let improved = false;
    for (let which = 0; which < (damped ? 3 : 2); which++) {
      for (const direction of [step, -step]) {
        const before = best[which]!;
        best[which] = Math.min(highs[which]!, Math.max(lows[which]!, before + direction));
        const error =
          best[which] === before ? least : trendError(values, best[0]!, best[0]! * best[1]!, best[2]!, start);
        if (error < least * (1 - 1e-6)) {
          least = error;
          improved = true;
        } else best[which] = before;
      }
    }
    if (!improved) step /= 2;
  }
  const [levelShare = 0, ratio = 0, damping = 0] = best;
  trendError(values, levelShare, levelShare * ratio, damping, start);
  return run(values, { levelShare, trendShare: levelShare * ratio, damping, drift: 0 }, start);
}

/**
 * The least squared error over all first levels and trends: the errors from the first value without a trend, what
 * one unit of level and of trend takes off them, then a regression on these two.
 */
function trendError(
  values: Float64Array,
  levelShare: number,
  trendShare: number,
  damping: number,
  start: FirstStates,
): number {
  const base = values[0]!;
  let level = base;
  let trend = 0;
  let levelOfLevel = 1;
  let trendOfLevel = 0;
  let levelOfTrend = 0;
  let trendOfTrend = 1;
  let squares = 0;
  let byLevel = 0;
  let byTrend = 0;
  let levels = 0;
  let both = 0;
  let trends = 0;
  for (let index = 0; index < values.length; index++) {
    const fit = level + damping * trend;
    const error = values[index]! - fit;
    const unitLevel = levelOfLevel + damping * trendOfLevel;
    const unitTrend = levelOfTrend + damping * trendOfTrend;
    squares += error * error;
    byLevel += error * unitLevel;
    byTrend += error * unitTrend;
    levels += unitLevel * unitLevel;
    both += unitLevel * unitTrend;
    trends += unitTrend * unitTrend;
    level = fit + levelShare * error;
    trend = damping * trend + trendShare * error;
    levelOfLevel = unitLevel - levelShare * unitLevel;
    trendOfLevel = damping * trendOfLevel - trendShare * unitLevel;
    levelOfTrend = unitTrend - levelShare * unitTrend;
    trendOfTrend = damping * trendOfTrend - trendShare * unitTrend;
  }
  const spread = levels * trends - both * both;
  const separate = spread > 1e-9 * levels * trends;
  const firstTrend = separate ? (byTrend * levels - byLevel * both) / spread : 0;
  const firstLevel = (byLevel - firstTrend * both) / levels;
  start.firstLevel = base + firstLevel;
  start.firstTrend = firstTrend;
  return Math.max(0, squares - firstLevel * byLevel - firstTrend * byTrend);
}

/** One pass with the parameters chosen. */
function run(
  values: Float64Array,
  parameters: { levelShare: number; trendShare: number; damping: number; drift: number },
  { firstLevel, firstTrend }: { firstLevel: number; firstTrend: number },
): DampedTrend {
  const { levelShare, trendShare, damping, drift } = parameters;
  const fittedValues = new Float64Array(values.length);
  let level = firstLevel;
  let trend = firstTrend;
  let squaredError = 0;
  for (let index = 0; index < values.length; index++) {
    const fit = level + damping * trend;
    const error = values[index]! - fit;
    fittedValues[index] = fit;
    squaredError += error * error;
    level = fit + levelShare * error + drift;
    trend = damping * trend + trendShare * error;
  }
  return { ...parameters, level, trend, firstLevel, firstTrend, fittedValues, squaredError };
}
