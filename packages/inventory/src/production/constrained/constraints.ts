import { dateOf } from '../../simulation/calendar.ts';
import type { Obstacle } from './planning.ts';
import type { PlanConstraint } from './result.ts';

/** A day number as a calendar day, or as a moment where it has a fraction. */
export function momentOf(day: number): string {
  if (Number.isInteger(day)) return dateOf(day);
  return new Date(Math.round(day * 86_400) * 1000).toISOString().slice(0, 19);
}

/**
 * The obstacles that decide the date of a demand: the last one met, and of those before it the operations on
 * the way down to it. Others would have allowed an earlier date. Each is named once.
 */
export function decidingConstraints(obstacles: readonly Obstacle[]): PlanConstraint[] {
  const last = obstacles[obstacles.length - 1];
  if (!last) return [];
  const deciding = new Map<string, Obstacle>();
  for (const obstacle of obstacles) {
    const key = [obstacle.kind, obstacle.operation, obstacle.supplier, obstacle.item].join('\n');
    const onTheWay = obstacle.operation !== undefined && last.path.includes(obstacle.operation);
    const overdue = obstacle.kind === 'due-before-today';
    const same = obstacle.operation === undefined && obstacle.item === last.item;
    if (!(overdue || onTheWay || (same && obstacle.supplier === last.supplier))) continue;
    const known = deciding.get(key);
    deciding.set(key, known ? { ...known, until: Math.max(known.until, obstacle.until) } : obstacle);
  }
  return [...deciding.values()].map(constraintOf);
}

function constraintOf(obstacle: Obstacle): PlanConstraint {
  const { kind, operation, supplier, item, from, until } = obstacle;
  return {
    kind,
    ...(operation === undefined ? {} : { operation }),
    ...(supplier === undefined ? {} : { supplier }),
    ...(item === undefined ? {} : { item }),
    from: momentOf(from),
    ...(until === Number.POSITIVE_INFINITY ? {} : { until: momentOf(until) }),
    sentence: sentenceOf(obstacle),
  };
}

function sentenceOf({ kind, operation, supplier, item, from, until }: Obstacle): string {
  const end = until === Number.POSITIVE_INFINITY ? 'no supply in sight' : `until ${momentOf(until)}`;
  const start = `it would have to start on ${momentOf(from)}, before today`;
  switch (kind) {
    case 'manufacturing-lead-time':
      return `manufacturing lead time on '${operation}': ${start}`;
    case 'purchasing-lead-time':
      return `purchasing lead time on '${item}' from '${supplier}': ${start}`;
    case 'material-shortage':
      return `material shortage of '${item}' from ${momentOf(from)}, ${end}`;
    case 'awaits-confirmed-receipt':
      return `'${item}' awaits confirmed supply from ${momentOf(from)}, ${end}`;
    case 'due-before-today':
      return `due on ${momentOf(from)}, before today`;
  }
}
