import { normal, poisson } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillRateOfReorderPoint, reorderPointForFillRate } from './fill-rate.ts';
import { demandWithMoments } from './protection-interval.ts';

const target = fc.double({ min: 0.01, max: 0.9999, noNaN: true });

describe('reorderPointForFillRate', () => {
  // Roots of 1 − s(G(k) − G(k + Q/s))/Q = β given by the shared oracles, cases 01, 04 and 07
  it.each([
    {
      mean: 800,
      deviation: 120 * Math.SQRT2,
      orderQuantity: 400,
      beta: 0.98,
      k: 1.283249563,
      r: 1017.774672,
    },
    { mean: 100, deviation: 50, orderQuantity: 50, beta: 0.95, k: 1.212129256, r: 160.6064628 },
    { mean: 100, deviation: 30, orderQuantity: 200, beta: 0.95, k: 0.138902721, r: 104.1670816 },
  ])(
    'orders at $r for $beta with orders of $orderQuantity',
    ({ mean, deviation, orderQuantity, beta, k, r }) => {
      const leadTimeDemand = normal.distribution({ mean, standardDeviation: deviation });
      const terms = reorderPointForFillRate({ leadTimeDemand, orderQuantity, targetFillRate: beta });
      expect(terms.safetyFactor).toBeCloseTo(k, 8);
      expect(terms.level).toBeCloseTo(r, 6);
      expect(terms.protectionDemand).toBe(mean);
      expect(terms.protectionStandardDeviation).toBeCloseTo(deviation, 10);
      expect(terms.safetyStock).toBeCloseTo(r - mean, 6);
    },
  );

  it('lets orders much larger than the shortage start below the expected demand, even below zero', () => {
    const leadTimeDemand = normal.distribution({ mean: 100, standardDeviation: 10 });
    const { level } = reorderPointForFillRate({
      leadTimeDemand,
      orderQuantity: 10_000,
      targetFillRate: 0.95,
    });
    // All of the lead time's demand and 400 units beyond wait: 500 of 10,000
    expect(level).toBeCloseTo(-400, 9);
  });

  it('reaches its target exactly for continuous demand', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('normal' as const, 'gamma' as const),
        fc.double({ min: 0.05, max: 1.5, noNaN: true }),
        fc.double({ min: 0.01, max: 50, noNaN: true }),
        target,
        (shape, variation, orderQuantity, targetFillRate) => {
          const leadTimeDemand = demandWithMoments({ shape, mean: 10, standardDeviation: 10 * variation });
          const { level } = reorderPointForFillRate({ leadTimeDemand, orderQuantity, targetFillRate });
          expect(fillRateOfReorderPoint({ leadTimeDemand, orderQuantity, reorderPoint: level })).toBeCloseTo(
            targetFillRate,
            8,
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is the smallest whole point that reaches the target for whole units', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 40, noNaN: true }),
        fc.integer({ min: 1, max: 60 }),
        target,
        (mean, orderQuantity, targetFillRate) => {
          const leadTimeDemand = poisson.distribution({ mean });
          const { level } = reorderPointForFillRate({ leadTimeDemand, orderQuantity, targetFillRate });
          const fill = (reorderPoint: number) =>
            fillRateOfReorderPoint({ leadTimeDemand, orderQuantity, reorderPoint });
          expect(Number.isInteger(level)).toBe(true);
          expect(fill(level)).toBeGreaterThanOrEqual(targetFillRate);
          expect(fill(level - 1)).toBeLessThan(targetFillRate);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('never falls with a higher target or a longer lead time, nor rises with larger orders', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 20, noNaN: true }),
        fc.double({ min: 1, max: 100, noNaN: true }),
        fc.double({ min: 0.6, max: 0.99, noNaN: true }),
        (leadTime, orderQuantity, targetFillRate) => {
          const point = (periods: number, quantity: number, beta: number) =>
            reorderPointForFillRate({
              leadTimeDemand: normal.distribution({
                mean: 10 * periods,
                standardDeviation: 4 * Math.sqrt(periods),
              }),
              orderQuantity: quantity,
              targetFillRate: beta,
            }).level + 1e-9;
          const base = point(leadTime, orderQuantity, targetFillRate) - 1e-9;
          expect(point(leadTime + 1, orderQuantity, targetFillRate)).toBeGreaterThanOrEqual(base);
          expect(point(leadTime, orderQuantity, targetFillRate + 0.009)).toBeGreaterThanOrEqual(base);
          expect(point(leadTime, orderQuantity * 1.5, targetFillRate)).toBeLessThanOrEqual(base + 2e-9);
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([0, 1, 1.5, Number.NaN])('refuses a target of %d and takes 0.9999', (targetFillRate) => {
    const options = { leadTimeDemand: normal.distribution(), orderQuantity: 1 };
    expect(() => reorderPointForFillRate({ ...options, targetFillRate })).toThrow(
      new RangeError(`targetFillRate is ${targetFillRate}; it must be greater than 0 and less than 1`),
    );
    expect(reorderPointForFillRate({ ...options, targetFillRate: 0.9999 }).level).toBeGreaterThan(3);
  });

  it('takes a target that is 0 but for the last bit', () => {
    const leadTimeDemand = normal.distribution({ mean: 100, standardDeviation: 30 });
    const options = { leadTimeDemand, orderQuantity: 10 };
    const { level } = reorderPointForFillRate({ ...options, targetFillRate: 1e-17 });
    expect(fillRateOfReorderPoint({ ...options, reorderPoint: level })).toBeLessThan(1e-15);
    expect(fillRateOfReorderPoint({ ...options, reorderPoint: level })).toBeGreaterThan(0);
  });

  it('refuses orders of nothing, and of half a unit for whole units', () => {
    const options = { leadTimeDemand: poisson.distribution({ mean: 2 }), targetFillRate: 0.9 };
    expect(() => reorderPointForFillRate({ ...options, orderQuantity: 0 })).toThrow(
      new RangeError('orderQuantity is 0; it must be a finite number greater than 0'),
    );
    expect(() => reorderPointForFillRate({ ...options, orderQuantity: 1.5 })).toThrow(
      new RangeError('orderQuantity is 1.5; it must be a whole number for demand in whole units'),
    );
    expect(reorderPointForFillRate({ ...options, orderQuantity: 1 }).level).toBe(4);
  });
});

describe('fillRateOfReorderPoint', () => {
  it('is the share of Poisson customers who find a unit, over the positions r+1..r+Q', () => {
    const leadTimeDemand = poisson.distribution({ mean: 3 });
    const probability = [Math.exp(-3)];
    for (let n = 1; n <= 20; n++) probability.push((probability[n - 1]! * 3) / n);
    const served = (position: number) => probability.slice(0, position).reduce((sum, p) => sum + p, 0);
    const expected = (served(3) + served(4) + served(5) + served(6)) / 4;
    expect(fillRateOfReorderPoint({ leadTimeDemand, orderQuantity: 4, reorderPoint: 2 })).toBeCloseTo(
      expected,
      12,
    );
  });

  it('keeps the digits of a small share: the one unit is sold if nobody came', () => {
    const leadTimeDemand = poisson.distribution({ mean: 50 });
    const share = fillRateOfReorderPoint({ leadTimeDemand, orderQuantity: 1, reorderPoint: 0 });
    expect(share / Math.exp(-50)).toBeCloseTo(1, 10);
  });

  it('refuses orders of nothing, and of half a unit for whole units', () => {
    const options = { leadTimeDemand: poisson.distribution({ mean: 2 }), reorderPoint: 1 };
    expect(() => fillRateOfReorderPoint({ ...options, orderQuantity: 0 })).toThrow(
      new RangeError('orderQuantity is 0; it must be a finite number greater than 0'),
    );
    // At position 2: P(D ≤ 1) = 3 e⁻²
    expect(fillRateOfReorderPoint({ ...options, orderQuantity: 1 })).toBeCloseTo(3 * Math.exp(-2), 12);
  });

  it('refuses a reorder point that is no number and takes a negative one', () => {
    const options = { leadTimeDemand: normal.distribution({ mean: 5 }), orderQuantity: 10 };
    expect(() => fillRateOfReorderPoint({ ...options, reorderPoint: Number.NaN })).toThrow(
      new RangeError('reorderPoint is NaN; it must be a finite number'),
    );
    // At −10 even a fresh order finds all its units owed.
    expect(fillRateOfReorderPoint({ ...options, reorderPoint: -10 })).toBeCloseTo(0, 6);
  });
});
