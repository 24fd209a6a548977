import { requireWhole } from '@granary/statistics';
import { estimatedLinearForecast } from '../../forecasts/estimated-linear-forecast.ts';
import { scaledForecast } from '../../forecasts/scaled-forecast.ts';
import { transformedForecast } from '../../forecasts/transformed-forecast.ts';
import type { Forecast, ModelParameters } from '../../model.ts';
import { type BoxCox, boxCox, guerreroLambda } from '../../series/box-cox.ts';
import type { ModelInput } from '../../series/model-input.ts';
import type { DataNote } from '../../time-series.ts';
import { defineModel, type ModelFit, type ModelOnInput, type Unfit } from '../define-model.ts';
import { mean } from '../simple/mean.ts';
import { continued, type FittedArima } from './arima-forecast.ts';
import { formOf } from './arma-orders.ts';
import { averaged, type WeighedArima } from './averaged-forecast.ts';
import { constantStep } from './differenced-data.ts';
import { type ArimaOutcome, type ArimaPlan, fitArima } from './fit-arima.ts';
import { oneStepPredictions } from './one-step-predictions.ts';

export interface ArimaOptions {
  /** chosen if left out */
  order?: {
    /** [p] autoregressive terms, 0 to 12 */
    p: number;
    /** [d] differences, 0 to 2 */
    d: number;
    /** [q] moving average terms, 0 to 12 */
    q: number;
  };
  /** with `order` only; none if left out. Left aside for a series without season */
  seasonal?: {
    /** [P] 0 to 3 */
    P: number;
    /** [D] 0 or 1 */
    D: number;
    /** [Q] 0 to 3 */
    Q: number;
  };
  /**
   * With `order` only: whether there is a mean (no differences) or a drift (one difference); with more there is
   * none. If left out, a mean where nothing is differenced
   */
  constant?: boolean;
  /** [lambda] of a Box-Cox transform, -1 to 2, or 'auto' for Guerrero's between 0 and 1; none if left out */
  boxCox?: number | 'auto';
  /** without `order`: smaller orders, chosen by conditional fits; about four times as fast */
  approximate?: boolean;
}

/**
 * Autoregressive integrated moving average with seasons, regressors and missing values, fitted by exact maximum
 * likelihood. Orders are given, or chosen: differences by repeated KPSS tests and by the strength of the season,
 * the rest step by step for the least AICc. Regressors that are known for the periods ahead are used with ARIMA
 * errors. Seasons longer than 24 are described by waves.
 *
 * For series of a few dozen values and more with a stable correlation; not for intermittent demand. O(n (p + m P
 * + q + m Q)) per evaluation of the likelihood.
 *
 * @see Box, Jenkins, Reinsel (1994), Time Series Analysis: Forecasting and Control, 3rd ed., chapters 3 to 9
 * @see Hyndman, Khandakar (2008), Automatic time series forecasting: the forecast package for R, Journal of
 *      Statistical Software 27(3)
 */
export const arima: ModelOnInput<ArimaOptions> = defineModel<ArimaOptions>({
  name: 'arima',
  fallback: mean,
  fit: (input, options) => fitted(input, options, { average: false }),
});

/** Fits, and forecasts with the chosen form or with the average of those near it. */
export function fitted(
  input: ModelInput,
  options: ArimaOptions,
  { average }: { average: boolean },
): ModelFit | Unfit {
  const plan = planOf(options, average ? 1 : 2);
  const transform = transformOf(input, options);
  const values = transform ? transform.transform(input.values) : input.values;
  const notes: DataNote[] = [];
  const outcome = fitArima(input, values, plan, notes);
  if (outcome === undefined) {
    return { unfit: `needs more than the ${input.observedCount} known values for the orders asked for` };
  }
  const { criteria } = outcome;
  const nearest = average ? outcome.nearest() : [];
  const form = formOf(outcome.fitted.orders);
  return {
    form: nearest.length > 1 ? `${form} averaged with ${nearest.length - 1} near it` : form,
    parameters: parametersOf(outcome, transform),
    ...(criteria === undefined ? {} : { criteria }),
    fittedValues: fittedValues(input, outcome, transform),
    notes,
    forecast: (horizon) => forecastOf(outcome, nearest, transform, horizon),
  };
}

