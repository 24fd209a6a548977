import { dayNumberOf, type ItemHistory } from '@granary/inventory/simulation';
import { SNAPSHOT_DAYS } from '../packages/inventory/src/simulation/company.ts';
import type { SeriesRecord } from '../packages/server/src/demand/history.ts';

/**
 * What of the past the forecast sees.
 *   recorded          sales and the stock-out days the product finds
 *   stock-outs unseen sales alone
 *   stock-outs known  sales and the days on which someone was in truth turned away
 *   demand known      what was in truth wanted, every day
 */
export type HistoryReading = 'recorded' | 'stock-outs unseen' | 'stock-outs known' | 'demand known';

/** Sales further back than this find no stock-outs, as in stockout-days.sql. */
const stockoutMemoryDays = 400;
/** Three weeks after its last sale an item without stock counts as delisted. */
const delistedAfterDays = 21;
const unlikelyRun = 0.001;

/** One simulated series as `histories.sql` reads it. */
export function recordedSeries(
  history: ItemHistory,
  index: number,
  { endDate, historyDays, reading }: { endDate: string; historyDays: number; reading: HistoryReading },
): SeriesRecord {
  const series = history.series[index] as ItemHistory['series'][number];
  const length = series.unitsSold.length;
  const record: SeriesRecord = {
    store_id: series.storeId,
    sku_id: series.skuId,
    category: history.item.category,
    days_ago: [],
    units: [],
    prices: [],
    stockout_days_ago: [],
  };
  const wanted = reading === 'demand known' ? series.demand : series.unitsSold;
  for (let day = Math.max(0, length - historyDays); day < length; day += 1) {
    const units = wanted[day] as number;
    if (units === 0) continue;
    const sold = series.unitsSold[day] as number;
    const paidCents = sold > 0 ? Math.round((series.revenueCents[day] as number) / sold) : undefined;
    record.days_ago.push(length - 1 - day);
    record.units.push(units);
    record.prices.push((paidCents ?? (series.offeredCents[day] as number)) / 100);
  }
  if (reading === 'recorded')
    record.stockout_days_ago = foundStockouts(history, index, endDate).filter(
      (daysAgo) => daysAgo < historyDays,
    );
  if (reading === 'stock-outs known') {
    for (let day = Math.max(0, length - historyDays); day < length; day += 1)
      if (series.stockOut[day] === 1) record.stockout_days_ago.push(length - 1 - day);
  }
  return record;
}

/** The rule of stockout-days.sql on one series: days ago without stock, by count or by an unlikely run of zeros. */
function foundStockouts(history: ItemHistory, index: number, endDate: string): number[] {
  const { unitsSold } = history.series[index] as ItemHistory['series'][number];
  const endDay = dayNumberOf(endDate);
  const last = unitsSold.length - 1;
  const saleDays: number[] = [];
  for (let day = Math.max(0, last + 1 - stockoutMemoryDays); day <= last; day += 1)
    if ((unitsSold[day] as number) > 0) saleDays.push(day);
  const [first, final] = [saleDays[0], saleDays.at(-1)];
  if (first === undefined || final === undefined) return [];
  const inStock = new Set(
    (history.snapshots[index] ?? [])
      .filter(({ onHandUnits }) => onHandUnits > 0)
      .map(({ day }) => last - (endDay - day)),
  );
  const firstCounted = last - SNAPSHOT_DAYS + 1;
  const found: number[] = [];
  for (let day = Math.max(first, firstCounted); day <= Math.min(last, final + delistedAfterDays); day += 1)
    if (!inStock.has(day)) found.push(last - day);
  const zeroShare = Math.max(0.001, 1 - saleDays.length / (final - first + 1));
  saleDays.forEach((day, at) => {
    const before = saleDays[at - 1];
    if (before === undefined || day - before <= 3) return;
    if ((day - before - 1) * Math.log(zeroShare) >= Math.log(unlikelyRun)) return;
    for (let zero = before + 1; zero < day; zero += 1) if (zero < firstCounted) found.push(last - zero);
  });
  return found;
}
