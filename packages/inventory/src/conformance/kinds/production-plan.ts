import { type ConstrainedPlan, planConstrained } from '../../production/index.ts';
import type { Inputs } from '../inputs.ts';
import { readPlanInput } from './production-plan-inputs.ts';

/** Rows of a plan in the words of the cases; `comparePlan` compares their totals per date. */
export function constrainedPlan(inputs: Inputs) {
  const plan = planConstrained(readPlanInput(inputs));
  const [only] = plan.demands;
  const stock = stockRows(plan);
  return {
    deliveries: plan.demands.map(({ demand, item, deliveries, short, tooMuch, lateDays }) => ({
      order: demand,
      item,
      short,
      excess: tooMuch,
      late_days: lateDays,
      rows: deliveries.map((each) => ({
        order: demand,
        item,
        date: each.date,
        qty: each.quantity,
        late_days: each.lateDays,
      })),
    })),
    operations: operationRows(plan),
    purchase_orders: plan.orders
      .filter(({ kind }) => kind === 'buy')
      .map(({ item, supplier, start, end, quantity }) => ({
        item,
        supplier,
        start,
        arrive: end,
        qty: quantity,
      })),
    replenishments: replenishmentRows(plan),
    problems: problemRows(plan),
    data_problems: plan.problems.flatMap(({ kind, item }) => (kind === 'no-replenishment' ? [item] : [])),
    constraint_reported: constraintRows(plan),
    stock,
    period_of_cover: stock,
    ...(only && plan.demands.length === 1
      ? {
          lines: only.deliveries.map(({ date, quantity }) => ({ date, qty: quantity })),
          short: only.short,
          excess: only.tooMuch,
          late_days: only.lateDays,
        }
      : {}),
  };
}

function operationRows(plan: ConstrainedPlan) {
  return plan.orders
    .filter(({ operation }) => operation !== undefined)
    .map(({ kind, operation, start, end, quantity }) => ({
      id: operation,
      start,
      end,
      qty: quantity,
      delivers: kind === 'deliver',
    }));
}

/** All that is made or bought, for cases that do not tell the two apart. */
function replenishmentRows(plan: ConstrainedPlan) {
  return plan.orders
    .filter(({ kind }) => kind !== 'deliver')
    .map(({ item, operation, supplier, start, end, quantity }) => ({
      item,
      id: operation,
      supplier,
      start,
      end,
      date: end,
      qty: quantity,
    }));
}

/** The source of the cases does not count an order that should have started before today as a problem. */
function problemRows(plan: ConstrainedPlan) {
  return plan.problems.flatMap((problem) => {
    if (problem.kind === 'before-today') return [];
    if (problem.kind === 'no-replenishment') return [{ type: 'invalid data', item: problem.item }];
    const { item, quantity, from, until } = problem;
    return [{ type: 'material shortage', item, qty: quantity, start: from, end: until }];
  });
}

function constraintRows(plan: ConstrainedPlan) {
  return plan.demands.flatMap(({ demand, constraints }) =>
    constraints.map(({ kind, operation, supplier, item }) => ({
      order: demand,
      kind: kind.replaceAll('-', ' '),
      operation,
      supplier,
      item,
    })),
  );
}

function stockRows(plan: ConstrainedPlan) {
  return plan.stock.map(({ item, date, change, onHand, daysOfCover }) => ({
    item,
    date,
    qty: change,
    on_hand: onHand,
    // The cases write 999 days for a stock that lasts beyond the plan.
    days: daysOfCover === Number.POSITIVE_INFINITY ? 999 : daysOfCover,
  }));
}
