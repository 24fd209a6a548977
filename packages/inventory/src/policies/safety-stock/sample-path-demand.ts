import { type Distribution, empirical, requireWhole } from '@granary/statistics';
import type { DemandPathsInput } from '../../projection/index.ts';

/**
 * The distribution of demand over lead time plus review period, as the sample paths of a forecast have it: trend,
 * season and dependence between days are all in it, and no shape is assumed. Each path counts alike. With n
 * paths a service level beyond 1 − 1/n is the largest sum seen: draw more paths for it. Sums may be fractional,
 * so the distribution is `continuous` and so are the levels made from it: round them up for whole units.
 *
 * @param options.demand           paths of whole or fractional units; day 1 is the first day of the interval
 * @param options.leadTimeDays     whole days, at least 0, or one for each path where it is uncertain [L]
 * @param options.reviewPeriodDays whole days, at least 0; 0 if left out [R]
 * @returns a distribution for `levelForCycleService`, `reorderPointForFillRate`, `baseStockLevel` and the others
 * @throws RangeError when the paths are shorter than the interval, units within it negative or not finite, or a
 *   time is not a whole number of days
 * @see Silver, Pyke, Thomas (2017), Inventory and Production Management in Supply Chains, 4th ed., chapter 6
 * @example protectionDemandOfPaths({ demand: { paths: 2, days: 3, units: Int32Array.of(1, 2, 9, 3, 4, 9) },
 *   leadTimeDays: 1, reviewPeriodDays: 1 }).mean // 5: the mean of 3 and 7
 */
export function protectionDemandOfPaths(options: {
  demand: Omit<DemandPathsInput, 'units'> & { units: ArrayLike<number> };
  leadTimeDays: number | ArrayLike<number>;
  reviewPeriodDays?: number;
}): Distribution {
  const { demand, leadTimeDays, reviewPeriodDays = 0 } = options;
  const { paths, days, units } = demand;
  requireWhole('reviewPeriodDays', reviewPeriodDays, 0);
  requireWhole('demand.paths', paths, 0);
  requireWhole('demand.days', days, 0);
  if (units.length !== paths * days || units.length === 0) {
    throw new RangeError(
      `demand.units has ${units.length} cells; it must have ${paths * days}, paths times days, and at least 1`,
    );
  }
  if (typeof leadTimeDays !== 'number' && leadTimeDays.length !== paths) {
    throw new RangeError(
      `leadTimeDays has ${leadTimeDays.length} entries; it must have ${paths}, one per path`,
    );
  }
  const sums = new Float64Array(paths);
  for (let path = 0; path < paths; path++) {
    const leadTime = typeof leadTimeDays === 'number' ? leadTimeDays : leadTimeDays[path]!;
    requireWhole('leadTimeDays', leadTime, 0);
    const interval = leadTime + reviewPeriodDays;
    if (interval > days) {
      throw new RangeError(
        `demand.days is ${days}; it must be at least ${interval}, lead time plus review period`,
      );
    }
    for (let cell = path * days; cell < path * days + interval; cell++) {
      const wanted = units[cell]!;
      if (!(wanted >= 0 && wanted < Number.POSITIVE_INFINITY)) {
        throw new RangeError(`demand.units[${cell}] is ${wanted}; it must be a finite number, at least 0`);
      }
      sums[path]! += wanted;
    }
  }
  return empirical.distribution(empirical.empiricalDistribution(sums));
}
