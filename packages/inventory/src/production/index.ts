export { type ActionMessage, actionMessages } from './action-messages.ts';
export {
  type BillOfMaterialIndex,
  type BillOfMaterialItem,
  type BillOfMaterialLine,
  indexBillOfMaterial,
} from './bill-of-material.ts';
export {
  explodeRequirements,
  type PeriodQuantity,
  type RequirementsInput,
  type RequirementsItem,
  type RequirementsPlan,
} from './explosion.ts';
export { earliestReceipts, type LateDemand, type LateStep, lateDemands } from './lateness.ts';
export type { LotRule } from './lot-rules.ts';
export {
  type DemandServed,
  demandServed,
  type Peg,
  type PeggedOrder,
  type PeggedPlan,
  pegPlan,
  type Requirement,
  type Supply,
} from './pegging.ts';
export { type RequirementsTable, requirementsTable } from './requirements-table.ts';
