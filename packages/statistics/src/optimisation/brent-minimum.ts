import {
  countedObjective,
  type IntervalSearch,
  isAsGood,
  requireInterval,
  type ScalarOptimum,
} from './optimum.ts';

/** (3 − √5) / 2: the smaller part of a golden section. */
const GOLDEN_SHARE = 0.3819660112501051;

/**
 * The minimum of a function of one variable on an interval, by Brent's method: parabolas through three points,
 * golden sections where these do not help. Finds the minimum if there is one only; otherwise a local one. Both
 * ends are looked at, so a minimum at an end is returned exactly.
 *
 * The accuracy of x cannot be better than about √ε |x| = 1.5e-8 |x|, since a minimum is flat; that is added to
 * the tolerance.
 *
 * @param objective function of one number [f]; plus infinity is allowed towards one end, for points that are
 *                  not: the search goes to the end at which the function is finite
 * @param search    `low` and `high`: the interval, finite; `tolerance`: absolute accuracy of x, 1e-10 of the
 *                  interval if left out; `maxIterations`: 200 if left out
 * @throws RangeError if the interval is empty or not finite, or a value is NaN
 * @see Brent (1973), Algorithms for Minimization without Derivatives, chapter 5, procedure localmin
 * @example brentMinimum((x) => (x - 2) ** 2, { low: 0, high: 5 }).x // 2
 */
export function brentMinimum(objective: (x: number) => number, search: IntervalSearch): ScalarOptimum {
  requireInterval(search);
  let { low, high } = search;
  const { tolerance = 1e-10 * (high - low), maxIterations = 200 } = search;
  const { valueAt, evaluations } = countedObjective(objective);
  const pointAt = (x: number): Point => ({ x, value: valueAt(x) });
  const ends = [pointAt(low), pointAt(high)] as const;
  let best = pointAt(low + GOLDEN_SHARE * (high - low));
  let second = best;
  let third = best;
  let step = 0;
  let stepBefore = 0;
  for (let iterations = 0; ; iterations++) {
    const middle = 0.5 * (low + high);
    const accuracy = Math.sqrt(Number.EPSILON) * Math.abs(best.x) + tolerance / 3;
    const converged = Math.abs(best.x - middle) <= 2 * accuracy - 0.5 * (high - low);
    if (converged || iterations === maxIterations) {
      const found = ends.reduce((least: Point, end) => (end.value < least.value ? end : least), best);
      return { ...found, iterations, evaluations: evaluations(), converged };
    }
    const parabola = Math.abs(stepBefore) > accuracy ? parabolicStep(best, second, third) : Number.NaN;
    const inside = parabola > low - best.x && parabola < high - best.x;
    if (inside && Math.abs(parabola) < 0.5 * Math.abs(stepBefore)) {
      stepBefore = step;
      step = parabola;
      const next = best.x + step;
      if (next - low < 2 * accuracy || high - next < 2 * accuracy)
        step = best.x < middle ? accuracy : -accuracy;
    } else {
      stepBefore = best.x < middle ? high - best.x : low - best.x;
      step = GOLDEN_SHARE * stepBefore;
    }
    const next = pointAt(best.x + (Math.abs(step) >= accuracy ? step : step > 0 ? accuracy : -accuracy));
    if (isAsGood(next, best, ends)) {
      if (next.x < best.x) high = best.x;
      else low = best.x;
      [third, second, best] = [second, best, next];
    } else {
      if (next.x < best.x) low = next.x;
      else high = next.x;
      if (next.value <= second.value || second === best) [third, second] = [second, next];
      else if (next.value <= third.value || third === best || third === second) third = next;
    }
  }
}

interface Point {
  x: number;
  value: number;
}

/** From `best` to the lowest point of the parabola through three points; NaN if they do not make one. */
function parabolicStep(best: Point, second: Point, third: Point): number {
  const r = (best.x - second.x) * (best.value - third.value);
  const q = (best.x - third.x) * (best.value - second.value);
  return ((best.x - third.x) * q - (best.x - second.x) * r) / (-2 * (q - r));
}
