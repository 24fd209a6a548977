import { decidingConstraints, momentOf } from './constraints.ts';
import { coverPeriod } from './cover-period.ts';
import { planDemand } from './deliver.ts';
import type { ConstrainedPlanInput } from './input.ts';
import type { OpenDemand } from './model.ts';
import { pegOrders } from './peg-orders.ts';
import { createPlanning, type Obstacle, type Planning } from './planning.ts';
import { planProblems } from './problems.ts';
import { replenishStock } from './replenish-stock.ts';
import type { ConstrainedPlan, DemandOutcome, PlanDelivery } from './result.ts';
import { safetyStockAt } from './safety-stock.ts';
import { stockChanges } from './stock-changes.ts';
import { NEGLIGIBLE } from './stock-profile.ts';
import { trimExcess } from './trim-excess.ts';

/**
 * Plans deliveries, production and purchases by date, demand by demand in the order of priority and due date.
 * A demand is asked for on its due date; what is missing is made or bought backwards through all levels, and
 * what does not fit between today and that date is delivered as early as possible, in parts where the minimum
 * shipment allows. Stock that a demand of higher priority or a confirmed consumption needs is never taken. Then
 * stocks are filled up to the safety stock, orders within a period of cover are merged, and what has become
 * superfluous is dropped.
 *
 * It is a greedy heuristic: a demand of low priority never delays one of high priority, but the plan as a whole
 * need not be the one with the least lateness. Capacity is not limited: lots of one operation may run at the
 * same time. Durations may have fractions of a day. Time grows with demands x levels x orders per item.
 *
 * @returns what becomes of every demand with the constraints that decide its date, the orders with the demands
 *   they serve, shortages that remain, and the stock of every item. Demand that cannot be met is a value.
 * @throws RangeError that names parameter, value and range; a loop of operations is named item by item
 * @see frePPLe, documentation of the planning algorithm (demand by demand, backward from the due date, then
 *   forward from today), whose published test cases it reproduces
 * @example
 * planConstrained({
 *   today: '2031-03-01',
 *   suppliers: [{ item: 'tea', supplier: 'Assam', leadDays: 10 }],
 *   demands: [{ id: 'o1', item: 'tea', quantity: 5, due: '2031-03-04' }],
 * }).demands[0]?.deliveries // [{ demand: 'o1', date: '2031-03-11', quantity: 5, lateDays: 7 }]
 */
export function planConstrained(input: ConstrainedPlanInput): ConstrainedPlan {
  const planning = createPlanning(input);
  const { model } = planning;
  const missed = new Map<string, Obstacle[]>();
  for (const item of model.items) {
    missed.set(
      item,
      replenishStock(planning, item, () => 0),
    );
  }
  const obstacles = new Map<string, Obstacle[]>();
  for (const open of model.demands) obstacles.set(open.demand.id, planDemand(planning, open));
  for (const item of model.items) {
    if (model.safetyStock.has(item)) {
      const met = replenishStock(planning, item, (day) => safetyStockAt(planning, item, day));
      missed.set(item, [...(missed.get(item) ?? []), ...met]);
    }
  }
  for (const item of model.items) {
    const days = model.coverDays.get(item);
    if (days !== undefined) coverPeriod(planning, item, days);
  }
  trimExcess(planning);
  const demands = outcomes(planning, obstacles);
  return {
    demands,
    orders: pegOrders(planning, input, demands),
    problems: planProblems(planning, obstacles, missed),
    stock: stockChanges(planning, input),
  };
}

function outcomes(planning: Planning, obstacles: ReadonlyMap<string, Obstacle[]>): DemandOutcome[] {
  const dueOf = new Map(planning.model.demands.map(({ demand, due }) => [demand.id, due]));
  const deliveries = new Map<string, PlanDelivery[]>();
  const inOrder = [...planning.orders].sort((one, other) => one.end - other.end);
  for (const { demand, end, quantity } of inOrder) {
    if (demand === undefined) continue;
    const lateDays = Math.max(0, end - (dueOf.get(demand) ?? end));
    const made = deliveries.get(demand) ?? [];
    made.push({ demand, date: momentOf(end), quantity, lateDays });
    deliveries.set(demand, made);
  }
  return planning.model.demands.map((open) =>
    outcome(open, deliveries.get(open.demand.id) ?? [], obstacles.get(open.demand.id) ?? []),
  );
}

function outcome({ demand }: OpenDemand, deliveries: PlanDelivery[], met: Obstacle[]): DemandOutcome {
  const delivered = deliveries.reduce((sum, { quantity }) => sum + quantity, 0);
  const missing = demand.quantity - delivered;
  const short = missing > NEGLIGIBLE ? missing : 0;
  const lateDays = deliveries[deliveries.length - 1]?.lateDays ?? 0;
  return {
    demand: demand.id,
    item: demand.item,
    quantity: demand.quantity,
    deliveries,
    delivered,
    short,
    tooMuch: missing < -NEGLIGIBLE ? -missing : 0,
    lateDays,
    constraints: short > 0 || lateDays > 0 ? decidingConstraints(met) : [],
  };
}
