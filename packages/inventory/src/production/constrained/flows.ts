import { dayNumberOf } from '../../simulation/calendar.ts';
import type { ConstrainedPlanInput } from './input.ts';
import type { Planning, WorkOrder } from './planning.ts';

/** Units that arrive at or leave one item. */
export interface Flow {
  kind: 'on-hand' | 'confirmed-receipt' | 'confirmed-consumption' | 'order';
  order?: WorkOrder;
  item: string;
  day: number;
  /** at least 0, whichever way it goes */
  quantity: number;
}

export interface ItemFlows {
  item: string;
  /** by day, stock on hand first */
  arriving: Flow[];
  /** by day */
  leaving: Flow[];
}

/** All flows of a finished plan by item, in the order of the plan's items. */
export function flowsByItem(planning: Planning, input: ConstrainedPlanInput): ItemFlows[] {
  const { items } = planning.model;
  const flows = new Map(
    items.map((item): [string, ItemFlows] => [item, { item, arriving: [], leaving: [] }]),
  );
  const arrive = (flow: Flow) => flows.get(flow.item)?.arriving.push(flow);
  const leave = (flow: Flow) => flows.get(flow.item)?.leaving.push(flow);
  for (const { item, quantity } of input.onHand ?? []) {
    arrive({ kind: 'on-hand', item, day: Number.NEGATIVE_INFINITY, quantity });
  }
  for (const { item, date, quantity } of input.confirmedReceipts ?? []) {
    arrive({ kind: 'confirmed-receipt', item, day: dayNumberOf(date), quantity });
  }
  for (const { item, date, quantity } of input.confirmedConsumption ?? []) {
    leave({ kind: 'confirmed-consumption', item, day: dayNumberOf(date), quantity });
  }
  for (const order of planning.orders) {
    for (const { item, quantity } of order.outputs) {
      arrive({ kind: 'order', order, item, day: order.end, quantity });
    }
    for (const { item, quantity } of order.inputs) {
      leave({ kind: 'order', order, item, day: order.start, quantity });
    }
  }
  const byDay = (one: Flow, other: Flow) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0);
  for (const { arriving, leaving } of flows.values()) {
    arriving.sort(byDay);
    leaving.sort(byDay);
  }
  return [...flows.values()];
}
