import { allModels, modelByName } from '../models/all-models.ts';
import type { ModelOnInput } from '../models/define-model.ts';
import type { DataNote, TimeSeries } from '../time-series.ts';
import { loadModel } from './load-model.ts';

/** A series with the name its forecast is handed back under. */
export interface BulkSeries extends TimeSeries {
  id: string;
}

/** What became of one series. */
export type BulkResult = BulkForecast | BulkFailure;

export interface BulkForecast {
  kind: 'forecast';
  id: string;
  /** the model that was used; another than the one asked for if the data did not allow that one */
  model: string;
  form: string;
  notes: readonly DataNote[];
  mean: Float64Array;
  /** one array per probability that was asked for */
  quantiles: Float64Array[];
}

export interface BulkFailure {
  kind: 'failed';
  id: string;
  /** a sentence: what went wrong with this series */
  message: string;
}

/** How each series of a run is forecast. */
export interface BulkMethod {
  model: string;
  modelOptions: object;
  /** file URL of a module whose default export is a list of models, searched before those of this package */
  models: string | undefined;
  horizon: number;
  quantiles: readonly number[];
}

/** @throws RangeError if there is no such model, or the module has no list of models */
export async function modelOf({ model, models }: BulkMethod): Promise<ModelOnInput> {
  if (models === undefined) return loadModel(model);
  const { default: own } = (await import(models)) as { default?: unknown };
  if (!Array.isArray(own))
    throw new RangeError(`models is '${models}'; its default export must be a list of models`);
  return modelByName(model, [...(own as ModelOnInput[]), ...allModels]);
}

/** Forecasts series one after the other. What one of them throws becomes its result; the others are not touched. */
export function forecastChunk(
  chunk: readonly BulkSeries[],
  model: ModelOnInput,
  method: BulkMethod,
): BulkResult[] {
  return chunk.map((series) => {
    try {
      return forecastOne(series, model, method);
    } catch (error) {
      return {
        kind: 'failed',
        id: series.id,
        message: error instanceof Error ? error.message : String(error),
      };
    }
  });
}

function forecastOne(series: BulkSeries, model: ModelOnInput, method: BulkMethod): BulkForecast {
  const fitted = model.fit(series, { horizon: method.horizon, ...method.modelOptions });
  const forecast = fitted.forecast(method.horizon);
  return {
    kind: 'forecast',
    id: series.id,
    model: fitted.model,
    form: fitted.form,
    notes: fitted.notes,
    mean: forecast.mean,
    quantiles: method.quantiles.map((probability) => forecast.quantile(probability)),
  };
}
