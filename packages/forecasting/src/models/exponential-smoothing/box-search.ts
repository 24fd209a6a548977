/** What is minimised: fills `gradient` and returns the value; +Infinity where it is not defined. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

/** The room of one search, kept between searches of the same size. */
export interface SearchRoom {
  readonly size: number;
  readonly gradient: Float64Array;
  readonly trial: Float64Array;
  readonly trialGradient: Float64Array;
  readonly step: Float64Array;
  /** inverse of the estimated second derivatives, row by row */
  readonly inverse: Float64Array;
  readonly product: Float64Array;
  /** the step without bounds */
  readonly newton: Float64Array;
  /** coordinates that a bound stops during a step, how far they may move, and the force that takes */
  readonly held: Int32Array;
  readonly moves: Float64Array;
  readonly force: Float64Array;
  readonly system: Float64Array;
}

/** Coordinates with bounds: alpha, beta, gamma and phi. */
const MOST_BOUNDED = 4;

export function searchRoom(size: number): SearchRoom {
  return {
    size,
    gradient: new Float64Array(size),
    trial: new Float64Array(size),
    trialGradient: new Float64Array(size),
    step: new Float64Array(size),
    inverse: new Float64Array(size * size),
    product: new Float64Array(size),
    newton: new Float64Array(size),
    held: new Int32Array(MOST_BOUNDED),
    moves: new Float64Array(MOST_BOUNDED),
    force: new Float64Array(MOST_BOUNDED),
    system: new Float64Array(MOST_BOUNDED * MOST_BOUNDED),
  };
}

export interface BoxSearch {
  lower: Float64Array;
  upper: Float64Array;
  /** bounds apply to coordinates before this one */
  bounded: number;
  /** stops when the quadratic model promises less than half of this */
  tolerance: number;
  iterations: number;
}

/** Sufficient decrease of Armijo. */
const DECREASE = 1e-4;
const MOST_BACKTRACKS = 12;

/**
 * A local minimum in a box by the method of Broyden, Fletcher, Goldfarb and Shanno (BFGS). The inverse of the second
 * derivatives starts from `room.inverse` (filled by the caller, positive definite). Each step minimises the quadratic
 * model inside the box; `point` ends at the minimum. O(size²) per step beside the objective, as long as few
 * coordinates have bounds.
 *
 * @returns the least value found
 * @see Nocedal, Wright (2006), Numerical Optimization, equation 6.17, section 16.7, procedure 18.2 (damping)
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
    updateInverse(room, length);
    for (let index = 0; index < size; index++) {
      point[index] = trial[index]!;
      gradient[index] = trialGradient[index]!;
    }
    value = trialValue;
  }
  return value;
}

/**
 * Fills `room.step` with the minimum of the quadratic model in the box, and `room.product` with the second
 * derivatives times that step; returns the slope along it. A coordinate that the model would carry past its bound
 * stops there, and the others are solved for again.
 */
function boundedStep(point: Float64Array, room: SearchRoom, { lower, upper, bounded }: BoxSearch): number {
  const { gradient, newton, step, inverse, held, moves, size } = room;
  for (let row = 0; row < size; row++) {
    let sum = 0;
    const at = row * size;
    for (let column = 0; column < size; column++) sum -= inverse[at + column]! * gradient[column]!;
    newton[row] = sum;
  }
  let resting = 0;
  for (let index = 0; index < bounded; index++) {
    const pushedOut =
      (point[index]! <= lower[index]! && gradient[index]! >= 0) ||
      (point[index]! >= upper[index]! && gradient[index]! <= 0);
    if (!pushedOut) continue;
    moves[resting] = 0;
    held[resting++] = index;
  }
  let holding = resting;
  for (;;) {
    const slope = heldStep(room, holding);
    const before = holding;
    for (let index = 0; index < bounded; index++) {
      if (isHeld(held, before, index)) continue;
      const lowest = lower[index]! - point[index]!;
      const highest = upper[index]! - point[index]!;
      if (step[index]! >= lowest && step[index]! <= highest) continue;
      moves[holding] = step[index]! < lowest ? lowest : highest;
      held[holding++] = index;
    }
    if (holding > before) continue;
    // Stops at bounds can turn the step uphill; then it goes as far as the first bound instead.
    return slope < 0 ? slope : shortenedStep(point, room, { lower, upper, bounded, holding: resting });
  }
}

