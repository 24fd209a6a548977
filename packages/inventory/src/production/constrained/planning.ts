import { dayNumberOf } from '../../simulation/calendar.ts';
import type { ConstrainedPlanInput, ItemPerUnit, PlanOperation, PlanSupplier } from './input.ts';
import { type PlanningModel, planningModel } from './model.ts';
import { NEGLIGIBLE, StockProfile } from './stock-profile.ts';

/** Attempts to place an order for one demand or for the stock of one item, those taken back included. */
const MOST_STEPS = 50_000;

/** Units booked at once. Sums of larger ones would have rounding errors that are not negligible. */
const LARGEST_QUANTITY = 1e8;

/** An order the plan creates. Its quantity counts units of the operation, or units bought. */
export interface WorkOrder {
  kind: 'make' | 'buy' | 'deliver';
  operation?: PlanOperation;
  supplier?: PlanSupplier;
  /** id of the demand, where the order delivers it */
  demand?: string;
  start: number;
  end: number;
  quantity: number;
  /** booked out of stock at the start and into it at the end */
  inputs: ItemPerUnit[];
  outputs: ItemPerUnit[];
}

/** What stands in the way of a demand. Days are day numbers; infinite: no supply in sight. */
export interface Obstacle {
  kind:
    | 'manufacturing-lead-time'
    | 'purchasing-lead-time'
    | 'material-shortage'
    | 'awaits-confirmed-receipt'
    | 'due-before-today';
  operation?: string;
  supplier?: string;
  item?: string;
  /** when it would have to start, or is short */
  from: number;
  until: number;
  /** the operations from the delivery down to here */
  path: readonly string[];
}

/** How much of a request can be had, and when to ask again for the rest. */
export interface Reply {
  quantity: number;
  /** earliest day on which more can be had; infinite when none is in sight */
  next: number;
  obstacle?: Obstacle;
}

/** A plan in the making. Whatever is booked can be taken back to a mark. */
export interface Planning {
  /** begins to count steps anew, for the next demand or item */
  beginTask(): void;
  /** @throws RangeError when one demand or item takes too many steps, naming what they were taken for */
  step(what: string): void;
  model: PlanningModel;
  orders: Set<WorkOrder>;
  profile(item: string): StockProfile;
  book(item: string, day: number, quantity: number): void;
  place(order: WorkOrder): void;
  remove(order: WorkOrder): void;
  mark(): number;
  rollback(mark: number): void;
}

/**
 * A day number to the whole second, so that the end of one order and the start of the next, which are reached
 * by different sums, are the same moment.
 */
export function toSecond(day: number): number {
  return Math.round(day * 86_400) / 86_400;
}

/**
 * The empty plan of an input: stock on hand with everything confirmed, no order yet.
 *
 * @throws RangeError as `planningModel`, and for a confirmed date that does not exist
 */
export function createPlanning(input: ConstrainedPlanInput): Planning {
  const model = planningModel(input);
  const profiles = new Map<string, StockProfile>();
  const onHand = new Map<string, number>();
  for (const { item, quantity } of input.onHand ?? []) {
    onHand.set(item, (onHand.get(item) ?? 0) + quantity);
  }
  for (const item of model.items) profiles.set(item, new StockProfile(onHand.get(item) ?? 0));
  const profile = (item: string): StockProfile => {
    const found = profiles.get(item);
    if (!found) throw new RangeError(`item is '${item}'; it must be an item of the plan`);
    return found;
  };
  for (const { item, date, quantity } of input.confirmedReceipts ?? []) {
    profile(item).book(dayNumberOf(date), quantity);
  }
  for (const { item, date, quantity } of input.confirmedConsumption ?? []) {
    profile(item).book(dayNumberOf(date), -quantity);
  }
  const orders = new Set<WorkOrder>();
  const undo: (() => void)[] = [];
  let steps = 0;
  const bookAll = (order: WorkOrder, sign: number) => {
    for (const { item, quantity } of order.inputs) planning.book(item, order.start, -sign * quantity);
    for (const { item, quantity } of order.outputs) planning.book(item, order.end, sign * quantity);
  };
  const planning: Planning = {
    model,
    orders,
    profile,
    beginTask() {
      steps = 0;
    },
    step(what) {
      if (++steps > MOST_STEPS) {
        throw new RangeError(
          `${what} is tried more than ${MOST_STEPS} times for one demand or stock; it must be fewer, by larger orders or fewer ways through the bills of material`,
        );
      }
    },
    book(item, day, quantity) {
      if (!(Math.abs(quantity) <= LARGEST_QUANTITY)) {
        throw new RangeError(
          `quantity of '${item}' is ${quantity}; it must be at most ${LARGEST_QUANTITY}, since amounts are exact to ${NEGLIGIBLE}`,
        );
      }
      const stock = profile(item);
      stock.book(day, quantity);
      undo.push(() => stock.book(day, -quantity));
    },
    place(order) {
      orders.add(order);
      undo.push(() => orders.delete(order));
      bookAll(order, 1);
    },
    remove(order) {
      orders.delete(order);
      undo.push(() => orders.add(order));
      bookAll(order, -1);
    },
    mark: () => undo.length,
    rollback(mark) {
      while (undo.length > mark) undo.pop()?.();
    },
  };
  return planning;
}
