import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choleskyDecomposition } from './cholesky.ts';
import { leastSquares } from './least-squares.ts';
import { luDecomposition } from './lu.ts';
import {
  identityMatrix,
  type Matrix,
  matrixFromRows,
  matrixOf,
  multiplyMatrices,
  multiplyMatrixVector,
  transposeMatrix,
} from './matrix.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

const largestDifference = (left: ArrayLike<number>, right: ArrayLike<number>): number =>
  Array.from(left, (value, index) => Math.abs(value - right[index]!)).reduce((a, b) => Math.max(a, b), 0);

const hundredThousandths = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => value / 100_000);
const numbers = (count: number) => fc.array(hundredThousandths, { minLength: count, maxLength: count });
const matrices = (rows: number, columns: number): fc.Arbitrary<Matrix> =>
  numbers(rows * columns).map((values) => ({ rows, columns, values: Float64Array.from(values) }));
const sizes = fc.integer({ min: 1, max: 6 });
/** A · Aᵀ + shift · I: symmetric, and positive definite for a positive shift. */
const gram = (matrix: Matrix, shift: number): Matrix => {
  const product = multiplyMatrices(matrix, transposeMatrix(matrix));
  for (let index = 0; index < product.rows; index++) product.values[index * product.rows + index]! += shift;
  return product;
};

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
});

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
});

describe('leastSquares', () => {
  it('fits the line through (0, 6), (1, 0), (2, 0): 5 − 3 x with a sum of squares of 6', () => {
    // Strang, Introduction to Linear Algebra, section 4.3, example 1.
    const fit = leastSquares(
      matrixFromRows([
        [1, 0],
        [1, 1],
        [1, 2],
      ]),
      [6, 0, 0],
    );
    expect(largestDifference(fit.coefficients, [5, -3])).toBeLessThan(1e-13);
    expect(fit.residualSumOfSquares).toBeCloseTo(6, 12);
    expect(fit.rank).toBe(2);
  });

  it('fits the Longley-like case in which normal equations lose all digits', () => {
    // Läuchli: columns (1, δ, 0) and (1, 0, δ) with δ² below the rounding of 1.
    const delta = 1e-9;
    const fit = leastSquares(
      matrixFromRows([
        [1, 1],
        [delta, 0],
        [0, delta],
      ]),
      [3, delta, 2 * delta],
    );
    expect(largestDifference(fit.coefficients, [1, 2])).toBeLessThan(1e-6);
    expect(fit.rank).toBe(2);
  });

  it('leaves a residual that no column can explain, on random designs', () => {
    const designs = fc
      .tuple(sizes, fc.integer({ min: 0, max: 8 }))
      .chain(([columns, more]) => fc.tuple(matrices(columns + more, columns), numbers(columns + more)));
    fc.assert(
      fc.property(designs, ([design, target]) => {
        const fit = leastSquares(design, target);
        const fitted = multiplyMatrixVector(design, fit.coefficients);
        const residual = target.map((value, row) => value - fitted[row]!);
        const scale = 1 + Math.max(...fit.coefficients.map(Math.abs));
        const explained = multiplyMatrixVector(transposeMatrix(design), residual);
        expect(largestDifference(explained, new Float64Array(design.columns))).toBeLessThan(1e-8 * scale);
        const squares = residual.reduce((sum, value) => sum + value * value, 0);
        expect(Math.abs(squares - fit.residualSumOfSquares)).toBeLessThan(1e-8 * scale);
      }),
      { numRuns: 200 },
    );
  });

  it('counts the columns that are new and gives the others no weight', () => {
    const fit = leastSquares(
      matrixFromRows([
        [1, 2, 0],
        [1, 2, 1],
        [1, 2, 5],
        [1, 2, 7],
      ]),
      [3, 4, 8, 10],
    );
    expect(fit.rank).toBe(2);
    expect([fit.coefficients[0]! + 2 * fit.coefficients[1]!, fit.coefficients[2]]).toEqual([
      expect.closeTo(3, 12),
      expect.closeTo(1, 12),
    ]);
    expect([...fit.coefficients].filter((value) => value === 0)).toHaveLength(1);
    expect(leastSquares(matrixFromRows([[0], [0]]), [1, 2])).toEqual({
      coefficients: Float64Array.of(0),
      residualSumOfSquares: expect.closeTo(5, 12),
      rank: 0,
    });
  });

  it('keeps its rank when a column changes its unit', () => {
    const rows = [
      [1, 3],
      [1, 1],
      [1, 4],
    ];
    for (const unit of [1e-12, 1, 1e12]) {
      const fit = leastSquares(matrixFromRows(rows.map(([one, x]) => [one!, x! * unit])), [1, 2, 3]);
      expect(fit.rank).toBe(2);
      expect(fit.coefficients[1]! * unit).toBeCloseTo(0.2142857142857, 10); // 3/14
    }
  });

  it('refuses fewer rows than columns and targets of another length, and accepts as many', () => {
    expect(() => leastSquares(matrixFromRows([[1, 2]]), [1])).toThrow(
      'design has 1 rows; it must have at least',
    );
    expect(() => leastSquares(matrixFromRows([[1], [2]]), [1])).toThrow(
      'target has length 1; it must have 2',
    );
    expect(() => leastSquares(matrixFromRows([[1]]), [Number.NaN])).toThrow('target[0] is NaN');
    expect(() => leastSquares(matrixFromRows([[1]]), [1], 1)).toThrow(
      'tolerance is 1; it must be at least 0 and below 1',
    );
    expect(() => leastSquares(matrixFromRows([[1]]), [1], -0.1)).toThrow('tolerance is -0.1');
    expect([...leastSquares(matrixFromRows([[4]]), [2], 0).coefficients]).toEqual([0.5]);
  });
});

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
});
