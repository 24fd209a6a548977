import { type DemandModelKind, listParameter, numberParameter } from './demand-model-kind.ts';
import { negativeBinomialDays } from './negative-binomial-days.ts';

/** Level × weekday factor, with negative binomial days and an uncertain, slowly moving level. */
export const weekdayCounts: DemandModelKind = {
  name: 'weekday-counts',
  forecast: (parameters, options) =>
    negativeBinomialDays(
      {
        level: numberParameter(parameters, 'level'),
        weekdayFactors: listParameter(parameters, 'weekdayFactors'),
        size: numberParameter(parameters, 'size'),
        levelVariance: numberParameter(parameters, 'levelVariance'),
        levelDriftPerDay: numberParameter(parameters, 'levelDriftPerDay'),
        lastDay: numberParameter(parameters, 'lastDay'),
      },
      options,
    ),
};
