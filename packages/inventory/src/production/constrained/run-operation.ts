import type { ItemPerUnit, PlanOperation } from './input.ts';
import { sizeDown, sizeUp } from './order-sizes.ts';
import { type Obstacle, type Planning, type Reply, toSecond } from './planning.ts';
import { NEGLIGIBLE } from './stock-profile.ts';
import { takeFromStock } from './take-from-stock.ts';

interface Run {
  operation: PlanOperation;
  /** units of the operation wanted */
  quantity: number;
  /** when it has to be finished */
  day: number;
  /** no smaller lot is worth making; 1 when absent, or the whole quantity if that is less */
  atLeast?: number;
  /** the demand it delivers */
  demand?: string;
}

/**
 * Plans one lot of an operation that ends on a day and takes its components at the start. The lot shrinks to
 * what time and components allow, down to the smallest permitted.
 *
 * @returns units of the operation; when 0, the earliest day on which a smallest lot can be finished
 */
export function runOperation(planning: Planning, run: Run, path: readonly string[]): Reply {
  const { operation, day, atLeast = 1 } = run;
  const here = [...path, operation.id];
  const { today, constrained } = planning.model;
  let quantity = sizeDown(operation, sizeUp(operation, run.quantity));
  const least = Math.min(quantity, sizeUp(operation, Math.min(atLeast, quantity)));
  const blocked = (next: number, obstacle: Obstacle | undefined): Reply => ({
    quantity: 0,
    next,
    ...(obstacle ? { obstacle } : {}),
  });
  let more = Number.POSITIVE_INFINITY;
  for (;;) {
    const mark = planning.mark();
    planning.step(`operation '${operation.id}'`);
    const { start, end } = timesOf(operation, quantity, day, constrained ? today : Number.NEGATIVE_INFINITY);
    if (constrained && start < today) {
      more = toSecond(today + durationOf(operation, quantity));
      quantity = sizeDown(operation, fitting(operation, day - today));
      if (quantity >= least - NEGLIGIBLE) continue;
      const obstacle: Obstacle = {
        kind: 'manufacturing-lead-time',
        operation: operation.id,
        from: start,
        until: today,
        path: here,
      };
      return blocked(toSecond(today + durationOf(operation, least)), obstacle);
    }
    const taken = takeComponents(planning, operation, { quantity, least, start }, here);
    if (taken.quantity >= quantity - NEGLIGIBLE) {
      placeRun(planning, run, { quantity, start, end });
      return { quantity, next: more };
    }
    planning.rollback(mark);
    more = Math.min(more, toSecond(taken.next + durationOf(operation, least)));
    // With fewer units the lot may start when the components are there and still end in time.
    const inTime = sizeDown(operation, fitting(operation, day - taken.next));
    const smaller = Math.max(sizeDown(operation, taken.quantity), inTime < quantity ? inTime : 0);
    if (smaller < least - NEGLIGIBLE || smaller > quantity - NEGLIGIBLE) {
      return blocked(toSecond(taken.next + durationOf(operation, least)), taken.obstacle);
    }
    quantity = smaller;
  }
}

/**
 * Asks for every component, so that the reply knows the one that comes last.
 *
 * @returns units of the operation that all components allow, and when the smallest lot has all it needs
 */
function takeComponents(
  planning: Planning,
  operation: PlanOperation,
  lot: { quantity: number; least: number; start: number },
  path: readonly string[],
): Reply {
  let possible = lot.quantity;
  const short: (Reply & { tooLittle: boolean })[] = [];
  for (const { item, quantity: perUnit } of operation.consumes ?? []) {
    const quantity = lot.quantity * perUnit;
    const reply = takeFromStock(planning, { item, quantity, day: lot.start }, path);
    if (reply.quantity >= quantity - NEGLIGIBLE) continue;
    possible = Math.min(possible, reply.quantity / perUnit);
    short.push({ ...reply, tooLittle: reply.quantity < lot.least * perUnit - NEGLIGIBLE });
  }
  // The smallest lot waits for the last component it lacks; a larger one for the first that comes.
  const lacking = short.filter(({ tooLittle }) => tooLittle).sort(latestFirst);
  const decisive = lacking[0] ?? short.sort(latestFirst).at(-1);
  const obstacle = decisive?.obstacle;
  return { quantity: possible, next: decisive?.next ?? lot.start, ...(obstacle ? { obstacle } : {}) };
}

/** Two that never come are equal; their difference would be no number. */
function latestFirst(one: Reply, other: Reply): number {
  return one.next === other.next ? 0 : other.next - one.next;
}

/** As late as needed, earlier by the safety lead as far as there is time for it. */
function timesOf(operation: PlanOperation, quantity: number, day: number, earliest: number) {
  const duration = durationOf(operation, quantity);
  const wanted = day - (operation.safetyLeadDays ?? 0);
  const end = wanted - duration >= earliest ? wanted : Math.min(day, earliest + duration);
  return { start: toSecond(end - duration), end: toSecond(end) };
}

/** Places the order; its components have been booked already and are so only listed. */
function placeRun(planning: Planning, run: Run, lot: { quantity: number; start: number; end: number }): void {
  const { operation, demand } = run;
  const scaled = (list: readonly ItemPerUnit[] = []) =>
    list.map(({ item, quantity }) => ({ item, quantity: quantity * lot.quantity }));
  const inputs = scaled(operation.consumes);
  for (const { item, quantity } of inputs) planning.book(item, lot.start, quantity);
  planning.place({
    kind: demand === undefined ? 'make' : 'deliver',
    operation,
    ...(demand === undefined ? {} : { demand }),
    ...lot,
    inputs,
    outputs: scaled(operation.produces),
  });
}

export function durationOf(operation: PlanOperation, quantity: number): number {
  return operation.fixedDays + (operation.daysPerUnit ?? 0) * quantity;
}

/** Units that can be made in a number of days; 0 where the duration does not depend on the quantity. */
function fitting(operation: PlanOperation, days: number): number {
  const { fixedDays, daysPerUnit = 0 } = operation;
  return daysPerUnit > 0 ? Math.max(0, (days - fixedDays) / daysPerUnit) : 0;
}
