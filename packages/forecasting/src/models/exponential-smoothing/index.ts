import type { ModelOnInput } from '../define-model.ts';
import { ets } from './ets.ts';

export { type EtsOptions, ets } from './ets.ts';

/** The models of this family, by which `modelByName` finds them. */
export const exponentialSmoothingModels: readonly ModelOnInput[] = [ets];
