import type { ErrorCovariance } from './error-covariance.ts';
import type { Hierarchy } from './hierarchy.ts';
import { type Reconciled, reconcileMinimumTrace } from './minimum-trace.ts';

/**
 * Draws of all nodes, made coherent draw by draw: every draw adds up, so quantiles of sums and of leaves belong to
 * one joint distribution. Draws are read and yielded one at a time; memory does not grow with their number.
 *
 * @param options.draws one array per draw, with one value per node; order them with `dependentDraws` first, so that
 *                      nodes are high together as often as their errors were
 * @see Panagiotelis, Gamakumara, Athanasopoulos, Hyndman (2023), Probabilistic Forecast Reconciliation, definition 2.2
 */
export function* coherentSamples(options: {
  hierarchy: Hierarchy;
  draws: Iterable<Float64Array>;
  covariance: ErrorCovariance;
  nonNegative?: boolean;
}): Generator<Reconciled> {
  const { draws, ...rest } = options;
  for (const base of draws) yield reconcileMinimumTrace({ ...rest, base });
}

/**
 * Puts the draws of each node in the order in which its past errors were: draw d is as high among the draws of a
 * node as error d among its errors (the empirical copula of the errors). The draws of each node stay the same
 * numbers.
 *
 * @param options.draws  one array per node, all as long as each other
 * @param options.errors one array per node, as long as the draws: errors of the same periods at all nodes, repeated
 *                       or chosen at random to that length
 * @throws RangeError if lengths differ
 * @see Clark et al. (2004), The Schaake Shuffle
 */
export function dependentDraws(options: {
  draws: readonly Float64Array[];
  errors: readonly Float64Array[];
}): Float64Array[] {
  const { draws, errors } = options;
  if (draws.length !== errors.length) {
    throw new RangeError(
      `errors are of ${errors.length} nodes; they must be of ${draws.length} like the draws`,
    );
  }
  return draws.map((values, node) => {
    const past = errors[node]!;
    if (past.length !== values.length) {
      throw new RangeError(
        `errors[${node}] has ${past.length} values; it must have ${values.length} like the draws`,
      );
    }
    const sorted = Float64Array.from(values).sort();
    const ordered = new Float64Array(values.length);
    const byError = Array.from(past.keys()).sort((a, b) => past[a]! - past[b]! || a - b);
    for (let rank = 0; rank < byError.length; rank++) ordered[byError[rank]!] = sorted[rank]!;
    return ordered;
  });
}
