export { type ActionMessage, actionMessages } from './action-messages.ts';
export {
  type BillOfMaterialIndex,
  type BillOfMaterialItem,
  type BillOfMaterialLine,
  indexBillOfMaterial,
} from './bill-of-material.ts';
export {
  type ConstrainedOrder,
  type ConstrainedPlan,
  type ConstrainedPlanInput,
  type DatedItemQuantity,
  type DemandOutcome,
  type ItemPerUnit,
  type OrderPeg,
  type OrderSizes,
  type PlanConstraint,
  type PlanDelivery,
  type PlanDemand,
  type PlanOperation,
  type PlanProblem,
  type PlanSafetyStock,
  type PlanSupplier,
  planConstrained,
  type StockChange,
} from './constrained/index.ts';
export { type DemandServed, demandServed } from './demand-served.ts';
export {
  explodeRequirements,
  type PeriodQuantity,
  type RequirementsInput,
  type RequirementsItem,
  type RequirementsPlan,
} from './explosion.ts';
export {
  earliestReceipts,
  type LateDemand,
  type LateOrder,
  type LateStep,
  lateDemands,
  lateOrders,
} from './lateness.ts';
export type { LotRule } from './lot-rules.ts';
export {
  type Peg,
  type PeggedOrder,
  type PeggedPlan,
  pegPlan,
  type Requirement,
  type Supply,
} from './pegging.ts';
export { type RequirementsTable, requirementsTable } from './requirements-table.ts';
