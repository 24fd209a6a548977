import { requireNonNegative, requirePositive, requireWhole } from '../parameters.ts';
import { lineSearch } from './line-search.ts';
import { type Bounds, boundsOf, type VectorOptimum } from './optimum.ts';
import { QuasiNewtonMemory } from './quasi-newton-memory.ts';

/** Returns the value at `x` and writes its derivatives into `gradient`. Both arrays belong to the search. */
export type ObjectiveWithGradient = (x: Float64Array, gradient: Float64Array) => number;

export interface LbfgsSearch extends Bounds {
  /** where to begin, within the bounds; the objective and its gradient must be finite here */
  start: ArrayLike<number>;
  /** pairs of steps and changes of the gradient kept, 10 if left out [m] */
  memory?: number;
  /** done when no variable can improve: largest projected derivative, as a share of the one at the start, 1e-10 */
  gradientTolerance?: number;
  /** done when two steps running lower the value by at most this share of it, 1e-15 if left out */
  valueTolerance?: number;
  /** 1000 if left out */
  maxIterations?: number;
}

/**
 * A local minimum of a smooth function of many variables, by the limited-memory quasi-Newton method (L-BFGS).
 * Bounds are held by projection: variables that lie on a bound and are pushed against it are fixed for the
 * step, the direction of the others comes from the memory, and the line search follows the path bent at the
 * bounds. Time and space per iteration grow with memory × variables.
 *
 * The gradient must belong to the function; `withNumericalGradient` makes one by differences.
 *
 * @returns a minimum; not converged where the value falls without end
 * @throws RangeError if a bound or the start does not fit, or if a value or a derivative is NaN
 * @see Liu, Nocedal (1989), On the Limited Memory BFGS Method for Large Scale Optimization, Math. Program. 45
 * @see Bertsekas (1982), Projected Newton Methods for Optimization Problems with Simple Constraints, SIAM J.
 *      Control Optim. 20(2)
 * @example
 * const square: ObjectiveWithGradient = (x, gradient) => {
 *   gradient[0] = 2 * (x[0]! - 3);
 *   return (x[0]! - 3) ** 2;
 * };
 * lbfgsMinimum(square, { start: [0], upper: [2] }).x // [2]
 */
export function lbfgsMinimum(objective: ObjectiveWithGradient, search: LbfgsSearch): VectorOptimum {
  const { lower, upper } = boundsOf(search.start, search);
  const { gradientTolerance = 1e-10, valueTolerance = 1e-15, maxIterations = 1000, memory = 10 } = search;
  requirePositive('gradientTolerance', gradientTolerance);
  requireNonNegative('valueTolerance', valueTolerance);
  requireWhole('maxIterations', maxIterations, 1);
  requireWhole('memory', memory, 1);
  let evaluations = 0;
  const evaluate: ObjectiveWithGradient = (x, gradient) => {
    evaluations += 1;
    const value = objective(x, gradient);
    if (Number.isNaN(value)) throw new RangeError(`objective(${x.join(', ')}) is NaN; it must be a number`);
    return value;
  };
  let current = startingPoint(evaluate, search.start);
  const pairs = new QuasiNewtonMemory(current.x.length, memory);
  const isFree = new Uint8Array(current.x.length);
  const slopeAtStart = markFree(current, lower, upper, isFree);
  let level = 0;
  let endless = false;
  for (let iterations = 0; ; iterations++) {
    const slope = markFree(current, lower, upper, isFree);
    const converged = slope <= gradientTolerance * slopeAtStart || level >= 2;
    if (converged || iterations === maxIterations) {
      return { x: current.x, value: current.value, iterations, evaluations, converged };
    }
    const direction = pairs.direction(current.gradient, isFree);
    const promised = -slopeOf(current.gradient, direction);
    let next = lineSearch(evaluate, current, direction, { lower, upper }, pairs.isEmpty ? 1 / slope : 1);
    if (!next && !pairs.isEmpty) {
      pairs.clear();
      const steepest = pairs.direction(current.gradient, isFree);
      next = lineSearch(evaluate, current, steepest, { lower, upper }, 1 / slope);
    }
    if (!next) {
      // Not even the steepest direction lowers the value: either its digits are used up, or the gradient is wrong.
      const usedUp = promised <= 1e-12 * Math.abs(current.value) && !endless;
      return { x: current.x, value: current.value, iterations, evaluations, converged: usedUp };
    }
    const { x, value } = next;
    if (value === Number.NEGATIVE_INFINITY) return { x, value, iterations, evaluations, converged: false };
    requireGradient(next);
    endless = next.endless ?? false;
    level = current.value - next.value <= valueTolerance * Math.abs(next.value) ? level + 1 : 0;
    pairs.remember(current, next);
    current = next;
  }
}

export interface PointWithGradient {
  x: Float64Array;
  value: number;
  gradient: Float64Array;
}

function startingPoint(evaluate: ObjectiveWithGradient, start: ArrayLike<number>): PointWithGradient {
  const x = Float64Array.from(start);
  const gradient = new Float64Array(x.length);
  const value = evaluate(x, gradient);
  if (!Number.isFinite(value)) throw new RangeError(`objective at start is ${value}; it must be finite`);
  const point = { x, value, gradient };
  requireGradient(point);
  return point;
}

function requireGradient({ x, gradient }: PointWithGradient): void {
  for (let index = 0; index < gradient.length; index++) {
    if (!Number.isFinite(gradient[index]!)) {
      throw new RangeError(
        `gradient[${index}] at (${x.join(', ')}) is ${gradient[index]}; it must be finite`,
      );
    }
  }
}

function slopeOf(gradient: Float64Array, direction: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < gradient.length; index++) sum += gradient[index]! * direction[index]!;
  return sum;
}

/** Marks the variables that can move downhill; returns the largest of their derivatives. */
function markFree(
  { x, gradient }: PointWithGradient,
  lower: Float64Array,
  upper: Float64Array,
  isFree: Uint8Array,
): number {
  let largest = 0;
  for (let index = 0; index < x.length; index++) {
    const held = gradient[index]! > 0 ? x[index]! <= lower[index]! : x[index]! >= upper[index]!;
    isFree[index] = held ? 0 : 1;
    if (!held) largest = Math.max(largest, Math.abs(gradient[index]!));
  }
  return largest;
}
