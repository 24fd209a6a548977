import { obtain } from './obtain.ts';
import type { Obstacle, Planning, Reply } from './planning.ts';
import { NEGLIGIBLE } from './stock-profile.ts';

/**
 * Takes units of an item out of stock on a day and orders what is then missing, that day or later. Units that
 * something booked before needs are not taken, unless new supply replaces them in time. What can be had is
 * booked; the rest is the caller's to ask for again on the day replied.
 *
 * @param path operations above, for the obstacle
 */
export function takeFromStock(
  planning: Planning,
  request: { item: string; quantity: number; day: number },
  path: readonly string[],
): Reply {
  const { item, quantity, day } = request;
  const stock = planning.profile(item);
  const mark = planning.mark();
  planning.book(item, day, -quantity);
  let unmet = 0;
  let next = Number.POSITIVE_INFINITY;
  let obstacle: Obstacle | undefined;
  let at = stock.firstBelow(-NEGLIGIBLE, day);
  while (at !== undefined) {
    let missing = -stock.levelAt(at) - unmet;
    // Supply in time for a later shortage keeps stock low; supply on the day asked for is the second choice.
    for (const wanted of at === day ? [day] : [at, day]) {
      if (missing <= NEGLIGIBLE) break;
      const reply = obtain(planning, { item, quantity: missing, day: wanted }, path);
      missing -= reply.quantity;
      if (missing > NEGLIGIBLE && (obstacle === undefined || reply.next < next)) {
        next = Math.min(next, reply.next);
        obstacle = reply.obstacle;
      }
    }
    if (missing > NEGLIGIBLE) unmet += missing;
    const following = stock.nextChange(at);
    at = following === undefined ? undefined : stock.firstBelow(-unmet - NEGLIGIBLE, following);
  }
  if (unmet === 0 || !planning.model.constrained) return { quantity, next: Number.POSITIVE_INFINITY };
  const taken = quantity - unmet;
  if (taken > NEGLIGIBLE) planning.book(item, day, unmet);
  else planning.rollback(mark);
  const free = stock.firstFreeAfter(day);
  next = Math.min(next, free);
  if (obstacle?.item === item && obstacle.until === Number.POSITIVE_INFINITY) {
    obstacle = { ...obstacle, from: day, until: free };
  }
  return { quantity: Math.max(0, taken), next, ...(obstacle ? { obstacle } : {}) };
}
