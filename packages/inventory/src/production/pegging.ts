import { componentRequirement, type RequirementsPlan } from './explosion.ts';
import { firstInFirstOut } from './first-in-first-out.ts';

/** What units are wanted for: demand from outside, or an order of a parent item. */
export type Requirement =
  | { kind: 'independent-demand'; item: string; period: number; quantity: number }
  | { kind: 'parent-order'; item: string; period: number; quantity: number; order: PeggedOrder };

/** Where units come from. */
export type Supply =
  | { kind: 'on-hand'; quantity: number }
  | { kind: 'scheduled-receipt'; period: number; quantity: number }
  | { kind: 'planned-order'; order: PeggedOrder };

/** Units of one supply that serve one requirement. */
export interface Peg {
  supply: Supply;
  requirement: Requirement;
  quantity: number;
}

/** A planned order with everything it serves: pegged units + the two excesses = receipt. */
export interface PeggedOrder {
  item: string;
  releasePeriod: number;
  receiptPeriod: number;
  /** units to start; more than `receipt` where the yield is below 1 */
  started: number;
  /** good units expected */
  receipt: number;
  /** upwards: the requirements this order serves */
  serves: Peg[];
  /** downwards: what its components are taken from */
  components: Peg[];
  /** units that no requirement of the horizon takes but the safety stock does */
  forSafetyStock: number;
  /** units beyond that: the lot is larger than the need */
  excessOfLot: number;
}

export interface PeggedPlan {
  /** by item in the order of the plan, then by period */
  orders: PeggedOrder[];
  /** the pegs of every independent demand, by item and period as the orders */
  demands: { requirement: Requirement; pegs: Peg[] }[];
}

/**
 * Connects supplies with requirements: those of each item are matched in the order of their dates, first in
 * first out, so that stock on hand serves the earliest requirement. Requirements of one period are taken with
 * independent demand first, then parents in the order of the items. Time grows with the number of pegs, which
 * is at most supplies + requirements.
 *
 * @see Orlicky (1975), Material Requirements Planning, on pegged requirements
 */
export function pegPlan(plan: RequirementsPlan): PeggedPlan {
  const requirements: Requirement[][] = plan.items.map(() => []);
  const result: PeggedPlan = { orders: [], demands: [] };
  const byItem = plan.items.map((_, index) => ordersOf(plan, index));
  for (const [index, item] of plan.items.entries()) {
    requirements[index]?.push(...independentDemands(item.id, item.independentDemand ?? []));
    result.orders.push(...(byItem[index] ?? []));
  }
  for (const [parent, orders] of byItem.entries()) {
    for (let line = plan.bill.firstLine[parent]!; line < plan.bill.firstLine[parent + 1]!; line++) {
      const component = plan.bill.component[line]!;
      for (const order of orders) {
        requirements[component]?.push({
          kind: 'parent-order',
          item: plan.items[component]!.id,
          period: Math.max(1, order.releasePeriod),
          quantity: componentRequirement(plan, line, order.started),
          order,
        });
      }
    }
  }
  for (const [index, wanted] of requirements.entries()) {
    wanted.sort((one, other) => one.period - other.period);
    const pegsOfDemand = peg(suppliesOf(plan, index, byItem[index] ?? []), wanted);
    for (const requirement of wanted) {
      if (requirement.kind === 'parent-order') continue;
      result.demands.push({ requirement, pegs: pegsOfDemand.get(requirement) ?? [] });
    }
    shareExcess(byItem[index] ?? [], plan.items[index]?.safetyStock ?? 0);
  }
  return result;
}

/** A supply with its date and size, as it is matched. */
interface Source {
  period: number;
  quantity: number;
  supply: Supply;
}

function ordersOf(plan: RequirementsPlan, index: number): PeggedOrder[] {
  const item = plan.items[index]!;
  const orders: PeggedOrder[] = [];
  for (let period = 1; period <= plan.periods; period++) {
    const at = index * plan.periods + period - 1;
    const receipt = plan.plannedReceipts[at]!;
    if (receipt === 0) continue;
    orders.push({
      item: item.id,
      releasePeriod: period - item.leadTimePeriods,
      receiptPeriod: period,
      started: plan.startedQuantity[at]!,
      receipt,
      serves: [],
      components: [],
      forSafetyStock: 0,
      excessOfLot: 0,
    });
  }
  return orders;
}

function independentDemands(item: string, demand: readonly { period: number; quantity: number }[]) {
  return demand
    .filter(({ quantity }) => quantity > 0)
    .map(({ period, quantity }): Requirement => ({ kind: 'independent-demand', item, period, quantity }));
}

function suppliesOf(plan: RequirementsPlan, index: number, orders: PeggedOrder[]): Source[] {
  const item = plan.items[index]!;
  const planned: Source[] = orders.map((order) => ({
    period: order.receiptPeriod,
    quantity: order.receipt,
    supply: { kind: 'planned-order', order },
  }));
  const scheduled = (item.scheduledReceipts ?? []).map(
    ({ period, quantity }): Source => ({
      period,
      quantity,
      supply: { kind: 'scheduled-receipt', period, quantity },
    }),
  );
  const onHand = item.onHand ?? 0;
  const stock: Source = { period: 0, quantity: onHand, supply: { kind: 'on-hand', quantity: onHand } };
  return [stock, ...[...scheduled, ...planned].sort((one, other) => one.period - other.period)];
}

/** Notes every peg at both ends; gives the pegs of the independent demands. */
function peg(sources: Source[], requirements: Requirement[]): Map<Requirement, Peg[]> {
  const pegsOfDemand = new Map<Requirement, Peg[]>();
  for (const { supply: source, requirement, quantity } of firstInFirstOut(sources, requirements)) {
    const { supply } = source;
    const made: Peg = { supply, requirement, quantity };
    if (supply.kind === 'planned-order') supply.order.serves.push(made);
    if (requirement.kind === 'parent-order') {
      requirement.order.components.push(made);
      continue;
    }
    const pegs = pegsOfDemand.get(requirement);
    if (pegs) pegs.push(made);
    else pegsOfDemand.set(requirement, [made]);
  }
  return pegsOfDemand;
}

/** What is left of the last orders is the safety stock, the latest units first, and beyond it excess. */
function shareExcess(orders: PeggedOrder[], safetyStock: number): void {
  let toHold = safetyStock;
  for (const order of [...orders].reverse()) {
    const left = order.receipt - order.serves.reduce((sum, peg) => sum + peg.quantity, 0);
    order.forSafetyStock = Math.max(0, Math.min(left, toHold));
    order.excessOfLot = Math.max(0, left - order.forSafetyStock);
    toHold -= order.forSafetyStock;
  }
}
