import { fourierRegressors, type UsedRegressor } from './arima-regressors.ts';
import type { Differences } from './arma-orders.ts';
import { concentrate, regressionWorkspace, solveCoefficients } from './concentrated-regression.ts';
import { differenceAll, type Explained } from './differenced-data.ts';

/** Pairs of waves that are compared; more of them are a season that changes from period to period. */
const PAIRS = [0, 1, 2, 3, 4, 6, 8, 10];
/** Order of the autoregression by which candidates are compared. */
const ORDER = 3;
/** At least so many values to each wave. */
const VALUES_PER_WAVE = 5;

/**
 * The waves that describe a long season: as many pairs of sine and cosine as have the least AICc, when what they
 * leave over is an autoregression of order 3 after differencing. A state as long as the season would be slow, and
 * its many parameters poorly known.
 *
 * @see Hyndman, Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., section 10.5
 */
export function seasonalWaves(explained: Explained, period: number): UsedRegressor[] {
  const { length } = explained.values;
  const by: Differences = { d: 1, D: 0, period: 1 };
  const target = differenceAll(explained.values, by);
  const others = explained.regressors.map((regressor) => differenceAll(regressor, by));
  let best: UsedRegressor[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (const pairs of PAIRS) {
    if (2 * pairs > period || 2 * pairs * VALUES_PER_WAVE > length) break;
    const waves = fourierRegressors(length, period, pairs);
    const columns = [target, ...others, ...waves.map((wave) => differenceAll(wave.past, by))];
    const parameters = columns.length + ORDER;
    const { length: known } = target;
    if (known - parameters - 1 <= 0) break;
    const variance = innovationVariance(leftOver(columns));
    const aicc =
      known * Math.log(variance) +
      2 * parameters +
      (2 * parameters * (parameters + 1)) / (known - parameters - 1);
    if (!(aicc < least)) continue;
    least = aicc;
    best = waves;
  }
  return best;
}

function leftOver(columns: readonly Float64Array[]): Float64Array {
  const space = regressionWorkspace(columns.length - 1);
  concentrate(columns, 0, space);
  const coefficients = solveCoefficients(space, columns.length - 1);
  const rest = columns[0]!.slice();
  for (let which = 0; which < coefficients.length; which++) {
    const column = columns[which + 1]!;
    for (let index = 0; index < rest.length; index++) rest[index]! -= coefficients[which]! * column[index]!;
  }
  return rest;
}

/** Variance of the errors of an autoregression fitted to the autocovariances (Yule, Walker). */
function innovationVariance(values: Float64Array): number {
  const covariances = Array.from({ length: ORDER + 1 }, (_, lag) => {
    let sum = 0;
    for (let index = lag; index < values.length; index++) sum += values[index]! * values[index - lag]!;
    return sum / values.length;
  });
  let variance = covariances[0]!;
  let coefficients: number[] = [];
  for (let order = 1; order <= ORDER && variance > 0; order++) {
    const rest = coefficients.reduce((sum, value, lag) => sum + value * covariances[order - 1 - lag]!, 0);
    const partial = (covariances[order]! - rest) / variance;
    const before = coefficients;
    coefficients = before.map((value, lag) => value - partial * before[order - 2 - lag]!);
    coefficients.push(partial);
    variance *= 1 - partial * partial;
  }
  return variance;
}
