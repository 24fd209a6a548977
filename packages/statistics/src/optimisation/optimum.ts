import { requireFinite, requireNumber, requirePositive, requireWhole } from '../parameters.ts';

/** What a search over one variable found. */
export interface ScalarOptimum {
  x: number;
  /** objective at `x` */
  value: number;
  iterations: number;
  /** calls of the objective */
  evaluations: number;
  /** false if the allowed iterations ended before the accuracy asked for was reached */
  converged: boolean;
}

/** What a search over several variables found. */
export interface VectorOptimum {
  x: Float64Array;
  /** objective at `x`, never above its value at the start */
  value: number;
  iterations: number;
  /** calls of the objective */
  evaluations: number;
  /** false if the search ended before the accuracy asked for was reached */
  converged: boolean;
}

/** An interval to search, and how finely. */
export interface IntervalSearch {
  low: number;
  /** greater than `low` */
  high: number;
  /** absolute accuracy of x, greater than 0 */
  tolerance?: number;
  /** whole number, at least 1 */
  maxIterations?: number;
}

/** Limits of each variable; minus infinity and infinity where left out. */
export interface Bounds {
  lower?: ArrayLike<number>;
  upper?: ArrayLike<number>;
}

/** @throws RangeError unless the interval is finite and not empty and the limits of the search make sense */
export function requireInterval({ low, high, tolerance, maxIterations }: IntervalSearch): void {
  requireFinite('low', low);
  requireFinite('high', high);
  if (!(high > low)) throw new RangeError(`high is ${high}; it must be greater than low, ${low}`);
  if (high - low === Number.POSITIVE_INFINITY) {
    throw new RangeError(`high is ${high}; it must be less than ${Number.MAX_VALUE} above low, ${low}`);
  }
  if (tolerance !== undefined) requirePositive('tolerance', tolerance);
  if (maxIterations !== undefined) requireWhole('maxIterations', maxIterations, 1);
}

/** The objective with its calls counted; a value that is not a number ends the search. */
export function countedObjective(objective: (x: number) => number): {
  valueAt: (x: number) => number;
  evaluations: () => number;
} {
  let evaluations = 0;
  const valueAt = (x: number): number => {
    evaluations += 1;
    const value = objective(x);
    if (Number.isNaN(value)) throw new RangeError(`objective(${x}) is NaN; it must be a number`);
    return value;
  };
  return { valueAt, evaluations: () => evaluations };
}

/**
 * Whether the minimum is to be looked for on the side of `point` rather than of `than`: its value is lower, or
 * as low. Of two points at which the objective is infinite, the one nearer to the end where it is finite wins.
 */
export function isAsGood(
  point: { x: number; value: number },
  than: { x: number; value: number },
  [low, high]: readonly [low: { value: number }, high: { value: number }],
): boolean {
  if (point.value < Number.POSITIVE_INFINITY || low.value === high.value) {
    return point.value <= than.value;
  }
  if (than.value < Number.POSITIVE_INFINITY) return false;
  return low.value < high.value ? point.x < than.x : point.x > than.x;
}

/**
 * Bounds as arrays of the length of `start`.
 *
 * @throws RangeError unless `start` has at least one variable, all finite and within bounds that are not empty
 */
export function boundsOf(
  start: ArrayLike<number>,
  { lower, upper }: Bounds,
): { lower: Float64Array; upper: Float64Array } {
  if (start.length === 0) throw new RangeError('start has length 0; it must hold at least one number');
  const limits = {
    lower: limitsOf('lower', lower, start.length, Number.NEGATIVE_INFINITY),
    upper: limitsOf('upper', upper, start.length, Number.POSITIVE_INFINITY),
  };
  for (let index = 0; index < start.length; index++) {
    const [x, low, high] = [start[index]!, limits.lower[index]!, limits.upper[index]!];
    requireNumber(`lower[${index}]`, low);
    requireNumber(`upper[${index}]`, high);
    if (!(low <= high)) {
      throw new RangeError(`upper[${index}] is ${high}; it must be at least lower[${index}], ${low}`);
    }
    requireFinite(`start[${index}]`, x);
    if (x < low || x > high) {
      throw new RangeError(`start[${index}] is ${x}; it must lie between ${low} and ${high}`);
    }
  }
  return limits;
}

function limitsOf(
  name: string,
  limits: ArrayLike<number> | undefined,
  length: number,
  otherwise: number,
): Float64Array {
  if (!limits) return new Float64Array(length).fill(otherwise);
  if (limits.length !== length) {
    throw new RangeError(`${name} has length ${limits.length}; it must have the length of start, ${length}`);
  }
  return Float64Array.from(limits);
}
