export {
  type FixedCostLane,
  type FixedCostTransshipmentPlan,
  fixedCostTransshipmentSaving,
  planTransshipmentWithFixedCosts,
} from './fixed-cost-transshipment.ts';
export { planTransshipment, type TransshipmentPlan } from './transshipment.ts';
export {
  type BenefitStep,
  type Shipment,
  type TransshipmentDestination,
  type TransshipmentLane,
  type TransshipmentProblem,
  type TransshipmentSource,
  transshipmentSaving,
} from './transshipment-problem.ts';
