import { describe, expect, it } from 'vitest';
import { explodeRequirements } from './explosion.ts';
import { requirementsTable } from './requirements-table.ts';
import { roundUpToMultiple, roundUpToWhole } from './whole-units.ts';

describe('rounding up', () => {
  it('takes a rounding error for the whole number it was meant to be', () => {
    expect([27 / 0.9, 30, 30 - 1e-12, 30.001].map(roundUpToWhole)).toEqual([30, 30, 30, 31]);
    expect([1e-8, 1.00001, 100_000.0001].map(roundUpToWhole)).toEqual([1, 2, 100_001]);
  });

  it('loses no unit of a large quantity', () => {
    expect([2e9, 1e12, 1e12 + 0.5, 2 ** 60].map(roundUpToWhole)).toEqual([2e9, 1e12, 1e12 + 1, 2 ** 60]);
    expect(roundUpToMultiple(1e12 + 1, 2)).toBe(1e12 + 2);
  });
});

const planned = (quantity: number, quantityPer = 1) => {
  const plan = explodeRequirements({
    periods: 1,
    items: [
      {
        id: 'A',
        leadTimePeriods: 0,
        onHand: 1,
        independentDemand: [{ period: 1, quantity }],
        billOfMaterial: [{ component: 'B', quantityPer }],
      },
      { id: 'B', leadTimePeriods: 0 },
    ],
  });
  return requirementsTable(plan, 'B').plannedReleases[0]?.quantity;
};

describe('quantities of an explosion', () => {
  it('are exact to the unit up to a million millions', () => {
    expect(planned(1e12 + 1)).toBe(1e12);
    expect(planned(1e12 + 2)).toBe(1e12 + 1);
  });

  it('must not become infinite', () => {
    expect(() => planned(1e300, 1e10)).toThrow(
      "requirement or order of 'B' in period 1 is Infinity; it must be a finite number, which demand, quantities per unit, yield and scrap have to allow",
    );
    expect(planned(1e300, 1e6)).toBeGreaterThan(9.9e305);
  });

  it('must fit into memory', () => {
    const items = [
      { id: 'A', leadTimePeriods: 0 },
      { id: 'B', leadTimePeriods: 0 },
    ];
    expect(() => explodeRequirements({ periods: 10_000_001, items })).toThrow(
      'periods is 10000001; it must be at most 10000000 for 2 items, since a plan has at most 20000000 values per table',
    );
    expect(explodeRequirements({ periods: 10_000, items }).periods).toBe(10_000);
  });
});
