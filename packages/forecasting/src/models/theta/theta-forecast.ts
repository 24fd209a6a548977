import { standardNormal } from '../../forecasts/forecast-arguments.ts';
import { studentForecast } from '../../forecasts/student-forecast.ts';
import type { Forecast } from '../../model.ts';
import type { FittedTheta } from './fit-theta.ts';
import { seasonsAhead, weightOf } from './season-adjustment.ts';
import { extendLine } from './theta-lines.ts';
import { type ThetaParameters, thetaGiven } from './theta-search.ts';

/**
 * The distribution ahead: the mean of the recursion with forecasts in place of values, and four errors. Those of
 * the periods, which move the level by alpha each; that of alpha, through the other parameters that go with it; that
 * of the share of the line and of its slope; those of the seasonal factors. Sigma is estimated too: Student's t.
 *
 * The mean costs O(n + horizon); the rest is worked out when a quantile or a path is asked for.
 */
export function thetaForecast(fit: FittedTheta, horizon: number): Forecast {
  const { adjustment, parameters, degreesOfFreedom } = fit;
  const season = seasonsAhead(adjustment, horizon);
  const adjusted = adjustedMean(fit, parameters, horizon);
  const mean = new Float64Array(horizon);
  for (let step = 0; step < horizon; step++) {
    mean[step] = adjustment.multiplicative
      ? adjusted[step]! * season[step]!
      : adjusted[step]! + season[step]!;
  }
  let known: ErrorsAhead | undefined;
  const errors = (): ErrorsAhead => {
    known ??= errorsAhead(fit, adjusted, season);
    return known;
  };
  return studentForecast({
    mean,
    degreesOfFreedom,
    deviations: () => deviations(errors()),
    addErrors: (random, scale, row) => {
      const { factors, own, gain, parameterErrors, seasonErrors, longestSeason } = errors();
      const sizes = parameterErrors.map(() => scale * standardNormal(random));
      const places = Float64Array.from({ length: longestSeason }, () => scale * standardNormal(random));
      let level = 0;
      for (let step = 0; step < horizon; step++) {
        const error = scale * standardNormal(random);
        let sum = level + own[step]! * error;
        level += gain[step]! * error;
        for (let index = 0; index < sizes.length; index++)
          sum += sizes[index]! * parameterErrors[index]![step]!;
        row[step]! += factors[step]! * sum;
        if (longestSeason > 0) row[step]! += seasonErrors[step]! * places[step % longestSeason]!;
      }
    },
  });
}

/** The mean ahead of the series without its seasons. */
function adjustedMean(fit: FittedTheta, parameters: ThetaParameters, horizon: number): Float64Array {
  const { problem, origin, kind } = fit;
  const { observed, weights, lines } = problem;
  const { alpha, initialLevel, lineShare } = parameters;
  const n = observed.length;
  const keep = 1 - alpha;
  let level = initialLevel;
  let decay = 1;
  for (let index = 0; index < n; index++) {
    const towards =
      lineShare * (decay * lines.level[index]! + ((1 - decay * keep) / alpha) * lines.slope[index]!);
    decay *= keep;
    level += alpha * towards;
    const value = observed[index]!;
    if (!Number.isNaN(value))
      level += alpha * weights[index]! * (value - (level - alpha * towards) - towards);
  }
  const slope = lines.slope[n]!;
  const line = { values: n, average: lines.level[n]! + (slope * (n + 1)) / 2, level: lines.level[n]!, slope };
  const mean = new Float64Array(horizon);
  for (let step = 0; step < horizon; step++) {
    const towards = lineShare * (decay * line.level + ((1 - decay * keep) / alpha) * line.slope);
    decay *= keep;
    const expected = level + towards;
    mean[step] = origin + expected;
    level += alpha * towards;
    if (kind.dynamic) extendLine(line, expected);
  }
  return mean;
}

interface ErrorsAhead {
  /** what the seasons multiply errors by */
  factors: Float64Array;
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

function errorsAhead(fit: FittedTheta, adjusted: Float64Array, season: Float64Array): ErrorsAhead {
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
  return {
    factors: multiplicative ? season : new Float64Array(horizon).fill(1),
    own,
    gain,
    parameterErrors: [alphaError(fit, adjusted), lineError(fit, horizon)],
    seasonErrors,
    longestSeason: seasons.length === 0 ? 0 : seasons[seasons.length - 1]!.period,
  };
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

function deviations({ factors, own, gain, parameterErrors, seasonErrors }: ErrorsAhead): Float64Array {
  const result = new Float64Array(own.length);
  let walked = 0;
  for (let step = 0; step < result.length; step++) {
    let variance = walked + own[step]! * own[step]!;
    for (const error of parameterErrors) variance += error[step]! * error[step]!;
    const factor = factors[step]!;
    result[step] = Math.sqrt(factor * factor * variance + seasonErrors[step]! * seasonErrors[step]!);
    walked += gain[step]! * gain[step]!;
  }
  return result;
}
