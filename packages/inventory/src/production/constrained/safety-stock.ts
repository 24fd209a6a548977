import type { Planning } from './planning.ts';

/** The stock wanted of an item on a day. */
export function safetyStockAt(planning: Planning, item: string, day: number): number {
  let quantity = 0;
  for (const level of planning.model.safetyStock.get(item) ?? []) {
    if (level.from > day) break;
    quantity = level.quantity;
  }
  return quantity;
}

/** The next day on which the stock or the stock wanted changes, or undefined. */
export function nextEvent(planning: Planning, item: string, after: number): number | undefined {
  const change = planning.profile(item).nextChange(after);
  const level = planning.model.safetyStock.get(item)?.find(({ from }) => from > after)?.from;
  if (change === undefined || level === undefined) return change ?? level;
  return Math.min(change, level);
}

/** The least by which stock lies above the safety stock from a day to the end: below 0 where it is missing. */
export function lowestSurplus(planning: Planning, item: string, from: number): number {
  const stock = planning.profile(item);
  const targets = planning.model.safetyStock.get(item) ?? [];
  let level = stock.onHand;
  let wanted = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let change = 0;
  let target = 0;
  let day = from;
  while (day < Number.POSITIVE_INFINITY) {
    for (; change < stock.days.length && stock.days[change]! <= day; change++)
      level += stock.changes[change]!;
    for (; target < targets.length && targets[target]!.from <= day; target++)
      wanted = targets[target]!.quantity;
    lowest = Math.min(lowest, level - wanted);
    day = Math.min(
      stock.days[change] ?? Number.POSITIVE_INFINITY,
      targets[target]?.from ?? Number.POSITIVE_INFINITY,
    );
  }
  return lowest;
}
