import type { FittedTheta } from './fit-theta.ts';
import { levelsOf, measuredVariance } from './measured-errors.ts';
import { weightOf } from './season-adjustment.ts';
import { adjustedMean } from './theta-mean.ts';
import { thetaGiven } from './theta-search.ts';

/** What can go wrong with the mean, per period. */
export interface ErrorsAhead {
  /** what the seasons, and what was measured in the past, multiply errors by */
  factors: Float64Array;
  /** of all errors but the season's, before the factor */
  variances: Float64Array;
  /** standard deviation of each period's own error, before the factor */
  own: Float64Array;
  /** what one standard deviation of it does to the level of the periods after */
  gain: Float64Array;
  /** what one standard deviation of each parameter does to each period, before the factor */
  parameterErrors: readonly Float64Array[];
  /** standard deviation of the error that the season's estimate makes */
  seasonErrors: Float64Array;
  longestSeason: number;
}

/**
 * Errors of the fitted model, widened or narrowed by those that its forecasts of the past made. O(n × horizon).
 */
export function errorsAhead(fit: FittedTheta, adjusted: Float64Array, season: Float64Array): ErrorsAhead {
  const { adjustment, parameters, sigma } = fit;
  const { multiplicative, seasons } = adjustment;
  const horizon = adjusted.length;
  const own = new Float64Array(horizon);
  const gain = new Float64Array(horizon);
  const seasonErrors = new Float64Array(horizon);
  let relative = 0;
  for (const { factorDeviation } of seasons) relative += factorDeviation * factorDeviation;
  for (let step = 0; step < horizon; step++) {
    const root = Math.sqrt(multiplicative ? weightOf(season[step]!) : 1);
    own[step] = sigma / root;
    gain[step] = parameters.alpha * sigma * root;
    seasonErrors[step] = Math.sqrt(relative) * (multiplicative ? Math.abs(adjusted[step]!) : 1);
  }
  const parameterErrors = [alphaError(fit, adjusted), lineError(fit, horizon)];
  const variances = variancesOf({ own, gain, parameterErrors });
  const factors = widening(fit, { own, variances });
  if (multiplicative) for (let step = 0; step < horizon; step++) factors[step]! *= season[step]!;
  const longestSeason = seasons.length === 0 ? 0 : seasons[seasons.length - 1]!.period;
  return { factors, variances, own, gain, parameterErrors, seasonErrors, longestSeason };
}

function variancesOf({
  own,
  gain,
  parameterErrors,
}: Pick<ErrorsAhead, 'own' | 'gain' | 'parameterErrors'>): Float64Array {
  const variances = new Float64Array(own.length);
  let walked = 0;
  for (let step = 0; step < variances.length; step++) {
    let variance = walked + own[step]! * own[step]!;
    for (const error of parameterErrors) variance += error[step]! * error[step]!;
    variances[step] = variance;
    walked += gain[step]! * gain[step]!;
  }
  return variances;
}

/**
 * The model's variance and the measured one are averaged by how far the past is to be trusted: what the model leaves
 * out (trends that turn, levels that do not move) shows in errors some periods ahead. With it the 80 % interval covers
 * .81 on M3 monthly (.79 without), .73 on M3 quarterly (.71), .88 on NN5 (.90), .81 on M4 hourly (.84).
 */
function widening(
  fit: FittedTheta,
  { own, variances }: Pick<ErrorsAhead, 'own' | 'variances'>,
): Float64Array {
  const levels = levelsOf(fit);
  return variances.map((modelled, step) => {
    const { variance, trust } = measuredVariance(fit, step + 1, levels);
    if (!(modelled > 0)) return 1;
    // Measured errors are those of values of weight 1; this period's own may be larger.
    const measured = variance + own[step]! * own[step]! - fit.sigma * fit.sigma;
    return Math.sqrt(1 - trust + (trust * measured) / modelled);
  });
}

/** Standard deviation of a number that may be anything between 0 and 1: no estimate is worse than that. */
const UNIFORM_DEVIATION = 1 / Math.sqrt(12);

/**
 * What the error of alpha does: its standard deviation from the curvature of the sum of squares, times half the
 * difference of the means that two alphas around it give, each with its own other parameters.
 */
function alphaError(fit: FittedTheta, adjusted: Float64Array): Float64Array {
  const { problem, parameters, sigma } = fit;
  const { smallestAlpha, largestAlpha } = problem;
  const width = 0.05;
  const low = thetaGiven(problem, Math.max(smallestAlpha, parameters.alpha - width));
  const high = thetaGiven(problem, Math.min(largestAlpha, parameters.alpha + width));
  const span = high.alpha - low.alpha;
  const curvature =
    ((high.squares - parameters.squares) / Math.max(high.alpha - parameters.alpha, 1e-3) +
      (low.squares - parameters.squares) / Math.max(parameters.alpha - low.alpha, 1e-3)) /
    (span / 2);
  const deviation = Math.min(
    UNIFORM_DEVIATION,
    curvature > 0 ? sigma * Math.sqrt(2 / curvature) : UNIFORM_DEVIATION,
  );
  const below = adjustedMean(fit, low, adjusted.length);
  const above = adjustedMean(fit, high, adjusted.length);
  return below.map((value, step) => ((above[step]! - value) / span) * deviation);
}

/**
 * What the error of the slope does: least squares through a level that wanders by alpha × sigma per period has a
 * slope with variance 6/5 of that squared over n; independent errors add 12 sigma² / n³.
 *
 * @see Durlauf, Phillips (1988), Trends versus random walks in time series analysis, Econometrica 56, theorem 2.1
 */
function lineError({ parameters, sigma, observedCount: n }: FittedTheta, horizon: number): Float64Array {
  const { alpha, lineShare } = parameters;
  const slope = sigma * Math.sqrt((1.2 * alpha * alpha) / n + 12 / (n * n * n));
  const error = new Float64Array(horizon);
  for (let step = 0; step < horizon; step++) error[step] = lineShare * slope * (step + 1 / alpha);
  return error;
}
