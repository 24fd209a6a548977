export {
  allUnitsDiscountCost,
  economicOrderQuantityWithAllUnitsDiscounts,
} from './all-units-discounts.ts';
export {
  type BackorderCosts,
  cheapestStockoutFraction,
  economicOrderQuantityWithBackorders,
  type OrderQuantityWithBackorders,
  orderQuantityCostWithBackorders,
} from './backorders.ts';
export {
  approximateDisruptionCost,
  approximateOrderQuantityWithDisruptions,
  type DisruptionCosts,
  disruptionCost,
  economicOrderQuantityWithDisruptions,
} from './disruptions.ts';
export {
  economicOrderQuantity,
  type OrderQuantity,
  type OrderQuantityCosts,
  orderQuantityCost,
} from './economic-order-quantity.ts';
export {
  economicOrderQuantityWithIncrementalDiscounts,
  incrementalDiscountCost,
} from './incremental-discounts.ts';
export {
  type JointItemCosts,
  type JointReplenishment,
  type JointReplenishmentCosts,
  type JointReplenishmentPlan,
  jointReplenishmentBySilver,
  jointReplenishmentCost,
} from './joint-replenishment.ts';
export { jointReplenishmentByEnumeration } from './joint-replenishment-enumeration.ts';
export type { DiscountCosts, DiscountedOrderQuantity, PriceBreak } from './price-breaks.ts';
export {
  economicProductionQuantity,
  type ProductionQuantityCosts,
  productionQuantityCost,
} from './production-quantity.ts';
export {
  type AdditiveYieldCosts,
  additiveYieldCost,
  economicOrderQuantityWithAdditiveYield,
  economicOrderQuantityWithMultiplicativeYield,
  type MultiplicativeYieldCosts,
  multiplicativeYieldCost,
} from './yield-uncertainty.ts';
