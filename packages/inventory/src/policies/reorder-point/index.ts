export { bestReorderPoint } from './best-reorder-point.ts';
export {
  economicQuantityWithBackordersPlan,
  economicQuantityWithSafetyStockPlan,
} from './economic-quantity-approximations.ts';
export { bestReorderPointPlan } from './exact-plan.ts';
export { expectedInventoryLevelPlan } from './expected-inventory-level.ts';
export { normalLeadTimeDemand, poissonLeadTimeDemand } from './lead-time-demand.ts';
export { lossFunctionPlan } from './loss-function-approximation.ts';
export {
  type ReorderPointCosts,
  type ReorderPointPlan,
  type ReorderPointProblem,
  reorderPointCost,
} from './reorder-point-cost.ts';
