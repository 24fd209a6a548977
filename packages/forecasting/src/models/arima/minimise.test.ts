import { describe, expect, it } from 'vitest';
import { minimise, minimiseWorkspace } from './minimise.ts';

const search = (start: number[]) => ({
  start: Float64Array.from(start),
  tolerance: 1e-14,
  maxIterations: 200,
});

describe('minimise', () => {
  it('finds the bottom of the valley of Rosenbrock', () => {
    const valley = ([x, y]: Float64Array): number => 100 * (y! - x! * x!) ** 2 + (1 - x!) ** 2;
    const { point, value } = minimise(valley, search([-1.2, 1]), minimiseWorkspace(2));
    expect(point[0]).toBeCloseTo(1, 2);
    expect(point[1]).toBeCloseTo(1, 2);
    expect(value).toBeLessThan(1e-6);
  });

  it('steps back from where there is no value', () => {
    const half = ([x]: Float64Array): number => (x! < 1 ? Number.POSITIVE_INFINITY : x! - 2 * Math.log(x!));
    expect(minimise(half, search([5]), minimiseWorkspace(1)).point[0]).toBeCloseTo(2, 4);
  });

  it('returns its start where there is nothing to search', () => {
    expect(minimise(() => 7, search([]), minimiseWorkspace(0))).toEqual({
      point: new Float64Array(0),
      value: 7,
    });
  });
});
