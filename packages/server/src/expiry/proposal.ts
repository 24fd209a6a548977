import {
  type ProposedAction as PlannedAction,
  type RemedyAlternative,
  type SavingsTerm,
  sellableDays,
} from '@granary/inventory';
import type { Proof, ProposedAction } from '../actions/index.ts';
import type { StoredForecast } from '../demand/index.ts';
import { addDays } from '../platform/calendar.ts';
import type { StockRow } from '../stock/index.ts';
import { pathCount } from './item-stock.ts';
import type { BatchRemedy, ItemElasticity } from './propose-task.ts';
import { reasonOf, termLabel, whyRejected } from './words.ts';

/** Everything a proposal of one batch is written from, besides the remedy itself. */
export interface ProposalContext {
  snapshotDate: string;
  madeAt: string;
  seed: string;
  ruleVersion: number;
  forecastRunId: string;
  itemName: string;
  unit: string;
  batch: StockRow;
  /** All batches of the item at the store, in order of expiry. */
  batches: StockRow[];
  handlingMarginDays: number;
  forecast: StoredForecast;
  price: number;
  elasticity: ItemElasticity;
  storeName(storeId: string): string;
}

/** The plan for one batch as proposals, each with the proof of the whole plan. */
export function buildProposals(remedy: BatchRemedy, context: ProposalContext): ProposedAction[] {
  const { comparison, candidate } = remedy;
  return comparison.plan.map((action) => ({
    action_type: action.kind,
    from_store: candidate.store_id,
    to_store: action.toStoreId ?? null,
    sku_id: remedy.sku_id,
    batch_id: candidate.batch_id,
    qty: action.qty,
    discount_pct: action.discountPct ?? null,
    start_date: addDays(context.snapshotDate, action.startDay),
    end_date: addDays(context.snapshotDate, Math.max(action.startDay, action.endDay)),
    decide_by: addDays(context.snapshotDate, decideWithinDays(remedy, action)),
    expected_savings: cents(action.expectedSavings),
    savings_low: cents(action.savingsLow),
    savings_high: cents(action.savingsHigh),
    chance_of_gain: action.probabilityOfGain,
    at_risk_units: candidate.at_risk_units,
    unit_cost: context.batch.unit_cost,
    dispose: action.dispose === true,
    reason: reasonOf(remedy, action, context),
    proof: buildProof(remedy, action, context),
  }));
}

/** A third of what is left of its life, at most a week: later, the figures no longer hold. */
function decideWithinDays(remedy: BatchRemedy, action: PlannedAction): number {
  const lane = remedy.candidate.lanes.find((entry) => entry.store_id === action.toStoreId);
  const days = remedy.sellableDays - (lane?.lead_time_days ?? 0);
  return Math.max(1, Math.min(7, Math.floor(days / 3)));
}

function buildProof(remedy: BatchRemedy, action: PlannedAction, context: ProposalContext): Proof {
  const { comparison, candidate } = remedy;
  const { doNothing, withPlan } = comparison;
  const lane = candidate.lanes.find((entry) => entry.store_id === action.toStoreId);
  return {
    format: 1,
    made_at: context.madeAt,
    snapshot_date: context.snapshotDate,
    rule_version: context.ruleVersion,
    seed: context.seed,
    paths: pathCount,
    do_nothing: { unsold: doNothing.unsoldUnits, net_value: cents(doNothing.netValue) },
    with_action: { unsold: withPlan.unsoldUnits, net_value: cents(withPlan.netValue) },
    savings: {
      mean: cents(comparison.expectedSavings),
      low: cents(comparison.savingsLow),
      high: cents(comparison.savingsHigh),
      chance_of_gain: comparison.probabilityOfGain,
    },
    terms: ledger(comparison.terms, cents(comparison.expectedSavings), context),
    forecast: {
      forecast_run_id: context.forecastRunId,
      model: context.forecast.model,
      reason: context.forecast.reason,
      data_until: context.snapshotDate,
      mean_per_day: meanOf(remedy.demand.mean),
      parameters: context.forecast.parameters,
    },
    price: {
      price: context.price,
      unit_cost: context.batch.unit_cost,
      unit_cost_source: context.batch.unit_cost_source,
      elasticity: context.elasticity,
    },
    batches: context.batches.flatMap((batch) => {
      const planned = remedy.planned.find((entry) => entry.batchId === batch.batch_id);
      return planned === undefined ? [] : [describeBatch(batch, planned.units, context)];
    }),
    alternatives: comparison.alternatives.map((alternative) => describeAlternative(alternative, context)),
    chart: {
      dates: remedy.demand.mean.map((_, index) => addDays(context.snapshotDate, index + 1)),
      demand: remedy.demand,
      stock_without: bandOf(comparison.stockBands.doNothing),
      stock_with: bandOf(comparison.stockBands.withPlan),
      expiry_date: context.batch.expiry_date,
    },
    ...(lane === undefined
      ? {}
      : {
          destination: {
            store_id: lane.store_id,
            name: context.storeName(lane.store_id),
            lane: {
              lead_time_days: lane.lead_time_days,
              cost_per_unit: lane.cost_per_unit,
              fixed_cost: lane.fixed_cost,
            },
            mean_per_day: remedy.destinationMeans[lane.store_id] ?? 0,
          },
        }),
  };
}

