import type { ModelOnInput } from '../define-model.ts';
import { adida } from './adida.ts';
import { countAuto } from './count-auto.ts';
import { croston } from './croston.ts';
import { empiricalCounts } from './empirical-counts.ts';
import { imapa } from './imapa.ts';
import { negativeBinomial } from './negative-binomial.ts';
import { sba } from './sba.ts';
import { sbj } from './sbj.ts';
import { tsb } from './tsb.ts';
import { zeroInflated } from './zero-inflated.ts';

export { adida } from './adida.ts';
export { type CountAutoOptions, countAuto } from './count-auto.ts';
export { croston } from './croston.ts';
export type { CrostonOptions } from './croston-variant.ts';
export { empiricalCounts } from './empirical-counts.ts';
export { imapa } from './imapa.ts';
export type { DiscountOption } from './mixture-model.ts';
export { type NegativeBinomialOptions, negativeBinomial } from './negative-binomial.ts';
export { sba } from './sba.ts';
export { sbj } from './sbj.ts';
export { type TsbOptions, tsb } from './tsb.ts';
export { zeroInflated } from './zero-inflated.ts';

/** The models of this family, by which `modelByName` finds them. */
export const intermittentModels: readonly ModelOnInput[] = [
  croston,
  sba,
  sbj,
  tsb,
  adida,
  imapa,
  negativeBinomial,
  zeroInflated,
  empiricalCounts,
  countAuto,
];
