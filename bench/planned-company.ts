import {
  dateOf,
  dayNumberOf,
  type ItemHistory,
  inventoryRows,
  laneRows,
  type SimulatedCompany,
} from '@granary/inventory/simulation';
import type { SeriesState } from '../packages/inventory/src/simulation/item-state.ts';
import { meanDemand } from '../packages/inventory/src/simulation/market.ts';
import { PURCHASE_DAYS } from '../packages/inventory/src/simulation/tables.ts';
import { estimateElasticities, type ItemSpells } from '../packages/server/src/demand/elasticities.ts';
import forecastChunk from '../packages/server/src/demand/forecast-task.ts';
import assessItems, { type RiskRow } from '../packages/server/src/expiry/assess-task.ts';
import type { ItemStock, LocationOfItem } from '../packages/server/src/expiry/item-stock.ts';
import { lanesFrom } from '../packages/server/src/expiry/lanes.ts';
import proposeForItems, {
  type BatchRemedy,
  type ItemElasticity,
} from '../packages/server/src/expiry/propose-task.ts';
import { defaultRules, type ExpiryRules } from '../packages/server/src/expiry/rules.ts';
import type { LocationStock, StockRow } from '../packages/server/src/stock/index.ts';
import { type HistoryReading, recordedSeries } from './recorded-series.ts';

/** What Granary makes of a simulated company at its end: the tasks of the nightly run, without a database. */
export interface PlannedCompany {
  seed: string;
  rules: ExpiryRules;
  items: PlannedItem[];
  risk: RiskRow[];
  elasticities: Map<string, ItemElasticity>;
}

export interface PlannedItem extends ItemStock {
  history: ItemHistory;
}

/** Days of sales that a forecast is fitted to, and 10 and 90 % points of a normal, as in demand/service.ts and expiry/service.ts. */
const historyDays = 365;
const z90 = 1.2816;
const itemsPerChunk = 10;
const levelDays = 28;

export interface PlanOptions {
  /** What of the past is shown to the forecast; the product's is `recorded`. */
  reading?: HistoryReading;
  /** Puts the true level, weekdays and dispersion of the next four weeks in place of the fitted model. */
  levelKnown?: boolean;
  /** Of the paths; the product's is the snapshot date alone, but here companies must not share their numbers. */
  seed?: string;
}

/**
 * Forecasts every series and judges every batch with the product's own task
 * functions; only what its SQL does (reading, stock-out days) is done here.
 */
export function planCompany(company: SimulatedCompany, options: PlanOptions = {}): PlannedCompany {
  const rules = defaultRules;
  const { reading = 'recorded', levelKnown = false } = options;
  const seed = options.seed ?? `bench-${company.seed} ${company.endDate}`;
  const spells = new Map<string, ItemSpells>();
  const items = company.records.map((history): PlannedItem => {
    const { skuId, category } = history.item;
    const series = history.series.map((_, index) =>
      recordedSeries(history, index, { endDate: company.endDate, historyDays, reading }),
    );
    const forecasts = forecastChunk({ dataUntil: company.endDate, horizonDays: 1, series });
    const stores: ItemSpells['stores'] = [];
    const locations = forecasts.map((forecast, index): LocationOfItem => {
      if ('skipped' in forecast) throw new Error(`${forecast.store_id} ${skuId}: ${forecast.skipped}`);
      stores.push({ store_id: forecast.store_id, spells: forecast.spells });
      return {
        store_id: forecast.store_id,
        batches: stockOf(company, history, index),
        forecast: levelKnown
          ? trueModel(history, index, dayNumberOf(company.endDate))
          : { model: forecast.model, parameters: forecast.parameters },
        price: forecast.usualPrice ?? history.item.listPriceCents / 100,
        replenished: (history.receipts[index] ?? []).some(
          (receipt) => receipt.day > dayNumberOf(company.endDate) - rules.replenished_within_days,
        ),
      };
    });
    spells.set(skuId, { category, stores });
    return {
      sku_id: skuId,
      history,
      locations: locations.sort((a, b) => (a.store_id < b.store_id ? -1 : 1)),
    };
  });
  const { rows: risk, skipped } = assessItems({
    snapshotDate: company.endDate,
    seed,
    freshestFirstShare: rules.freshest_first_percentage,
    handlingMarginDays: rules.handling_margin_days,
    items,
  });
  if (skipped.length > 0)
    throw new Error(`${skipped[0]?.store_id} ${skipped[0]?.sku_id}: ${skipped[0]?.reason}`);
  const elasticities = new Map(
    estimateElasticities(spells).map((row): [string, ItemElasticity] => [
      row.sku_id,
      {
        value: row.elasticity,
        low: row.elasticity - z90 * row.standard_error,
        high: Math.min(-0.1, row.elasticity + z90 * row.standard_error),
        source: row.source,
        price_changes: row.price_changes,
      },
    ]),
  );
  return { seed, rules, items, risk, elasticities };
}

