import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  identityMatrix,
  matrixFromRows,
  matrixOf,
  multiplyMatrices,
  multiplyMatrixVector,
  transposeMatrix,
} from './matrix.ts';
import { largestDifference, matrices, sizes } from './testing/matrices.ts';

describe('matrices', () => {
  it('multiply and transpose as on paper', () => {
    const left = matrixFromRows([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const right = matrixFromRows([
      [1, 0],
      [2, -1],
      [0, 3],
    ]);
    expect(multiplyMatrices(left, right)).toEqual(
      matrixFromRows([
        [5, 7],
        [14, 13],
      ]),
    );
    expect(transposeMatrix(left)).toEqual(
      matrixFromRows([
        [1, 4],
        [2, 5],
        [3, 6],
      ]),
    );
    expect([...multiplyMatrixVector(left, [1, 1, 2])]).toEqual([9, 21]);
    expect(identityMatrix(2)).toEqual(
      matrixFromRows([
        [1, 0],
        [0, 1],
      ]),
    );
  });

  it('keep their laws: (A B)ᵀ = Bᵀ Aᵀ and A I = A', () => {
    const pairs = fc
      .tuple(sizes, sizes, sizes)
      .chain(([a, b, c]) => fc.tuple(matrices(a, b), matrices(b, c)));
    fc.assert(
      fc.property(pairs, ([left, right]) => {
        const product = transposeMatrix(multiplyMatrices(left, right));
        const reversed = multiplyMatrices(transposeMatrix(right), transposeMatrix(left));
        expect(largestDifference(product.values, reversed.values)).toBeLessThan(1e-10);
        expect(multiplyMatrices(left, identityMatrix(left.columns))).toEqual(matrixOf(left));
      }),
      { numRuns: 200 },
    );
  });

  it('refuse sizes that do not fit and accept those that do', () => {
    expect(() => matrixFromRows([[1, 2], [3]])).toThrow('rows[1] has length 1; it must have 2');
    expect(() => matrixFromRows([])).toThrow('matrix.rows is 0; it must be a whole number, at least 1');
    expect(() => matrixFromRows([[]])).toThrow('matrix.columns is 0; it must be a whole number, at least 1');
    expect(() => matrixFromRows([[1, Number.NaN]])).toThrow(
      'matrix.values[1] is NaN; it must be a finite number',
    );
    expect(() => matrixOf({ rows: 2, columns: 2, values: new Float64Array(3) })).toThrow(
      'matrix.values has length 3; it must have 2 × 2',
    );
    expect(() => identityMatrix(0)).toThrow('matrix.rows is 0');
    expect(() => identityMatrix(1.5)).toThrow('matrix.rows is 1.5');
    expect(matrixFromRows([[7]])).toEqual({ rows: 1, columns: 1, values: Float64Array.of(7) });
    const row = matrixFromRows([[1, 2]]);
    expect(() => multiplyMatrices(row, row)).toThrow(
      'right has 1 rows; it must have as many as left has columns, 2',
    );
    expect(() => multiplyMatrixVector(row, [1])).toThrow('vector has length 1; it must have as many numbers');
    expect([...multiplyMatrixVector(row, [1, 1])]).toEqual([3]);
  });
});
