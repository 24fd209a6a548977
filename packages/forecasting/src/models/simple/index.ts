import type { ModelOnInput } from '../define-model.ts';
import { drift } from './drift.ts';
import { mean } from './mean.ts';
import { naive } from './naive.ts';
import { naive2 } from './naive2.ts';
import { seasonalNaive } from './seasonal-naive.ts';
import { window } from './window.ts';

export type { WindowOptions } from './window.ts';
export { drift, mean, naive, naive2, seasonalNaive, window };

/** The models of this family, by which `modelByName` finds them. */
export const simpleModels: readonly ModelOnInput[] = [naive, drift, mean, window, seasonalNaive, naive2];
