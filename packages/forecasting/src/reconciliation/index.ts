export { coherentSamples, dependentDraws } from './coherent-samples.ts';
export {
  diagonalCovariance,
  type ErrorCovariance,
  shrunkCovariance,
  structuralCovariance,
} from './error-covariance.ts';
export { type Hierarchy, type HierarchyNode, hierarchyOf, type Leaf, sumUp } from './hierarchy.ts';
export { type Reconciled, reconcileMinimumTrace } from './minimum-trace.ts';
export { bottomUp, topDown } from './proportions.ts';
