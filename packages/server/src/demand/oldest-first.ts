import type { SeriesRecord } from './history.ts';

/** Sales of one series without prices, the days in any order, each with its units. */
export interface SoldDays {
  store_id: string;
  sku_id: string;
  days_ago: number[];
  units: number[];
  stockout_days_ago: number[];
}

/** The record of a history: the oldest day first. Sorting here is cheaper than in the database, which sorts all at once. */
export function oldestFirst({
  store_id,
  sku_id,
  days_ago,
  units,
  stockout_days_ago,
}: SoldDays): SeriesRecord {
  const days = days_ago
    .map((daysAgo, place) => ({ daysAgo, units: units[place] ?? 0 }))
    .sort((one, other) => other.daysAgo - one.daysAgo);
  return {
    store_id,
    sku_id,
    category: '',
    prices: [],
    days_ago: days.map((day) => day.daysAgo),
    units: days.map((day) => day.units),
    stockout_days_ago,
  };
}
