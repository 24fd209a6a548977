import type { ReplayDecisions, SimulatedCompany } from '@granary/inventory/simulation';
import { dayNumberOf } from '@granary/inventory/simulation';
import type { ItemState } from '../packages/inventory/src/simulation/item-state.ts';
import type { BatchRemedy } from '../packages/server/src/expiry/propose-task.ts';
import type { ExpiryRules } from '../packages/server/src/expiry/rules.ts';
import { continueItem } from './futures.ts';
import type { PlannedItem } from './planned-company.ts';

/** What somebody does who follows a plan to the letter on the day it is proposed, and what that costs or brings at once. */
export interface FollowedPlan {
  decisions: Required<ReplayDecisions>;
  /** Major units of money: transfers paid, liquidation received less its handling. */
  cash: number;
}

/** A write-off on the last day is what happens anyway: it decides nothing. */
export function followPlan(remedies: BatchRemedy[], item: PlannedItem, rules: ExpiryRules): FollowedPlan {
  const decisions: Required<ReplayDecisions> = { transfers: [], liquidations: [], markdowns: [] };
  let cash = 0;
  for (const { sku_id: skuId, candidate, comparison } of remedies) {
    const { store_id: storeId, batch_id: batchId } = candidate;
    for (const action of comparison.plan) {
      const { qty: units } = action;
      if (action.kind === 'TRANSFER') {
        const lane = candidate.lanes.find(({ store_id }) => store_id === action.toStoreId);
        if (!lane) throw new Error(`no lane from ${storeId} to ${action.toStoreId}`);
        const arrivalDay = 1 + lane.lead_time_days;
        decisions.transfers.push({
          fromStore: storeId,
          toStore: lane.store_id,
          skuId,
          batchId,
          units,
          arrivalDay,
        });
        cash -= units * lane.cost_per_unit + lane.fixed_cost;
      } else if (action.kind === 'MARKDOWN') {
        decisions.markdowns.push({
          storeId,
          skuId,
          batchId,
          discountShare: (action.discountPct as number) / 100,
        });
      } else if (action.dispose !== true) {
        decisions.liquidations.push({ storeId, skuId, batchId, units });
        const cost = costOf(item.history.state, batchId);
        cash +=
          units * (rules.liquidation_recovery_percentage * cost - rules.liquidation_handling_per_unit - cost);
      }
    }
  }
  return { decisions, cash };
}

export interface ItemOutcome {
  /** Revenue less the cost of units sold and wasted, stores and distribution centre, less disposal; stock is kept at cost. */
  value: number;
  wastedUnits: number;
}

/** One item in one future, with or without a plan. */
export function itemOutcome(
  company: SimulatedCompany,
  item: PlannedItem,
  rules: ExpiryRules,
  options: { days: number; future: number; ownMarkdown: boolean; plan?: FollowedPlan },
): ItemOutcome {
  const { days, future, ownMarkdown, plan } = options;
  const after = continueItem(company, item.history, {
    days,
    future,
    ownMarkdown,
    ...(plan ? { decisions: plan.decisions } : {}),
  });
  let value = plan?.cash ?? 0;
  for (const { revenueCents } of after.series) for (const cents of revenueCents) value += cents / 100;
  let wastedUnits = 0;
  const before = item.history.state;
  for (const [index, { shelf }] of after.state.series.entries()) {
    const lotsBefore = before.series[index]?.shelf.lots;
    for (const lot of shelf.lots.values()) {
      const was = lotsBefore?.get(lot.batchId);
      const wasted = lot.wastedUnits - (was?.wastedUnits ?? 0);
      const issued = lot.issuedUnits - (was?.issuedUnits ?? 0);
      wastedUnits += wasted;
      value -= (issued + wasted) * costOf(after.state, lot.batchId) + wasted * rules.disposal_cost_per_unit;
    }
  }
  for (const lot of after.state.dcShelf.lots.values()) {
    const wasted = lot.wastedUnits - (before.dcShelf.lots.get(lot.batchId)?.wastedUnits ?? 0);
    value -= wasted * (costOf(after.state, lot.batchId) + rules.disposal_cost_per_unit);
  }
  return { value, wastedUnits };
}

/** Days until the batch is over and the orders after it have settled. */
export function replayDays(company: SimulatedCompany, item: PlannedItem, remedies: BatchRemedy[]): number {
  const ends = remedies.map(({ candidate }) => {
    const batch = item.locations
      .find(({ store_id }) => store_id === candidate.store_id)
      ?.batches.find(({ batch_id }) => batch_id === candidate.batch_id);
    return batch ? dayNumberOf(batch.expiry_date) - dayNumberOf(company.endDate) : 0;
  });
  return Math.max(...ends) + 14;
}

function costOf(state: ItemState, batchId: string): number {
  const cents = state.lotCosts.get(batchId);
  if (cents === undefined) throw new Error(`batch ${batchId} has no cost`);
  return cents / 100;
}
