import type { Obstacle } from './planning.ts';

/** Why a demand is late or short: one obstacle on the way that decides its date. */
export interface PlanConstraint {
  kind: Obstacle['kind'];
  operation?: string;
  supplier?: string;
  item?: string;
  /** when it would have had to start, or is missing from */
  from: string;
  /** until when it holds; absent where no end is in sight */
  until?: string;
  /** the same in words */
  sentence: string;
}

export interface PlanDelivery {
  demand: string;
  date: string;
  quantity: number;
  /** days after the due date, at least 0 */
  lateDays: number;
}

/** What becomes of one demand: quantity = delivered + short - tooMuch. */
export interface DemandOutcome {
  demand: string;
  item: string;
  quantity: number;
  deliveries: PlanDelivery[];
  delivered: number;
  short: number;
  /** delivered beyond the quantity for the sake of the minimum shipment */
  tooMuch: number;
  /** days by which the last delivery is late */
  lateDays: number;
  /** empty when all is delivered in time */
  constraints: PlanConstraint[];
}

/** What units of an order are taken by. */
export interface OrderPeg {
  taker: { kind: 'order'; order: ConstrainedOrder } | { kind: 'confirmed-consumption'; date: string };
  item: string;
  quantity: number;
}

/** A planned order. Dates are calendar days, or moments 'YYYY-MM-DDTHH:MM:SS' where a day does not suffice. */
export interface ConstrainedOrder {
  kind: 'make' | 'buy' | 'deliver';
  /** id of the operation that makes or delivers */
  operation?: string;
  supplier?: string;
  /** what is made, bought or delivered */
  item: string;
  start: string;
  end: string;
  quantity: number;
  /** upwards: who takes its units */
  serves: OrderPeg[];
  /** units of `item` that nobody takes: safety stock, or a lot larger than the need */
  excess: number;
  /** units of each demand that it serves in the end, through all levels */
  demands: { demand: string; quantity: number }[];
  /** of these, the demands that are late or short, and why */
  late: { demand: string; lateDays: number; short: number; reasons: string[] }[];
}

export type PlanProblem =
  | {
      /** an order of an unconstrained plan that would have had to start before today */
      kind: 'before-today';
      item: string;
      operation?: string;
      supplier?: string;
      quantity: number;
      from: string;
      /** its end, or today if that is earlier */
      until: string;
      sentence: string;
    }
  | {
      kind: 'material-shortage';
      item: string;
      /** units missing at the worst, to the safety stock where there is one */
      quantity: number;
      from: string;
      /** absent where it lasts */
      until?: string;
      /** what stood in the way of filling the stock up in time, for safety or for confirmed consumption */
      reasons: string[];
      sentence: string;
    }
  | { kind: 'no-replenishment'; item: string; sentence: string };

/** One change of the stock of an item; on one day arrivals come first. */
export interface StockChange {
  item: string;
  date: string;
  change: number;
  onHand: number;
  /**
   * Days until the stock is used up by what is planned, 0 while overdue demand claims all of it; without stock
   * the days until something is needed. Infinite when the plan never uses it up.
   */
  daysOfCover: number;
}

export interface ConstrainedPlan {
  /** in the order in which the demands were planned */
  demands: DemandOutcome[];
  /** by start, then end */
  orders: ConstrainedOrder[];
  problems: PlanProblem[];
  stock: StockChange[];
}
