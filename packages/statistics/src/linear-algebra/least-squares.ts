import { type Matrix, matrixOf, requireFiniteNumbers, scaleDown } from './matrix.ts';

/** The fit of a linear model. */
export interface LeastSquaresFit {
  /** one per column; 0 for columns that depend on others */
  coefficients: Float64Array;
  /** Σ (target − fitted)² */
  residualSumOfSquares: number;
  /** columns that do not depend on others; below the number of columns the coefficients are one choice of many */
  rank: number;
}

/**
 * The coefficients that bring design · coefficients closest to the target, by Householder QR with column
 * pivoting: no normal equations, so only half as many digits are lost as with these. 2 m n² multiplications.
 * Columns that depend on those already taken, to `tolerance`, get the coefficient 0. Columns are scaled by powers
 * of two, so their units do not matter.
 *
 * @param design    one row per observation, one column per coefficient, at least as many rows as columns [X]
 * @param target    one number per observation [y]
 * @param tolerance share of the length of a column that must be new, 1e-12 if left out
 * @throws RangeError if sizes do not fit or a number is not finite
 * @see Golub, Van Loan (2013), Matrix Computations, 4th ed., algorithm 5.4.1
 * @example leastSquares(matrixFromRows([[1, 0], [1, 1], [1, 2]]), [1, 3, 5]).coefficients // [1, 2]
 */
export function leastSquares(design: Matrix, target: ArrayLike<number>, tolerance = 1e-12): LeastSquaresFit {
  const { rows, columns } = matrixOf(design, 'design');
  if (rows < columns) {
    throw new RangeError(`design has ${rows} rows; it must have at least as many as columns, ${columns}`);
  }
  if (target.length !== rows)
    throw new RangeError(`target has length ${target.length}; it must have ${rows}`);
  requireFiniteNumbers('target', target);
  if (!(tolerance >= 0 && tolerance < 1)) {
    throw new RangeError(`tolerance is ${tolerance}; it must be at least 0 and below 1`);
  }
  // Columns as arrays of their own: reflections then read memory in order.
  const table = Array.from({ length: columns }, (_, column) =>
    Float64Array.from({ length: rows }, (_, row) => design.values[row * columns + column]!),
  );
  const scales = table.map(scaleDown);
  const lengths = table.map((column) => lengthBelow(column, 0));
  const order = table.map((_, column) => column);
  const rest = Float64Array.from(target);
  const targetScale = scaleDown(rest);
  let rank = 0;
  for (; rank < columns; rank++) {
    const next = newestColumn(table, lengths, rank);
    [table[rank], table[next]] = [table[next]!, table[rank]!];
    [lengths[rank], lengths[next]] = [lengths[next]!, lengths[rank]!];
    [order[rank], order[next]] = [order[next]!, order[rank]!];
    const isNew = lengthBelow(table[rank]!, rank) > tolerance * lengths[rank]!;
    if (!isNew) break;
    reflect(table, rest, rank);
  }
  const coefficients = new Float64Array(columns);
  for (let row = rank - 1; row >= 0; row--) {
    let sum = rest[row]!;
    for (let column = row + 1; column < rank; column++)
      sum -= table[column]![row]! * coefficients[order[column]!]!;
    coefficients[order[row]!] = sum / table[row]![row]!;
  }
  for (let column = 0; column < columns; column++) {
    coefficients[column] = (coefficients[column]! / scales[column]!) * targetScale;
  }
  return { coefficients, residualSumOfSquares: (targetScale * lengthBelow(rest, rank)) ** 2, rank };
}

/** The column of which the largest share is new: independent of the units of the columns. */
function newestColumn(table: Float64Array[], lengths: number[], from: number): number {
  let best = from;
  let largest = 0;
  for (let column = from; column < table.length; column++) {
    const share = lengths[column]! === 0 ? 0 : lengthBelow(table[column]!, from) / lengths[column]!;
    if (share > largest * (1 + 1e-9)) {
      largest = share;
      best = column;
    }
  }
  return best;
}

/** Householder: turns column `pivot` so that only its first `pivot + 1` numbers remain, and all else with it. */
function reflect(table: Float64Array[], rest: Float64Array, pivot: number): void {
  const column = table[pivot]!;
  const length = lengthBelow(column, pivot);
  const signed = column[pivot]! > 0 ? -length : length;
  const axis = column.slice(pivot);
  axis[0]! -= signed;
  for (let row = 0; row < axis.length; row++) axis[row]! /= length;
  const square = lengthBelow(axis, 0) ** 2;
  for (const each of [...table.slice(pivot), rest]) {
    let product = 0;
    for (let row = 0; row < axis.length; row++) product += axis[row]! * each[pivot + row]!;
    const factor = (2 * product) / square;
    for (let row = 0; row < axis.length; row++) each[pivot + row]! -= factor * axis[row]!;
  }
  column[pivot] = signed;
}

function lengthBelow(column: Float64Array, from: number): number {
  let largest = 0;
  for (let row = from; row < column.length; row++) largest = Math.max(largest, Math.abs(column[row]!));
  if (largest === 0) return 0;
  let sum = 0;
  for (let row = from; row < column.length; row++) sum += (column[row]! / largest) ** 2;
  return largest * Math.sqrt(sum);
}
