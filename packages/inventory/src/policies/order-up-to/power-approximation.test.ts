import { negativeBinomial, poisson } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { bestOrderUpTo } from './best-order-up-to.ts';
import { orderUpToCost } from './order-up-to-cost.ts';
import { powerApproximation } from './power-approximation.ts';

/** Problem 4.32 of Snyder, Shen (2019). */
const problem = {
  holdingCost: 2,
  stockoutCost: 36,
  fixedCost: 60,
  demandMean: 190,
  demandStandardDeviation: 48,
};

describe('powerApproximation', () => {
  it('reproduces Snyder, Shen problem 4.32', () => {
    const plan = powerApproximation(problem);
    expect(plan.reorderPoint).toBeCloseTo(226.61379282228387, 9);
    expect(plan.orderUpToLevel).toBeCloseTo(324.3797868133974, 9);
    expect(plan.orderQuantity).toBeCloseTo(324.3797868133974 - 226.61379282228387, 9);
  });

  it('is limited to the base stock when small orders are asked to be', () => {
    // Q = 97.77 is less than 1.5 × 190; base stock 190 + 48 Φ⁻¹(36/38) = 267.74
    const plan = powerApproximation({ ...problem, limitToBaseStock: true });
    expect(plan.orderUpToLevel).toBeCloseTo(190 + 48 * 1.6198562586382, 6);
    expect(plan.reorderPoint).toBeCloseTo(226.61379282228387, 9);
    expect(plan.orderQuantity).toBeCloseTo(97.766, 3);
    const large = { ...problem, fixedCost: 6000, limitToBaseStock: true };
    expect(powerApproximation(large)).toEqual(powerApproximation({ ...large, limitToBaseStock: false }));
    const dear = { ...problem, stockoutCost: 1, limitToBaseStock: true };
    expect(powerApproximation(dear).reorderPoint).toBeLessThanOrEqual(
      powerApproximation(dear).orderUpToLevel,
    );
  });

  it('covers the lead time by its own formula', () => {
    const { reorderPoint, orderQuantity } = powerApproximation({ ...problem, leadTimePeriods: 3 });
    const deviation = 96;
    const q = 1.3 * 190 ** 0.494 * 30 ** 0.506 * (1 + (deviation / 190) ** 2) ** 0.116;
    const z = Math.sqrt((q * 2) / (deviation * 36));
    expect(orderQuantity).toBeCloseTo(q, 9);
    expect(reorderPoint).toBeCloseTo(0.973 * 760 + deviation * (0.183 / z + 1.063 - 2.192 * z), 9);
  });

  it('costs about 1 % more than the best plan on a grid of 96 within the range it was fitted to', () => {
    const excess: number[] = [];
    for (const mean of [2, 4, 8, 16]) {
      for (const ratio of [1, 3, 9]) {
        const demand =
          ratio === 1
            ? poisson.distribution({ mean })
            : negativeBinomial.distribution({ mean, size: mean / (ratio - 1) });
        for (const fixedCost of [32, 64]) {
          for (const stockoutCost of [4, 9, 24, 99]) {
            const costs = { holdingCost: 1, stockoutCost, fixedCost };
            const plan = powerApproximation({
              ...costs,
              demandMean: mean,
              demandStandardDeviation: Math.sqrt(ratio * mean),
            });
            const cost = orderUpToCost({
              ...costs,
              demand,
              reorderPoint: Math.round(plan.reorderPoint),
              orderUpToLevel: Math.round(plan.orderUpToLevel),
            });
            excess.push(cost / bestOrderUpTo({ ...costs, demand }).cost - 1);
          }
        }
      }
    }
    expect(excess.length).toBe(96);
    expect(Math.min(...excess)).toBeGreaterThanOrEqual(-1e-10);
    expect(Math.max(...excess)).toBeLessThan(0.07);
    expect(excess.reduce((sum, each) => sum + each, 0) / 96).toBeLessThan(0.01);
  });

  it.each(Object.keys(problem))('refuses a %s of 0 and takes a small one', (name) => {
    expect(() => powerApproximation({ ...problem, [name]: 0 })).toThrow(
      new RangeError(`${name} is 0; it must be a finite number greater than 0`),
    );
    expect(powerApproximation({ ...problem, [name]: 0.5 }).orderQuantity).toBeGreaterThan(0);
  });

  it('refuses a negative lead time and takes 0', () => {
    expect(() => powerApproximation({ ...problem, leadTimePeriods: -1 })).toThrow(
      new RangeError('leadTimePeriods is -1; it must be a finite number, at least 0'),
    );
    expect(powerApproximation({ ...problem, leadTimePeriods: 0 })).toEqual(powerApproximation(problem));
  });
});
