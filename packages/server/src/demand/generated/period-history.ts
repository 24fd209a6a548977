import { aggregate, type DataNote, type TimeSeries } from '@granary/forecasting';
import { addDays } from '../../platform/calendar.ts';
import { buildHistory } from '../history.ts';
import { oldestFirst, type SoldDays } from '../oldest-first.ts';
import type { PeriodFrequency } from './periods.ts';

export interface PeriodHistory {
  /** Whole periods only; the running one is forecast. */
  periods: TimeSeries & { startDate: string };
  /** The days behind them, the running period included. */
  days: TimeSeries & { startDate: string };
  notes: DataNote[];
}

/** Places in a season; further seasons are found by the models themselves. */
const seasonOf: Record<PeriodFrequency, number> = { daily: 7, weekly: 52, monthly: 12 };

/**
 * The history of one item, at one store or at all together, in periods. Stock-out days
 * are unknown; a period of which half the days are known is scaled up, in whole units.
 */
export function periodHistory(
  stores: readonly SoldDays[],
  { dataUntil, frequency }: { dataUntil: string; frequency: PeriodFrequency },
): PeriodHistory {
  const histories = stores.map((sales) => buildHistory(oldestFirst(sales), dataUntil));
  const units = sumOfStores(histories.map((history) => history.units));
  const startDate = addDays(dataUntil, 1 - units.length);
  const stockoutDays = histories.reduce((sum, history) => sum + history.stockoutDays, 0);
  const notes: DataNote[] = stockoutDays === 0 ? [] : [stockoutNote(stockoutDays, stores.length)];
  const days = { values: units, seasonalPeriods: [7], startDate, frequency: 'daily' as const };
  if (frequency === 'daily') return { periods: days, days, notes };
  const added = aggregate(units, { to: frequency, startDate });
  const values = added.values.subarray(added.complete.first, added.complete.end).map(Math.round);
  return {
    periods: {
      values,
      seasonalPeriods: [seasonOf[frequency]],
      startDate: firstWholePeriod(added, frequency),
      frequency,
    },
    days,
    notes,
  };
}

function firstWholePeriod(
  { startDate, complete }: { startDate: string; complete: { first: number } },
  frequency: 'weekly' | 'monthly',
): string {
  if (complete.first === 0) return startDate;
  return frequency === 'weekly' ? addDays(startDate, 7) : `${addDays(startDate, 31).slice(0, 7)}-01`;
}

/**
 * Daily units of several stores, the last day of all being the same. Where some of
 * them could not sell, the others are scaled by what each usually sells, and where
 * those that could usually sell less than half, the day is unknown.
 */
export function sumOfStores(stores: readonly Float64Array[]): Float64Array {
  const [only] = stores;
  if (only !== undefined && stores.length === 1) return only;
  const length = Math.max(0, ...stores.map((units) => units.length));
  const sums = new Float64Array(length);
  const usual = new Float64Array(length);
  const usualOfKnown = new Float64Array(length);
  for (const units of stores) {
    const offset = length - units.length;
    const mean = meanOfKnown(units);
    for (let day = 0; day < units.length; day++) {
      usual[offset + day] = (usual[offset + day] as number) + mean;
      if (Number.isNaN(units[day])) continue;
      sums[offset + day] = (sums[offset + day] as number) + (units[day] as number);
      usualOfKnown[offset + day] = (usualOfKnown[offset + day] as number) + mean;
    }
  }
  return sums.map((sum, day) => {
    const all = usual[day] as number;
    const known = usualOfKnown[day] as number;
    if (known === all) return sum;
    return known >= all / 2 ? Math.round((sum * all) / known) : Number.NaN;
  });
}

function meanOfKnown(units: Float64Array): number {
  let sum = 0;
  let known = 0;
  for (const value of units) {
    if (Number.isNaN(value)) continue;
    sum += value;
    known++;
  }
  return known === 0 ? 0 : sum / known;
}

function stockoutNote(days: number, stores: number): DataNote {
  const where = stores === 1 ? '' : `, over ${stores} stores`;
  return {
    code: 'stock-outs-missing',
    message: `Nothing could be sold on ${days} ${days === 1 ? 'day' : 'days'}${where}: demand there is unknown, not zero.`,
  };
}
