import { restoreDemandModel } from '@granary/forecasting';
import {
  compareRemedies,
  type RemedyComparison,
  type RemedyDestination,
  type StockBatch,
  sellableDays,
} from '@granary/inventory';
import { addDays } from '../platform/calendar.ts';
import { type ItemStock, type LocationOfItem, maxHorizonDays, pathCount, seriesKey } from './item-stock.ts';
import type { ReceivingRoom } from './receiving-room.ts';
import type { ExpiryRules } from './rules.ts';

export interface ItemElasticity {
  value: number;
  low: number;
  high: number;
  source: 'item' | 'category' | 'default';
  price_changes: number;
}

export interface LaneTo {
  store_id: string;
  lead_time_days: number;
  cost_per_unit: number;
  fixed_cost: number;
}

/** A batch to find a remedy for, the dearest loss first. */
export interface Candidate {
  store_id: string;
  batch_id: string;
  at_risk_units: number;
  at_risk_value: number;
  /** Where it may be sent, from the lanes and the rules. */
  lanes: LaneTo[];
}

export interface ProposeItem extends ItemStock {
  elasticity: ItemElasticity;
  packUnits: number;
  candidates: Candidate[];
}

export interface ProposeTask {
  snapshotDate: string;
  seed: string;
  rules: ExpiryRules;
  items: ProposeItem[];
  /** Over all items of the chunk. */
  freeCapacityUnits: ReceivingRoom;
}

export interface BatchRemedy {
  sku_id: string;
  candidate: Candidate;
  comparison: RemedyComparison;
  /** The batches at its location as this plan found them, after the plans of batches before it. */
  planned: StockBatch[];
  sellableDays: number;
  /** Mean, 10, 50 and 90 % of daily demand over the life of the batch. */
  demand: { mean: number[]; p10: number[]; p50: number[]; p90: number[] };
  destinationMeans: Record<string, number>;
}

/** A steep elasticity at a deep discount promises any number of customers; more than this is not believed. */
const largestUplift = 1000;
/** Stores considered for one batch; the ones that sell most over what they hold come first. */
const destinationsConsidered = 5;

/**
 * Remedies for the candidates of a chunk of items. Within an item they are
 * found one after another: what an earlier batch sends to a store is there for
 * the later ones, and takes its room.
 */
export default function proposeForItems(task: ProposeTask): {
  remedies: BatchRemedy[];
  skipped: { store_id: string; sku_id: string; reason: string }[];
} {
  const remedies: BatchRemedy[] = [];
  const skipped: { store_id: string; sku_id: string; reason: string }[] = [];
  for (const item of task.items) {
    const places = new Map(item.locations.map((location) => [location.store_id, openPlace(location, task)]));
    for (const candidate of item.candidates) {
      try {
        const remedy = findRemedy(item, candidate, places, task);
        if (remedy !== undefined) remedies.push(remedy);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        skipped.push({ store_id: candidate.store_id, sku_id: item.sku_id, reason });
      }
    }
  }
  return { remedies, skipped };
}

interface Place {
  location: LocationOfItem;
  batches: StockBatch[];
  markdownProposed: boolean;
}

function openPlace(location: LocationOfItem, task: ProposeTask): Place {
  return {
    location,
    markdownProposed: false,
    batches: location.batches
      .filter((batch) => batch.on_hand_qty > 0)
      .map((batch) => ({
        batchId: batch.batch_id,
        units: batch.on_hand_qty,
        sellableDays: Math.min(
          maxHorizonDays,
          sellableDays({
            snapshotDate: task.snapshotDate,
            expiryDate: batch.expiry_date,
            handlingMarginDays: task.rules.handling_margin_days,
          }),
        ),
      })),
  };
}

function findRemedy(
  item: ProposeItem,
  candidate: Candidate,
  places: Map<string, Place>,
  task: ProposeTask,
): BatchRemedy | undefined {
  const place = places.get(candidate.store_id);
  const batch = place?.batches.find((entry) => entry.batchId === candidate.batch_id);
  const stored = place?.location.batches.find((entry) => entry.batch_id === candidate.batch_id);
  if (place === undefined || batch === undefined || stored === undefined || place.location.forecast === null)
    return undefined;

  const { rules } = task;
  const days = Math.max(1, batch.sellableDays);
  const horizonDays = horizonOf(place, days);
  const startDate = addDays(task.snapshotDate, 1);
  const forecast = restoreDemandModel(place.location.forecast).forecast({ startDate, days: horizonDays });
  const key = seriesKey(candidate.store_id, item.sku_id);
  const chosen = chooseDestinations(candidate, places, batch.sellableDays);
  const comparison = compareRemedies({
    origin: {
      batches: place.batches,
      demand: (scale) =>
        forecast.samplePaths({
          paths: pathCount,
          seed: task.seed,
          key,
          scale: Math.min(scale, largestUplift),
        }),
      price: place.location.price,
      unitCost: stored.unit_cost,
      replenished: place.location.replenished ? 1 : 0,
      freshestFirstShare: rules.freshest_first_percentage,
    },
    batchId: candidate.batch_id,
    destinations: chosen.map(({ place: destination, lane }) =>
      describeDestination(item.sku_id, destination, lane, { days, originUnitCost: stored.unit_cost }, task),
    ),
    elasticity: item.elasticity,
    rules: {
      minDiscountPct: rules.min_discount_pct,
      maxDiscountPct: rules.max_discount_pct,
      discountStepPct: rules.discount_step_pct,
      minPriceShareOfCost: rules.min_price_share_of_cost_percentage,
      markdownAllowed: rules.markdown_allowed && place.location.price > 0,
      markdownRunning: place.markdownProposed,
      markdownNoticedShare: rules.markdown_noticed_percentage,
      liquidationRecoveryShareOfCost: rules.liquidation_recovery_percentage,
      liquidationHandlingPerUnit: rules.liquidation_handling_per_unit,
      disposalCostPerUnit: rules.disposal_cost_per_unit,
      minSavings: rules.min_savings,
      transferPackUnits: item.packUnits,
      highRiskScore: rules.high_risk_score,
      maxTransfers: rules.max_transfers_per_batch,
    },
    seed: task.seed,
  });
  const planned = place.batches.map((entry) => ({ ...entry }));
  applyPlan(comparison, batch, place, places, chosen, task);
  const life = (values: Float64Array) =>
    Array.from(values.subarray(0, days), (value) => Math.round(value * 100) / 100);
  return {
    sku_id: item.sku_id,
    candidate,
    comparison,
    planned,
    sellableDays: batch.sellableDays,
    demand: {
      mean: life(forecast.mean),
      p10: life(forecast.quantile(0.1)),
      p50: life(forecast.quantile(0.5)),
      p90: life(forecast.quantile(0.9)),
    },
    destinationMeans: Object.fromEntries(chosen.map(({ lane, meanPerDay }) => [lane.store_id, meanPerDay])),
  };
}

