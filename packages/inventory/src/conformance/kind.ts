import type { Tolerance } from './case.ts';
import type { Difference } from './compare.ts';
import type { Inputs } from './inputs.ts';

/**
 * One kind of case: reads the inputs and gives a value for each key that may be expected. A cost is the
 * evaluation of the plan given beside it, never only what an algorithm believes of itself.
 */
export type SolveKind = (inputs: Inputs) => Record<string, unknown>;

export interface ConformanceKind {
  solve: SolveKind;
  /** how this kind compares one key, where equal within the tolerance is not the question */
  compare?: (got: unknown, expected: unknown, tolerance: Tolerance, key: string) => Difference[];
}

/** Kinds by name, as the cases call them. */
export type ConformanceKinds = Record<string, SolveKind | ConformanceKind>;
