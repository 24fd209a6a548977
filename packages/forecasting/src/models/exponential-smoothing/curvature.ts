import type { ParameterSpace } from './parameter-space.ts';
import type { Recursion, SmoothingRun } from './recursion.ts';

/** Step of the differences: forecasts of scaled values are about 1. */
const DIFFERENCE = 1e-5;
/** Keeps the curvature positive where a coordinate does not matter; in units of the deviance. */
const RIDGE = 1e-2;

/**
 * Fills `room.inverse` with the inverse of the expected second derivatives of the deviance (Gauss, Newton): 2 n over
 * the sum of squares, times the products of the derivatives of the forecasts, or of their logarithms for relative
 * errors. For added components it is exact in the initial states, so the first step of a search finds the best of
 * these. O(n size²).
 */
export function inverseCurvature(work: {
  space: ParameterSpace;
  recursion: Recursion;
  run: SmoothingRun;
  parameters: Float64Array;
  point: Float64Array;
  columns: Float64Array;
  room: { inverse: Float64Array };
  /** what is added to the second derivative of each coordinate: the curvature of a prior */
  priors?: Float64Array;
}): void {
  const { space, recursion, run, parameters, point, columns, priors } = work;
  const { inverse } = work.room;
  const { size, upper } = space;
  const { values, forecasts, relative } = run;
  const length = values.length;
  space.expand(point, parameters);
  if (!(recursion.forward(run, parameters) < Number.POSITIVE_INFINITY)) return;
  const weight = (2 * run.observedCount) / run.squares;
  const base = Float64Array.from(forecasts);
  for (let index = 0; index < size; index++) {
    const kept = point[index]!;
    const difference = kept + DIFFERENCE > upper[index]! ? -DIFFERENCE : DIFFERENCE;
    point[index] = kept + difference;
    space.expand(point, parameters);
    point[index] = kept;
    const defined = recursion.forward(run, parameters) < Number.POSITIVE_INFINITY;
    const column = index * length;
    for (let time = 0; time < length; time++) {
      const known = defined && !Number.isNaN(values[time]);
      const scale = relative ? difference * base[time]! : difference;
      columns[column + time] = known ? (forecasts[time]! - base[time]!) / scale : 0;
    }
  }
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = 0;
      const rowAt = row * length;
      const columnAt = column * length;
      for (let time = 0; time < length; time++) sum += columns[rowAt + time]! * columns[columnAt + time]!;
      inverse[row * size + column] = weight * sum;
    }
    inverse[row * size + row]! += priors === undefined ? RIDGE : priors[row]!;
  }
  invert(inverse, size);
}

/** A pivot that rounding has made smaller than this share is raised, which shortens steps along it. */
const SMALLEST_PIVOT = 1e-12;

/** Replaces a symmetric matrix, given by its lower triangle, by its inverse (Cholesky). O(size³). */
function invert(matrix: Float64Array, size: number): void {
  for (let row = 0; row < size; row++) {
    const rowAt = row * size;
    for (let column = 0; column <= row; column++) {
      const columnAt = column * size;
      const whole = matrix[rowAt + column]!;
      let sum = whole;
      for (let inner = 0; inner < column; inner++) sum -= matrix[rowAt + inner]! * matrix[columnAt + inner]!;
      matrix[rowAt + column] =
        row === column
          ? 1 / Math.sqrt(Math.max(sum, SMALLEST_PIVOT * whole))
          : sum * matrix[columnAt + column]!;
    }
  }
  // The inverse of the triangle, transposed into the upper one; the diagonal is inverted already.
  for (let column = 0; column < size; column++) {
    const columnAt = column * size;
    for (let row = column + 1; row < size; row++) {
      let sum = 0;
      for (let inner = column; inner < row; inner++) {
        sum -= matrix[row * size + inner]! * matrix[columnAt + inner]!;
      }
      matrix[columnAt + row] = sum * matrix[row * size + row]!;
    }
  }
  // Its product with itself, into the lower triangle, then mirrored.
  for (let column = 0; column < size; column++) {
    for (let row = column; row < size; row++) {
      let sum = 0;
      for (let inner = row; inner < size; inner++)
        sum += matrix[column * size + inner]! * matrix[row * size + inner]!;
      matrix[row * size + column] = sum;
    }
  }
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < row; column++) matrix[column * size + row] = matrix[row * size + column]!;
  }
}
