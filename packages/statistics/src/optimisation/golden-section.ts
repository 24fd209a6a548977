import {
  countedObjective,
  type IntervalSearch,
  isAsGood,
  requireInterval,
  type ScalarOptimum,
} from './optimum.ts';

/** (√5 − 1) / 2: each step keeps this share of the interval. */
const GOLDEN_RATIO = 0.6180339887498949;

/**
 * The minimum of a unimodal function on an interval by golden sections: one evaluation per step, each keeps
 * 61.8 % of the interval, whatever the shape of the function. Prefer `brentMinimum` for smooth functions; this
 * one for functions with kinks or jumps, and where the number of evaluations must be known beforehand. Both
 * ends are looked at, so a minimum at an end is returned exactly. Unimodal means strictly falling, then strictly
 * rising: on a level stretch away from the minimum equal values do not say which way is down.
 *
 * @param objective function of one number [f]; plus infinity is allowed towards one end, for points that are
 *                  not: the search goes to the end at which the function is finite
 * @param search    `low` and `high`: the interval, finite; `tolerance`: absolute accuracy of x, 1e-10 of the
 *                  interval if left out (√ε |x| is added to it); `maxIterations`: 200 if left out
 * @throws RangeError if the interval is empty or not finite, or a value is NaN
 * @see Kiefer (1953), Sequential Minimax Search for a Maximum, Proc. Amer. Math. Soc. 4(3)
 * @example goldenSectionMinimum((x) => Math.abs(x - 2), { low: 0, high: 5 }).x // 2, to 1e-7
 */
export function goldenSectionMinimum(
  objective: (x: number) => number,
  search: IntervalSearch,
): ScalarOptimum {
  requireInterval(search);
  let { low, high } = search;
  const { tolerance = 1e-10 * (high - low), maxIterations = 200 } = search;
  const { valueAt, evaluations } = countedObjective(objective);
  const pointAt = (x: number) => ({ x, value: valueAt(x) });
  const ends = [pointAt(low), pointAt(high)] as const;
  let left = pointAt(high - GOLDEN_RATIO * (high - low));
  let right = pointAt(low + GOLDEN_RATIO * (high - low));
  for (let iterations = 0; ; iterations++) {
    const accuracy = tolerance + Math.sqrt(Number.EPSILON) * Math.abs(left.x);
    const converged = high - low <= accuracy;
    if (converged || iterations === maxIterations) {
      const best = left.value <= right.value ? left : right;
      const found = ends.reduce((least, end) => (end.value < least.value ? end : least), best);
      return { ...found, iterations, evaluations: evaluations(), converged };
    }
    if (isAsGood(left, right, ends)) {
      high = right.x;
      right = left;
      left = pointAt(high - GOLDEN_RATIO * (high - low));
    } else {
      low = left.x;
      left = right;
      right = pointAt(low + GOLDEN_RATIO * (high - low));
    }
  }
}
