export {
  type Allocation,
  type AllocationOptions,
  type AllocationStore,
  allocateByMarginalValue,
  expectedAllocationMargin,
} from './marginal-allocation.ts';
export { type SampledTwoStagePlan, sampleTwoStageAllocation } from './sampled-two-stage-allocation.ts';
export { type SeasonQuantities, seasonQuantities } from './season-quantities.ts';
export { allocateByShares } from './share-allocation.ts';
export { planTwoStageAllocation, type TwoStagePlan } from './two-stage-allocation.ts';
export type { DemandScenario, TwoStageProblem, TwoStageStore } from './two-stage-problem.ts';
