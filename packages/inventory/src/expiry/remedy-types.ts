import type { DemandPathsInput } from '../projection/daily-demand.ts';
import type { StockBatch } from '../projection/stock-types.ts';

/** The location that holds the batch at risk. Money is in major units and unrounded; round at the border. */
export interface RemedyOrigin {
  batches: StockBatch[];
  /**
   * Demand paths with the mean multiplied by `scale`, on the same random numbers: a larger scale never
   * gives fewer units on any day of any path. `demand(1)` is demand at today's price. All answers have
   * one shape, and their days reach the last sellable day of the batch.
   */
  demand: (scale: number) => DemandPathsInput;
  /** usual selling price of one unit */
  price: number;
  /** cost of one unit, and of replacing it */
  unitCost: number;
  /** 0..1 [rho]: share of unmet demand that a later purchase serves; 1 for a regularly ordered item */
  replenished: number;
  /** 0..1: share of customers who take the latest expiry */
  freshestFirstShare: number;
}

/** A location the batch could be moved to. */
export interface RemedyDestination {
  storeId: string;
  batches: StockBatch[];
  /** as many paths as the origin's demand */
  demand: DemandPathsInput;
  price: number;
  unitCost: number;
  replenished: number;
  /** default: the origin's */
  freshestFirstShare?: number;
  /** units it can still store; null: not limited */
  freeCapacityUnits: number | null;
  lane: { leadTimeDays: number; costPerUnit: number; fixedCost: number };
}

export interface RemedyRules {
  /** percent, 0..100: the allowed grid is min, min + step, ... up to max */
  minDiscountPct: number;
  maxDiscountPct: number;
  discountStepPct: number;
  /** lowest allowed price as a share of unit cost: 0.5 keeps the price at half of cost or above */
  minPriceShareOfCost: number;
  markdownAllowed: boolean;
  /** a markdown of this batch or item is running already: no second one */
  markdownRunning: boolean;
  /** 0..1: share of the extra customers of an advertised price who notice it on one batch, default 1 */
  markdownNoticedShare?: number;
  /** what a liquidator pays, as a share of unit cost */
  liquidationRecoveryShareOfCost: number;
  liquidationHandlingPerUnit: number;
  /** what it costs to get rid of a unit that expired */
  disposalCostPerUnit: number;
  /** a proposal saves at least this much */
  minSavings: number;
  /** transfers are whole multiples of this */
  transferPackUnits: number;
  /** a markdown may start on a later day, while customers still pay in full; default false: on the first day */
  markdownMayStartLater?: boolean;
  /** at this score (0..100) a batch always gets a proposal, default 70 */
  highRiskScore?: number;
  /** at most so many transfers of one batch, default 3 */
  maxTransfers?: number;
  /** also consider stores with no more demand per day than the origin, default false */
  slowerDestinationsAllowed?: boolean;
}

export interface RemedyInput {
  origin: RemedyOrigin;
  /** the batch at risk, one of `origin.batches` */
  batchId: string;
  destinations: RemedyDestination[];
  /** own-price elasticity, negative; `low` and `high` are its 10 % and 90 % bounds */
  elasticity: { value: number; low: number; high: number };
  rules: RemedyRules;
  seed: number | string;
}

export type RemedyKind = 'TRANSFER' | 'MARKDOWN' | 'LIQUIDATE';

export interface RemedyStep {
  kind: RemedyKind;
  /** units moved, marked down or liquidated */
  qty: number;
  toStoreId?: string;
  /** percent off the usual price */
  discountPct?: number;
  /** first day of a markdown: 1 is the first day after the snapshot */
  startDay?: number;
}

export interface ProposedAction extends RemedyStep {
  startDay: number;
  endDay: number;
  /** this action's share: what it adds to the actions before it in the plan; shares add up to the plan's */
  expectedSavings: number;
  /** 10 % and 90 % quantiles over paths */
  savingsLow: number;
  savingsHigh: number;
  /** share of paths on which it gains */
  probabilityOfGain: number;
  /** mean of customers at the lower price divided by customers at the usual price; markdowns only */
  demandUplift?: number;
  /** expected share of `qty` sold before its end; markdowns only */
  clearanceRate?: number;
  /** recovery less handling of the whole quantity; liquidations only */
  netRecovery?: number;
  /** true when a liquidation costs more than it recovers, or nothing can be recovered at all */
  dispose?: true;
}

export type RejectionReason =
  | 'arrives after its last sellable day'
  | 'no free capacity'
  | 'less than one pack'
  | 'sells no faster there'
  | 'cost exceeds gain'
  | 'saves less than the minimum'
  | 'saves less than the plan'
  | 'markdown not allowed'
  | 'a markdown is running'
  | 'price below the floor'
  | 'past its last sellable day';

export interface RemedyAlternative {
  kind: RemedyKind | 'MIX';
  steps: RemedyStep[];
  /** against doing nothing; null when it was not possible at all */
  expectedSavings: number | null;
  savingsLow: number | null;
  savingsHigh: number | null;
  /** expected units of the batch that end as waste; null when it was not possible at all */
  unsoldUnits: number | null;
  demandUplift?: number;
  clearanceRate?: number;
  netRecovery?: number;
  dispose?: true;
  /** absent on the plan that was chosen */
  rejectedBecause?: RejectionReason;
}

export interface RemedySummary {
  /** units of the batch that end as waste, wherever they are */
  unsoldUnits: { mean: number; low: number; high: number };
  /** share of paths that waste any unit of the batch */
  wasteProbability: number;
  /** mean value over the origin and the destinations of the plan, see `compareRemedies` */
  netValue: number;
}

export type SavingsTermName =
  | 'waste avoided at cost'
  | 'disposal avoided'
  | 'margin of additional sales'
  | 'margin of later sales replaced'
  | 'discount given away'
  | 'liquidated units at cost'
  | 'liquidation recovery'
  | 'liquidation handling'
  | 'transfer cost per unit'
  | 'transfer fixed cost'
  | 'replacement cost difference';

/** One link of the chain: amount = quantity x rate, positive when it adds to the savings. */
export interface SavingsTerm {
  name: SavingsTermName;
  /** where it arises; null: at the origin */
  storeId: string | null;
  quantity: number;
  rate: number;
  amount: number;
}

/** Quantiles per day, index 0 is day 1. */
export interface StockBand {
  low: number[];
  median: number[];
  high: number[];
}

export interface RemedyComparison {
  /** transfers first, then a markdown or a liquidation; empty when doing nothing is best and no proposal is due */
  plan: ProposedAction[];
  /** of the whole plan */
  expectedSavings: number;
  savingsLow: number;
  savingsHigh: number;
  probabilityOfGain: number;
  /** add up to `expectedSavings` */
  terms: SavingsTerm[];
  /** every remedy considered, best first; impossible ones last */
  alternatives: RemedyAlternative[];
  doNothing: RemedySummary;
  withPlan: RemedySummary;
  /**
   * Units of the batch at the origin at the close of days 1 to its last sellable day (10, 50 and 90 %
   * of the paths); the last value is what ends as waste there.
   */
  stockBands: { doNothing: StockBand; withPlan: StockBand };
}
