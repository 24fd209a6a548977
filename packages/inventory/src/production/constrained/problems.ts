import { decidingConstraints, momentOf } from './constraints.ts';
import type { Obstacle, Planning, WorkOrder } from './planning.ts';
import type { PlanProblem } from './result.ts';
import { nextEvent, safetyStockAt } from './safety-stock.ts';
import { NEGLIGIBLE } from './stock-profile.ts';

/**
 * Orders of an unconstrained plan that would have had to start before today, where the plan leaves stock below zero or below the safety stock, and the items that something needs but
 * that nobody makes or sells, which is most often a fault of the data.
 */
export function planProblems(
  planning: Planning,
  obstacles: ReadonlyMap<string, Obstacle[]>,
  missed: ReadonlyMap<string, Obstacle[]>,
): PlanProblem[] {
  const { items, sources, newOrdersAllowed } = planning.model;
  const wanted = new Set<string>();
  for (const met of obstacles.values()) {
    for (const { kind, item } of met) {
      if (kind === 'material-shortage' && item !== undefined) wanted.add(item);
    }
  }
  const problems: PlanProblem[] = [...planning.orders]
    .filter(({ kind, start }) => kind !== 'deliver' && start < planning.model.today)
    .map((order) => beforeToday(order, planning.model.today));
  for (const item of items) {
    const shortages = shortagesOf(planning, item, missed.get(item) ?? []);
    problems.push(...shortages);
    const unsupplied = newOrdersAllowed && !sources.has(item);
    if (unsupplied && (wanted.has(item) || shortages.length > 0)) {
      problems.push({ kind: 'no-replenishment', item, sentence: `no replenishment defined for '${item}'` });
    }
  }
  return problems;
}

function beforeToday(
  { operation, supplier, inputs, outputs, ...order }: WorkOrder,
  today: number,
): PlanProblem {
  const item = (outputs[0] ?? inputs[0])?.item ?? '';
  const what = operation ? `'${operation.id}'` : `'${item}' from '${supplier?.supplier}'`;
  const from = momentOf(order.start);
  return {
    kind: 'before-today',
    item,
    ...(operation ? { operation: operation.id } : {}),
    ...(supplier ? { supplier: supplier.supplier } : {}),
    quantity: order.quantity,
    from,
    until: momentOf(Math.min(order.end, today)),
    sentence: `${what} of ${order.quantity} would have to start on ${from}, before today`,
  };
}

function shortagesOf(planning: Planning, item: string, met: readonly Obstacle[]): PlanProblem[] {
  const stock = planning.profile(item);
  const shortages: PlanProblem[] = [];
  let since: number | undefined;
  let worst = 0;
  const reasons = decidingConstraints(met).map((constraint) => constraint.sentence);
  const close = (until: number | undefined) => {
    if (since === undefined) return;
    const end = until === undefined ? {} : { until: momentOf(until) };
    const lasting = until === undefined ? 'and stays' : `until ${momentOf(until)}`;
    const sentence = `material shortage of ${worst} of '${item}' from ${momentOf(since)} ${lasting}`;
    shortages.push({
      kind: 'material-shortage',
      item,
      quantity: worst,
      from: momentOf(since),
      ...end,
      reasons,
      sentence,
    });
    since = undefined;
    worst = 0;
  };
  const { today } = planning.model;
  let day: number | undefined = Math.min(today, stock.days[0] ?? today);
  while (day !== undefined) {
    // A stock for safety can be asked for from today on only.
    const wanted = day < today ? 0 : safetyStockAt(planning, item, day);
    const missing = wanted - stock.levelAt(day);
    if (missing > NEGLIGIBLE) {
      since ??= day;
      worst = Math.max(worst, missing);
    } else close(day);
    const following = nextEvent(planning, item, day);
    day = day < today ? Math.min(today, following ?? today) : following;
  }
  close(undefined);
  return shortages;
}
