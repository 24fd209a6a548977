import type { ObjectiveWithGradient } from './lbfgs.ts';
import type { Bounds } from './optimum.ts';

/** ∛ε: where the error of the difference and its rounding are about equal. */
const RELATIVE_STEP = Math.cbrt(Number.EPSILON);

/**
 * Derivatives of a function by central differences, about ten digits for a smooth function; one-sided with
 * about five digits where a bound is nearer than the step. Two evaluations per variable. The step is ∛ε, or ∛ε |x|
 * beyond 1: choose units in which the function changes over distances of about 1. Where the function is not finite
 * the derivative is not either.
 *
 * @param objective function of the variables; the array is reused between calls
 * @param x         where; left as it was
 * @param gradient  receives the derivatives; a new array if left out
 * @throws RangeError if `gradient` has another length than `x`
 * @see Nocedal, Wright (2006), Numerical Optimization, 2nd ed., section 8.1
 * @example numericalGradient(([x]) => x ** 3, [2]) // [12], to 1e-9
 */
export function numericalGradient(
  objective: (x: Float64Array) => number,
  x: ArrayLike<number>,
  gradient: Float64Array = new Float64Array(x.length),
  { lower, upper }: Bounds = {},
): Float64Array {
  if (gradient.length !== x.length) {
    throw new RangeError(`gradient has length ${gradient.length}; it must have the length of x, ${x.length}`);
  }
  const point = Float64Array.from(x);
  for (let index = 0; index < point.length; index++) {
    const center = point[index]!;
    const step = RELATIVE_STEP * Math.max(1, Math.abs(center));
    const above = Math.min(center + step, upper?.[index] ?? Number.POSITIVE_INFINITY);
    const below = Math.max(center - step, lower?.[index] ?? Number.NEGATIVE_INFINITY);
    point[index] = above;
    const valueAbove = objective(point);
    point[index] = below;
    const valueBelow = objective(point);
    point[index] = center;
    gradient[index] = above === below ? 0 : (valueAbove - valueBelow) / (above - below);
  }
  return gradient;
}

/**
 * A function as `lbfgsMinimum` wants it, with `numericalGradient` for its derivatives: 1 + 2 × variables
 * evaluations for each that the search counts. Give the bounds of the search if the function has no value
 * beyond them.
 */
export function withNumericalGradient(
  objective: (x: Float64Array) => number,
  bounds: Bounds = {},
): ObjectiveWithGradient {
  return (x, gradient) => {
    const value = objective(x);
    if (Number.isFinite(value)) numericalGradient(objective, x, gradient, bounds);
    return value;
  };
}
