import type { ModelOnInput } from '../define-model.ts';
import { dampedHolt } from './damped-holt.ts';
import { ets } from './ets.ts';
import { holt } from './holt.ts';
import { holtWinters } from './holt-winters.ts';
import { ses } from './ses.ts';

export type { EtsOptions } from './ets.ts';
export type { HoltWintersOptions } from './holt-winters.ts';
export { dampedHolt, ets, holt, holtWinters, ses };

/** The models of this family, by which `modelByName` finds them. */
export const exponentialSmoothingModels: readonly ModelOnInput[] = [ses, holt, dampedHolt, holtWinters, ets];
