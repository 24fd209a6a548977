import type { DayNumber } from './calendar.ts';

/** What to simulate. The same options give the same company, byte for byte. */
export interface SimulationOptions {
  preset?: 'grocer';
  seed: number | string;
  /** Last day of the history, at close of business, 'YYYY-MM-DD'. */
  endDate: string;
  /** Days of history, 60 to 3650; default 730. */
  days?: number;
  /** Stores besides the distribution centre, 1 to 500; default 20. */
  stores?: number;
  /** Items of the range, 1 to 1302; default 200. */
  items?: number;
}

export interface SimulatedStore {
  storeId: string;
  name: string;
  format: 'express' | 'supermarket' | 'hypermarket';
  city: string;
  zone: string;
  /** Relative to an average store. */
  size: number;
  /** Demand by weekday, Monday first, mean 1. */
  weekdayFactors: readonly number[];
  /** Weekdays (0 = Monday) after whose close the store orders. */
  orderWeekdays: readonly number[];
  /** True share of customers who take the freshest batch; the others take the oldest. */
  freshestFirstShare: number;
  /** Chance that a delivery takes two days instead of one. */
  lateDeliveryShare: number;
}

export interface SimulatedItem {
  skuId: string;
  name: string;
  category: string;
  unit: string;
  /** List price at the end of the history. */
  listPriceCents: number;
  unitCostCents: number;
  shelfLifeDays: number;
  packSize: number;
  supplier: string;
  supplierLeadTimeDays: number;
  /** True mean daily units in an average store, before season, price and drift. */
  popularity: number;
  /** Size of the negative binomial [r]: variance = mean + mean² / r. */
  dispersion: number;
  /** True price elasticity [e > 0]: demand is proportional to price^(−e). */
  elasticity: number;
  driftPerYear: number;
  seasonPeakDay: number;
  seasonStrength: number;
  marksDown: boolean;
  /** First day on sale; undefined if it was always there. */
  launchDate?: string;
}

export interface SimulatedLane {
  fromStore: string;
  toStore: string;
  leadTimeDays: number;
  costPerUnitCents: number;
  fixedCostCents: number;
}

/**
 * One lot of an item at one location. A lot keeps its batch id from the
 * distribution centre to the shelf, and a location may receive it twice.
 * receivedUnits = issuedUnits + wastedUnits + removedUnits + onHandUnits, at every close.
 */
export interface LocationBatch {
  batchId: string;
  /** Last day on which it can be sold. */
  expiryDay: DayNumber;
  firstReceivedDay: DayNumber;
  receivedUnits: number;
  /** Sold by a store, shipped by the distribution centre. */
  issuedUnits: number;
  /** Of the issued units, those sold at a markdown. */
  markdownUnits: number;
  wastedUnits: number;
  /** Sent elsewhere or liquidated by a decision. */
  removedUnits: number;
  onHandUnits: number;
}

export interface Receipt {
  day: DayNumber;
  batchId: string;
  units: number;
  unitCostCents: number;
}

/** What happened to one item in one store, day by day from `startDay`: the record and the truth behind it. */
export interface SeriesRecord {
  storeId: string;
  skuId: string;
  startDay: DayNumber;
  /** Truth: expected units wanted at the offered price, without the pull of a markdown. */
  meanDemand: Float64Array;
  /** Truth: units wanted at the offered price. */
  demand: Uint16Array;
  /** Recorded: units sold, those at a markdown included. */
  unitsSold: Uint16Array;
  /** Offered price before markdown. */
  offeredCents: Int32Array;
  revenueCents: Int32Array;
  /** Truth: 1 where someone was turned away, or the shelf was empty all day. */
  stockOut: Uint8Array;
  wastedUnits: Uint16Array;
}

/** A batch row of a daily snapshot, at close of business. */
export interface SnapshotEntry {
  day: DayNumber;
  batchId: string;
  expiryDay: DayNumber;
  onHandUnits: number;
}
