import type { ModelOnInput } from '../define-model.ts';

/** The models of this family, by which `modelByName` finds them. */
export const thetaModels: readonly ModelOnInput[] = [];
