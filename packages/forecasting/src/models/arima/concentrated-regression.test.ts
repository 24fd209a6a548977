import { leastSquares, matrixFromRows } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { concentrate, regressionWorkspace, solveCoefficients } from './concentrated-regression.ts';

const target = Float64Array.of(1, 4, 2, 8, 5, 7);
const trend = Float64Array.of(1, 2, 3, 4, 5, 6);
const ones = new Float64Array(6).fill(1);

describe('concentrate', () => {
  it('agrees with the QR solution', () => {
    const space = regressionWorkspace(2);
    const { residualSumOfSquares, logDeterminant } = concentrate([target, trend, ones], 1, space);
    const design = matrixFromRows(Array.from(trend, (value) => [value, 1]));
    const expected = leastSquares(design, target);
    expect(residualSumOfSquares).toBeCloseTo(expected.residualSumOfSquares, 10);
    // 1 + 4 + 9 + 16 + 25 + 36
    expect(logDeterminant).toBeCloseTo(Math.log(91), 12);
    const coefficients = solveCoefficients(space, 2);
    expect(coefficients[0]).toBeCloseTo(expected.coefficients[0]!, 10);
    expect(coefficients[1]).toBeCloseTo(expected.coefficients[1]!, 10);
  });

  it('gives a column that repeats those before it nothing', () => {
    const space = regressionWorkspace(3);
    const twice = trend.map((value) => 2 * value + 3);
    concentrate([target, trend, ones, twice], 0, space);
    expect(solveCoefficients(space, 3)[2]).toBe(0);
  });
});
