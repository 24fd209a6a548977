import { type Distribution, poisson } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demandWithMoments, fillRateOfReorderPoint } from '../safety-stock/index.ts';
import { bestReorderPoint } from './best-reorder-point.ts';
import { normalLeadTimeDemand } from './lead-time-demand.ts';
import { reorderPointCost } from './reorder-point-cost.ts';

const candyBars = {
  holdingCost: 0.225,
  stockoutCost: 7.5,
  leadTimeDemand: normalLeadTimeDemand({ demandMean: 1300, demandStandardDeviation: 150, leadTime: 1 / 12 }),
};
const costOf = (
  given: { holdingCost: number; stockoutCost: number; leadTimeDemand: Distribution; orderQuantity: number },
  reorderPoint: number,
) => reorderPointCost({ ...given, fixedCost: 0, demandRate: 1, reorderPoint });

describe('bestReorderPoint', () => {
  it.each([
    [150, 147.19495817407142],
    [318, 127.78803486696552],
    [750, 99.85377339616525],
  ])('for orders of %d is that of Snyder, Shen example 5.1', (orderQuantity, point) => {
    expect(bestReorderPoint({ ...candyBars, orderQuantity })).toBeCloseTo(point, 5);
  });

  it('costs the same at both ends, has fill rate p/(h+p), and no neighbour is cheaper', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('normal' as const, 'gamma' as const),
        fc.double({ min: 0.5, max: 200, noNaN: true }),
        fc.double({ min: 0.2, max: 60, noNaN: true }),
        fc.double({ min: 0.01, max: 20, noNaN: true }),
        (shape, orderQuantity, stockoutCost, step) => {
          const leadTimeDemand = demandWithMoments({ shape, mean: 20, standardDeviation: 9 });
          const given = { holdingCost: 1, stockoutCost, leadTimeDemand, orderQuantity };
          const reorderPoint = bestReorderPoint(given);
          const cost = costOf(given, reorderPoint) * (1 - 1e-11);
          expect(costOf(given, reorderPoint + step)).toBeGreaterThanOrEqual(cost);
          expect(costOf(given, reorderPoint - step)).toBeGreaterThanOrEqual(cost);
          expect(fillRateOfReorderPoint({ leadTimeDemand, orderQuantity, reorderPoint })).toBeCloseTo(
            stockoutCost / (1 + stockoutCost),
            9,
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is the cheapest whole point for whole units, against every other', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.2, max: 12, noNaN: true }),
        fc.integer({ min: 1, max: 25 }),
        fc.double({ min: 0.2, max: 60, noNaN: true }),
        (mean, orderQuantity, stockoutCost) => {
          const given = {
            holdingCost: 1,
            stockoutCost,
            leadTimeDemand: poisson.distribution({ mean }),
            orderQuantity,
          };
          const others = Array.from({ length: 71 }, (_, index) => costOf(given, index - 30));
          expect(costOf(given, bestReorderPoint(given)) / Math.min(...others)).toBeCloseTo(1, 10);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('stops at a coarser answer when asked to', () => {
    const exact = bestReorderPoint({ ...candyBars, orderQuantity: 150 });
    const coarse = bestReorderPoint({ ...candyBars, orderQuantity: 150, tolerance: 5 });
    expect(Math.abs(coarse - exact)).toBeLessThanOrEqual(5);
    expect(coarse).not.toBe(exact);
  });

  it.each(['orderQuantity', 'holdingCost', 'stockoutCost', 'tolerance'])('refuses a %s of 0', (name) => {
    const given = { ...candyBars, orderQuantity: 150 };
    expect(() => bestReorderPoint({ ...given, [name]: 0 })).toThrow(
      new RangeError(`${name} is 0; it must be a finite number greater than 0`),
    );
    expect(Number.isFinite(bestReorderPoint({ ...given, [name]: 1e-3 }))).toBe(true);
  });

  it('refuses a negative tolerance for whole units too, and takes any other', () => {
    const given = { ...candyBars, leadTimeDemand: poisson.distribution({ mean: 3 }), orderQuantity: 2 };
    expect(() => bestReorderPoint({ ...given, tolerance: -1 })).toThrow(
      new RangeError('tolerance is -1; it must be a finite number greater than 0'),
    );
    expect(bestReorderPoint({ ...given, tolerance: 1 })).toBe(bestReorderPoint(given));
  });

  it('refuses half a unit per order for whole units', () => {
    const given = { ...candyBars, leadTimeDemand: poisson.distribution({ mean: 3 }) };
    expect(() => bestReorderPoint({ ...given, orderQuantity: 2.5 })).toThrow(
      new RangeError('orderQuantity is 2.5; it must be a whole number for demand in whole units'),
    );
    expect(bestReorderPoint({ ...given, orderQuantity: 2 })).toBeGreaterThan(0);
  });
});
