import type { DemandForecast, DemandParameters } from '../demand-model.ts';
import type { UsableSeries } from '../series/usable-series.ts';

/** One kind of model: what `fitDemand` and `restoreDemandModel` need of it. */
export interface DemandModelKind {
  name: string;
  /** parameters as finite numbers; called only with series that `chooseModel` finds fit for it */
  fit(series: UsableSeries): DemandParameters;
  forecast(parameters: DemandParameters, options: { startDate: string; days: number }): DemandForecast;
}

/** @throws RangeError if a stored parameter is missing or not a finite number */
export function numberParameter(parameters: DemandParameters, name: string): number {
  const value = parameters[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new RangeError(`parameters.${name} is ${value}; it must be a finite number`);
  }
  return value;
}

/** @throws RangeError if a stored parameter is missing or not a list of finite numbers */
export function listParameter(parameters: DemandParameters, name: string): number[] {
  const value = parameters[name];
  if (!Array.isArray(value) || !value.every(Number.isFinite)) {
    throw new RangeError(`parameters.${name} is ${value}; it must be a list of finite numbers`);
  }
  return value;
}
