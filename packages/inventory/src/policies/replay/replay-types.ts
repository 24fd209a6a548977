import type { CountsInput } from '../../projection/count-table.ts';
import type { DailyDemand } from '../../projection/daily-demand.ts';

/** The world a policy is replayed in: one item at one location. */
export interface ReplaySituation {
  /** of every day of the replay, warm-up included */
  demand: DailyDemand;
  /** paths to draw when demand is given as distributions, default 1,000; at least 2 */
  paths?: number;
  /** days at the start that no measure counts, default 0 */
  warmUpDays?: number;
  /** days from order to receipt [L]; a distribution is drawn anew for each order, so that orders may overtake */
  leadTimeDays: number | CountsInput;
  /** days between reviews, default 1; the first is on day 1 [R] */
  reviewPeriodDays?: number;
  unmetDemand: 'lost' | 'backordered';
  /** an order is a multiple of it, default 1 */
  packUnits?: number;
  /** an order is at least this, default 0 */
  minimumOrderUnits?: number;
  /** days on which a unit can be sold, the day of receipt included; absent: it does not perish */
  shelfLifeDays?: number;
  /** 0..1: share of customers who take the latest expiry, default 0 */
  freshestFirstShare?: number;
  /** on hand before day 1; can be sold on days 1..sellableDays, absent: always */
  openingBatches?: { units: number; sellableDays?: number }[];
  costs?: PolicyCosts;
  seed: number | string;
}

/** Money; each at least 0 and 0 when absent. */
export interface PolicyCosts {
  /** [K] */
  fixedPerOrder?: number;
  /** [c] */
  perUnitOrdered?: number;
  /** on what is on hand at the close of the day, after write-offs [h] */
  holdingPerUnitPerDay?: number;
  /** once for each unit not served at once */
  shortagePerUnit?: number;
  /** on what is owed at the close of the day [p] */
  backorderPerUnitPerDay?: number;
  /** on what is written off, besides what it had cost */
  wastePerUnit?: number;
}

export interface Estimate {
  value: number;
  /** over paths, which are independent */
  standardError: number;
}

/** How a policy did on the days after the warm-up. */
export interface PolicyPerformance {
  paths: number;
  days: number;
  /** share of replenishment cycles, from one receipt to the next, without unmet demand; absent without receipts [α] */
  cycleService?: Estimate;
  /** share of demand served at once from the shelf; absent without demand [β] */
  fillRate?: Estimate;
  /** share of days that close with units on the shelf, before write-offs [γ, ready rate] */
  readyRate: Estimate;
  /** units on hand at the close of the day, after write-offs */
  averageStock: Estimate;
  /** units owed at the close of the day */
  averageBackorders: Estimate;
  wastePerDay: Estimate;
  ordersPerDay: Estimate;
  unitsOrderedPerDay: Estimate;
  costPerDay: Estimate;
  ledger: ReplayLedger;
}

/**
 * What happened on each path after the warm-up, in units, one cell per path:
 * opening + received = sold + wasted + closing; openingOnOrder + ordered = received + closingOnOrder;
 * openingBackorders + demand = sold + lost + closingBackorders.
 */
export interface ReplayLedger {
  opening: Float64Array;
  openingOnOrder: Float64Array;
  openingBackorders: Float64Array;
  demand: Float64Array;
  /** demand not served at once: lost, or served later */
  unmet: Float64Array;
  lost: Float64Array;
  sold: Float64Array;
  wasted: Float64Array;
  orders: Float64Array;
  ordered: Float64Array;
  received: Float64Array;
  closing: Float64Array;
  closingOnOrder: Float64Array;
  closingBackorders: Float64Array;
  /** receipts that end a cycle, and those of them whose cycle had unmet demand */
  cycles: Float64Array;
  shortCycles: Float64Array;
  readyDays: Float64Array;
  /** sums over days at the close */
  stockDays: Float64Array;
  backorderDays: Float64Array;
}
