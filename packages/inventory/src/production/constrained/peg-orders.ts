import { firstInFirstOut } from '../first-in-first-out.ts';
import { successorsFirst } from '../successors-first.ts';
import { momentOf } from './constraints.ts';
import { type Flow, flowsByItem } from './flows.ts';
import type { ConstrainedPlanInput } from './input.ts';
import type { Planning, WorkOrder } from './planning.ts';
import type { ConstrainedOrder, DemandOutcome } from './result.ts';

interface Upward {
  taker: Flow;
  quantity: number;
}

/**
 * Gives every order the ones that take its units, first in first out per item, and from these the demands it
 * serves in the end. A component counts towards the demands of the order that takes it in proportion.
 */
export function pegOrders(
  planning: Planning,
  input: ConstrainedPlanInput,
  outcomes: readonly DemandOutcome[],
): ConstrainedOrder[] {
  const pegs = new Map<WorkOrder, Upward[]>();
  for (const { arriving, leaving } of flowsByItem(planning, input)) {
    for (const { supply, requirement, quantity } of firstInFirstOut(arriving, leaving)) {
      if (!supply.order) continue;
      const known = pegs.get(supply.order) ?? [];
      known.push({ taker: requirement, quantity });
      pegs.set(supply.order, known);
    }
  }
  const orders = [...planning.orders].sort((one, other) => one.start - other.start || one.end - other.end);
  const results = new Map<WorkOrder, ConstrainedOrder>(orders.map((order) => [order, bare(order)]));
  const outcomeOf = new Map(outcomes.map((outcome) => [outcome.demand, outcome]));
  const served = demandsByOrder(orders, pegs, outcomeOf);
  for (const [order, result] of results) {
    for (const { taker, quantity } of pegs.get(order) ?? []) {
      const taking = taker.order && results.get(taker.order);
      result.serves.push({
        taker: taking
          ? { kind: 'order', order: taking }
          : { kind: 'confirmed-consumption', date: momentOf(taker.day) },
        item: taker.item,
        quantity,
      });
    }
    const made = order.outputs.find(({ item }) => item === result.item)?.quantity ?? 0;
    const taken = result.serves.filter(({ item }) => item === result.item);
    result.excess = Math.max(0, made - taken.reduce((sum, { quantity }) => sum + quantity, 0));
    result.demands = [...(served.get(order) ?? [])].map(([demand, quantity]) => ({ demand, quantity }));
    result.late = result.demands.flatMap(({ demand }) => latenessOf(outcomeOf.get(demand)));
  }
  return [...results.values()];
}

/** Units of demand that every order serves, by demand; orders before the components they take. */
function demandsByOrder(
  orders: Iterable<WorkOrder>,
  pegs: ReadonlyMap<WorkOrder, Upward[]>,
  outcomeOf: ReadonlyMap<string, DemandOutcome>,
): Map<WorkOrder, Map<string, number>> {
  const known = new Map<WorkOrder, Map<string, number>>();
  const takersOf = (order: WorkOrder) =>
    (pegs.get(order) ?? []).flatMap(({ taker }) => (taker.order ? [taker.order] : []));
  for (const order of successorsFirst(orders, takersOf)) {
    const served = new Map<string, number>();
    if (order.demand !== undefined) served.set(order.demand, order.quantity);
    for (const { taker, quantity } of pegs.get(order) ?? []) {
      if (!taker.order) continue;
      for (const [demand, units] of known.get(taker.order) ?? []) {
        // A component of two parts of one product is needed by both, but for the same units of demand.
        const delivered = outcomeOf.get(demand)?.delivered ?? Number.POSITIVE_INFINITY;
        const known = served.get(demand) ?? 0;
        served.set(demand, Math.min(delivered, known + (units * quantity) / taker.quantity));
      }
    }
    known.set(order, served);
  }
  return known;
}

function latenessOf(outcome: DemandOutcome | undefined): ConstrainedOrder['late'] {
  if (!outcome || outcome.constraints.length === 0) return [];
  const { demand, lateDays, short, constraints } = outcome;
  return [{ demand, lateDays, short, reasons: constraints.map(({ sentence }) => sentence) }];
}

function bare(order: WorkOrder): ConstrainedOrder {
  const { kind, operation, supplier, start, end, quantity } = order;
  return {
    kind,
    ...(operation ? { operation: operation.id } : {}),
    ...(supplier ? { supplier: supplier.supplier } : {}),
    item: (order.outputs[0] ?? order.inputs[0])?.item ?? '',
    start: momentOf(start),
    end: momentOf(end),
    quantity,
    serves: [],
    excess: 0,
    demands: [],
    late: [],
  };
}
