import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { luDecomposition } from './lu.ts';
import { matrixFromRows, multiplyMatrixVector } from './matrix.ts';
import { largestDifference, matrices, numbers, sizes } from './testing/matrices.ts';

describe('luDecomposition', () => {
  it('solves a system that needs its rows exchanged, and knows the determinant', () => {
    const lu = luDecomposition(
      matrixFromRows([
        [0, 2, 1],
        [1, 1, 0],
        [2, 0, 3],
      ]),
    );
    if (lu.kind !== 'regular') throw new Error('expected a regular matrix');
    // 0·(3 − 0) − 2·(3 − 0) + 1·(0 − 2) = −8; the solution is (1, 2, 3).
    expect(lu.determinant).toBeCloseTo(-8, 12);
    expect(largestDifference(lu.solve([7, 3, 11]), [1, 2, 3])).toBeLessThan(1e-14);
  });

  it('solves random systems: matrix · solution = right', () => {
    const systems = sizes.chain((size) => fc.tuple(matrices(size, size), numbers(size)));
    fc.assert(
      fc.property(systems, ([matrix, right]) => {
        for (let index = 0; index < matrix.rows; index++) matrix.values[index * matrix.rows + index]! += 100;
        const lu = luDecomposition(matrix);
        if (lu.kind !== 'regular') throw new Error('a dominant diagonal cannot be singular');
        expect(largestDifference(multiplyMatrixVector(matrix, lu.solve(right)), right)).toBeLessThan(1e-11);
      }),
      { numRuns: 200 },
    );
  });

  it('says which column depends on those before it', () => {
    const singular = luDecomposition(
      matrixFromRows([
        [1, 2, 0],
        [2, 4, 1],
        [3, 6, 5],
      ]),
    );
    expect(singular).toEqual({ kind: 'singular', determinant: 0, column: 1 });
    expect(luDecomposition(matrixFromRows([[0]]))).toEqual({ kind: 'singular', determinant: 0, column: 0 });
    // 0.1 · 3 is not exactly 0.3: rounding alone must not pass for independence.
    expect(
      luDecomposition(
        matrixFromRows([
          [0.1, 0.3],
          [0.1 * 3, 0.9],
        ]),
      ).kind,
    ).toBe('singular');
    expect(
      luDecomposition(
        matrixFromRows([
          [1e-200, 0],
          [0, 1e200],
        ]),
      ),
    ).toMatchObject({ kind: 'regular', determinant: 1 });
  });

  it('refuses oblong matrices and right-hand sides of another length', () => {
    expect(() => luDecomposition(matrixFromRows([[1, 2]]))).toThrow('matrix is 1 × 2; it must be square');
    const lu = luDecomposition(matrixFromRows([[2]]));
    if (lu.kind !== 'regular') throw new Error('expected a regular matrix');
    expect(() => lu.solve([1, 2])).toThrow('right has length 2; it must have 1');
    expect(() => lu.solve([Number.NaN])).toThrow('right[0] is NaN; it must be a finite number');
    expect([...lu.solve([1])]).toEqual([0.5]);
  });

  it('takes the largest pivot below the diagonal, without which rounding eats the answer', () => {
    const two = luDecomposition(
      matrixFromRows([
        [1e-20, 1],
        [1, 1],
      ]),
    );
    expect(two.kind === 'regular' && [...two.solve([1, 2])]).toEqual([1, 1]);
    // x = (3, 1, 1, 2): the second column has its largest number in the last row.
    const four = luDecomposition(
      matrixFromRows([
        [9, 0, 0, 0],
        [0, 1e-20, 1, 0],
        [0, 1e-3, 0, 1],
        [0, 1, 1, 0],
      ]),
    );
    const x = four.kind === 'regular' ? four.solve([27, 1, 2.001, 2]) : [];
    expect([...x]).toEqual([3, 1, 1, 2].map((value) => expect.closeTo(value, 12)));
  });

  it('compares a pivot with its column: a small column is regular, a small remainder of a large one is rounding', () => {
    const kindOf = (rows: number[][]) => luDecomposition(matrixFromRows(rows)).kind;
    expect(
      kindOf([
        [1, 0],
        [0, 1e-200],
      ]),
    ).toBe('regular');
    expect(
      kindOf([
        [1, 1],
        [1, 1 + 2 ** -52],
      ]),
    ).toBe('singular');
    expect(
      kindOf([
        [1, 1],
        [1, 1 + 2 ** -50],
      ]),
    ).toBe('regular');
    expect(
      kindOf([
        [1, -1],
        [1, -1 - 2 ** -52],
      ]),
    ).toBe('singular');
  });

  it('refuses a matrix that holds NaN or fewer numbers than its size', () => {
    expect(() => luDecomposition({ rows: 1, columns: 1, values: Float64Array.of(Number.NaN) })).toThrow(
      'matrix.values[0] is NaN; it must be a finite number',
    );
    expect(() => luDecomposition({ rows: 2, columns: 2, values: new Float64Array(3) })).toThrow(
      'matrix.values has length 3; it must have 2 × 2',
    );
  });
});
