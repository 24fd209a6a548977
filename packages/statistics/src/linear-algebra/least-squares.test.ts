import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastSquares } from './least-squares.ts';
import { matrixFromRows, multiplyMatrixVector, transposeMatrix } from './matrix.ts';
import { largestDifference, matrices, numbers, sizes } from './testing/matrices.ts';

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

  it('finds a column of which only 5e-11 is new behind a copy of the first', () => {
    const design = matrixFromRows([
      [1, 1, 1],
      [1, 1, 1],
      [1, 1, 1 + 1e-10],
      [1, 1, 1],
    ]);
    // Two columns that differ in row 2 fit that row exactly, and the mean of 1, 2 and 6 elsewhere: 4 + 1 + 9.
    const { rank, residualSumOfSquares } = leastSquares(design, [1, 2, 7, 6]);
    expect(rank).toBe(2);
    // Ten of the sixteen digits are lost in the difference of the columns.
    expect(residualSumOfSquares).toBeCloseTo(14, 2);
  });

  it('follows the units of columns and target to the ends of the range of numbers', () => {
    const [unitOfX, unitOfY] = [1e308, 1e-300];
    const { coefficients, rank } = leastSquares(
      matrixFromRows([
        [1, unitOfX],
        [1, unitOfX / 2],
      ]),
      [3 * unitOfY, 2 * unitOfY],
    );
    expect(rank).toBe(2);
    expect(coefficients[0]! / unitOfY).toBeCloseTo(1, 12);
    expect(leastSquares(matrixFromRows([[1e308], [1e308]]), [1, 2]).coefficients[0]! * 1e308).toBeCloseTo(
      1.5,
      12,
    );
    expect(leastSquares(matrixFromRows([[1e-308], [1e-308]]), [1, 2]).coefficients[0]! * 1e-308).toBeCloseTo(
      1.5,
      12,
    );
  });

  it('names a design that is not finite', () => {
    const design = { rows: 1, columns: 1, values: Float64Array.of(Number.NaN) };
    expect(() => leastSquares(design, [1])).toThrow('design.values[0] is NaN; it must be a finite number');
  });
});
