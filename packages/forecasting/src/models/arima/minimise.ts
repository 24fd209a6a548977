/** A point at which a function is low, and the value there. */
export interface Minimum {
  point: Float64Array;
  value: number;
}

/** Room for `minimise`, for up to `size` variables, so that a search over many forms allocates little. */
export interface MinimiseWorkspace {
  gradient: Float64Array;
  nextGradient: Float64Array;
  direction: Float64Array;
  trial: Float64Array;
  inverse: Float64Array;
  product: Float64Array;
}

export function minimiseWorkspace(size: number): MinimiseWorkspace {
  const vector = (): Float64Array => new Float64Array(size + 1);
  return {
    gradient: vector(),
    nextGradient: vector(),
    direction: vector(),
    trial: vector(),
    inverse: new Float64Array(size * size),
    product: vector(),
  };
}

export interface MinimiseOptions {
  start: Float64Array;
  /** stop when a step gains less than this */
  tolerance: number;
  maxIterations: number;
}

/** Step of the forward differences; their error, half of it times the curvature, is far below what matters. */
const DIFFERENCE = 1e-6;
/** Variables are arguments of the hyperbolic tangent: a step longer than this only saturates it. */
const LONGEST_STEP = 1.5;

/**
 * A local minimum of a smooth function of a few variables of size about 1, by BFGS with forward differences:
 * k + 1 evaluations per iteration. Values that are not finite are stepped back from. `lbfgsMinimum` of
 * @granary/statistics is the careful one; this one is for the thousands of small searches of an order search.
 *
 * @see Nocedal, Wright (2006), Numerical Optimization, 2nd ed., algorithm 6.1
 */
export function minimise(
  objective: (point: Float64Array) => number,
  { start, tolerance, maxIterations }: MinimiseOptions,
  space: MinimiseWorkspace,
): Minimum {
  const size = start.length;
  const point = Float64Array.from(start);
  let value = objective(point);
  if (size === 0 || !Number.isFinite(value)) return { point, value };
  fillGradient(objective, point, value, space.gradient);
  resetInverse(space, size);
  let fresh = true;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const slope = descent(space, size);
    if (!(slope < 0)) {
      if (fresh) break;
      resetInverse(space, size);
      fresh = true;
      continue;
    }
    if (slope > -0.5 * tolerance) break;
    const length = lineSearch(objective, point, value, slope, space);
    if (length === 0) {
      if (fresh) break;
      resetInverse(space, size);
      fresh = true;
      continue;
    }
    const gained = value - space.nextGradient[size]!;
    value = space.nextGradient[size]!;
    for (let index = 0; index < size; index++) point[index] = space.trial[index]!;
    if (gained < tolerance) break;
    fillGradient(objective, point, value, space.nextGradient);
    updateInverse(space, size, length, fresh);
    fresh = false;
  }
  return { point, value };
}

function fillGradient(
  objective: (point: Float64Array) => number,
  point: Float64Array,
  value: number,
  gradient: Float64Array,
): void {
  for (let index = 0; index < point.length; index++) {
    const kept = point[index]!;
    point[index] = kept + DIFFERENCE;
    let slope = (objective(point) - value) / DIFFERENCE;
    if (!Number.isFinite(slope)) {
      point[index] = kept - DIFFERENCE;
      slope = (value - objective(point)) / DIFFERENCE;
    }
    gradient[index] = Number.isFinite(slope) ? slope : 0;
    point[index] = kept;
  }
}

/** Direction -H g, shortened to the longest step; returns its slope. */
function descent({ gradient, direction, inverse }: MinimiseWorkspace, size: number): number {
  let longest = 0;
  for (let row = 0; row < size; row++) {
    let sum = 0;
    for (let column = 0; column < size; column++) sum -= inverse[row * size + column]! * gradient[column]!;
    direction[row] = sum;
    if (Math.abs(sum) > longest) longest = Math.abs(sum);
  }
  const shrink = longest > LONGEST_STEP ? LONGEST_STEP / longest : 1;
  let slope = 0;
  for (let row = 0; row < size; row++) {
    direction[row] = direction[row]! * shrink;
    slope += direction[row]! * gradient[row]!;
  }
  return slope;
}

/** Halves the step until it gains enough; the value reached is left in `nextGradient[size]`. 0 if none does. */
function lineSearch(
  objective: (point: Float64Array) => number,
  point: Float64Array,
  value: number,
  slope: number,
  { direction, trial, nextGradient }: MinimiseWorkspace,
): number {
  const size = point.length;
  const moved = trial.subarray(0, size);
  let length = 1;
  for (let halving = 0; halving < 14; halving++) {
    for (let index = 0; index < size; index++) moved[index] = point[index]! + length * direction[index]!;
    const reached = objective(moved);
    if (reached <= value + 1e-4 * length * slope) {
      nextGradient[size] = reached;
      return length;
    }
    // The lowest point of the parabola through what is known, but no less than a tenth of the step.
    const bend = 2 * (reached - value - length * slope);
    const lowest = Number.isFinite(bend) && bend > 0 ? (-slope * length * length) / bend : 0;
    length = Math.max(0.1 * length, Math.min(0.5 * length, lowest));
  }
  return 0;
}

function resetInverse({ inverse }: MinimiseWorkspace, size: number): void {
  inverse.fill(0, 0, size * size);
  for (let index = 0; index < size; index++) inverse[index * size + index] = 1;
}

/** H for the next step from the change of the gradient over the last one; `nextGradient` becomes `gradient`. */
function updateInverse(space: MinimiseWorkspace, size: number, length: number, first: boolean): void {
  const { gradient, nextGradient, direction, inverse, product } = space;
  let curvature = 0;
  let changeSquares = 0;
  for (let index = 0; index < size; index++) {
    const change = nextGradient[index]! - gradient[index]!;
    gradient[index] = change;
    direction[index] = direction[index]! * length;
    curvature += change * direction[index]!;
    changeSquares += change * change;
  }
  if (curvature > 1e-12 * changeSquares && curvature > 0) {
    if (first) {
      for (let index = 0; index < size; index++) inverse[index * size + index] = curvature / changeSquares;
    }
    let squares = 0;
    for (let row = 0; row < size; row++) {
      let sum = 0;
      for (let column = 0; column < size; column++) sum += inverse[row * size + column]! * gradient[column]!;
      product[row] = sum;
      squares += sum * gradient[row]!;
    }
    const both = (curvature + squares) / (curvature * curvature);
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        inverse[row * size + column] =
          inverse[row * size + column]! +
          both * direction[row]! * direction[column]! -
          (product[row]! * direction[column]! + direction[row]! * product[column]!) / curvature;
      }
    }
  }
  for (let index = 0; index < size; index++) gradient[index] = nextGradient[index]!;
}
