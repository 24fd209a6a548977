import type { StockRow } from '../stock/index.ts';

/** One item with all its locations: what a worker thread needs to judge it alone. */
export interface ItemStock {
  sku_id: string;
  locations: LocationOfItem[];
}

export interface LocationOfItem {
  store_id: string;
  batches: StockRow[];
  forecast: { model: string; parameters: Record<string, number | number[]> } | null;
  /** Usual selling price; 0 when none is known. */
  price: number;
  replenished: boolean;
}

/**
 * The seed of everything calculated from a snapshot: refreshing it, or loading
 * the same files elsewhere, gives the same figures.
 */
export function seedOf(snapshotDate: string): string {
  return `snapshot ${snapshotDate}`;
}

/** The stream of one series: its demand paths do not depend on the order or number of threads. */
export function seriesKey(storeId: string, skuId: string): string {
  return `${storeId} ${skuId}`;
}

/** Demand paths of one series; enough that a chance of 0.5 is known to ±0.025. */
export const pathCount = 400;
/** Lives longer than this are judged by their first year. */
export const maxHorizonDays = 365;
