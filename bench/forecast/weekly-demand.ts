import type { TimeSeries } from '@granary/forecasting';
import { negativeBinomial, normal, randomStream } from '@granary/statistics';

const WEEKS_IN_YEAR = 52;

/**
 * Three years of weekly demand of one item of a made-up shop: levels from one unit in two months to some hundreds a
 * week, half of them with a season of the year, some growing, some ending, some with weeks that nobody knows.
 *
 * @param index names the item: the same index is the same series
 */
export function weeklyDemand(index: number, weeks = 156): TimeSeries {
  const random = randomStream('weekly demand', index);
  const level = Math.exp(1.5 + 1.8 * normal.sample(random));
  const season = random.next() < 0.5 ? 0.6 * random.next() : 0;
  const peak = WEEKS_IN_YEAR * random.next();
  const growth = 0.2 * normal.sample(random);
  const size = 0.5 + 8 * random.next();
  const end = random.next() < 0.05 ? weeks * random.next() : weeks;
  const unknown = random.next() < 0.2 ? 0.05 : 0;
  const values = Float64Array.from({ length: weeks }, (_, week) => {
    const seasonal = 1 + season * Math.cos((2 * Math.PI * (week - peak)) / WEEKS_IN_YEAR);
    const mean = level * seasonal * Math.exp((growth * (week - weeks)) / WEEKS_IN_YEAR);
    const units = negativeBinomial.sample(random, { mean, size });
    if (random.next() < unknown) return Number.NaN;
    return week < end ? units : 0;
  });
  return { values, seasonalPeriods: [WEEKS_IN_YEAR], frequency: 'weekly', startDate: '2023-01-02' };
}
