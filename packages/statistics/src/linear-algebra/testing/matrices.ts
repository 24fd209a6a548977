import fc from 'fast-check';
import { type Matrix, multiplyMatrices, transposeMatrix } from '../matrix.ts';

/** The largest distance between numbers in the same place. */
export const largestDifference = (left: ArrayLike<number>, right: ArrayLike<number>): number =>
  Array.from(left, (value, index) => Math.abs(value - right[index]!)).reduce((a, b) => Math.max(a, b), 0);

const hundredThousandths = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => value / 100_000);
export const numbers = (count: number) =>
  fc.array(hundredThousandths, { minLength: count, maxLength: count });
export const matrices = (rows: number, columns: number): fc.Arbitrary<Matrix> =>
  numbers(rows * columns).map((values) => ({ rows, columns, values: Float64Array.from(values) }));
export const sizes = fc.integer({ min: 1, max: 6 });
/** A · Aᵀ + shift · I: symmetric, and positive definite for a positive shift. */
export const gram = (matrix: Matrix, shift: number): Matrix => {
  const product = multiplyMatrices(matrix, transposeMatrix(matrix));
  for (let index = 0; index < product.rows; index++) product.values[index * product.rows + index]! += shift;
  return product;
};
