import { requirePositive, requireWhole } from '../parameters.ts';
import { type Bounds, boundsOf, type VectorOptimum } from './optimum.ts';

export interface NelderMeadSearch extends Bounds {
  /** where to begin, within the bounds; the objective must be finite here */
  start: ArrayLike<number>;
  /**
   * How far the first simplex reaches in each variable, greater than 0: about the distance at which the answer
   * is expected, and more than tolerance × |start|. If left out, a tenth of the range where both bounds are finite, else 5 % of the start and
   * at least 0.05: give steps where the answer is much smaller than 1.
   */
  steps?: ArrayLike<number>;
  /** stop when the simplex is smaller than this share of max(|x|, step), 1e-8 if left out */
  tolerance?: number;
  /** 2000 for each variable if left out */
  maxEvaluations?: number;
}

const DEFAULT_TOLERANCE = 1e-8;

/**
 * A local minimum of a function of a few variables without derivatives, by the simplex method of Nelder and
 * Mead, within bounds. The coefficients adapt to the number of variables (Gao, Han), trial points are moved
 * to the nearest point within the bounds, and once the simplex has shrunk the search starts again from the
 * best point until that no longer helps, since a simplex can collapse before it reaches a minimum.
 *
 * For at most about ten variables; with a gradient use `lbfgsMinimum`. No method of this kind promises the
 * global minimum: start from several points.
 *
 * @param objective function of the variables [f]; plus infinity is allowed, for points that are not
 * @throws RangeError if a bound, a step or the start does not fit, or if a value is NaN
 * @see Nelder, Mead (1965), A Simplex Method for Function Minimization, The Computer Journal 7
 * @see Gao, Han (2012), Implementing the Nelder-Mead simplex algorithm with adaptive parameters, Comput. Optim.
 *      Appl. 51
 * @example nelderMeadMinimum(([x, y]) => (x - 1) ** 2 + (y + 2) ** 2, { start: [0, 0] }).x // [1, -2], to 1e-7
 */
export function nelderMeadMinimum(
  objective: (x: Float64Array) => number,
  search: NelderMeadSearch,
): VectorOptimum {
  const limits = boundsOf(search.start, search);
  const { start, tolerance = DEFAULT_TOLERANCE } = search;
  const maxEvaluations = search.maxEvaluations ?? 2000 * start.length;
  requirePositive('tolerance', tolerance);
  requireWhole('maxEvaluations', maxEvaluations, 1);
  const steps = stepsOf(search, limits);
  const simplex = new Simplex(objective, limits, maxEvaluations);
  let best = simplex.pointAt(Float64Array.from(start));
  if (!Number.isFinite(best.value)) {
    throw new RangeError(`objective at start is ${best.value}; it must be finite`);
  }
  for (let round = 0; ; round++) {
    simplex.surround(best, steps, round === 0 ? 1 : 0.1);
    const shrunk = simplex.shrink(steps, tolerance);
    const before = best;
    best = simplex.best();
    const still = farthest(before.x, best.x, steps) <= tolerance;
    const level = before.value - best.value <= 1e-14 * Math.abs(best.value);
    const endless = best.value === Number.NEGATIVE_INFINITY;
    const converged = shrunk && round > 0 && (still || level) && !endless;
    if (converged || !shrunk || endless) {
      const { iterations, evaluations } = simplex;
      return { x: best.x, value: best.value, iterations, evaluations, converged };
    }
  }
}

interface Point {
  x: Float64Array;
  value: number;
}

/** The points from best to worst, and the moves of the method. */
class Simplex {
  iterations = 0;
  evaluations = 0;
  private readonly objective: (x: Float64Array) => number;
  private readonly lower: Float64Array;
  private readonly upper: Float64Array;
  private readonly maxEvaluations: number;
  private points: Point[] = [];

  constructor(
    objective: (x: Float64Array) => number,
    { lower, upper }: { lower: Float64Array; upper: Float64Array },
    maxEvaluations: number,
  ) {
    this.objective = objective;
    this.lower = lower;
    this.upper = upper;
    this.maxEvaluations = maxEvaluations;
  }

