import type { PeriodQuantity, RequirementsPlan } from './explosion.ts';

/** The plan of one item as the textbooks print it; lists have one value per period. */
export interface RequirementsTable {
  item: string;
  lowLevelCode: number;
  gross: number[];
  scheduledReceipts: number[];
  /** stock at the end of each period, planned receipts included */
  projectedOnHand: number[];
  netRequirements: number[];
  plannedReceipts: number[];
  /** quantities to start, each in its true period: 0 or less where it should have been released already */
  plannedReleases: PeriodQuantity[];
  /** those of the releases whose period lies before the first */
  pastDueReleases: PeriodQuantity[];
}

/**
 * The table of one item of a plan.
 *
 * @throws RangeError when the plan has no such item
 */
export function requirementsTable(plan: RequirementsPlan, itemId: string): RequirementsTable {
  const index = plan.bill.indexOf.get(itemId);
  const item = index === undefined ? undefined : plan.items[index];
  if (index === undefined || !item) {
    throw new RangeError(`itemId is '${itemId}'; it must be the id of an item of the plan`);
  }
  const first = index * plan.periods;
  const row = (values: Float64Array) => [...values.subarray(first, first + plan.periods)];
  const plannedReleases = row(plan.startedQuantity)
    .map((quantity, at) => ({ period: at + 1 - item.leadTimePeriods, quantity }))
    .filter(({ quantity }) => quantity > 0);
  return {
    item: itemId,
    lowLevelCode: plan.bill.lowLevelCode[index] ?? 0,
    gross: row(plan.gross),
    scheduledReceipts: row(plan.scheduledReceipts),
    projectedOnHand: row(plan.projectedOnHand),
    netRequirements: row(plan.netRequirements),
    plannedReceipts: row(plan.plannedReceipts),
    plannedReleases,
    pastDueReleases: plannedReleases.filter(({ period }) => period < 1),
  };
}
