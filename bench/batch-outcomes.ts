import { dayNumberOf, type SimulatedCompany } from '@granary/inventory/simulation';
import type { SeriesState } from '../packages/inventory/src/simulation/item-state.ts';
import type { Receipt } from '../packages/inventory/src/simulation/types.ts';
import { continueItem, type ItemFuture } from './futures.ts';
import type { PlannedItem } from './planned-company.ts';

/** Farthest expiry that is followed to its end: simulated prices go no further. */
export const longestLifeDays = 120;

/** One batch on a shelf at the end of the history, and what became of its units in each future. */
export interface FollowedBatch {
  key: string;
  /** Batches of one item share its season and promotions, in all stores: their errors are one error. */
  cluster: string;
  units: number;
  unitCost: number;
  lifeDays: number;
  promotionAhead: boolean;
  /** Per future; units that came later to the same lot are counted as sold last. */
  wastedUnits: number[];
  /** Per future: units of the same lot that came later. */
  laterUnits: number[];
}

/** Deliveries to one store in one future. */
export type Arrival = Receipt & { expiryDay: number };

export interface FollowedItem {
  batches: FollowedBatch[];
  /** By future and store: what was delivered, and expected demand per day (the same in every future). */
  arrivals: Map<string, Arrival[]>[];
  meanDemand: Map<string, Float64Array>;
}

/** Follows the closing stock of one item through several futures in which nothing is decided. */
export function followItem(
  company: SimulatedCompany,
  item: PlannedItem,
  { futures, ownMarkdown }: { futures: number; ownMarkdown: boolean },
): FollowedItem {
  const endDay = dayNumberOf(company.endDate);
  const { history } = item;
  const followed: FollowedItem = { batches: [], arrivals: [], meanDemand: new Map() };
  const promoted = (days: number): boolean =>
    history.market.promoted
      .subarray(endDay + 1 - history.market.firstDay, endDay + 1 + days - history.market.firstDay)
      .includes(1);
  for (const location of item.locations) {
    for (const batch of location.batches) {
      const lifeDays = dayNumberOf(batch.expiry_date) - endDay;
      if (lifeDays > longestLifeDays || lifeDays < 1 || batch.on_hand_qty < 1) continue;
      followed.batches.push({
        key: `${location.store_id} ${item.sku_id} ${batch.batch_id}`,
        cluster: `${company.seed} ${item.sku_id}`,
        units: batch.on_hand_qty,
        unitCost: batch.unit_cost,
        lifeDays,
        promotionAhead: promoted(lifeDays),
        wastedUnits: [],
        laterUnits: [],
      });
    }
  }
  if (followed.batches.length === 0) return followed;
  const days = Math.max(...followed.batches.map((batch) => batch.lifeDays));
  for (let future = 0; future < futures; future += 1) {
    const after = continueItem(company, history, { days, future, ownMarkdown });
    followed.arrivals.push(arrivalsOf(after));
    if (future === 0)
      for (const record of after.series) followed.meanDemand.set(record.storeId, record.meanDemand);
    const outcome = outcomesOf(history.state.series, after);
    for (const batch of followed.batches) {
      const { wasted, later } = outcome.get(batch.key) as { wasted: number; later: number };
      batch.wastedUnits.push(Math.max(0, wasted - later));
      batch.laterUnits.push(later);
    }
  }
  return followed;
}

function outcomesOf(
  before: SeriesState[],
  after: ItemFuture,
): Map<string, { wasted: number; later: number }> {
  const outcomes = new Map<string, { wasted: number; later: number }>();
  for (const [index, { store, shelf }] of before.entries()) {
    const lots = (after.state.series[index] as SeriesState).shelf.lots;
    for (const batch of shelf.batches) {
      const lot = lots.get(batch.batchId);
      if (!lot) throw new Error(`batch ${batch.batchId} of ${store.storeId} is gone without a trace`);
      outcomes.set(`${store.storeId} ${after.state.item.skuId} ${batch.batchId}`, {
        wasted: lot.wastedUnits - batch.wastedUnits,
        later: lot.receivedUnits - batch.receivedUnits,
      });
    }
  }
  return outcomes;
}

function arrivalsOf(after: ItemFuture): Map<string, Arrival[]> {
  return new Map(
    after.state.series.map(({ store, shelf }, index) => [
      store.storeId,
      (after.receipts[index] as Receipt[]).map((receipt) => ({
        ...receipt,
        expiryDay: shelf.lots.get(receipt.batchId)?.expiryDay as number,
      })),
    ]),
  );
}
