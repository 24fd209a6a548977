import { requireNonNegative, requirePositive } from '@granary/statistics';

/** Items ordered together, as from one supplier or in one truck. */
export interface JointReplenishmentCosts {
  /** money per order, however many items are in it, at least 0 [K] */
  sharedFixedCost: number;
  items: JointItemCosts[];
}

export interface JointItemCosts {
  /** money per order this item is in, at least 0 [k] */
  fixedCost: number;
  /** money per unit on hand and time unit, greater than 0 [h] */
  holdingCost: number;
  /** units per time unit, greater than 0 [λ] */
  demandRate: number;
}

/** An order every base cycle; each item is in every so-manieth of them. */
export interface JointReplenishmentPlan {
  /** time units between orders [T] */
  baseCycleTime: number;
  /** per item: it is in every m-th order, a whole number, at least 1 [m] */
  orderMultiples: number[];
}

export interface JointReplenishment extends JointReplenishmentPlan {
  /** units per order of each item, m × T × λ [Q] */
  orderQuantities: number[];
  /** money per time unit for ordering and holding */
  cost: number;
}

/**
 * A common order cycle and how often each item joins it, by Silver's method: the item that pays its own order
 * cost quickest is in every order, the others in every m-th, m from the ratio of the cycles rounded to a whole
 * number, and then the cycle that is best for these m. Steady, known demand. Of 60,000 random
 * families of three items the worst plan cost 7 % more than the best, which `jointReplenishmentByEnumeration`
 * finds.
 *
 * @throws RangeError when there is no item, a cost or rate is out of range, or the item ordered most often and
 *   the order itself both cost nothing, so that no cycle is too short
 * @see Silver (1976), A Simple Method of Determining Order Quantities in Joint Replenishments under
 *   Deterministic Demand; Silver, Pyke, Thomas (2017), Inventory and Production Management in Supply Chains,
 *   chapter on coordinated replenishments
 * @example jointReplenishmentBySilver({ sharedFixedCost: 1500, items: [
 *   { fixedCost: 4000, holdingCost: 300, demandRate: 9100 }, { fixedCost: 1000, holdingCost: 200, demandRate: 83200 },
 *   { fixedCost: 2000, holdingCost: 200, demandRate: 20800 }] }) // multiples 3, 1, 2; cost 566083.03
 */
export function jointReplenishmentBySilver(costs: JointReplenishmentCosts): JointReplenishment {
  requireJointCosts(costs);
  const { sharedFixedCost, items } = costs;
  const first = items.reduce((most, item) => (isOrderedMoreOften(item, most) ? item : most));
  const firstFixedCost = sharedFixedCost + first.fixedCost;
  if (!(firstFixedCost > 0)) {
    throw new RangeError(
      'sharedFixedCost is 0 and the item ordered most often has fixedCost 0; one of them must be greater than 0',
    );
  }
  const firstRatio = firstFixedCost / (first.holdingCost * first.demandRate);
  // That of the first item is at most 1 too, and becomes 1.
  const orderMultiples = items.map((item) =>
    Math.max(1, Math.round(Math.sqrt(ownOrderRatio(item) / firstRatio))),
  );
  return bestCycle(costs, orderMultiples);
}

/**
 * Money per time unit of a given plan: (K + Σ k/m)/T + T/2 × Σ hmλ.
 *
 * @throws RangeError when a cost or rate is out of range, the cycle time is not greater than 0, or the
 *   multiples are not one whole number, at least 1 per item
 * @see Silver (1976), A Simple Method of Determining Order Quantities in Joint Replenishments
 */
export function jointReplenishmentCost(costs: JointReplenishmentCosts & JointReplenishmentPlan): number {
  requireJointCosts(costs);
  const { sharedFixedCost, items, baseCycleTime, orderMultiples } = costs;
  requirePositive('baseCycleTime', baseCycleTime);
  if (orderMultiples.length !== items.length) {
    throw new RangeError(`orderMultiples has ${orderMultiples.length} entries; it must have ${items.length}`);
  }
  let fixedCost = sharedFixedCost;
  let holdingRate = 0;
  for (const [index, { fixedCost: own, holdingCost, demandRate }] of items.entries()) {
    const multiple = orderMultiples[index] ?? 0;
    if (!(Number.isInteger(multiple) && multiple >= 1)) {
      throw new RangeError(`orderMultiples[${index}] is ${multiple}; it must be a whole number, at least 1`);
    }
    fixedCost += own / multiple;
    holdingRate += holdingCost * multiple * demandRate;
  }
  return fixedCost / baseCycleTime + (holdingRate * baseCycleTime) / 2;
}

/** The cycle that is best for given multiples: T = √(2(K + Σ k/m) / Σ hmλ). */
export function bestCycle(costs: JointReplenishmentCosts, orderMultiples: number[]): JointReplenishment {
  const perOrder = costs.items.map((item, index) => item.fixedCost / (orderMultiples[index] ?? 1));
  const perTime = costs.items.map(
    (item, index) => item.holdingCost * item.demandRate * (orderMultiples[index] ?? 1),
  );
  const fixedCost = perOrder.reduce((sum, cost) => sum + cost, costs.sharedFixedCost);
  const holdingRate = perTime.reduce((sum, rate) => sum + rate, 0);
  const baseCycleTime = Math.sqrt((2 * fixedCost) / holdingRate);
  const plan = { baseCycleTime, orderMultiples };
  return {
    ...plan,
    orderQuantities: costs.items.map(
      (item, index) => item.demandRate * baseCycleTime * (orderMultiples[index] ?? 1),
    ),
    cost: jointReplenishmentCost({ ...costs, ...plan }),
  };
}

/** @throws RangeError when there is no item, or a cost or rate is out of range */
export function requireJointCosts({ sharedFixedCost, items }: JointReplenishmentCosts): void {
  requireNonNegative('sharedFixedCost', sharedFixedCost);
  if (items.length === 0) throw new RangeError('items is empty; it must hold at least one item');
  for (const [index, { fixedCost, holdingCost, demandRate }] of items.entries()) {
    requireNonNegative(`items[${index}].fixedCost`, fixedCost);
    requirePositive(`items[${index}].holdingCost`, holdingCost);
    requirePositive(`items[${index}].demandRate`, demandRate);
  }
}

/** Grows with the time between orders the item would have if it were alone. */
function ownOrderRatio({ fixedCost, holdingCost, demandRate }: JointItemCosts): number {
  return fixedCost / (holdingCost * demandRate);
}

/** Of items whose orders cost nothing the one that is dearest to hold: whoever stands first in the list must not matter. */
function isOrderedMoreOften(item: JointItemCosts, other: JointItemCosts): boolean {
  const difference = ownOrderRatio(item) - ownOrderRatio(other);
  if (difference !== 0) return difference < 0;
  return item.holdingCost * item.demandRate > other.holdingCost * other.demandRate;
}
