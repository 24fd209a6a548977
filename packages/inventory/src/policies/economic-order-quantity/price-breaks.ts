import { requireNonNegative, requirePositive } from '@granary/statistics';

/** From this quantity on, this price: what a supplier's quantity discount is made of. */
export interface PriceBreak {
  /** units; 0 in the first break, growing after it [b] */
  fromQuantity: number;
  /** money per unit, greater than 0 [c] */
  unitCost: number;
}

/** Holding is charged on the money in the stock, so its cost falls with the price. */
export interface DiscountCosts {
  /** money per order, whatever its size, at least 0 [K] */
  fixedCost: number;
  /** money per money of stock and time unit: interest, storage, insurance, greater than 0 [i] */
  holdingCostRate: number;
  /** units per time unit, at least 0 [λ] */
  demandRate: number;
  /** by growing quantity; the first from 0 */
  priceBreaks: PriceBreak[];
}

export interface DiscountedOrderQuantity {
  /** units per order; 0 where each unit is best ordered as it is wanted [Q] */
  orderQuantity: number;
  /** index of the price break the quantity falls under */
  region: number;
  /** money per time unit for purchase, ordering and holding */
  cost: number;
}

/** One price with the quantities it applies to. */
export interface PriceRegion extends PriceBreak {
  region: number;
  /** units at which the next price begins; infinity for the last */
  toQuantity: number;
  /**
   * money the units below the break cost more than at this price, where it holds only for those beyond; negative
   * where they cost less [v]
   */
  surcharge: number;
}

/** The price breaks with their end and the surcharge of the dearer first units. */
export function priceRegions(priceBreaks: PriceBreak[]): PriceRegion[] {
  let surcharge = 0;
  let before: PriceBreak | undefined;
  return priceBreaks.map((each, region) => {
    if (before) surcharge += (before.unitCost - each.unitCost) * each.fromQuantity;
    before = each;
    const toQuantity = priceBreaks[region + 1]?.fromQuantity ?? Number.POSITIVE_INFINITY;
    return { ...each, region, toQuantity, surcharge };
  });
}

/** The region whose price an order of this quantity has. */
export function priceRegionOf(priceBreaks: PriceBreak[], orderQuantity: number): PriceRegion {
  // The first begins at 0, so one is always reached.
  const reached = priceRegions(priceBreaks).filter(({ fromQuantity }) => fromQuantity <= orderQuantity);
  return reached.reduce((_, last) => last);
}

/** The plan of least cost; the first of equals. */
export function cheapest(plans: DiscountedOrderQuantity[]): DiscountedOrderQuantity {
  return plans.reduce((best, plan) => (plan.cost < best.cost ? plan : best));
}

/** Money per time unit for orders; 0 where they cost nothing, however small they are. */
export function orderingCost(orders: {
  fixedCost: number;
  demandRate: number;
  orderQuantity: number;
}): number {
  const perUnit = orders.fixedCost * orders.demandRate;
  return perUnit === 0 ? 0 : perUnit / orders.orderQuantity;
}

/** Checks for an optimum: holding has to cost something. */
export function requireDiscountCosts(costs: DiscountCosts): void {
  requireNonNegative('fixedCost', costs.fixedCost);
  requirePositive('holdingCostRate', costs.holdingCostRate);
  requireNonNegative('demandRate', costs.demandRate);
  requirePriceBreaks(costs.priceBreaks);
}

/** Checks for the cost of a given quantity: the quantity positive, costs and demand not negative. */
export function requireDiscountPlan(plan: DiscountCosts & { orderQuantity: number }): void {
  requireNonNegative('fixedCost', plan.fixedCost);
  requireNonNegative('holdingCostRate', plan.holdingCostRate);
  requireNonNegative('demandRate', plan.demandRate);
  requirePriceBreaks(plan.priceBreaks);
  requirePositive('orderQuantity', plan.orderQuantity);
}

function requirePriceBreaks(priceBreaks: PriceBreak[]): void {
  if (priceBreaks.length === 0) throw new RangeError('priceBreaks is empty; it must hold at least one price');
  let before: { fromQuantity: number } | undefined;
  for (const [index, { fromQuantity, unitCost }] of priceBreaks.entries()) {
    const place = `priceBreaks[${index}]`;
    requireNonNegative(`${place}.fromQuantity`, fromQuantity);
    requirePositive(`${place}.unitCost`, unitCost);
    if (!before && fromQuantity !== 0) {
      throw new RangeError(`${place}.fromQuantity is ${fromQuantity}; the first must be 0`);
    }
    if (before && !(fromQuantity > before.fromQuantity)) {
      throw new RangeError(
        `${place}.fromQuantity is ${fromQuantity}; it must be greater than the one before it, ${before.fromQuantity}`,
      );
    }
    before = { fromQuantity };
  }
}
