import { obtain } from './obtain.ts';
import type { Planning, WorkOrder } from './planning.ts';
import { lowestSurplus } from './safety-stock.ts';
import { NEGLIGIBLE } from './stock-profile.ts';

/**
 * Merges the orders of an item that arrive within its period of cover: the first order of a period buys or
 * makes what the whole period needs. A period begins with the first arrival after the one before it has
 * ended. Where the larger order is not possible at that time, the orders stay as they are.
 */
export function coverPeriod(planning: Planning, item: string, days: number): void {
  const orders = [...planning.orders]
    .filter((order) => order.outputs.length === 1 && order.outputs[0]?.item === item)
    .sort((one, other) => one.end - other.end);
  let next = 0;
  while (next < orders.length) {
    const begin = orders[next]!.end;
    let until = next;
    while (until < orders.length && orders[until]!.end < begin + days) until++;
    const together = orders.slice(next, until);
    if (together.length > 1) merge(planning, item, together, begin);
    next = until;
  }
}

function merge(planning: Planning, item: string, orders: WorkOrder[], day: number): void {
  const mark = planning.mark();
  for (const order of orders) planning.remove(order);
  // Lots may have been larger than the need: only what is missing without them is ordered again.
  const supplied = orders.reduce((sum, order) => sum + (order.outputs[0]?.quantity ?? 0), 0);
  const quantity = Math.min(supplied, -lowestSurplus(planning, item, day));
  if (quantity <= NEGLIGIBLE) return;
  const reply = obtain(planning, { item, quantity, day }, []);
  if (reply.quantity < quantity - NEGLIGIBLE) planning.rollback(mark);
}