/** The step that ignores bounds but for the resting coordinates and those with no way to go, cut at the first bound. */
function shortenedStep(
  point: Float64Array,
  room: SearchRoom,
  options: { lower: Float64Array; upper: Float64Array; bounded: number; holding: number },
): number {
  const { lower, upper, bounded } = options;
  const { held, moves, step, product, size } = room;
  let { holding } = options;
  for (;;) {
    const slope = heldStep(room, holding);
    let share = 1;
    let first = -1;
    for (let index = 0; index < bounded; index++) {
      if (isHeld(held, holding, index) || step[index] === 0) continue;
      const way = step[index]! < 0 ? lower[index]! - point[index]! : upper[index]! - point[index]!;
      if (way / step[index]! < share) {
        share = way / step[index]!;
        first = index;
      }
    }
    if (share > 0) {
      for (let index = 0; index < size; index++) {
        step[index]! *= share;
        product[index]! *= share;
      }
      return slope * share;
    }
    moves[holding] = 0;
    held[holding++] = first;
  }
}

function isHeld(held: Int32Array, holding: number, index: number): boolean {
  for (let entry = 0; entry < holding; entry++) if (held[entry] === index) return true;
  return false;
}

/** The step of the model's minimum with the first `holding` held coordinates making their moves; its slope. */
function heldStep(room: SearchRoom, holding: number): number {
  const { gradient, newton, step, product, size } = room;
  for (let index = 0; index < size; index++) {
    step[index] = newton[index]!;
    product[index] = -gradient[index]!;
  }
  if (holding > 0) holdBack(room, holding);
  let slope = 0;
  for (let index = 0; index < size; index++) slope += gradient[index]! * step[index]!;
  return slope;
}

/**
 * Changes step and product so that the held coordinates make their given moves and the model is least in the others:
 * step - inverse[, held] force, where inverse[held, held] force = step[held] - moves. The system has at most four
 * rows; it is eliminated in place.
 */
function holdBack(
  { step, product, inverse, held, moves, force, system, size }: SearchRoom,
  holding: number,
): void {
  for (let row = 0; row < holding; row++) {
    const at = held[row]! * size;
    for (let column = 0; column < holding; column++)
      system[row * holding + column] = inverse[at + held[column]!]!;
    force[row] = step[held[row]!]! - moves[row]!;
  }
  for (let pivot = 0; pivot < holding; pivot++) {
    const diagonal = system[pivot * holding + pivot]!;
    for (let row = pivot + 1; row < holding; row++) {
      const factor = system[row * holding + pivot]! / diagonal;
      for (let column = pivot; column < holding; column++) {
        system[row * holding + column]! -= factor * system[pivot * holding + column]!;
      }
      force[row]! -= factor * force[pivot]!;
    }
  }
  for (let row = holding - 1; row >= 0; row--) {
    for (let column = row + 1; column < holding; column++) {
      force[row]! -= system[row * holding + column]! * force[column]!;
    }
    force[row]! /= system[row * holding + row]!;
  }
  for (let entry = 0; entry < holding; entry++) {
    const coordinate = held[entry]!;
    const strength = force[entry]!;
    for (let row = 0; row < size; row++) step[row]! -= inverse[row * size + coordinate]! * strength;
    product[coordinate]! -= strength;
  }
  // Exact, so that rounding does not carry a coordinate past its bound.
  for (let entry = 0; entry < holding; entry++) step[held[entry]!] = moves[entry]!;
}

/** The damped update of the inverse second derivatives for a step of `length` times `room.step`. */
function updateInverse(room: SearchRoom, length: number): void {
  const { gradient, trialGradient, step, inverse, product, newton, size } = room;
  let bent = 0;
  let turned = 0;
  for (let index = 0; index < size; index++) {
    bent += step[index]! * product[index]!;
    turned += step[index]! * (trialGradient[index]! - gradient[index]!);
  }
  bent *= length * length;
  turned *= length;
  if (!(bent > 0)) return;
  const keep = turned >= 0.2 * bent ? 1 : (0.8 * bent) / (bent - turned);
  const change = gradient;
  for (let index = 0; index < size; index++) {
    change[index] = keep * (trialGradient[index]! - gradient[index]!) + (1 - keep) * length * product[index]!;
  }
  const reach = keep * turned + (1 - keep) * bent;
  let twist = 0;
  for (let row = 0; row < size; row++) {
    let sum = 0;
    const at = row * size;
    for (let column = 0; column < size; column++) sum += inverse[at + column]! * change[column]!;
    newton[row] = sum;
    twist += change[row]! * sum;
  }
  const outer = (length * length * (1 + twist / reach)) / reach;
  const cross = length / reach;
  for (let row = 0; row < size; row++) {
    const at = row * size;
    const up = outer * step[row]! - cross * newton[row]!;
    const down = cross * step[row]!;
    for (let column = 0; column < size; column++) {
      inverse[at + column]! += up * step[column]! - down * newton[column]!;
    }
  }
}
