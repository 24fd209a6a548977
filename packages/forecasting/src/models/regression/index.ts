import type { ModelOnInput } from '../define-model.ts';
import { regression } from './regression.ts';

export { type RegressionOptions, regression } from './regression.ts';

/** The models of this family, by which `modelByName` finds them. */
export const regressionModels: readonly ModelOnInput[] = [regression];
