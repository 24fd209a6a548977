import { restoreDemandModel } from '@granary/forecasting';
import { type BatchMarkdown, type DemandPathsInput, projectStock, type StockBatch } from '@granary/inventory';
import { dateOf, dayNumberOf, type SimulatedCompany } from '@granary/inventory/simulation';
import { randomStream } from '@granary/statistics';
import { unitsWanted } from '../packages/inventory/src/simulation/customers.ts';
import { type LocationOfItem, pathCount, seriesKey } from '../packages/server/src/expiry/item-stock.ts';
import { type FollowedItem, longestLifeDays } from './batch-outcomes.ts';
import type { PlannedCompany, PlannedItem } from './planned-company.ts';

/** The product's assessment with one thing or another replaced by the truth, or by a better guess. */
export interface RiskVariant {
  /** Demand per day from its true mean and dispersion, promotions and seasons included. */
  demandKnown?: boolean;
  /** The forecast, with the true effect of the promotions to come on their days. */
  promotionsKnown?: boolean;
  /** The company's own markdown on the last day of a batch's life, where it has one, with the true pull. */
  ownMarkdownKnown?: boolean;
  /** The true share of customers who take the freshest. */
  shareKnown?: boolean;
  /**
   * What comes after the snapshot. `none`: nothing, as the product assumes.
   * `known`: the true deliveries of the future at hand. `endless`: from the usual
   * gap between deliveries on, always something fresher. `at usual stock`: the
   * same, once expected sales have brought the stock down to what it usually was
   * on the day before a delivery.
   */
  deliveries?: 'none' | 'known' | 'endless' | 'at usual stock';
}

export interface BatchForecast {
  wasteProbability: number;
  unsoldUnits: number;
}

const endlessUnits = 1_000_000;
/** Days over which the usual gap and the usual stock are taken. */
const recentDays = 28;

/** Demand paths that several variants of one item share; keep it no longer than the item. */
export type PathMemory = Map<string, DemandPathsInput>;

/** @returns by `store sku batch`, for the batches that are followed */
export function assessVariant(
  company: SimulatedCompany,
  planned: PlannedCompany,
  item: PlannedItem,
  followed: FollowedItem,
  variant: RiskVariant,
  { future, memory }: { future: number; memory: PathMemory },
): Map<string, BatchForecast> {
  const forecasts = new Map<string, BatchForecast>();
  const wanted = new Set(followed.batches.map(({ key }) => key));
  const endDay = dayNumberOf(company.endDate);
  for (const location of item.locations) {
    const key = seriesKey(location.store_id, item.sku_id);
    const batches = location.batches
      .filter((batch) => batch.on_hand_qty > 0)
      .map((batch) => ({
        batchId: batch.batch_id,
        units: batch.on_hand_qty,
        sellableDays: dayNumberOf(batch.expiry_date) - endDay,
      }));
    if (!batches.some((batch) => wanted.has(`${key} ${batch.batchId}`))) continue;
    // Stock that lives longer than prices are known ahead only has to be there.
    const limit = variant.demandKnown === true ? longestLifeDays : 365;
    const days = Math.min(limit, Math.max(1, ...batches.map((batch) => batch.sellableDays)));
    const store = company.stores.find(({ storeId }) => storeId === location.store_id);
    const projection = projectStock({
      batches: [...batches, ...deliveries(company, item, followed, location, variant, { days, future })],
      demand: remembered(memory, variant, key, days, () =>
        demandPaths(company, planned, item, followed, location, variant, days),
      ),
      freshestFirstShare:
        variant.shareKnown === true && store
          ? store.freshestFirstShare
          : planned.rules.freshest_first_percentage,
      seed: planned.seed,
      ...(variant.ownMarkdownKnown === true && item.history.item.marksDown
        ? { decisions: { markdowns: lastDayMarkdowns(company, planned, item, location, days) } }
        : {}),
    });
    for (const { batchId, wastedUnits } of projection.batches) {
      if (!wanted.has(`${key} ${batchId}`)) continue;
      let [wasting, total] = [0, 0];
      for (const units of wastedUnits) {
        total += units;
        if (units > 0) wasting += 1;
      }
      forecasts.set(`${key} ${batchId}`, {
        wasteProbability: wasting / projection.paths,
        unsoldUnits: total / projection.paths,
      });
    }
  }
  return forecasts;
}

function remembered(
  memory: PathMemory,
  variant: RiskVariant,
  key: string,
  days: number,
  draw: () => DemandPathsInput,
): DemandPathsInput {
  const kind = `${variant.demandKnown ?? false} ${variant.promotionsKnown ?? false} ${days} ${key}`;
  const demand = memory.get(kind) ?? draw();
  memory.set(kind, demand);
  return demand;
}

function demandPaths(
  company: SimulatedCompany,
  planned: PlannedCompany,
  item: PlannedItem,
  followed: FollowedItem,
  location: LocationOfItem,
  variant: RiskVariant,
  days: number,
): DemandPathsInput {
  const key = seriesKey(location.store_id, item.sku_id);
  if (variant.demandKnown !== true) {
    const startDate = dateOf(dayNumberOf(company.endDate) + 1);
    const forecast = restoreDemandModel(
      location.forecast as NonNullable<LocationOfItem['forecast']>,
    ).forecast({
      startDate,
      days,
    });
    const drawn = (scale: number) =>
      forecast.samplePaths({ paths: pathCount, seed: planned.seed, key, scale });
    return variant.promotionsKnown === true ? withPromotions(company, item, days, drawn) : drawn(1);
  }
  const mean = followed.meanDemand.get(location.store_id) as Float64Array;
  const random = randomStream(planned.seed, 'true demand', key);
  const units = new Int32Array(pathCount * days);
  for (let cell = 0; cell < units.length; cell += 1)
    units[cell] = unitsWanted(random.next(), mean[cell % days] ?? 0, item.history.item.dispersion);
  return { paths: pathCount, days, units };
}

