/** What is left of a target after the best combination of some columns was taken off. */
export interface ConcentratedRegression {
  residualSumOfSquares: number;
  /** logarithm of the determinant of the products of the first `determinantOf` columns */
  logDeterminant: number;
}

/** Room for `concentrate` with up to `columns` columns. */
export interface RegressionWorkspace {
  /** place of the first value of each column that is not zero */
  starts: Int32Array;
  /** Cholesky factor of the products, row after row */
  factor: Float64Array;
  /** coefficients, after `concentrate` */
  coefficients: Float64Array;
}

export function regressionWorkspace(columns: number): RegressionWorkspace {
  return {
    starts: new Int32Array(columns + 1),
    factor: new Float64Array(columns * columns),
    coefficients: new Float64Array(columns),
  };
}

/** A column counts as new if at least this share of its square is not explained by those before it. */
const NEW_SHARE = 1e-11;

/**
 * Least squares of the first column on the others, by the Cholesky factor of their products: for the inner loop
 * of a likelihood, where the columns were made well-conditioned before. O(n k² + k³).
 *
 * @param columns [y, x1, x2, ...]
 * @param determinantOf the determinant of this many of the first regressors is returned too
 * @returns a column that depends on those before it gets the coefficient 0, and the determinant is infinite then
 */
export function concentrate(
  columns: readonly Float64Array[],
  determinantOf: number,
  space: RegressionWorkspace,
): ConcentratedRegression {
  const target = columns[0]!;
  const size = columns.length - 1;
  const total = product(target, target, 0);
  if (size === 0) return { residualSumOfSquares: total, logDeterminant: 0 };
  const { factor, coefficients, starts } = space;
  let explained = 0;
  let logDeterminant = 0;
  for (let row = 0; row < size; row++) {
    const values = columns[row + 1]!;
    const start = row * size;
    let right = product(values, target, starts[row + 1]!);
    let pivot = product(values, values, starts[row + 1]!);
    const square = pivot;
    for (let column = 0; column < row; column++) {
      const entry = factorEntry(columns, space, size, row, column);
      factor[start + column] = entry;
      pivot -= entry * entry;
      right -= entry * coefficients[column]!;
    }
    const isNew = pivot > NEW_SHARE * square;
    const root = isNew ? Math.sqrt(pivot) : 0;
    factor[start + row] = root;
    coefficients[row] = isNew ? right / root : 0;
    explained += coefficients[row]! * coefficients[row]!;
    if (row < determinantOf) logDeterminant += isNew ? Math.log(pivot) : Number.POSITIVE_INFINITY;
  }
  return { residualSumOfSquares: Math.max(0, total - explained), logDeterminant };
}

/** Turns what `concentrate` left in the workspace into the coefficients of the columns. */
export function solveCoefficients({ factor, coefficients }: RegressionWorkspace, size: number): Float64Array {
  const solution = new Float64Array(size);
  for (let row = size - 1; row >= 0; row--) {
    let sum = coefficients[row]!;
    for (let below = row + 1; below < size; below++) sum -= factor[below * size + row]! * solution[below]!;
    const root = factor[row * size + row]!;
    solution[row] = root > 0 ? sum / root : 0;
  }
  return solution;
}

function factorEntry(
  columns: readonly Float64Array[],
  { factor, starts }: RegressionWorkspace,
  size: number,
  row: number,
  column: number,
): number {
  const root = factor[column * size + column]!;
  if (root === 0) return 0;
  const from = Math.max(starts[row + 1]!, starts[column + 1]!);
  let sum = product(columns[row + 1]!, columns[column + 1]!, from);
  for (let before = 0; before < column; before++) {
    sum -= factor[row * size + before]! * factor[column * size + before]!;
  }
  return sum / root;
}

function product(left: Float64Array, right: Float64Array, from: number): number {
  let sum = 0;
  for (let index = from; index < left.length; index++) sum += left[index]! * right[index]!;
  return sum;
}
