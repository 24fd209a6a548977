import { standardNormal } from '../../forecasts/forecast-arguments.ts';
import { studentForecast } from '../../forecasts/student-forecast.ts';
import type { Forecast } from '../../model.ts';
import type { FittedTheta } from './fit-theta.ts';
import { seasonsAhead } from './season-adjustment.ts';
import { type ErrorsAhead, errorsAhead } from './theta-errors.ts';
import { adjustedMean } from './theta-mean.ts';

/**
 * The distribution ahead: the mean of the recursion with forecasts in place of values, and four errors. Those of
 * the periods, which move the level by alpha each; that of alpha, through the other parameters that go with it; that
 * of the share of the line and of its slope; those of the seasonal factors. Sigma is estimated too: Student's t. All
 * but the season's are widened or narrowed per period as far as forecasts from the past were wronger or righter.
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

function deviations({ factors, variances, seasonErrors }: ErrorsAhead): Float64Array {
  const result = new Float64Array(variances.length);
  for (let step = 0; step < result.length; step++) {
    const factor = factors[step]!;
    result[step] = Math.sqrt(factor * factor * variances[step]! + seasonErrors[step]! * seasonErrors[step]!);
  }
  return result;
}
