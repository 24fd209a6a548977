import type { DemandModelKind } from './demand-model-kind.ts';
import { jointForecast } from './joint-forecast.ts';
import { forecastStart } from './negative-binomial-days.ts';

/**
 * No demand on any day: for an item that never sold, and as the placeholder where nothing is known. The two
 * differ in `usableDays` and in the reason, and a caller that commits money should tell them apart.
 */
export const zero: DemandModelKind = {
  name: 'zero',
  forecast(_parameters, { startDate, days }) {
    forecastStart({ startDate, days });
    return jointForecast({
      startDate,
      days,
      mean: new Float64Array(days),
      levelVariance: new Float64Array(days),
      dayDistribution: () => ({ unitsAt: () => 0, slope: 0 }),
    });
  },
};
