import { obtain } from './obtain.ts';
import type { Obstacle, Planning } from './planning.ts';
import { nextEvent } from './safety-stock.ts';
import { NEGLIGIBLE } from './stock-profile.ts';

/**
 * Orders what an item misses to a stock wanted, from today on, as early as it can be had. With the safety
 * stock, after the demands, it never delays one; with a stock of 0, before the demands, it repairs what
 * confirmed consumption takes beyond confirmed receipts.
 *
 * @param wanted stock wanted on a day
 * @returns what stood in the way of having it on the day
 */
export function replenishStock(
  planning: Planning,
  item: string,
  wanted: (day: number) => number,
): Obstacle[] {
  const met: Obstacle[] = [];
  const stock = planning.profile(item);
  planning.beginTask();
  let day: number | undefined = planning.model.today;
  while (day !== undefined) {
    const following = nextEvent(planning, item, day) ?? Number.POSITIVE_INFINITY;
    let ask: number = day;
    while (ask < following) {
      const missing = wanted(ask) - stock.levelAt(ask);
      if (missing <= NEGLIGIBLE) break;
      const mark = planning.mark();
      const reply = obtain(planning, { item, quantity: missing, day: ask }, []);
      if (reply.quantity > NEGLIGIBLE) continue;
      planning.rollback(mark);
      if (reply.obstacle) met.push(reply.obstacle);
      if (reply.next <= ask || reply.next === Number.POSITIVE_INFINITY) break;
      ask = reply.next;
    }
    day = nextEvent(planning, item, day);
  }
  return met;
}