/** As in `serveCustomers` of the simulation: 30 % off on the last day, half of the added demand notices. */
function lastDayMarkdowns(
  company: SimulatedCompany,
  planned: PlannedCompany,
  { history: { item } }: PlannedItem,
  location: LocationOfItem,
  days: number,
): BatchMarkdown[] {
  const endDay = dayNumberOf(company.endDate);
  const forecast = restoreDemandModel(location.forecast as NonNullable<LocationOfItem['forecast']>).forecast({
    startDate: dateOf(endDay + 1),
    days,
  });
  const key = `${seriesKey(location.store_id, item.skuId)} bargains`;
  const scale = 0.5 * (0.7 ** -item.elasticity - 1);
  const extraDemand = forecast.samplePaths({ paths: pathCount, seed: planned.seed, key, scale });
  return location.batches.flatMap((batch) => {
    const fromDay = dayNumberOf(batch.expiry_date) - endDay;
    return fromDay <= days && batch.on_hand_qty > 0
      ? [{ batchId: batch.batch_id, fromDay, extraDemand }]
      : [];
  });
}

/** The paths, on each promotion day drawn at the true factor of its price: same random numbers. */
function withPromotions(
  company: SimulatedCompany,
  { history: { item, market } }: PlannedItem,
  days: number,
  drawn: (scale: number) => DemandPathsInput,
): DemandPathsInput {
  const base = drawn(1);
  const units = Int32Array.from(base.units);
  const first = dayNumberOf(company.endDate) + 1 - market.firstDay;
  const atFactor = new Map<number, DemandPathsInput>();
  for (let day = 0; day < days; day += 1) {
    if (market.promoted[first + day] !== 1) continue;
    const price = (market.offeredCents[first + day] as number) / (market.regularCents[first + day] as number);
    const factor = Number((price ** -item.elasticity).toFixed(3));
    const scaled = atFactor.get(factor) ?? drawn(factor);
    atFactor.set(factor, scaled);
    for (let cell = day; cell < units.length; cell += days) units[cell] = scaled.units[cell] as number;
  }
  return { paths: base.paths, days, units };
}

function deliveries(
  company: SimulatedCompany,
  item: PlannedItem,
  followed: FollowedItem,
  location: LocationOfItem,
  { deliveries: kind = 'none' }: RiskVariant,
  { days, future }: { days: number; future: number },
): StockBatch[] {
  const endDay = dayNumberOf(company.endDate);
  if (kind === 'known')
    return (followed.arrivals[future]?.get(location.store_id) ?? [])
      .filter(({ day }) => day <= endDay + days)
      .map(({ day, units, expiryDay }, at) => ({
        batchId: `delivery ${at}`,
        units,
        sellableDays: expiryDay - endDay,
        arrivalDay: day - endDay,
      }));
  if (kind === 'none' || !location.replenished) return [];
  const arrivalDay =
    kind === 'endless'
      ? usualGap(item, location, endDay)
      : dayOfNextDelivery(company, item, location, endDay);
  if (arrivalDay > days) return [];
  return [{ batchId: 'deliveries', units: endlessUnits, sellableDays: days + 365, arrivalDay }];
}

function usualGap(item: PlannedItem, location: LocationOfItem, endDay: number): number {
  const receiptDays = recentReceiptDays(item, location, endDay);
  return Math.max(1, Math.round(recentDays / receiptDays.length));
}

function dayOfNextDelivery(
  company: SimulatedCompany,
  item: PlannedItem,
  location: LocationOfItem,
  endDay: number,
): number {
  const index = item.history.series.findIndex(({ storeId }) => storeId === location.store_id);
  const closing = new Map<number, number>();
  for (const { day, onHandUnits } of item.history.snapshots[index] ?? [])
    closing.set(day, (closing.get(day) ?? 0) + onHandUnits);
  const before = recentReceiptDays(item, location, endDay)
    .filter((day) => day - 1 > endDay - recentDays)
    .map((day) => closing.get(day - 1) ?? 0)
    .sort((a, b) => a - b);
  const usual = before[Math.floor(before.length / 2)] ?? 0;
  let stock = location.batches.reduce((sum, batch) => sum + batch.on_hand_qty, 0);
  const { mean } = restoreDemandModel(location.forecast as NonNullable<LocationOfItem['forecast']>).forecast({
    startDate: dateOf(dayNumberOf(company.endDate) + 1),
    days: 365,
  });
  let day = 0;
  while (stock > usual && day < mean.length) {
    stock -= mean[day] as number;
    day += 1;
  }
  return day + 1;
}

function recentReceiptDays(item: PlannedItem, location: LocationOfItem, endDay: number): number[] {
  const index = item.history.series.findIndex(({ storeId }) => storeId === location.store_id);
  const days = (item.history.receipts[index] ?? []).map(({ day }) => day);
  return [...new Set(days.filter((day) => day > endDay - recentDays))];
}
