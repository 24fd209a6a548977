import { randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { diagonalCovariance, shrunkCovariance, structuralCovariance } from './error-covariance.ts';
import { hierarchyOf } from './hierarchy.ts';

const times = (covariance: { multiply(v: Float64Array, into: Float64Array): void }, vector: number[]) => {
  const into = new Float64Array(vector.length);
  covariance.multiply(Float64Array.from(vector), into);
  return Array.from(into);
};

function randomResiduals(nodes: number, periods: number, shared: number): Float64Array[] {
  const random = randomStream(11);
  const common = Array.from({ length: periods }, () => random.next() - 0.5);
  return Array.from({ length: nodes }, (_, node) =>
    Float64Array.from(common, (value) => (node + 1) * (shared * value + random.next() - 0.5)),
  );
}

/** The same intensity by its definition, pair by pair. */
function intensityByPairs(residuals: Float64Array[]): number {
  const periods = residuals[0]!.length;
  const standard = residuals.map((errors) => {
    const scale = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / periods);
    return errors.map((error) => error / scale);
  });
  let variances = 0;
  let squares = 0;
  for (const [i, a] of standard.entries()) {
    for (const [j, b] of standard.entries()) {
      if (i === j) continue;
      const products = Array.from(a, (value, period) => value * b[period]!);
      const mean = products.reduce((sum, value) => sum + value, 0) / periods;
      variances += products.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (periods * (periods - 1));
      squares += mean * mean;
    }
  }
  return Math.min(1, variances / squares);
}

describe('shrunkCovariance', () => {
  it('shrinks as the sums over all pairs say', () => {
    for (const shared of [0, 0.5, 3]) {
      const residuals = randomResiduals(6, 20, shared);
      expect(shrunkCovariance(residuals).shrinkage).toBeCloseTo(intensityByPairs(residuals), 10);
    }
  });

  it('multiplies as the matrix it stands for', () => {
    const residuals = randomResiduals(4, 15, 1);
    const covariance = shrunkCovariance(residuals);
    const vector = [1, -2, 0.5, 3];
    const product = (i: number, j: number) =>
      residuals[i]!.reduce((sum, error, period) => sum + error * residuals[j]![period]!, 0) / 15;
    const expected = vector.map((_, i) =>
      vector.reduce(
        (sum, value, j) => sum + value * product(i, j) * (i === j ? 1 : 1 - covariance.shrinkage),
        0,
      ),
    );
    times(covariance, vector).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 10);
    });
  });

  it('reads a missing error as none, and a node without errors as nearly certain', () => {
    const covariance = shrunkCovariance([Float64Array.of(1, Number.NaN, -1, 1), Float64Array.of(0, 0, 0, 0)]);
    expect(Array.from(covariance.variances)).toEqual([1, 0.001]);
  });

  it('refuses two periods and arrays of different length, and takes three', () => {
    expect(() => shrunkCovariance([Float64Array.of(1, 2)])).toThrow(
      'residuals has 2 periods; it must have at least 3',
    );
    expect(() => shrunkCovariance([Float64Array.of(1, 2, 3), Float64Array.of(1, 2)])).toThrow(
      'residuals[1] has 2 periods; it must have 3 like the first',
    );
    expect(shrunkCovariance([Float64Array.of(1, 2, 3)]).shrinkage).toBe(1);
  });
});

describe('structuralCovariance and diagonalCovariance', () => {
  it('gives a sum the variance of the number of its leaves', () => {
    const hierarchy = hierarchyOf({ leaves: [{ id: 'a' }, { id: 'b' }, { id: 'c' }], levels: [] });
    expect(times(structuralCovariance(hierarchy), [1, 1, 1, 1])).toEqual([3, 1, 1, 1]);
  });

  it('refuses a negative variance, and reads zero as very small', () => {
    expect(() => diagonalCovariance(Float64Array.of(1, -1))).toThrow(
      'variances[1] is -1; it must be a finite number, at least 0',
    );
    expect(times(diagonalCovariance(Float64Array.of(2, 0)), [1, 1])).toEqual([2, 0.002]);
    expect(times(diagonalCovariance(Float64Array.of(0, 0)), [1, 1])).toEqual([1, 1]);
  });
});