function forecastOf(
  { fitted, regressors, scale }: ArimaOutcome,
  nearest: readonly WeighedArima[],
  transform: BoxCox | undefined,
  horizon: number,
): Forecast {
  const ahead = regressors.map((regressor) =>
    Float64Array.from({ length: horizon }, (_, step) => regressor.ahead(step)),
  );
  const alone = nearest.length < 2;
  const model = alone ? continued(fitted, ahead, horizon) : averaged(fitted, nearest, ahead, horizon);
  const forecast = scaledForecast(estimatedLinearForecast(model), scale);
  return transform ? transformedForecast(forecast, transform.inverse) : forecast;
}

function fittedValues(
  input: ModelInput,
  { fitted, scale }: ArimaOutcome,
  transform: BoxCox | undefined,
): Float64Array {
  const { explained, coefficients, completed, polynomials, orders } = fitted;
  const effects = new Float64Array(completed.length);
  explained.regressors.forEach((regressor, which) => {
    for (let index = 0; index < effects.length; index++)
      effects[index]! += coefficients[which]! * regressor[index]!;
  });
  const rest = completed.map((value, index) => value - effects[index]!);
  const constant = constantOf(fitted) * constantStep(orders);
  const predictions = oneStepPredictions({ polynomials, by: orders, constant }, rest, (place) =>
    Number.isNaN(input.observed[place]!),
  );
  return predictions.map((prediction, index) => {
    const value = scale * (prediction + effects[index]!);
    return transform ? transform.inverse(value) : value;
  });
}

/** Mean or drift per period; 0 if there is none. */
function constantOf({ orders, coefficients }: FittedArima): number {
  return orders.constant ? coefficients[coefficients.length - 1]! : 0;
}

function parametersOf(
  { fitted, regressors, scale }: ArimaOutcome,
  transform: BoxCox | undefined,
): ModelParameters {
  const { orders, polynomials, coefficients, sigma } = fitted;
  const { p, q, P, Q, d, D, constant } = orders;
  const parameters: Record<string, number> = {};
  const names = [
    ...Array.from({ length: p }, (_, index) => `ar${index + 1}`),
    ...Array.from({ length: q }, (_, index) => `ma${index + 1}`),
    ...Array.from({ length: P }, (_, index) => `sar${index + 1}`),
    ...Array.from({ length: Q }, (_, index) => `sma${index + 1}`),
  ];
  names.forEach((name, index) => {
    parameters[name] = polynomials.factors[index]!;
  });
  regressors.forEach((regressor, index) => {
    parameters[regressor.name] = (scale * coefficients[index]!) / regressor.scale;
  });
  if (constant) parameters[d + D === 0 ? 'mean' : 'drift'] = scale * constantOf(fitted);
  parameters.sigma = scale * sigma;
  if (transform) parameters.lambda = transform.lambda;
  return parameters;
}

function transformOf(input: ModelInput, { boxCox: asked }: ArimaOptions): BoxCox | undefined {
  if (asked === undefined) return undefined;
  const transform = boxCox(asked === 'auto' ? automaticLambda(input) : asked);
  // Logarithms and negative powers need values greater than 0; a square root is near to them.
  return transform.lambda <= 0 && !(input.smallest > 0) ? boxCox(0.5) : transform;
}

/** Guerrero's lambda between 0 and 1: below 0 a forecast has no mean, beyond 1 variation would fall with the level. */
function automaticLambda({ values, seasonalPeriod }: ModelInput): number {
  return Math.max(0, Math.min(1, guerreroLambda(values, seasonalPeriod)));
}

function planOf(
  { order, seasonal, constant, approximate = false }: ArimaOptions,
  mostDifferences: number,
): ArimaPlan {
  if (order === undefined) {
    if (seasonal !== undefined)
      throw new RangeError('seasonal is given without order; give both, or neither');
    if (constant !== undefined)
      throw new RangeError('constant is given without order; give both, or neither');
    return { approximate, mostDifferences };
  }
  requireWithin({ p: order.p, q: order.q }, 12);
  requireWithin({ d: order.d }, 2);
  const { P, D, Q } = seasonal ?? { P: 0, D: 0, Q: 0 };
  requireWithin({ P, Q }, 3);
  requireWithin({ D }, 1);
  const orders = { p: order.p, d: order.d, q: order.q, P, D, Q };
  return { approximate, mostDifferences, orders: constant === undefined ? orders : { ...orders, constant } };
}

function requireWithin(orders: Record<string, number>, most: number): void {
  for (const [name, value] of Object.entries(orders)) {
    requireWhole(name, value, 0);
    if (value > most) throw new RangeError(`${name} is ${value}; it must be at most ${most}`);
  }
}
