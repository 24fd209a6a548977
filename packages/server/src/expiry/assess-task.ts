import { type DemandPaths, restoreDemandModel } from '@granary/forecasting';
import {
  assessBatchRisk,
  expectedSalesUntil,
  projectStock,
  type StockProjection,
  sellableDays,
} from '@granary/inventory';
import { addDays } from '../platform/calendar.ts';
import type { StockRow } from '../stock/index.ts';
import { type ItemStock, type LocationOfItem, maxHorizonDays, pathCount, seriesKey } from './item-stock.ts';

export interface AssessTask {
  snapshotDate: string;
  seed: string;
  freshestFirstShare: number;
  handlingMarginDays: number;
  items: ItemStock[];
}

export interface RiskRow {
  store_id: string;
  sku_id: string;
  batch_id: string;
  expiry_date: string;
  on_hand_qty: number;
  days_to_expiry: number;
  expected_sales_to_expiry: number;
  at_risk_units: number;
  at_risk_units_low: number;
  at_risk_units_high: number;
  unit_cost: number;
  unit_cost_source: string;
  at_risk_value: number;
  p_waste: number;
  risk_score: number;
}

export interface SkippedSeries {
  store_id: string;
  sku_id: string;
  reason: string;
}

/** Risk of every batch of a chunk of items; a series that cannot be judged is named and the rest goes on. */
export default function assessItems(task: AssessTask): { rows: RiskRow[]; skipped: SkippedSeries[] } {
  const rows: RiskRow[] = [];
  const skipped: SkippedSeries[] = [];
  for (const item of task.items) {
    for (const location of item.locations) {
      try {
        rows.push(...assessSeries(item.sku_id, location, task));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        skipped.push({ store_id: location.store_id, sku_id: item.sku_id, reason });
      }
    }
  }
  return { rows, skipped };
}

/** All batches of one item and location together: they share its customers. */
function assessSeries(skuId: string, location: LocationOfItem, task: AssessTask): RiskRow[] {
  const batches = location.batches
    .filter((batch) => batch.on_hand_qty > 0)
    .map((batch) => ({ batch, ...daysOf(batch, task) }));
  if (batches.length === 0) return [];
  if (location.forecast === null) throw new Error('no forecast of this item at this location');

  const days = Math.max(1, ...batches.map((entry) => entry.sellable));
  const model = restoreDemandModel(location.forecast);
  const startDate = addDays(task.snapshotDate, 1);
  const forecast = model.forecast({ startDate, days });
  const { projection, lastDay } = projectUntilSold(
    batches,
    forecast.mean,
    (shortened) =>
      model.forecast({ startDate, days: shortened }).samplePaths({
        paths: pathCount,
        seed: task.seed,
        key: seriesKey(location.store_id, skuId),
      }),
    task,
  );
  return batches.map(({ batch, sellable, toExpiry }) => {
    const risk = assessBatchRisk({
      projection,
      batchId: batch.batch_id,
      sellableDays: Math.min(sellable, lastDay),
      unitCost: batch.unit_cost,
    });
    const atRiskUnits = round(risk.atRiskUnits, 2);
    return {
      store_id: location.store_id,
      sku_id: skuId,
      batch_id: batch.batch_id,
      expiry_date: batch.expiry_date,
      on_hand_qty: batch.on_hand_qty,
      days_to_expiry: toExpiry,
      expected_sales_to_expiry: round(
        expectedSalesUntil({ meanUnitsPerDay: forecast.mean, sellableDays: sellable }),
        2,
      ),
      at_risk_units: atRiskUnits,
      at_risk_units_low: risk.atRiskUnitsLow,
      at_risk_units_high: risk.atRiskUnitsHigh,
      unit_cost: batch.unit_cost,
      unit_cost_source: batch.unit_cost_source,
      // The value shown is the units shown times the cost shown, to the cent.
      at_risk_value: valueAtCost(atRiskUnits, batch.unit_cost),
      p_waste: round(risk.wasteProbability, 5),
      risk_score: risk.riskScore,
    };
  });
}

interface LivingBatch {
  batch: StockRow;
  /** Days on which it can be sold. */
  sellable: number;
}

/**
 * The projection until everything has expired or is sold on every path. Most
 * long-lived stock is gone long before its last day: the first days are tried
 * alone, and when no path has a unit left of what would live on, the days
 * after cannot waste any and need no demand drawn. The answer is the same.
 */
function projectUntilSold(
  batches: LivingBatch[],
  meanPerDay: Float64Array,
  demandOf: (days: number) => DemandPaths,
  task: AssessTask,
): { projection: StockProjection; lastDay: number } {
  const project = (lastDay: number) =>
    projectStock({
      batches: batches.map(({ batch, sellable }) => ({
        batchId: batch.batch_id,
        units: batch.on_hand_qty,
        sellableDays: Math.min(sellable, lastDay),
      })),
      demand: demandOf(lastDay),
      freshestFirstShare: task.freshestFirstShare,
      seed: task.seed,
    });
  const wholeLife = meanPerDay.length;
  const units = batches.reduce((sum, { batch }) => sum + batch.on_hand_qty, 0);
  const shorter = daysUntilDemand(meanPerDay, 2 * units + 10);
  if (shorter < 0.7 * wholeLife) {
    const projection = project(shorter);
    const isSold = batches.every(
      ({ sellable }, index) =>
        sellable <= shorter || projection.batches[index]?.wastedUnits.every((wasted) => wasted === 0),
    );
    if (isSold) return { projection, lastDay: shorter };
  }
  return { projection: project(wholeLife), lastDay: wholeLife };
}

/** First day by which the mean demand reaches `units`; beyond the end when it never does. */
function daysUntilDemand(meanPerDay: Float64Array, units: number): number {
  let wanted = 0;
  for (let day = 0; day < meanPerDay.length; day++) {
    wanted += meanPerDay[day] as number;
    if (wanted >= units) return day + 1;
  }
  return Number.POSITIVE_INFINITY;
}

function daysOf(batch: StockRow, task: AssessTask): { sellable: number; toExpiry: number } {
  const toExpiry = sellableDays({
    expiryDate: batch.expiry_date,
    snapshotDate: task.snapshotDate,
    handlingMarginDays: 0,
  });
  return { toExpiry, sellable: Math.min(maxHorizonDays, toExpiry - task.handlingMarginDays) };
}

function round(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round((value + Number.EPSILON) * scale) / scale;
}

/**
 * Units with two decimals times a cost with four, rounded half up to the cent
 * in whole numbers: in floating point half a cent falls either way.
 */
function valueAtCost(units: number, unitCost: number): number {
  const millionths = Math.round(units * 100) * Math.round(unitCost * 10_000);
  return Math.floor((millionths + 5_000) / 10_000) / 100;
}
