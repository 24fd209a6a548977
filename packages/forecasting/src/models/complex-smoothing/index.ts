import type { ModelOnInput } from '../define-model.ts';
import { ces } from './ces.ts';

export type { CesOptions } from './ces.ts';
export { ces };

/** The models of this family, by which `modelByName` finds them. */
export const complexSmoothingModels: readonly ModelOnInput[] = [ces];
