import type { ConformanceKinds } from '../kind.ts';
import { constrainedPlan } from './production-plan.ts';
import { comparePlan } from './production-plan-compare.ts';
import { mrpExplosion } from './production-requirements.ts';

export const productionKinds: ConformanceKinds = {
  mrp_explosion: mrpExplosion,
  constrained_plan: { solve: constrainedPlan, compare: comparePlan },
};
