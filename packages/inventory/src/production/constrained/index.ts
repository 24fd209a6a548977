export type {
  ConstrainedPlanInput,
  DatedItemQuantity,
  ItemPerUnit,
  OrderSizes,
  PlanDemand,
  PlanOperation,
  PlanSafetyStock,
  PlanSupplier,
} from './input.ts';
export { planConstrained } from './plan.ts';
export type {
  ConstrainedOrder,
  ConstrainedPlan,
  DemandOutcome,
  OrderPeg,
  PlanConstraint,
  PlanDelivery,
  PlanProblem,
  StockChange,
} from './result.ts';
