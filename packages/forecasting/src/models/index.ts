import type { DemandModelKind } from './demand-model-kind.ts';
import { empirical } from './empirical.ts';
import { weekdayNegativeBinomial } from './weekday-negative-binomial.ts';
import { windowAverage } from './window-average.ts';
import { zero } from './zero.ts';

/** Every kind of model by the name it is stored under. A new kind is one file and one line here. */
export const models: ReadonlyMap<string, DemandModelKind> = new Map(
  [weekdayNegativeBinomial, empirical, windowAverage, zero].map((kind) => [kind.name, kind]),
);
