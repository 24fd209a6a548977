import { countedObjective, type IntervalSearch, requireInterval, type ScalarOptimum } from './optimum.ts';

/**
 * A root of a continuous function in an interval at whose ends it has opposite signs, by Brent's method:
 * inverse quadratic interpolation and secants, with bisection wherever they do not shrink the interval. About
 * ten evaluations for a smooth function, never more than the square of those of bisection. Infinite values are
 * allowed, for their sign. A function that jumps over 0 has its "root" at the jump: look at `value`.
 *
 * @param objective function of one number [f]
 * @param search    `low` and `high`: the interval, finite; `tolerance`: absolute accuracy of x, 1e-12 if left
 *                  out (four units in the last place of x are added to it); `maxIterations`: 200 if left out
 * @returns x within the tolerance of a change of sign, with the value of the function there
 * @throws RangeError if the interval is empty or not finite, if both ends have the same sign, if a value is NaN
 * @see Brent (1973), Algorithms for Minimization without Derivatives, chapter 4, procedure zero
 * @example brentRoot((x) => x * x - 2, { low: 0, high: 2 }).x // 1.41421356237, to 1e-12
 */
export function brentRoot(objective: (x: number) => number, search: IntervalSearch): ScalarOptimum {
  requireInterval(search);
  const { low, high, tolerance = 1e-12, maxIterations = 200 } = search;
  const { valueAt, evaluations } = countedObjective(objective);
  // best: smallest |value| so far; previous: the best before; opposite: the other side of the root.
  let previous = { x: low, value: valueAt(low) };
  let best = { x: high, value: valueAt(high) };
  if (previous.value !== 0 && best.value !== 0 && previous.value > 0 === best.value > 0) {
    throw new RangeError(
      `objective is ${previous.value} at low, ${low}, and ${best.value} at high, ${high}; it must change sign`,
    );
  }
  let opposite = previous;
  let step = high - low;
  let stepBefore = step;
  for (let iterations = 0; ; iterations++) {
    if (best.value > 0 === opposite.value > 0) {
      opposite = previous;
      step = best.x - previous.x;
      stepBefore = step;
    }
    if (Math.abs(opposite.value) < Math.abs(best.value)) [previous, best, opposite] = [best, opposite, best];
    const accuracy = 2 * Number.EPSILON * Math.abs(best.x) + 0.5 * tolerance;
    const half = 0.5 * (opposite.x - best.x);
    const converged = Math.abs(half) <= accuracy || best.value === 0;
    if (converged || iterations === maxIterations) {
      return { x: best.x, value: best.value, iterations, evaluations: evaluations(), converged };
    }
    const proposed = interpolatedStep(best, previous, opposite);
    const shrinks = Math.abs(stepBefore) >= accuracy && Math.abs(previous.value) > Math.abs(best.value);
    const inside = proposed * half > 0 && Math.abs(proposed) < 1.5 * Math.abs(half) - 0.5 * accuracy;
    if (shrinks && inside && Math.abs(proposed) < 0.5 * Math.abs(stepBefore)) {
      stepBefore = step;
      step = proposed;
    } else {
      step = half;
      stepBefore = half;
    }
    previous = best;
    const x = best.x + (Math.abs(step) > accuracy ? step : Math.sign(half) * accuracy);
    best = { x, value: valueAt(x) };
  }
}

interface Point {
  x: number;
  value: number;
}

/** Secant with two distinct points, inverse quadratic with three; NaN where values are infinite. */
function interpolatedStep(best: Point, previous: Point, opposite: Point): number {
  const half = 0.5 * (opposite.x - best.x);
  const s = best.value / previous.value;
  if (previous.x === opposite.x) return (2 * half * s) / (s - 1);
  const q = previous.value / opposite.value;
  const r = best.value / opposite.value;
  const numerator = s * (2 * half * q * (q - r) - (best.x - previous.x) * (r - 1));
  return -numerator / ((q - 1) * (r - 1) * (s - 1));
}
