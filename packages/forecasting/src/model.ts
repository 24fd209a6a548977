import type { DataNote, TimeSeries } from './time-series.ts';

/** A method of forecasting. Fitting never throws on the content of a series: notes say what was used instead. */
export interface ForecastingModel<Options extends object = object> {
  /** the name it is chosen, stored and reported by, for example 'ets' */
  readonly name: string;
  /** @throws RangeError if an option is out of its range; never because of the values of the series */
  fit(series: TimeSeries, options?: Options): FittedModel;
}

/** What a model has learned from one series. */
export interface FittedModel {
  /** name of the model that was fitted; another than the one asked for if the data did not allow that one */
  readonly model: string;
  /** the form within the model, for example 'ETS(M,Ad,M)' or '(1,1,1)(0,1,1)[12]+drift' */
  readonly form: string;
  readonly parameters: ModelParameters;
  /** absent where the model has no likelihood */
  readonly criteria?: InformationCriteria;
  /** the forecast of each value of the series from those before it; NaN where there is none */
  readonly fittedValues: Float64Array;
  readonly notes: readonly DataNote[];
  /** @param horizon periods ahead, a whole number from 1 to 10,000 */
  forecast(horizon: number): Forecast;
}

/** Estimated numbers by name, in the units of the series. */
export type ModelParameters = Readonly<Record<string, number | readonly number[]>>;

export interface InformationCriteria {
  logLikelihood: number;
  aic: number;
  /** corrected for short series (Hurvich, Tsai 1989) */
  aicc: number;
  bic: number;
}

/** A distribution over the periods ahead: a marginal distribution per period and joint sample paths. */
export interface Forecast {
  readonly horizon: number;
  /** expected value per period */
  readonly mean: Float64Array;
  /**
   * The quantile of each period taken by itself.
   *
   * @param probability between 0 and 1, both excluded
   */
  quantile(probability: number): Float64Array;
  samplePaths(options: PathOptions): SamplePaths;
}

export interface PathOptions {
  /** number of paths, at least 1 */
  paths: number;
  seed: number | string;
  /** names the series, so that series with one seed are independent; '' if left out */
  key?: string;
}

/** Joint outcomes, each as likely as the others. */
export interface SamplePaths {
  paths: number;
  horizon: number;
  /** path after path: `values[path * horizon + step]`, step 0 is the first period ahead */
  values: Float64Array;
}
