export {
  leastCostPolicy,
  leastPolicyForFillRate,
  type OptimisedPolicy,
  type UnattainableTarget,
} from './optimise-policy.ts';
export {
  baseStockPolicy,
  economicQuantityPolicy,
  minMaxPolicy,
  type OrderingPolicy,
  type ReviewState,
  reorderPointOrderUpToPolicy,
  reorderPointQuantityPolicy,
  wholeEconomicQuantity,
} from './ordering-policy.ts';
export { type PolicyForm, type PolicyParameters, policyOf } from './policy-form.ts';
export { replayPolicy } from './replay-policy.ts';
export type {
  Estimate,
  PolicyCosts,
  PolicyPerformance,
  ReplayLedger,
  ReplaySituation,
} from './replay-types.ts';
