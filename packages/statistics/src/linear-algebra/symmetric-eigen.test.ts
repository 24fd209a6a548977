import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  identityMatrix,
  matrixFromRows,
  multiplyMatrices,
  multiplyMatrixVector,
  transposeMatrix,
} from './matrix.ts';
import { symmetricEigen } from './symmetric-eigen.ts';
import { gram, largestDifference, matrices, sizes } from './testing/matrices.ts';

describe('symmetricEigen', () => {
  it('finds the eigenvalues 3 and 1 of ((2, 1), (1, 2)) with their diagonals', () => {
    const { values, vectors } = symmetricEigen(
      matrixFromRows([
        [2, 1],
        [1, 2],
      ]),
    );
    expect(largestDifference(values, [3, 1])).toBeLessThan(1e-14);
    const half = Math.SQRT1_2;
    expect(largestDifference(vectors.values, [half, half, half, -half])).toBeLessThan(1e-14);
  });

  it('finds those of the second difference matrix: 2 − 2 cos(kπ / 11)', () => {
    const rows = Array.from({ length: 10 }, (_, row) =>
      Array.from({ length: 10 }, (_, column) => (row === column ? 2 : Math.abs(row - column) === 1 ? -1 : 0)),
    );
    const expected = Array.from({ length: 10 }, (_, k) => 2 - 2 * Math.cos(((10 - k) * Math.PI) / 11));
    expect(largestDifference(symmetricEigen(matrixFromRows(rows)).values, expected)).toBeLessThan(1e-13);
  });

  it('diagonalises random matrices by orthonormal vectors, in descending order', () => {
    fc.assert(
      fc.property(
        sizes.chain((size) => matrices(size, size)),
        (matrix) => {
          const symmetric = gram(matrix, -20);
          const { values, vectors } = symmetricEigen(symmetric);
          const size = symmetric.rows;
          const square = multiplyMatrices(transposeMatrix(vectors), vectors);
          expect(largestDifference(square.values, identityMatrix(size).values)).toBeLessThan(1e-12);
          for (let column = 0; column < size; column++) {
            const vector = Array.from({ length: size }, (_, row) => vectors.values[row * size + column]!);
            const scaled = vector.map((value) => value * values[column]!);
            expect(largestDifference(multiplyMatrixVector(symmetric, vector), scaled)).toBeLessThan(1e-10);
            expect(values[column]!).toBeLessThanOrEqual(values[column - 1] ?? Number.POSITIVE_INFINITY);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('handles rank one, zeros and a single number', () => {
    const ones = symmetricEigen(
      matrixFromRows([
        [1, 1, 1],
        [1, 1, 1],
        [1, 1, 1],
      ]),
    );
    expect(largestDifference(ones.values, [3, 0, 0])).toBeLessThan(1e-14);
    expect([
      ...symmetricEigen(
        matrixFromRows([
          [0, 0],
          [0, 0],
        ]),
      ).values,
    ]).toEqual([0, 0]);
    expect(symmetricEigen(matrixFromRows([[-5]]))).toEqual({
      values: Float64Array.of(-5),
      vectors: matrixFromRows([[1]]),
    });
    expect(() =>
      symmetricEigen(
        matrixFromRows([
          [1, 2],
          [3, 4],
        ]),
      ),
    ).toThrow('it must be symmetric');
  });

  it('follows the unit of the matrix to the ends of the range of numbers', () => {
    for (const unit of [1e-300, 1e-160, 1e160, 1e300]) {
      const { values } = symmetricEigen(
        matrixFromRows([
          [2 * unit, unit],
          [unit, 2 * unit],
        ]),
      );
      expect(values[0]! / unit).toBeCloseTo(3, 12);
      expect(values[1]! / unit).toBeCloseTo(1, 12);
    }
  });

  it('turns each vector so that its largest element is positive', () => {
    // Values 2 and −3; the vector of −3 is (1, −2) or (−1, 2).
    const { values, vectors } = symmetricEigen(
      matrixFromRows([
        [1, 2],
        [2, -2],
      ]),
    );
    expect([...values]).toEqual([expect.closeTo(2, 13), expect.closeTo(-3, 13)]);
    const root = Math.sqrt(5);
    expect([...vectors.values]).toEqual([2, -1, 1, 2].map((value) => expect.closeTo(value / root, 13)));
    fc.assert(
      fc.property(
        sizes.chain((size) => matrices(size, size)),
        (matrix) => {
          const found = symmetricEigen(gram(matrix, -3)).vectors;
          for (let column = 0; column < found.columns; column++) {
            const vector = Array.from(
              { length: found.rows },
              (_, row) => found.values[row * found.columns + column]!,
            );
            // Elements of equal size may have either sign.
            expect(Math.max(...vector)).toBeGreaterThan(Math.max(...vector.map((value) => -value)) - 1e-9);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('names the matrix that is not symmetric', () => {
    const matrix = matrixFromRows([
      [1, 2],
      [3, 1],
    ]);
    expect(() => symmetricEigen(matrix)).toThrow('matrix has 3 in row 1, column 0 and 2 in its mirror');
  });
});
