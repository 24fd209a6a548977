import type { DemandForecast, DemandParameters } from './demand-model.ts';

/** A form in which a fitted model is stored, and forecasts from it. */
export interface DemandModelKind {
  name: string;
  forecast(parameters: DemandParameters, options: { startDate: string; days: number }): DemandForecast;
}

/** What a fit yields: the form, its parameters as finite numbers, and why in words a planner reads. */
export interface DemandFit {
  kind: DemandModelKind;
  parameters: DemandParameters;
  reason: string;
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
