import { describe, expect, it } from 'vitest';
import { requireComparableCosts } from './cost-ratio.ts';

describe('requireComparableCosts', () => {
  it.each([
    [
      1,
      1.1e12,
      'stockoutCost is 1100000000000; it must be within a factor of 1000000000000 of holdingCost, 1',
    ],
    [
      1.1e12,
      1,
      'stockoutCost is 1; it must be within a factor of 1000000000000 of holdingCost, 1100000000000',
    ],
    [0, 1, 'holdingCost is 0; it must be a finite number greater than 0'],
    [1, -1, 'stockoutCost is -1; it must be a finite number greater than 0'],
    [1, Number.NaN, 'stockoutCost is NaN; it must be a finite number greater than 0'],
  ])('refuses %d to hold and %d to lack a unit', (holdingCost, stockoutCost, message) => {
    expect(() => requireComparableCosts({ holdingCost, stockoutCost })).toThrow(new RangeError(message));
  });

  it.each([
    [1, 1e12],
    [1e12, 1],
    [1e-9, 1e-9],
  ])('takes %d and %d', (holdingCost, stockoutCost) => {
    expect(() => requireComparableCosts({ holdingCost, stockoutCost })).not.toThrow();
  });
});
