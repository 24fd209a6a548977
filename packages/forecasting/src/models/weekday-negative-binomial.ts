import { negativeBinomialDays } from '../forecasts/negative-binomial-days.ts';
import { levelError } from '../series/level-error.ts';
import { smoothLevel } from '../series/smoothed-level.ts';
import type { UsableSeries } from '../series/usable-series.ts';
import { weekdayFactors } from '../series/weekday-factors.ts';
import { type DemandModelKind, listParameter, numberParameter } from './demand-model-kind.ts';

/** From the plain average to a memory of a week; chosen by the error of the forecast one day ahead. */
const ALPHAS = [0.003, 0.006, 0.012, 0.025, 0.05, 0.1, 0.18];
/** A shorter memory must lower the squared error by this factor to be taken. */
const CLEARLY_BETTER = 0.999;
/** And by this much per unit sold, which Poisson noise exceeds a millionfold: a constant series shows no more. */
const ROUNDING = 1e-6;
/** Stands for Poisson noise, where days vary no more than that. */
const LARGEST_SIZE = 1e6;
/** Days that vary more than this hold errors of the data; one of them must not widen every day ahead. */
const SMALLEST_SIZE = 0.04;
/** A faded level is kept at a share of the average, or at a unit in fifty days: an end of sales is never certain. */
const SMALLEST_LEVEL_SHARE = 0.05;
const SMALLEST_LEVEL_UNITS = 0.02;

/**
 * Level × weekday factor, with negative binomial days and an uncertain, slowly moving level.
 *
 * The level is an exponentially weighted average over days without promotion and stock-out; trends enter through
 * its weights. Dispersion comes from the errors one day ahead, the uncertainty of the level from the errors of
 * sums over one and four weeks (`levelError`).
 *
 * @see Snyder, Ord, Beaumont (2012), Forecasting the Intermittent Demand for Slow-Moving Inventories, for negative
 *   binomial demand around a smoothed level
 */
export const weekdayNegativeBinomial: DemandModelKind = {
  name: 'weekday-negative-binomial',
  fit(series) {
    const factors = weekdayFactors(series);
    const alpha = bestAlpha(series, factors);
    const { level, levelVariance, levelDriftPerDay, dispersion } = levelError(series, factors, alpha);
    const average = series.totalUnits / series.usableDays;
    return {
      level: Math.max(level, Math.min(SMALLEST_LEVEL_UNITS, SMALLEST_LEVEL_SHARE * average)),
      alpha,
      weekdayFactors: Array.from(factors),
      size: Math.max(SMALLEST_SIZE, Math.min(LARGEST_SIZE, 1 / dispersion)),
      levelVariance,
      levelDriftPerDay,
      lastDay: series.firstDay + series.units.length - 1,
      usableDays: series.usableDays,
    };
  },
  forecast: (parameters, options) =>
    negativeBinomialDays(
      {
        level: numberParameter(parameters, 'level'),
        weekdayFactors: listParameter(parameters, 'weekdayFactors'),
        size: numberParameter(parameters, 'size'),
        levelVariance: numberParameter(parameters, 'levelVariance'),
        levelDriftPerDay: numberParameter(parameters, 'levelDriftPerDay'),
        lastDay: numberParameter(parameters, 'lastDay'),
      },
      options,
    ),
};

/** The longest memory that forecasts one day ahead as well as any, to within what chance would show. */
function bestAlpha(series: UsableSeries, factors: Float64Array): number {
  let best = ALPHAS[0]!;
  let bestError = Number.POSITIVE_INFINITY;
  for (const alpha of ALPHAS) {
    const { squaredError, judgedDays } = smoothLevel(series, factors, alpha);
    if (judgedDays > 0 && squaredError < bestError * CLEARLY_BETTER - series.totalUnits * ROUNDING) {
      best = alpha;
      bestError = squaredError;
    }
  }
  return best;
}