/** The best plan for each batch worth a proposal, found by the product's task. */
export function proposeForCompany(
  company: SimulatedCompany,
  planned: PlannedCompany,
  elasticityOf: (item: PlannedItem) => ItemElasticity = (item) =>
    planned.elasticities.get(item.sku_id) as ItemElasticity,
): BatchRemedy[] {
  const { rules, seed } = planned;
  const worthIt = planned.risk.filter(
    (row) =>
      row.risk_score >= rules.high_risk_score ||
      (row.risk_score >= rules.propose_from_score && row.at_risk_value >= rules.min_at_risk_value),
  );
  const lossOf = new Map<string, number>();
  for (const { sku_id, store_id, at_risk_value } of worthIt) {
    const series = `${sku_id} ${store_id}`;
    lossOf.set(series, (lossOf.get(series) ?? 0) + Math.round(at_risk_value * 100));
  }
  // As `riskyBatches` of the server: the store with the dearest loss first, then by expiry.
  const loss = ({ sku_id, store_id }: (typeof worthIt)[number]) => lossOf.get(`${sku_id} ${store_id}`) ?? 0;
  worthIt.sort(
    (a, b) =>
      loss(b) - loss(a) ||
      (a.store_id < b.store_id ? -1 : a.store_id > b.store_id ? 1 : 0) ||
      (a.expiry_date < b.expiry_date ? -1 : a.expiry_date > b.expiry_date ? 1 : 0) ||
      (a.batch_id < b.batch_id ? -1 : 1),
  );
  const lanes = [...laneRows(company)];
  const places = locationsOf(company);
  const risky = planned.items.filter((item) => worthIt.some((row) => row.sku_id === item.sku_id));
  const remedies: BatchRemedy[] = [];
  for (let start = 0; start < risky.length; start += itemsPerChunk) {
    const chunk = risky.slice(start, start + itemsPerChunk);
    const result = proposeForItems({
      snapshotDate: company.endDate,
      seed,
      rules,
      freeCapacityUnits: Object.fromEntries(
        [...places.values()].map((place) => [place.store_id, place.free_capacity_units]),
      ),
      items: chunk.map((item) => ({
        sku_id: item.sku_id,
        locations: item.locations,
        packUnits: 1,
        elasticity: elasticityOf(item),
        candidates: worthIt
          .filter((row) => row.sku_id === item.sku_id)
          .map(({ store_id, batch_id, at_risk_units, at_risk_value }) => ({
            store_id,
            batch_id,
            at_risk_units,
            at_risk_value,
            lanes: lanesFrom(store_id, lanes, places, rules),
          })),
      })),
    });
    if (result.skipped.length > 0) throw new Error(`no remedy: ${result.skipped[0]?.reason}`);
    remedies.push(...result.remedies);
  }
  return remedies;
}

function trueModel(
  history: ItemHistory,
  index: number,
  endDay: number,
): NonNullable<LocationOfItem['forecast']> {
  const { store, taste } = history.state.series[index] as SeriesState;
  let level = 0;
  for (let day = endDay + 1; day <= endDay + levelDays; day += 1)
    level += meanDemand(history.market, store, taste, day) / levelDays;
  return {
    model: 'weekday-counts',
    parameters: {
      level,
      weekdayFactors: [...store.weekdayFactors],
      size: history.item.dispersion,
      levelVariance: 0,
      levelDriftPerDay: 0,
      lastDay: endDay,
    },
  };
}

/** The closing batches of one series as the stock query gives them. */
function stockOf(company: SimulatedCompany, history: ItemHistory, index: number): StockRow[] {
  const { item, state } = history;
  const { store, shelf } = state.series[index] as SeriesState;
  const firstReported = dayNumberOf(company.endDate) - PURCHASE_DAYS + 1;
  const reported = new Set(
    (history.receipts[index] ?? []).filter(({ day }) => day >= firstReported).map(({ batchId }) => batchId),
  );
  const latest = [history.dcReceipts, ...history.receipts]
    .flatMap((receipts) => receipts.slice(-1))
    .filter(({ day }) => day >= firstReported)
    .sort((a, b) => b.day - a.day)[0];
  return shelf.batches.map((batch) => {
    const cost = reported.has(batch.batchId) ? state.lotCosts.get(batch.batchId) : latest?.unitCostCents;
    return {
      store_id: store.storeId,
      sku_id: item.skuId,
      batch_id: batch.batchId,
      expiry_date: dateOf(batch.expiryDay),
      on_hand_qty: batch.onHandUnits,
      unit_cost: (cost ?? item.listPriceCents) / 100,
      unit_cost_source: cost === undefined ? 'mrp' : 'batch',
      upload_id: null,
      row_no: null,
      file_name: null,
    };
  });
}

function locationsOf(company: SimulatedCompany): Map<string, LocationStock> {
  const held = new Map<string, number>();
  for (const row of inventoryRows(company)) {
    if (row.snapshot_date === company.endDate)
      held.set(row.store_id, (held.get(row.store_id) ?? 0) + row.on_hand_qty);
  }
  const room = (storeId: string): number =>
    Math.max(0, (company.capacityUnits.get(storeId) ?? 0) - (held.get(storeId) ?? 0));
  return new Map(
    company.stores.map(({ storeId, name, zone }) => [
      storeId,
      { store_id: storeId, name, kind: 'store', zone, free_capacity_units: room(storeId) },
    ]),
  );
}
