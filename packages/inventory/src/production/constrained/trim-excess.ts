import { sizeUp } from './order-sizes.ts';
import type { Planning, WorkOrder } from './planning.ts';
import { durationOf } from './run-operation.ts';
import { lowestSurplus } from './safety-stock.ts';
import { NEGLIGIBLE } from './stock-profile.ts';

/**
 * Makes orders smaller, or drops them, as far as nothing needs their units until the end of the plan: stock
 * built for safety may have made a later order superfluous, for instance when the safety stock falls. The
 * earliest order of an item goes first; products come before their components, whose orders shrink in turn.
 */
export function trimExcess(planning: Planning): void {
  const ordersOf = new Map<string, WorkOrder[]>();
  for (const order of planning.orders) {
    for (const { item } of order.outputs.slice(0, 1)) {
      const found = ordersOf.get(item);
      if (found) found.push(order);
      else ordersOf.set(item, [order]);
    }
  }
  for (const item of planning.model.items) {
    const orders = (ordersOf.get(item) ?? []).sort((one, other) => one.end - other.end);
    for (const order of orders) trim(planning, order);
  }
}

function trim(planning: Planning, order: WorkOrder): void {
  let spare = order.quantity;
  for (const { item, quantity } of order.outputs) {
    spare = Math.min(spare, (lowestSurplus(planning, item, order.end) * order.quantity) / quantity);
    if (spare <= NEGLIGIBLE) return;
  }
  const sizes = order.operation ?? order.supplier;
  const rest = order.quantity - spare;
  const size = rest <= NEGLIGIBLE ? 0 : sizeUp(sizes ?? {}, rest);
  if (size >= order.quantity - NEGLIGIBLE) return;
  planning.remove(order);
  if (size === 0) return;
  const share = size / order.quantity;
  const scaled = (list: WorkOrder['inputs']) =>
    list.map(({ item, quantity }) => ({ item, quantity: quantity * share }));
  const shorter = order.operation
    ? durationOf(order.operation, order.quantity) - durationOf(order.operation, size)
    : 0;
  planning.place({
    ...order,
    start: order.start + shorter,
    quantity: size,
    inputs: scaled(order.inputs),
    outputs: scaled(order.outputs),
  });
}
