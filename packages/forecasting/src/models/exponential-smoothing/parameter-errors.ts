import { inverseCurvature } from './curvature.ts';
import type { FormSearch } from './form-search.ts';
import type { ParameterSpace } from './parameter-space.ts';
import { type EndState, endState, meanAhead } from './state-forecast.ts';

/**
 * What one standard deviation of each independent error of the parameters does to the mean of each period ahead, in
 * scaled units. The covariance of the parameters is twice the inverse of the expected second derivatives of the
 * deviance; coordinates at a bound are taken as known, and the width of its box counts as what is known beforehand
 * of a coordinate. O(n size²), as one start of a search.
 *
 * @see Hyndman, Koehler, Ord, Snyder (2008), section 6.1 leaves these errors out; Harvey (1989), Forecasting,
 *   Structural Time Series Models and the Kalman Filter, section 4.6.3 (delta method)
 */
export function parameterErrors(search: FormSearch, end: EndState, horizon: number): Float64Array[] {
  const { space, recursion, run, form } = search;
  const { size } = space;
  const point = new Float64Array(size);
  space.reduce(end.parameters, point);
  const room = { inverse: new Float64Array(size * size) };
  const parameters = new Float64Array(end.parameters.length);
  const columns = new Float64Array(size * run.values.length);
  inverseCurvature({ space, recursion, run, parameters, point, columns, room, priors: priorsOf(space) });
  const covariance = room.inverse.map((entry) => 2 * entry);
  for (let index = 0; index < space.bounded; index++) {
    if (atBound(space, point, index)) takeAsKnown(covariance, index, size);
  }
  const base = meanAhead(end, horizon);
  const slopes: Float64Array[] = [];
  for (let index = 0; index < size; index++) {
    const kept = point[index]!;
    const difference = kept + DIFFERENCE > space.upper[index]! ? -DIFFERENCE : DIFFERENCE;
    point[index] = kept + difference;
    space.expand(point, parameters);
    point[index] = kept;
    const defined = recursion.forward(run, parameters) < Number.POSITIVE_INFINITY;
    const moved = defined ? meanAhead({ ...end, ...endState(run), form, parameters }, horizon) : base;
    slopes.push(moved.map((value, step) => (value - base[step]!) / difference));
  }
  return independentErrors(covariance, slopes, horizon);
}

const DIFFERENCE = 1e-5;
const NEAR_BOUND = 1e-6;

/** Twelve over the squared width of the box, as the variance of a uniform distribution has it; none without box. */
function priorsOf({ size, bounded, lower, upper }: ParameterSpace): Float64Array {
  const priors = new Float64Array(size).fill(1e-6);
  for (let index = 0; index < bounded; index++) priors[index] = 24 / (upper[index]! - lower[index]!) ** 2;
  return priors;
}

function atBound({ lower, upper }: ParameterSpace, point: Float64Array, index: number): boolean {
  return point[index]! < lower[index]! + NEAR_BOUND || point[index]! > upper[index]! - NEAR_BOUND;
}

/** The covariance of the others if one coordinate is known. */
function takeAsKnown(covariance: Float64Array, known: number, size: number): void {
  const variance = covariance[known * size + known]!;
  if (!(variance > 0)) return;
  const column = Float64Array.from({ length: size }, (_, row) => covariance[row * size + known]!);
  for (let row = 0; row < size; row++) {
    for (let other = 0; other < size; other++) {
      covariance[row * size + other]! -= (column[row]! * column[other]!) / variance;
    }
  }
}

/** Columns of the Cholesky factor of the covariance, carried to the periods ahead; directions without error left out. */
function independentErrors(
  covariance: Float64Array,
  slopes: Float64Array[],
  horizon: number,
): Float64Array[] {
  const size = slopes.length;
  const errors: Float64Array[] = [];
  for (let pivot = 0; pivot < size; pivot++) {
    const variance = covariance[pivot * size + pivot]!;
    if (!(variance > 1e-18)) continue;
    const deviation = Math.sqrt(variance);
    const column = Float64Array.from(
      { length: size },
      (_, row) => covariance[row * size + pivot]! / deviation,
    );
    const error = new Float64Array(horizon);
    for (let row = pivot; row < size; row++) {
      const share = column[row]!;
      for (let step = 0; step < horizon; step++) error[step]! += share * slopes[row]![step]!;
      for (let other = pivot; other < size; other++)
        covariance[row * size + other]! -= share * column[other]!;
    }
    errors.push(error);
  }
  return errors;
}
