import type { PeggedOrder, Requirement } from './pegging.ts';
import { successorsFirst } from './successors-first.ts';

/** Units of an independent demand that an order serves in the end, through all levels above it. */
export interface DemandServed {
  item: string;
  period: number;
  /** units of `item` */
  quantity: number;
  /** the orders from this one up to the one that serves the demand; of several ways the one of the most units */
  via: PeggedOrder[];
}

/**
 * Follows the pegs of an order upwards to independent demand. A component is charged to the demands of its
 * parent order with the share of the parent's need of it, since one lot of the parent needs all of its
 * components. Where an order reaches a parent through several components, the largest share counts, so that
 * no demand is served twice. Time grows with the pegs above the order, not with the ways through them.
 *
 * @returns each demand once, by period, then by item
 * @example demandServed(order) // [{ item: 'A', period: 10, quantity: 95, via: [order of D, of B, of A] }]
 */
export function demandServed(order: PeggedOrder): DemandServed[] {
  const below = new Map<PeggedOrder, PeggedOrder>();
  const shares = new Map<PeggedOrder, number>([[order, 1]]);
  const found = new Map<Requirement, { quantity: number; most: number; last: PeggedOrder }>();
  for (const from of successorsFirst([order], parentsOf).reverse()) {
    if (from !== order) {
      const { share, through } = shareOf(from, shares);
      shares.set(from, share);
      below.set(from, through);
    }
    for (const { requirement, quantity } of from.serves) {
      if (requirement.kind === 'parent-order') continue;
      const units = quantity * (shares.get(from) ?? 0);
      const known = found.get(requirement) ?? { quantity: 0, most: 0, last: from };
      const [most, last] = units > known.most ? [units, from] : [known.most, known.last];
      found.set(requirement, { quantity: known.quantity + units, most, last });
    }
  }
  return [...found]
    .sort(([one], [other]) => one.period - other.period || (one.item < other.item ? -1 : 1))
    .map(([{ item, period }, { quantity, last }]) => ({ item, period, quantity, via: wayUp(last, below) }));
}

function parentsOf({ serves }: PeggedOrder): PeggedOrder[] {
  return serves.flatMap(({ requirement }) =>
    requirement.kind === 'parent-order' ? [requirement.order] : [],
  );
}

/** The share of an order that its components owe to the orders known, and the one of these that gives most. */
function shareOf(parent: PeggedOrder, shares: ReadonlyMap<PeggedOrder, number>) {
  const byItem = new Map<string, { needed: number; owed: number; most: number; through: PeggedOrder }>();
  for (const { supply, requirement, quantity } of parent.components) {
    const known = byItem.get(requirement.item) ?? { needed: 0, owed: 0, most: 0, through: parent };
    known.needed += quantity;
    const units = supply.kind === 'planned-order' ? quantity * (shares.get(supply.order) ?? 0) : 0;
    known.owed += units;
    if (supply.kind === 'planned-order' && units > known.most) {
      known.most = units;
      known.through = supply.order;
    }
    byItem.set(requirement.item, known);
  }
  let share = 0;
  let through = parent;
  for (const item of byItem.values()) {
    if (item.owed / item.needed > share) {
      share = item.owed / item.needed;
      through = item.through;
    }
  }
  return { share, through };
}

/** From the order asked about, which nothing is below, up to the last. */
function wayUp(last: PeggedOrder, below: ReadonlyMap<PeggedOrder, PeggedOrder>): PeggedOrder[] {
  const via = [last];
  for (let at = below.get(last); at; at = below.get(at)) via.push(at);
  return via.reverse();
}
