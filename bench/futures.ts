import {
  dayNumberOf,
  type ItemHistory,
  type ReplayDecisions,
  type SimulatedCompany,
} from '@granary/inventory/simulation';
import { applyDecisions } from '../packages/inventory/src/simulation/decisions.ts';
import { type ItemRun, runItem } from '../packages/inventory/src/simulation/item-simulation.ts';
import type { ItemState } from '../packages/inventory/src/simulation/item-state.ts';

/** What follows for one item: the days and the state at their end. */
export interface ItemFuture extends ItemRun {
  state: ItemState;
}

export interface FutureOptions {
  days: number;
  /** 0 is the future of `continueCompany`; others bring other customers to the same closing stock. */
  future: number;
  decisions?: ReplayDecisions;
  /** The company's own markdown on the last day of a batch's life; default as it is. */
  ownMarkdown?: boolean;
}

/**
 * `continueCompany` for one item, many times over: items do not meet, so a
 * decision about one needs no other, and a seed per future turns one outcome
 * into a distribution. Also returns the receipts.
 */
export function continueItem(
  company: SimulatedCompany,
  record: ItemHistory,
  options: FutureOptions,
): ItemFuture {
  const { days, future, decisions = {}, ownMarkdown = true } = options;
  const endDay = dayNumberOf(company.endDate);
  const state = structuredClone(record.state);
  if (!ownMarkdown) state.item = { ...state.item, marksDown: false };
  applyDecisions(state, decisions, { dcId: company.dcId, endDay });
  const run = runItem(state, record.market, {
    seed: future === 0 ? company.seed : `${company.seed}/future ${future}`,
    chapter: 'after',
    fromDay: endDay + 1,
    toDay: endDay + days,
    snapshotsFrom: Number.POSITIVE_INFINITY,
  });
  return { ...run, state };
}
