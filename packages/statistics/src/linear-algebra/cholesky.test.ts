import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choleskyDecomposition } from './cholesky.ts';
import { luDecomposition } from './lu.ts';
import { matrixFromRows, multiplyMatrices, transposeMatrix } from './matrix.ts';
import { gram, largestDifference, matrices, numbers, sizes } from './testing/matrices.ts';

describe('choleskyDecomposition', () => {
  it('factors the example of the textbooks', () => {
    const found = choleskyDecomposition(
      matrixFromRows([
        [4, 12, -16],
        [12, 37, -43],
        [-16, -43, 98],
      ]),
    );
    if (found.kind !== 'positive-definite') throw new Error('expected a positive definite matrix');
    expect(found.factor).toEqual(
      matrixFromRows([
        [2, 0, 0],
        [6, 1, 0],
        [-8, 5, 3],
      ]),
    );
    expect(found.logDeterminant).toBeCloseTo(Math.log(36), 12); // (2 · 1 · 3)²
    expect(largestDifference(found.solve([0, 6, 39]), [1, 1, 1])).toBeLessThan(1e-11);
  });

  it('gives back the matrix and agrees with LU on random covariances', () => {
    fc.assert(
      fc.property(
        sizes.chain((size) => fc.tuple(matrices(size, size), numbers(size))),
        ([matrix, right]) => {
          const covariance = gram(matrix, 1);
          const found = choleskyDecomposition(covariance);
          const lu = luDecomposition(covariance);
          if (found.kind !== 'positive-definite' || lu.kind !== 'regular')
            throw new Error('A Aᵀ + I is regular');
          const product = multiplyMatrices(found.factor, transposeMatrix(found.factor));
          expect(largestDifference(product.values, covariance.values)).toBeLessThan(1e-10);
          expect(largestDifference(found.solve(right), lu.solve(right))).toBeLessThan(1e-9);
          expect(found.logDeterminant).toBeCloseTo(Math.log(lu.determinant), 9);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('says where a matrix stops being positive definite', () => {
    expect(
      choleskyDecomposition(
        matrixFromRows([
          [1, 2],
          [2, 1],
        ]),
      ),
    ).toEqual({ kind: 'not-positive-definite', column: 1 });
    expect(
      choleskyDecomposition(
        matrixFromRows([
          [1, 1],
          [1, 1],
        ]),
      ),
    ).toEqual({ kind: 'not-positive-definite', column: 1 });
    expect(choleskyDecomposition(matrixFromRows([[-1]]))).toEqual({
      kind: 'not-positive-definite',
      column: 0,
    });
    expect(choleskyDecomposition(matrixFromRows([[0]])).kind).toBe('not-positive-definite');
    expect(choleskyDecomposition(matrixFromRows([[1e-300]])).kind).toBe('positive-definite');
  });

  it('refuses matrices that are not symmetric, up to rounding', () => {
    expect(() =>
      choleskyDecomposition(
        matrixFromRows([
          [2, 1],
          [0, 2],
        ]),
      ),
    ).toThrow('matrix has 0 in row 1, column 0 and 1 in its mirror; it must be symmetric');
    expect(() => choleskyDecomposition(matrixFromRows([[2, 1]]))).toThrow(
      'matrix is 1 × 2; it must be square',
    );
    const nearly = choleskyDecomposition(
      matrixFromRows([
        [2, 1],
        [1 + 1e-12, 2],
      ]),
    );
    if (nearly.kind !== 'positive-definite') throw new Error('expected a positive definite matrix');
    expect(() => nearly.solve([1])).toThrow('right has length 1; it must have 2');
    expect(largestDifference(nearly.solve([3, 3]), [1, 1])).toBeLessThan(1e-11);
  });

  it('compares an element with its mirror in the unit of the matrix, in every row', () => {
    const accepts = (unit: number, difference: number) => () =>
      choleskyDecomposition(
        matrixFromRows([
          [3 * unit, 0, 0],
          [0, 3 * unit, unit],
          [0, (1 + difference) * unit, 3 * unit],
        ]),
      ).kind;
    for (const unit of [1e-9, 1, 1e9]) {
      expect(accepts(unit, 2e-9)()).toBe('positive-definite');
      expect(accepts(unit, 4e-9)).toThrow('in row 2, column 1 and');
    }
  });

  it('names a right-hand side that is not finite', () => {
    const one = choleskyDecomposition(matrixFromRows([[4]]));
    expect(() => one.kind === 'positive-definite' && one.solve([Number.NaN])).toThrow(
      'right[0] is NaN; it must be',
    );
    expect(one.kind === 'positive-definite' && [...one.solve([8])]).toEqual([2]);
  });
});
