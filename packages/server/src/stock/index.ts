import type { Declared, Platform } from '../platform/capability.ts';
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

import { stockRoutes } from './routes.ts';

export type { LocationStock, Receipt, StockRow, UnitCostSource } from './queries.ts';
export type Stock = ReturnType<typeof createStock>;

/** What we hold: batches by snapshot, and receipts with their cost. */
export function createStock(platform: Pick<Platform, 'database'>) {
  const declared: Declared = { name: 'stock', permissions, routes: stockRoutes(platform.database) };
  return {
    declared,
    datasets,
    service: { newestSnapshot, readStock, stockedItems, locationsWithRoom, replenishedSeries, receiptsOf },
  };
}
