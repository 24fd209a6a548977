import type { DemandHistory, DemandParameters, FittedDemandModel } from './demand-model.ts';
import type { DemandModelKind } from './models/demand-model-kind.ts';
import { models } from './models/index.ts';
import { chooseModel } from './selection/choose-model.ts';
import { usableSeries } from './series/usable-series.ts';

/**
 * Chooses and fits a model of daily demand. Any content of the history gives a model and a reason: nothing sold,
 * one day, all days missing, impossible numbers.
 *
 * @throws RangeError only if `startDate` is not a calendar day
 */
export function fitDemand(history: DemandHistory): FittedDemandModel {
  const series = usableSeries(history);
  const { kind, reason } = chooseModel(series);
  return fitted(kind, kind.fit(series), reason);
}

/**
 * The model again from what was stored of it; its forecasts are the same to the last bit.
 *
 * @throws RangeError if the model is unknown; forecasting throws one if a parameter is missing
 */
export function restoreDemandModel(stored: {
  model: string;
  parameters: DemandParameters;
  reason?: string;
}): FittedDemandModel {
  const kind = models.get(stored.model);
  if (!kind) {
    const known = Array.from(models.keys()).join(', ');
    throw new RangeError(`model is '${stored.model}'; it must be one of ${known}`);
  }
  return fitted(kind, stored.parameters, stored.reason ?? '');
}

function fitted(kind: DemandModelKind, parameters: DemandParameters, reason: string): FittedDemandModel {
  const { usableDays } = parameters;
  return {
    model: kind.name,
    reason,
    usableDays: typeof usableDays === 'number' ? usableDays : 0,
    parameters,
    forecast: (options) => kind.forecast(parameters, options),
  };
}
