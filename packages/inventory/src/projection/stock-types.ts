import type { DailyDemand, DemandChange, DemandPathsInput } from './daily-demand.ts';

/** Units of one item at one location that expire together. */
export interface StockBatch {
  batchId: string;
  /** whole units, at least 0 */
  units: number;
  /** the batch can be sold on days 1..sellableDays; 0 or less: it is waste already */
  sellableDays: number;
  /** first day it can be sold, default 1; later for units on the way */
  arrivalDay?: number;
  /** first day it can be sold on each path, where that is uncertain; it then takes the place of `arrivalDay` */
  arrivalDays?: ArrayLike<number>;
}

/** Units taken out of a batch before the customers of `day` (1 = first day) come. */
export interface StockRemoval {
  batchId: string;
  units: number;
  day: number;
}

export interface BatchMarkdown {
  batchId: string;
  /** first day of the lower price */
  fromDay: number;
  /** additional customers per path and day who buy only this batch, because of its price */
  extraDemand: DemandPathsInput;
}

export interface ProjectionDecisions {
  /** to a location outside the projection; `projectLocations` has transfers that arrive */
  transfersOut?: StockRemoval[];
  liquidations?: StockRemoval[];
  markdowns?: BatchMarkdown[];
  /** more or fewer customers for the whole shelf from a day on, on the same random numbers */
  demandChanges?: DemandChange[];
}

/** Stock, customers and decisions of one item at one location. */
export interface StockInput {
  batches: StockBatch[];
  demand: DailyDemand;
  /** paths to draw when demand is given as distributions, default 1,000; else the number of given paths */
  paths?: number;
  /** 0..1: share of customers who take the latest expiry on the shelf; the others take the earliest */
  freshestFirstShare: number;
  seed: number | string;
  /** what `freshestFirstUnits` says for this demand, share and seed; pass it to project one demand many times */
  freshestFirst?: Int32Array;
  decisions?: ProjectionDecisions;
}

export interface ProjectionInput extends StockInput {
  /** also return closing stock per day */
  keepDaily?: boolean;
}

/** What became of one batch; every array has one entry per path. */
export interface BatchProjection {
  batchId: string;
  /** all units sold, at any price */
  soldUnits: Int32Array;
  /** the part of `soldUnits` sold at the lower price */
  soldAtMarkdown: Int32Array;
  wastedUnits: Int32Array;
  /** still sellable (or on the way) at the close of the last day */
  remainingUnits: Int32Array;
  transferredUnits: Int32Array;
  liquidatedUnits: Int32Array;
  /** mean over paths of transferred plus liquidated; a removal on day 1 is the same on every path */
  removedUnits: number;
  /** path-major stock at the close of each day, before units that expire on it are written off; with `keepDaily` */
  dailyUnits?: Int32Array;
}

export interface StockProjection {
  paths: number;
  days: number;
  /** in the order of the input */
  batches: BatchProjection[];
  /** per path: base demand that found no stock within the horizon */
  unmetUnits: Int32Array;
  /** per path: units still sellable (or on the way) at the close of the last day */
  closingUnits: Int32Array;
  /** path-major units on hand at the close of each day, after write-offs; with `keepDaily` */
  dailyStock?: Int32Array;
}