  /** Keeps `x`, moved within the bounds. */
  pointAt(x: Float64Array): Point {
    for (let index = 0; index < x.length; index++) {
      x[index] = Math.min(this.upper[index]!, Math.max(this.lower[index]!, x[index]!));
    }
    this.evaluations += 1;
    const value = this.objective(Float64Array.from(x));
    if (Number.isNaN(value)) throw new RangeError(`objective(${x.join(', ')}) is NaN; it must be a number`);
    return { x, value };
  }

  best(): Point {
    return this.points[0]!;
  }

  /** A simplex with `center` as a corner; each step goes away from a bound that is near. */
  surround(center: Point, steps: Float64Array, reach: number): void {
    this.points = [center];
    for (let index = 0; index < steps.length; index++) {
      const x = center.x.slice();
      const step = reach * steps[index]!;
      const up = this.upper[index]! - x[index]!;
      const down = x[index]! - this.lower[index]!;
      x[index] = x[index]! + (up >= Math.min(step, down) ? step : -step);
      this.points.push(this.pointAt(x));
    }
    this.sort();
  }

  /** Moves until the simplex is small; false if the evaluations ran out before. */
  shrink(steps: Float64Array, tolerance: number): boolean {
    while (this.points.some(({ x }) => farthest(this.best().x, x, steps) > tolerance)) {
      if (this.evaluations >= this.maxEvaluations) return false;
      this.iterations += 1;
      this.move();
      this.sort();
    }
    return true;
  }

  private move(): void {
    const count = this.points.length - 1;
    const worst = this.points[count]!;
    const second = this.points[count - 1]!;
    const variables = Math.max(2, count);
    const expansion = 1 + 2 / variables;
    const contraction = 0.75 - 1 / (2 * variables);
    const reflected = this.towards(worst, 1);
    if (reflected.value < this.best().value) {
      const expanded = this.towards(worst, expansion);
      this.points[count] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < second.value) {
      this.points[count] = reflected;
    } else {
      const outside = reflected.value < worst.value;
      const contracted = this.towards(worst, outside ? contraction : -contraction);
      if (contracted.value < Math.min(reflected.value, worst.value)) this.points[count] = contracted;
      else this.contractAll(1 - 1 / variables);
    }
  }

  /** From the worst point through the centre of the others, `factor` times their distance beyond it. */
  private towards(worst: Point, factor: number): Point {
    const count = this.points.length - 1;
    const x = new Float64Array(count);
    for (let point = 0; point < count; point++) {
      for (let index = 0; index < count; index++) x[index]! += this.points[point]!.x[index]! / count;
    }
    for (let index = 0; index < count; index++) x[index]! += factor * (x[index]! - worst.x[index]!);
    return this.pointAt(x);
  }

  private contractAll(share: number): void {
    const best = this.best();
    this.points = this.points.map((point) => {
      if (point === best) return best;
      return this.pointAt(point.x.map((x, index) => best.x[index]! + share * (x - best.x[index]!)));
    });
  }

  private sort(): void {
    this.points.sort((left, right) => left.value - right.value);
  }
}

/** The largest distance in any variable, as a share of the size of that variable. */
function farthest(from: Float64Array, to: Float64Array, steps: Float64Array): number {
  let largest = 0;
  for (let index = 0; index < steps.length; index++) {
    const distance = Math.abs(to[index]! - from[index]!);
    const size = Math.max(Math.abs(from[index]!), steps[index]!);
    if (distance > 0) largest = Math.max(largest, distance / size);
  }
  return largest;
}

function stepsOf(
  { start, steps, tolerance = DEFAULT_TOLERANCE }: NelderMeadSearch,
  { lower, upper }: { lower: Float64Array; upper: Float64Array },
): Float64Array {
  if (steps && steps.length !== start.length) {
    throw new RangeError(
      `steps has length ${steps.length}; it must have the length of start, ${start.length}`,
    );
  }
  return Float64Array.from(start, (x, index) => {
    const range = upper[index]! - lower[index]!;
    if (steps) {
      requirePositive(`steps[${index}]`, steps[index]!);
      if (steps[index]! <= tolerance * Math.abs(x)) {
        throw new RangeError(
          `steps[${index}] is ${steps[index]}; it must be greater than tolerance × |start|, ${tolerance * Math.abs(x)}`,
        );
      }
    }
    const step = steps?.[index] ?? (Number.isFinite(range) ? range / 10 : 0.05 * Math.max(1, Math.abs(x)));
    return Math.min(step, range);
  });
}
