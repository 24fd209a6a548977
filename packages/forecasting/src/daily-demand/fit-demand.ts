import { fitCountDemand } from './count-demand.ts';
import type { DemandHistory, DemandParameters, FittedDemandModel } from './demand-model.ts';
import type { DemandFit, DemandModelKind } from './demand-model-kind.ts';
import { lumpyCounts } from './lumpy-counts.ts';
import { fitShortHistory, windowAverage } from './short-history.ts';
import { describeDays, describeLeftOut, type UsableSeries, usableSeries } from './usable-series.ts';
import { weekdayCounts } from './weekday-counts.ts';
import { zero } from './zero.ts';

/** Three of each weekday: less than that shows no pattern of the week. */
const SHORTEST_HISTORY_DAYS = 21;

/** Every form by the name it is stored under. */
const kinds: ReadonlyMap<string, DemandModelKind> = new Map([
  ...[weekdayCounts, lumpyCounts, windowAverage, zero].map((kind): [string, DemandModelKind] => [
    kind.name,
    kind,
  ]),
  // The same parameters were stored under these names before; proofs of past decisions keep them.
  ['weekday-negative-binomial', { ...weekdayCounts, name: 'weekday-negative-binomial' }],
  ['empirical', { ...lumpyCounts, name: 'empirical' }],
]);

/**
 * Fits demand by day. Any content of the history gives a model and a reason: nothing sold, one day, all days
 * missing, impossible numbers.
 *
 * @throws RangeError only if `startDate` is not a calendar day
 */
export function fitDemand(history: DemandHistory): FittedDemandModel {
  const series = usableSeries(history);
  const { kind, parameters, reason } = fitSeries(series);
  return fitted(kind, parameters, `${reason}${describeLeftOut(series)}`);
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
  const kind = kinds.get(stored.model);
  if (!kind) {
    const known = Array.from(kinds.keys()).join(', ');
    throw new RangeError(`model is '${stored.model}'; it must be one of ${known}`);
  }
  return fitted(kind, stored.parameters, stored.reason ?? '');
}

function fitSeries(series: UsableSeries): DemandFit {
  const { usableDays, totalUnits } = series;
  if (usableDays === 0) {
    return nothing(usableDays, 'No usable day of history: demand is unknown, zero stands in for it.');
  }
  if (totalUnits === 0) {
    const caution = usableDays < SHORTEST_HISTORY_DAYS ? ', though so few days prove little' : '';
    return nothing(usableDays, `Nothing sold on ${describeDays(series)}: no demand expected${caution}.`);
  }
  return usableDays < SHORTEST_HISTORY_DAYS ? fitShortHistory(series) : fitCountDemand(series);
}

function nothing(usableDays: number, reason: string): DemandFit {
  return { kind: zero, parameters: { usableDays }, reason };
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
