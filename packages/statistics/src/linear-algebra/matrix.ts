/** A dense matrix, row by row: the element in row r and column c is `values[r * columns + c]`, from 0. */
export interface Matrix {
  rows: number;
  columns: number;
  /** rows × columns finite numbers */
  values: Float64Array;
}

/**
 * A matrix from a list of rows.
 *
 * @throws RangeError if there is no row or no column, if a row has another length than the first, or if a
 *         number is not finite
 * @example matrixFromRows([[1, 2], [3, 4]]).values // [1, 2, 3, 4]
 */
export function matrixFromRows(rows: ArrayLike<number>[]): Matrix {
  const columns = rows[0]?.length ?? 0;
  for (const [row, { length }] of rows.entries()) {
    if (length !== columns)
      throw new RangeError(`rows[${row}] has length ${length}; it must have ${columns}`);
  }
  const values = new Float64Array(rows.length * columns);
  for (const [row, numbers] of rows.entries()) values.set(Array.from(numbers), row * columns);
  return matrixOf({ rows: rows.length, columns, values });
}

/** The same matrix, once its sizes and numbers are checked. */
export function matrixOf(matrix: Matrix, name = 'matrix'): Matrix {
  const { rows, columns, values } = matrix;
  if (!(Number.isSafeInteger(rows) && rows >= 1)) {
    throw new RangeError(`${name}.rows is ${rows}; it must be a whole number, at least 1`);
  }
  if (!(Number.isSafeInteger(columns) && columns >= 1)) {
    throw new RangeError(`${name}.columns is ${columns}; it must be a whole number, at least 1`);
  }
  if (values.length !== rows * columns) {
    throw new RangeError(`${name}.values has length ${values.length}; it must have ${rows} × ${columns}`);
  }
  requireFiniteNumbers(`${name}.values`, values);
  return matrix;
}

/** @throws RangeError unless every number is finite */
export function requireFiniteNumbers(name: string, values: ArrayLike<number>): void {
  for (let index = 0; index < values.length; index++) {
    if (!Number.isFinite(values[index]!)) {
      throw new RangeError(`${name}[${index}] is ${values[index]}; it must be a finite number`);
    }
  }
}

/** @throws RangeError unless the matrix has as many rows as columns */
export function requireSquare(name: string, { rows, columns }: Matrix): void {
  if (rows !== columns) throw new RangeError(`${name} is ${rows} × ${columns}; it must be square`);
}

/**
 * Divides numbers by the power of two that brings the largest into 1 … 2, so that no square of theirs overflows
 * and no digit changes; returns that power, 1 if all are 0.
 */
export function scaleDown(values: Float64Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return 1;
  const power = 2 ** Math.floor(Math.log2(largest));
  for (let index = 0; index < values.length; index++) values[index]! /= power;
  return power;
}

/** The matrix with ones on its diagonal. */
export function identityMatrix(size: number): Matrix {
  const matrix = matrixOf({
    rows: size,
    columns: size,
    values: new Float64Array(Math.max(0, size * size) || 0),
  });
  for (let index = 0; index < size; index++) matrix.values[index * size + index] = 1;
  return matrix;
}

/** Rows become columns. */
export function transposeMatrix({ rows, columns, values }: Matrix): Matrix {
  const transposed = new Float64Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      transposed[column * rows + row] = values[row * columns + column]!;
    }
  }
  return { rows: columns, columns: rows, values: transposed };
}

/**
 * The product of two matrices, by rows of the second so that memory is read in order: rows × columns × columns
 * multiplications.
 *
 * @throws RangeError unless the left matrix has as many columns as the right one has rows
 */
export function multiplyMatrices(left: Matrix, right: Matrix): Matrix {
  if (left.columns !== right.rows) {
    throw new RangeError(
      `right has ${right.rows} rows; it must have as many as left has columns, ${left.columns}`,
    );
  }
  const values = new Float64Array(left.rows * right.columns);
  for (let row = 0; row < left.rows; row++) {
    for (let inner = 0; inner < left.columns; inner++) {
      const factor = left.values[row * left.columns + inner]!;
      for (let column = 0; column < right.columns; column++) {
        values[row * right.columns + column]! += factor * right.values[inner * right.columns + column]!;
      }
    }
  }
  return { rows: left.rows, columns: right.columns, values };
}

/**
 * A matrix times a column of numbers.
 *
 * @throws RangeError unless `vector` has as many numbers as the matrix has columns
 */
export function multiplyMatrixVector(
  { rows, columns, values }: Matrix,
  vector: ArrayLike<number>,
): Float64Array {
  if (vector.length !== columns) {
    throw new RangeError(
      `vector has length ${vector.length}; it must have as many numbers as columns, ${columns}`,
    );
  }
  const product = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let column = 0; column < columns; column++) sum += values[row * columns + column]! * vector[column]!;
    product[row] = sum;
  }
  return product;
}
