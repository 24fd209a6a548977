import { requireFinite } from '../parameters.ts';
import { countedObjective, type ScalarOptimum } from './optimum.ts';

/**
 * The smallest whole number at which a convex function is lowest, by bisection on its differences: at most
 * 2 log₂(high − low) evaluations. Convex means that the differences f(n + 1) − f(n) never fall; the function may
 * be flat around its minimum, and there only. For quasiconvex functions with level stretches elsewhere look at
 * every number.
 *
 * @param objective function of a whole number [f]
 * @param search    `low`: the first number allowed; `high`: the last one. If `high` is left out, the search
 *                  doubles its stride from `low` until the function stops falling.
 * @throws RangeError if `low` or `high` is not whole, the range is empty, a value is not finite, or the
 *         function still falls 2⁵¹ above `low` or at the largest whole numbers
 * @example convexIntegerMinimum((n) => 64 / n + n, { low: 1 }).x // 8
 */
export function convexIntegerMinimum(
  objective: (n: number) => number,
  { low, high }: { low: number; high?: number },
): ScalarOptimum {
  requireWhole('low', low);
  if (high !== undefined) {
    requireWhole('high', high);
    if (high < low) throw new RangeError(`high is ${high}; it must be at least low, ${low}`);
  }
  const { valueAt: anyValueAt, evaluations } = countedObjective(objective);
  const valueAt = (n: number) => {
    const value = anyValueAt(n);
    requireFinite(`objective(${n})`, value);
    return value;
  };
  const falls = (n: number) => valueAt(n + 1) < valueAt(n);
  let iterations = 0;
  let first = low;
  let last = high ?? low;
  if (high === undefined) {
    for (let stride = 1; falls(last); stride *= 2) {
      if (stride > 2 ** 50 || !Number.isSafeInteger(last + stride + 1))
        throw new RangeError(`objective still falls at ${last}; it must have a minimum`);
      first = last + 1;
      last += stride;
      iterations += 1;
    }
  }
  while (first < last) {
    const middle = first + Math.floor((last - first) / 2);
    if (falls(middle)) first = middle + 1;
    else last = middle;
    iterations += 1;
  }
  return { x: first, value: valueAt(first), iterations, evaluations: evaluations(), converged: true };
}

function requireWhole(name: string, value: number): void {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${name} is ${value}; it must be a whole number`);
}
