export type { LotSizingHeuristicInput } from './cover-heuristic.ts';
export { fixedOrderQuantityPlan } from './fixed-order-quantity.ts';
export { leastUnitCostPlan } from './least-unit-cost.ts';
export { lotForLotPlan } from './lot-for-lot.ts';
export {
  type LotSizingCosts,
  type LotSizingPlan,
  lotSizingPlanCost,
  type PerPeriod,
} from './lot-sizing-plan.ts';
export { partPeriodBalancingPlan } from './part-period-balancing.ts';
export { periodOrderQuantityPlan } from './period-order-quantity.ts';
export { silverMealPlan } from './silver-meal.ts';
export { wagnerWhitinPlan } from './wagner-whitin.ts';
