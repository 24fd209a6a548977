import type { Declared } from '../platform/capability.ts';
import { datasets } from './datasets.ts';
import { permissions } from './permissions.ts';
import {
  locationsWithRoom,
  newestSnapshot,
  readStock,
  receiptsOf,
  replenishedSeries,
  stockedItems,
} from './queries.ts';

export type { LocationStock, Receipt, StockRow, UnitCostSource } from './queries.ts';
export type Stock = ReturnType<typeof createStock>;

/** What we hold: batches by snapshot, and receipts with their cost. */
export function createStock() {
  const declared: Declared = { name: 'stock', permissions };
  return {
    declared,
    datasets,
    service: { newestSnapshot, readStock, stockedItems, locationsWithRoom, replenishedSeries, receiptsOf },
  };
}
