/** What is minimised: fills `gradient` and returns the value; +Infinity where it is not defined. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

/** The room of one search, kept between searches of the same size. */
export interface SearchRoom {
  readonly size: number;
  readonly gradient: Float64Array;
  readonly trial: Float64Array;
  readonly trialGradient: Float64Array;
  readonly step: Float64Array;
  /** estimate of the second derivatives, row by row */
  readonly curvature: Float64Array;
  readonly factor: Float64Array;
  readonly product: Float64Array;
  /** 1 where a coordinate may move, 0 where it rests on a bound */
  readonly free: Uint8Array;
}

export function searchRoom(size: number): SearchRoom {
  return {
    size,
    gradient: new Float64Array(size),
    trial: new Float64Array(size),
    trialGradient: new Float64Array(size),
    step: new Float64Array(size),
    curvature: new Float64Array(size * size),
    factor: new Float64Array(size * size),
    product: new Float64Array(size),
    free: new Uint8Array(size),
  };
}

export interface BoxSearch {
  lower: Float64Array;
  upper: Float64Array;
  /** stops when the quadratic model promises less than this */
  tolerance: number;
  iterations: number;
}

/** Sufficient decrease of Armijo. */
const DECREASE = 1e-4;
const MOST_BACKTRACKS = 12;

/**
 * A local minimum in a box by the method of Broyden, Fletcher, Goldfarb and Shanno (BFGS) on the second derivatives,
 * which start from `room.curvature` (filled by the caller, positive definite). Each step minimises the quadratic
 * model inside the box; `point` ends at the minimum. O(size³) per step beside the objective.
 *
 * @returns the least value found
 * @see Nocedal, Wright (2006), Numerical Optimization, sections 16.7 and 18.3 (damped update, procedure 18.2)
 */
export function boxMinimum(
  objective: Objective,
  point: Float64Array,
  room: SearchRoom,
  search: BoxSearch,
): number {
  const { gradient, trial, trialGradient, step, size } = room;
  let value = objective(point, gradient);
  if (!(value < Number.POSITIVE_INFINITY)) return value;
  for (let iteration = 0; iteration < search.iterations; iteration++) {
    const slope = boundedStep(point, room, search);
    if (!(slope < -search.tolerance)) break;
    let length = 1;
    let trialValue = Number.POSITIVE_INFINITY;
    let accepted = false;
    for (let attempt = 0; attempt < MOST_BACKTRACKS; attempt++) {
      for (let index = 0; index < size; index++) trial[index] = point[index]! + length * step[index]!;
      trialValue = objective(trial, trialGradient);
      accepted = trialValue <= value + DECREASE * length * slope;
      if (accepted) break;
      const parabola = (-0.5 * slope * length * length) / (trialValue - value - slope * length);
      length = parabola > 0.1 * length && parabola < 0.5 * length ? parabola : 0.25 * length;
    }
    if (!accepted) break;
    updateCurvature(room, length);
    for (let index = 0; index < size; index++) {
      point[index] = trial[index]!;
      gradient[index] = trialGradient[index]!;
    }
    value = trialValue;
  }
  return value;
}

/** Fills `room.step` with the minimum of the quadratic model in the box; returns its slope along the gradient. */
function boundedStep(point: Float64Array, room: SearchRoom, { lower, upper }: BoxSearch): number {
  const { gradient, step, free, size } = room;
  for (let index = 0; index < size; index++) {
    const pushedOut =
      (point[index]! <= lower[index]! && gradient[index]! >= 0) ||
      (point[index]! >= upper[index]! && gradient[index]! <= 0);
    free[index] = pushedOut ? 0 : 1;
    step[index] = 0;
  }
  // A coordinate that the model would carry past its bound stops there, and the others are solved for again.
  for (let round = 0; round < size; round++) {
    solveFree(room);
    let crossed = false;
    for (let index = 0; index < size; index++) {
      if (free[index] === 0) continue;
      const lowest = lower[index]! - point[index]!;
      const highest = upper[index]! - point[index]!;
      if (step[index]! < lowest || step[index]! > highest) {
        step[index] = step[index]! < lowest ? lowest : highest;
        free[index] = 0;
        crossed = true;
      }
    }
    if (!crossed) break;
  }
  let slope = 0;
  for (let index = 0; index < size; index++) slope += gradient[index]! * step[index]!;
  if (slope < 0) return slope;
  return steepestStep(point, room, lower, upper);
}