/**
 * The terms in cents. Rounding each would leave the sum a cent or two off, so
 * the largest term takes the difference: what is shown adds up.
 */
function ledger(terms: SavingsTerm[], total: number, context: ProposalContext): Proof['terms'] {
  const rows = terms.map((term) => ({
    name: term.name,
    label: termLabel(term, context),
    amount: cents(term.amount),
    store_id: term.storeId,
    quantity: Math.round(term.quantity * 100) / 100,
    rate: Math.round(term.rate * 10_000) / 10_000,
  }));
  const difference = cents(total - rows.reduce((sum, row) => sum + row.amount, 0));
  const largest = rows.reduce<(typeof rows)[number] | undefined>(
    (best, row) => (best === undefined || Math.abs(row.amount) > Math.abs(best.amount) ? row : best),
    undefined,
  );
  if (largest !== undefined) largest.amount = cents(largest.amount + difference);
  return rows;
}

function describeBatch(batch: StockRow, units: number, context: ProposalContext): Proof['batches'][number] {
  return {
    batch_id: batch.batch_id,
    units,
    expiry_date: batch.expiry_date,
    sellable_days: sellableDays({
      snapshotDate: context.snapshotDate,
      expiryDate: batch.expiry_date,
      handlingMarginDays: context.handlingMarginDays,
    }),
    upload_id: batch.upload_id,
    row_no: batch.row_no,
    file_name: batch.file_name,
  };
}

function describeAlternative(
  alternative: RemedyAlternative,
  context: ProposalContext,
): Proof['alternatives'][number] {
  const steps = alternative.steps.map((step) => ({
    action_type: step.kind,
    to_store: step.toStoreId ?? null,
    to_store_name: step.toStoreId === undefined ? null : context.storeName(step.toStoreId),
    discount_pct: step.discountPct ?? null,
    qty: step.qty,
  }));
  const [
    first = {
      action_type: 'LIQUIDATE' as const,
      to_store: null,
      to_store_name: null,
      discount_pct: null,
      qty: 0,
    },
    ...rest
  ] = steps;
  return {
    ...first,
    expected_savings: alternative.expectedSavings === null ? null : cents(alternative.expectedSavings),
    rejected_because:
      alternative.rejectedBecause === undefined ? null : whyRejected(alternative.rejectedBecause),
    ...(rest.length === 0 ? {} : { also: rest }),
  };
}

function bandOf(band: { low: number[]; median: number[]; high: number[] }) {
  return { p10: band.low, p50: band.median, p90: band.high };
}

function meanOf(values: number[]): number {
  return values.length === 0
    ? 0
    : Math.round((100 * values.reduce((sum, value) => sum + value, 0)) / values.length) / 100;
}

function cents(value: number): number {
  const rounded = Math.round(value * 100) / 100;
  return rounded === 0 ? 0 : rounded;
}
