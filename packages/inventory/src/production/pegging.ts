import { componentRequirement, type RequirementsPlan } from './explosion.ts';

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
    const pegsOfDemand = match(suppliesOf(plan, index, byItem[index] ?? []), wanted);
    for (const requirement of wanted) {
      if (requirement.kind === 'parent-order') continue;
      result.demands.push({ requirement, pegs: pegsOfDemand.get(requirement) ?? [] });
    }
    shareExcess(byItem[index] ?? [], plan.items[index]?.safetyStock ?? 0);
  }
  return result;
}

/** Units of an independent demand that an order serves in the end, through all levels above it. */
export interface DemandServed {
  item: string;
  period: number;
  /** units of `item` */
  quantity: number;
  /** the orders from this one up to the one that serves the demand */
  via: PeggedOrder[];
}

/**
 * Follows the pegs of an order upwards to independent demand. A component is charged to the demands of its
 * parent order in proportion to the units each takes, since one lot of the parent needs all of them.
 *
 * @example demandServed(order) // [{ item: 'A', period: 10, quantity: 95, via: [order of D, of B, of A] }]
 */
export function demandServed(order: PeggedOrder): DemandServed[] {
  const found: DemandServed[] = [];
  const climb = (from: PeggedOrder, share: number, via: PeggedOrder[]) => {
    for (const { requirement, quantity } of from.serves) {
      if (requirement.kind === 'independent-demand') {
        found.push({ item: requirement.item, period: requirement.period, quantity: quantity * share, via });
      } else {
        const parent = requirement.order;
        climb(parent, (share * quantity) / requirement.quantity, [...via, parent]);
      }
    }
  };
  climb(order, 1, [order]);
  return found;
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

function suppliesOf(plan: RequirementsPlan, index: number, orders: PeggedOrder[]): Supply[] {
  const item = plan.items[index]!;
  const dated: { period: number; supply: Supply }[] = orders.map((order) => ({
    period: order.receiptPeriod,
    supply: { kind: 'planned-order', order },
  }));
  const receipts = (item.scheduledReceipts ?? []).map(({ period, quantity }) => ({
    period,
    supply: { kind: 'scheduled-receipt', period, quantity } as const,
  }));
  const arriving = [...receipts, ...dated].sort((one, other) => one.period - other.period);
  return [{ kind: 'on-hand', quantity: item.onHand ?? 0 }, ...arriving.map(({ supply }) => supply)];
}

function unitsOf(supply: Supply): number {
  return supply.kind === 'planned-order' ? supply.order.receipt : supply.quantity;
}

/** Two pointers, one through the supplies and one through the requirements. */
function match(supplies: Supply[], requirements: Requirement[]): Map<Requirement, Peg[]> {
  const pegsOfDemand = new Map<Requirement, Peg[]>();
  let next = 0;
  let left = supplies[0] ? unitsOf(supplies[0]) : 0;
  for (const requirement of requirements) {
    let open = requirement.quantity;
    const negligible = 1e-9 * Math.max(1, open);
    const pegs: Peg[] = [];
    while (open > negligible) {
      while (left <= negligible && next < supplies.length - 1) left = unitsOf(supplies[++next]!);
      const supply = supplies[next];
      if (!supply || left <= negligible) break;
      const quantity = Math.min(open, left);
      const peg: Peg = { supply, requirement, quantity };
      pegs.push(peg);
      if (supply.kind === 'planned-order') supply.order.serves.push(peg);
      open -= quantity;
      left -= quantity;
    }
    if (requirement.kind === 'parent-order') requirement.order.components.push(...pegs);
    else pegsOfDemand.set(requirement, pegs);
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
