import type { DemandHistory } from '@granary/forecasting';
import { addDays } from '../platform/calendar.ts';

/** What the database knows of one series: only the days with a sale, counted back from the data date. */
export interface SeriesRecord {
  store_id: string;
  sku_id: string;
  category: string;
  /** Descending: 364, 362, …, 0. */
  days_ago: number[];
  units: number[];
  prices: (number | null)[];
  stockout_days_ago: number[];
}

export interface DailyHistory extends DemandHistory {
  units: Float64Array;
  promoted: Uint8Array;
  /** Price of each day, carried forward over days without a sale; NaN where none is known. */
  prices: Float64Array;
  /** Price outside of promotions over the last four weeks with one; undefined when no price is known. */
  usualPrice: number | undefined;
  stockoutDays: number;
  promotedDays: number;
}

/** A price this far under its usual level is a promotion. */
const promotionBelow = 0.95;
/** Half the width of the window in which a price is usual, in days. */
const usualWithinDays = 28;

/**
 * One value a day from the first sale in the window to the data date: zero
 * where nothing sold, NaN where nothing could sell. A day that sold at least
 * as much as the series usually does and ran out still counts: leaving it out
 * would leave out the busy days.
 */
export function buildHistory(record: SeriesRecord, dataUntil: string): DailyHistory {
  const length = (record.days_ago[0] ?? -1) + 1;
  const units = new Float64Array(length);
  const prices = new Float64Array(length).fill(Number.NaN);
  record.days_ago.forEach((daysAgo, index) => {
    units[length - 1 - daysAgo] = record.units[index] as number;
    prices[length - 1 - daysAgo] = record.prices[index] ?? Number.NaN;
  });
  const usual = usualPrices(prices);
  carryForward(prices);
  const promoted = new Uint8Array(length);
  let promotedDays = 0;
  for (let day = 0; day < length; day++) {
    if ((prices[day] as number) < promotionBelow * (usual[day] as number)) {
      promoted[day] = 1;
      promotedDays++;
    }
  }
  return {
    startDate: addDays(dataUntil, 1 - length),
    stockoutDays: markStockouts(units, record.stockout_days_ago),
    units,
    promoted,
    prices,
    usualPrice: lastKnown(usual),
    promotedDays,
  };
}

function markStockouts(units: Float64Array, stockoutDaysAgo: number[]): number {
  const length = units.length;
  const usualUnits = units.reduce((sum, value) => sum + value, 0) / Math.max(1, length);
  let marked = 0;
  for (const daysAgo of stockoutDaysAgo) {
    const day = length - 1 - daysAgo;
    if (day < 0 || (units[day] as number) > usualUnits) continue;
    units[day] = Number.NaN;
    marked++;
  }
  return marked;
}

/** Around each week, the highest price that at least a third of the selling days had. */
function usualPrices(prices: Float64Array): Float64Array {
  const usual = new Float64Array(prices.length).fill(Number.NaN);
  for (let week = 0; week < prices.length; week += 7) {
    const near: number[] = [];
    const last = Math.min(prices.length - 1, week + 6 + usualWithinDays);
    for (let day = Math.max(0, week - usualWithinDays); day <= last; day++) {
      const price = prices[day] as number;
      if (!Number.isNaN(price)) near.push(price);
    }
    near.sort((a, b) => b - a);
    usual.fill(near[Math.floor((near.length - 1) / 3)] ?? Number.NaN, week, week + 7);
  }
  carryForward(usual);
  return usual;
}

function carryForward(values: Float64Array): void {
  for (let day = 1; day < values.length; day++) {
    if (Number.isNaN(values[day])) values[day] = values[day - 1] as number;
  }
}

function lastKnown(values: Float64Array): number | undefined {
  const value = values.at(-1);
  return value === undefined || Number.isNaN(value) ? undefined : value;
}
