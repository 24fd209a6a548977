import type { ModelOnInput } from '../define-model.ts';
import { autoTheta } from './auto-theta.ts';
import { dynamicOptimisedTheta } from './dynamic-optimised-theta.ts';
import { dynamicTheta } from './dynamic-theta.ts';
import { optimisedTheta } from './optimised-theta.ts';
import { theta } from './theta.ts';

export { autoTheta, dynamicOptimisedTheta, dynamicTheta, optimisedTheta, theta };

/** The models of this family, by which `modelByName` finds them. */
export const thetaModels: readonly ModelOnInput[] = [
  theta,
  optimisedTheta,
  dynamicTheta,
  dynamicOptimisedTheta,
  autoTheta,
];
