import type { DayNumber } from './calendar.ts';
import type { ItemState } from './item-state.ts';
import { remove, type Shelf } from './shelf.ts';

/**
 * What somebody decides at the close of the last day, by batch. The same
 * customers come as without it, so the difference is what the decision did.
 * Locations are store ids or the id of the distribution centre.
 */
export interface ReplayDecisions {
  /** `arrivalDay`: 1 is the first day after the end; the units can be sold from its morning on. */
  transfers?: {
    fromStore: string;
    toStore: string;
    skuId: string;
    batchId: string;
    units: number;
    arrivalDay: number;
  }[];
  liquidations?: { storeId: string; skuId: string; batchId: string; units: number }[];
  /** From the first day after the end to the end of the batch's life, in a store; `discountShare` in (0, 1). */
  markdowns?: { storeId: string; skuId: string; batchId: string; discountShare: number }[];
}

/**
 * Applies the decisions about one item to its state.
 *
 * @throws RangeError if a location does not carry the item, a batch is not there or holds less
 */
export function applyDecisions(
  state: ItemState,
  decisions: ReplayDecisions,
  at: { dcId: string; endDay: DayNumber },
): void {
  const { skuId } = state.item;
  const seriesOf = (storeId: string) => {
    const series = state.series.find(({ store }) => store.storeId === storeId);
    if (!series) throw new RangeError(`storeId must carry ${skuId}, got '${storeId}'`);
    return series;
  };
  const shelfOf = (storeId: string): Shelf => (storeId === at.dcId ? state.dcShelf : seriesOf(storeId).shelf);
  for (const transfer of decisions.transfers ?? []) {
    if (transfer.skuId !== skuId) continue;
    if (!Number.isInteger(transfer.arrivalDay) || transfer.arrivalDay < 1) {
      throw new RangeError(`arrivalDay must be a whole number, at least 1, got ${transfer.arrivalDay}`);
    }
    const destination = seriesOf(transfer.toStore);
    const batch = remove(shelfOf(transfer.fromStore), transfer);
    destination.deliveries.push({
      day: at.endDay + transfer.arrivalDay,
      batchId: batch.batchId,
      expiryDay: batch.expiryDay,
      units: transfer.units,
      unitCostCents: state.lotCosts.get(batch.batchId) as number,
    });
    destination.onOrderUnits += transfer.units;
  }
  for (const liquidation of decisions.liquidations ?? []) {
    if (liquidation.skuId === skuId) remove(shelfOf(liquidation.storeId), liquidation);
  }
  for (const { storeId, batchId, discountShare, skuId: markedSku } of decisions.markdowns ?? []) {
    if (markedSku !== skuId) continue;
    if (!(discountShare > 0 && discountShare < 1)) {
      throw new RangeError(`discountShare must be between 0 and 1, got ${discountShare}`);
    }
    const series = seriesOf(storeId);
    if (!series.shelf.batches.some((batch) => batch.batchId === batchId)) {
      throw new RangeError(`batchId must be on the shelf of ${storeId}, got '${batchId}'`);
    }
    series.markdowns.set(batchId, discountShare);
  }
}