/** Where clamping has turned the step uphill: down the gradient, each coordinate by its own curvature. */
function steepestStep(
  point: Float64Array,
  { gradient, step, curvature, size }: SearchRoom,
  lower: Float64Array,
  upper: Float64Array,
): number {
  let slope = 0;
  for (let index = 0; index < size; index++) {
    const moved = -gradient[index]! / curvature[index * size + index]!;
    step[index] = Math.min(Math.max(moved, lower[index]! - point[index]!), upper[index]! - point[index]!);
    slope += gradient[index]! * step[index]!;
  }
  return slope;
}

/** Solves curvature step = -gradient for the free coordinates, the others staying as they are, by Cholesky. */
function solveFree({ gradient, step, curvature, factor, free, size }: SearchRoom): void {
  for (let row = 0; row < size; row++) {
    if (free[row] === 0) continue;
    let right = -gradient[row]!;
    const rowAt = row * size;
    for (let column = 0; column < size; column++) {
      if (free[column] === 0) right -= curvature[rowAt + column]! * step[column]!;
    }
    for (let column = 0; column < row; column++) {
      if (free[column] === 0) continue;
      let sum = curvature[rowAt + column]!;
      const columnAt = column * size;
      for (let inner = 0; inner < column; inner++) sum -= factor[rowAt + inner]! * factor[columnAt + inner]!;
      sum /= factor[columnAt + column]!;
      factor[rowAt + column] = sum;
      right -= sum * step[column]!;
    }
    let pivot = curvature[rowAt + row]!;
    for (let inner = 0; inner < row; inner++) {
      if (free[inner] === 0) factor[rowAt + inner] = 0;
      pivot -= factor[rowAt + inner]! * factor[rowAt + inner]!;
    }
    const smallest = 1e-10 * curvature[rowAt + row]! + 1e-300;
    factor[rowAt + row] = Math.sqrt(pivot > smallest ? pivot : smallest);
    step[row] = right / factor[rowAt + row]!;
  }
  for (let row = size - 1; row >= 0; row--) {
    if (free[row] === 0) continue;
    let right = step[row]!;
    for (let below = row + 1; below < size; below++) {
      if (free[below] === 1) right -= factor[below * size + row]! * step[below]!;
    }
    step[row] = right / factor[row * size + row]!;
  }
}

/** The damped update of the second derivatives for a step of `length` times `room.step`. */
function updateCurvature(room: SearchRoom, length: number): void {
  const { gradient, trialGradient, step, curvature, product, size } = room;
  let bent = 0;
  let turned = 0;
  for (let row = 0; row < size; row++) {
    let sum = 0;
    for (let column = 0; column < size; column++) sum += curvature[row * size + column]! * step[column]!;
    product[row] = sum * length;
    bent += step[row]! * sum;
    turned += step[row]! * (trialGradient[row]! - gradient[row]!);
  }
  bent *= length * length;
  turned *= length;
  if (!(bent > 0)) return;
  const keep = turned >= 0.2 * bent ? 1 : (0.8 * bent) / (bent - turned);
  const damped = keep * turned + (1 - keep) * bent;
  for (let row = 0; row < size; row++) {
    const change = keep * (trialGradient[row]! - gradient[row]!) + (1 - keep) * product[row]!;
    // The old gradient is no longer needed: its place holds the damped change.
    gradient[row] = change;
  }
  for (let row = 0; row < size; row++) {
    const up = gradient[row]! / damped;
    const down = product[row]! / bent;
    for (let column = 0; column < size; column++) {
      curvature[row * size + column]! += up * gradient[column]! - down * product[column]!;
    }
  }
}
