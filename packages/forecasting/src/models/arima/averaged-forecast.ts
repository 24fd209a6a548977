import type { EstimatedLinearModel } from '../../forecasts/estimated-linear-forecast.ts';
import { continued, type FittedArima } from './arima-forecast.ts';

/** One of several forms fitted to a series. */
export interface WeighedArima {
  fitted: FittedArima;
  /** weights add up to 1 */
  weight: number;
}

/**
 * Several forms taken together: the weighted mean, with the errors of the chosen form and, as one more error of
 * its parameters, the distance of each form from the mean.
 *
 * @param nearest at least one form
 * @see Buckland, Burnham, Augustin (1997), Model selection: an integral part of inference, Biometrics 53
 */
export function averaged(
  chosen: FittedArima,
  nearest: readonly WeighedArima[],
  regressorsAhead: readonly Float64Array[],
  horizon: number,
): EstimatedLinearModel {
  const own = continued(chosen, regressorsAhead, horizon);
  const means = nearest.map(({ fitted }) => continued(fitted, regressorsAhead, horizon).mean);
  const mean = new Float64Array(horizon);
  means.forEach((values, which) => {
    for (let step = 0; step < horizon; step++) mean[step]! += nearest[which]!.weight * values[step]!;
  });
  return {
    mean,
    weights: own.weights,
    sigma: own.sigma,
    degreesOfFreedom: own.degreesOfFreedom,
    get parameterErrors() {
      const between = means.map((values, which) => {
        const share = Math.sqrt(nearest[which]!.weight);
        return values.map((value, step) => share * (value - mean[step]!));
      });
      return [...(own.parameterErrors ?? []), ...between];
    },
  };
}