interface ChosenDestination {
  place: Place;
  lane: LaneTo;
  meanPerDay: number;
}

function chooseDestinations(
  candidate: Candidate,
  places: Map<string, Place>,
  days: number,
): ChosenDestination[] {
  const possible: (ChosenDestination & { room: number })[] = [];
  for (const lane of candidate.lanes) {
    const place = places.get(lane.store_id);
    const forecast = place?.location.forecast;
    if (place === undefined || forecast === null || forecast === undefined) continue;
    const week = restoreDemandModel(forecast).forecast({ startDate: '2000-01-01', days: 7 });
    const meanPerDay = week.mean.reduce((sum, value) => sum + value, 0) / 7;
    const held = place.batches.reduce((sum, batch) => sum + batch.units, 0);
    const room = meanPerDay * Math.max(0, days - lane.lead_time_days) - held;
    possible.push({ place, lane, meanPerDay: Math.round(meanPerDay * 100) / 100, room });
  }
  possible.sort((a, b) => b.room - a.room || (a.lane.store_id < b.lane.store_id ? -1 : 1));
  return possible.slice(0, destinationsConsidered);
}

/**
 * Days to project a place for: until its batches have lived, at most twice the
 * life of the batch in question. What could be wasted because of a decision
 * lies within; stock that lives on is kept at cost.
 */
function horizonOf(place: Place, days: number): number {
  return Math.max(days, ...place.batches.map((batch) => Math.min(batch.sellableDays, days * 2)));
}

function describeDestination(
  skuId: string,
  place: Place,
  lane: LaneTo,
  { days, originUnitCost }: { days: number; originUnitCost: number },
  task: ProposeTask,
): RemedyDestination {
  const { location } = place;
  const forecast = restoreDemandModel(location.forecast as NonNullable<LocationOfItem['forecast']>).forecast({
    startDate: addDays(task.snapshotDate, 1),
    days: horizonOf(place, days),
  });
  return {
    storeId: location.store_id,
    batches: place.batches,
    demand: forecast.samplePaths({
      paths: pathCount,
      seed: task.seed,
      key: seriesKey(location.store_id, skuId),
    }),
    price: location.price,
    unitCost: location.batches[0]?.unit_cost ?? originUnitCost,
    replenished: location.replenished ? 1 : 0,
    freeCapacityUnits: task.freeCapacityUnits[location.store_id] ?? null,
    lane: { leadTimeDays: lane.lead_time_days, costPerUnit: lane.cost_per_unit, fixedCost: lane.fixed_cost },
  };
}

function applyPlan(
  comparison: RemedyComparison,
  batch: StockBatch,
  origin: Place,
  places: Map<string, Place>,
  chosen: ChosenDestination[],
  task: ProposeTask,
): void {
  for (const action of comparison.plan) {
    switch (action.kind) {
      case 'TRANSFER': {
        const destination = chosen.find(({ lane }) => lane.store_id === action.toStoreId);
        const place = places.get(action.toStoreId ?? '');
        if (destination === undefined || place === undefined) break;
        batch.units -= action.qty;
        place.batches.push({
          batchId: `${batch.batchId} from ${origin.location.store_id}`,
          units: action.qty,
          sellableDays: batch.sellableDays,
          arrivalDay: 1 + destination.lane.lead_time_days,
        });
        const free = task.freeCapacityUnits[destination.lane.store_id];
        if (typeof free === 'number')
          task.freeCapacityUnits[destination.lane.store_id] = Math.max(0, free - action.qty);
        break;
      }
      case 'LIQUIDATE':
        batch.units -= action.qty;
        break;
      case 'MARKDOWN':
        origin.markdownProposed = true;
        break;
    }
  }
  if (batch.units === 0) origin.batches = origin.batches.filter((entry) => entry !== batch);
}
