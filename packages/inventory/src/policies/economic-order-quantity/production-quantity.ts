import { requireNonNegative, requirePositive } from '@granary/statistics';
import type { OrderQuantity, OrderQuantityCosts } from './economic-order-quantity.ts';

export interface ProductionQuantityCosts extends OrderQuantityCosts {
  /** units made per time unit while the line runs, greater than the demand rate [μ] */
  productionRate: number;
}

/**
 * Run size with the least cost of set-ups and holding, when the units come one by one at a known rate while
 * demand goes on. As the production rate grows it becomes the economic order quantity.
 *
 * @returns Q* = √(2Kλ/(h(1−λ/μ))) units per run and its cost √(2Kλh(1−λ/μ)) per time unit
 * @throws RangeError when the holding cost is not greater than 0, the fixed cost or the demand negative, or
 *   production does not exceed demand
 * @see Taft (1918), The Most Economical Production Lot; Snyder, Shen (2019), Fundamentals of Supply Chain
 *   Theory, 2nd ed., eq. (3.31), (3.32)
 * @example economicProductionQuantity({ fixedCost: 4, holdingCost: 0.08, demandRate: 80, productionRate: 110 })
 *   // { orderQuantity: 171.27, cost: 3.7368 }
 */
export function economicProductionQuantity(costs: ProductionQuantityCosts): OrderQuantity {
  const { fixedCost, holdingCost, demandRate, productionRate } = costs;
  requireNonNegative('fixedCost', fixedCost);
  requirePositive('holdingCost', holdingCost);
  requireNonNegative('demandRate', demandRate);
  requireFasterThanDemand(productionRate, demandRate);
  const idleShare = 1 - demandRate / productionRate;
  const orderQuantity = Math.sqrt((2 * fixedCost * demandRate) / (holdingCost * idleShare));
  return { orderQuantity, cost: orderQuantity > 0 ? productionQuantityCost({ ...costs, orderQuantity }) : 0 };
}

/**
 * Money per time unit for set-ups and holding when every run makes `orderQuantity` units:
 * Kλ/Q + h(1−λ/μ)Q/2. The stock never reaches Q, since demand takes its share while the run lasts.
 *
 * @param options.orderQuantity units per run, greater than 0 [Q]
 * @throws RangeError when the quantity is not greater than 0, a cost or the demand negative, or production
 *   does not exceed demand
 * @see Snyder, Shen (2019), section 3.6
 */
export function productionQuantityCost(options: ProductionQuantityCosts & { orderQuantity: number }): number {
  const { fixedCost, holdingCost, demandRate, productionRate, orderQuantity } = options;
  requireNonNegative('fixedCost', fixedCost);
  requireNonNegative('holdingCost', holdingCost);
  requireNonNegative('demandRate', demandRate);
  requireFasterThanDemand(productionRate, demandRate);
  requirePositive('orderQuantity', orderQuantity);
  const idleShare = 1 - demandRate / productionRate;
  return (fixedCost * demandRate) / orderQuantity + (holdingCost * idleShare * orderQuantity) / 2;
}

function requireFasterThanDemand(productionRate: number, demandRate: number): void {
  requirePositive('productionRate', productionRate);
  if (!(productionRate > demandRate)) {
    throw new RangeError(
      `productionRate is ${productionRate}; it must be greater than the demandRate ${demandRate}`,
    );
  }
}
