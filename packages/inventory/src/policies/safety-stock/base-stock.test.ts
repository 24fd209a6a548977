import { normal, poisson } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseStockLevel, baseStockOf } from './base-stock.ts';

const costs = { holdingCost: 1, stockoutCost: 9 };

describe('baseStockLevel', () => {
  it('covers normal demand with the critical ratio', () => {
    // Five periods of Normal(50, 8), h = 0.18, p = 0.70: 250 + 0.82546 × 17.889
    const protectionDemand = normal.distribution({ mean: 250, standardDeviation: 8 * Math.sqrt(5) });
    const plan = baseStockLevel({ protectionDemand, holdingCost: 0.18, stockoutCost: 0.7 });
    expect(plan.level).toBeCloseTo(264.767, 3);
    expect(plan.cycleServiceLevel).toBeCloseTo(0.7 / 0.88, 12);
    expect(plan.expectedOnHand - plan.expectedBackorders).toBeCloseTo(plan.safetyStock, 9);
    expect(plan.cost).toBeCloseTo(0.18 * plan.expectedOnHand + 0.7 * plan.expectedBackorders, 12);
  });

  it('is the smallest whole level for Poisson demand, and no neighbour costs less', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 60, noNaN: true }),
        fc.double({ min: 0.1, max: 50, noNaN: true }),
        (mean, stockoutCost) => {
          const options = { protectionDemand: poisson.distribution({ mean }), holdingCost: 1, stockoutCost };
          const plan = baseStockLevel(options);
          for (const step of [-1, 1]) {
            const other = baseStockOf({ ...options, level: plan.level + step });
            expect(plan.cost).toBeLessThanOrEqual(other.cost * (1 + 1e-12));
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('costs more with a longer lead time', () => {
    const cost = (mean: number) =>
      baseStockLevel({ ...costs, protectionDemand: poisson.distribution({ mean }) }).cost;
    expect(cost(4)).toBeLessThan(cost(5));
    expect(cost(5)).toBeLessThan(cost(9));
  });

  it.each(['holdingCost', 'stockoutCost'])('refuses a %s of 0 and takes a small one', (name) => {
    const options = { ...costs, protectionDemand: poisson.distribution({ mean: 4 }) };
    expect(() => baseStockLevel({ ...options, [name]: 0 })).toThrow(
      new RangeError(`${name} is 0; it must be a finite number greater than 0`),
    );
    expect(baseStockLevel({ ...options, [name]: 1e-3 }).cost).toBeGreaterThan(0);
  });
});

describe('baseStockOf', () => {
  it('values any level, term by term', () => {
    // Poisson(1) at level 1: on hand P(0) = e⁻¹, backorders E(D − 1)⁺ = e⁻¹
    const plan = baseStockOf({ ...costs, protectionDemand: poisson.distribution({ mean: 1 }), level: 1 });
    expect(plan.expectedOnHand).toBeCloseTo(Math.exp(-1), 12);
    expect(plan.expectedBackorders).toBeCloseTo(Math.exp(-1), 12);
    expect(plan.cost).toBeCloseTo(10 * Math.exp(-1), 12);
    expect(plan.cycleServiceLevel).toBeCloseTo(2 * Math.exp(-1), 12);
    expect(plan).toMatchObject({ level: 1, protectionDemand: 1, safetyStock: 0, safetyFactor: 0 });
  });

  it('refuses a level that is no number', () => {
    const options = { ...costs, protectionDemand: poisson.distribution({ mean: 1 }) };
    expect(() => baseStockOf({ ...options, level: Number.NaN })).toThrow(
      new RangeError('level is NaN; it must be a finite number'),
    );
    expect(baseStockOf({ ...options, level: 0 }).expectedBackorders).toBe(1);
  });
});
