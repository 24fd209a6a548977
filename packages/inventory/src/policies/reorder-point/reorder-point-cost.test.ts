import { normal, poisson } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demandWithMoments } from '../safety-stock/index.ts';
import { normalLeadTimeDemand, poissonLeadTimeDemand } from './lead-time-demand.ts';
import { reorderPointCost } from './reorder-point-cost.ts';

/** Example 5.1 of Snyder, Shen (2019). */
const candyBars = {
  holdingCost: 0.225,
  stockoutCost: 7.5,
  fixedCost: 8,
  demandRate: 1300,
  leadTimeDemand: normalLeadTimeDemand({ demandMean: 1300, demandStandardDeviation: 150, leadTime: 1 / 12 }),
};

describe('reorderPointCost', () => {
  it('reproduces Snyder, Shen example 5.1', () => {
    expect(reorderPointCost({ ...candyBars, reorderPoint: 126.8, orderQuantity: 328.5 })).toBeCloseTo(
      78.07116250928294,
      9,
    );
    expect(reorderPointCost({ ...candyBars, reorderPoint: 100, orderQuantity: 250 })).toBeCloseTo(
      87.34647802817496,
      9,
    );
  });

  it('is the integral of the newsvendor cost over the positions, here by Simpson’s rule', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('normal' as const, 'gamma' as const),
        fc.double({ min: -30, max: 60, noNaN: true }),
        fc.double({ min: 1, max: 80, noNaN: true }),
        (shape, reorderPoint, orderQuantity) => {
          const leadTimeDemand = demandWithMoments({ shape, mean: 20, standardDeviation: 9 });
          const given = { holdingCost: 2, stockoutCost: 11, fixedCost: 30, demandRate: 7, leadTimeDemand };
          const steps = 2000;
          let integral = 0;
          for (let step = 0; step <= steps; step++) {
            const y = reorderPoint + (orderQuantity * step) / steps;
            const weight = step === 0 || step === steps ? 1 : step % 2 === 1 ? 4 : 2;
            integral += weight * (2 * leadTimeDemand.complementaryLoss(y) + 11 * leadTimeDemand.loss(y));
          }
          integral *= orderQuantity / steps / 3;
          const expected = (30 * 7 + integral) / orderQuantity;
          expect(reorderPointCost({ ...given, reorderPoint, orderQuantity }) / expected).toBeCloseTo(1, 6);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is the mean of the newsvendor cost over r+1..r+Q for whole units', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 25, noNaN: true }),
        fc.integer({ min: -10, max: 40 }),
        fc.integer({ min: 1, max: 30 }),
        (mean, reorderPoint, orderQuantity) => {
          const leadTimeDemand = poisson.distribution({ mean });
          let sum = 30 * 7;
          for (let y = reorderPoint + 1; y <= reorderPoint + orderQuantity; y++) {
            sum += 2 * leadTimeDemand.complementaryLoss(y) + 11 * leadTimeDemand.loss(y);
          }
          const given = { holdingCost: 2, stockoutCost: 11, fixedCost: 30, demandRate: 7, leadTimeDemand };
          const cost = reorderPointCost({ ...given, reorderPoint, orderQuantity });
          expect(cost / (sum / orderQuantity)).toBeCloseTo(1, 10);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is steady demand’s cost without a lead time', () => {
    // On hand from 4 down to 0 and again: positions 1..4, 2 × 2.5 = 5, and an order of 30 every 4/7 of a time unit
    const leadTimeDemand = poissonLeadTimeDemand({ demandMean: 7, leadTime: 0 });
    const given = { holdingCost: 2, stockoutCost: 11, fixedCost: 30, demandRate: 7, leadTimeDemand };
    expect(reorderPointCost({ ...given, reorderPoint: 0, orderQuantity: 4 })).toBeCloseTo(52.5 + 5, 12);
  });

  it.each(['holdingCost', 'stockoutCost', 'fixedCost'])('refuses a negative %s and takes 0', (name) => {
    const plan = { ...candyBars, reorderPoint: 100, orderQuantity: 250 };
    expect(() => reorderPointCost({ ...plan, [name]: -1 })).toThrow(
      new RangeError(`${name} is -1; it must be a finite number, at least 0`),
    );
    expect(reorderPointCost({ ...plan, [name]: 0 })).toBeLessThan(87.35);
  });

  it.each([
    ['demandRate', 0, 'demandRate is 0; it must be a finite number greater than 0'],
    ['orderQuantity', 0, 'orderQuantity is 0; it must be a finite number greater than 0'],
    ['reorderPoint', Number.NaN, 'reorderPoint is NaN; it must be a finite number'],
  ])('refuses a %s of %d', (name, value, message) => {
    const plan = { ...candyBars, reorderPoint: 100, orderQuantity: 250 };
    expect(() => reorderPointCost({ ...plan, [name]: value })).toThrow(new RangeError(message));
    expect(reorderPointCost({ ...plan, [name]: 1e-3 })).toBeGreaterThan(0);
  });

  it.each(['reorderPoint', 'orderQuantity'])('refuses half a unit of %s for whole units', (name) => {
    const leadTimeDemand = poisson.distribution({ mean: 3 });
    const plan = { ...candyBars, leadTimeDemand, reorderPoint: 3, orderQuantity: 5 };
    expect(() => reorderPointCost({ ...plan, [name]: 2.5 })).toThrow(
      new RangeError(`${name} is 2.5; it must be a whole number for demand in whole units`),
    );
    expect(reorderPointCost({ ...plan, [name]: 2 })).toBeGreaterThan(0);
  });
});

describe('reorderPointCost with costs far apart', () => {
  it.each([
    // Positions −4..0, all owed: 10/5 + 0.3 + 2
    { holdingCost: 1e12, stockoutCost: 1, reorderPoint: -5, cost: 4.3 },
    // Positions 101..105, none owed: 10/5 + 103 − 0.3
    { holdingCost: 1, stockoutCost: 1e12, reorderPoint: 100, cost: 104.7 },
  ])('keeps its digits at $reorderPoint', ({ cost, ...plan }) => {
    const leadTimeDemand = poisson.distribution({ mean: 0.3 });
    const given = { ...plan, leadTimeDemand, fixedCost: 10, demandRate: 1, orderQuantity: 5 };
    expect(reorderPointCost(given)).toBeCloseTo(cost, 11);
  });
});

describe('demand over a lead time', () => {
  it('has mean λL and standard deviation σ√L', () => {
    const { mean, variance } = normalLeadTimeDemand({
      demandMean: 12,
      demandStandardDeviation: 5,
      leadTime: 4,
    });
    expect([mean, variance]).toEqual([48, 100]);
    expect(poissonLeadTimeDemand({ demandMean: 12, leadTime: 0.5 }).variance).toBe(6);
    expect(normal.distribution({ mean: 48, standardDeviation: 10 }).cdf(50)).toBe(
      normalLeadTimeDemand({ demandMean: 12, demandStandardDeviation: 5, leadTime: 4 }).cdf(50),
    );
  });

  it.each([
    ['demandMean', -1, 'demandMean is -1; it must be a finite number, at least 0'],
    ['demandStandardDeviation', -1, 'demandStandardDeviation is -1; it must be a finite number, at least 0'],
    ['leadTime', -1, 'leadTime is -1; it must be a finite number, at least 0'],
  ])('refuses a normal %s of %d', (name, value, message) => {
    const demand = { demandMean: 12, demandStandardDeviation: 5, leadTime: 4 };
    expect(() => normalLeadTimeDemand({ ...demand, [name]: value })).toThrow(new RangeError(message));
    expect(normalLeadTimeDemand({ ...demand, [name]: 0.01 }).variance).toBeGreaterThan(0);
  });

  it('is the constant λL without a lead time or a deviation', () => {
    const atOnce = normalLeadTimeDemand({ demandMean: 12, demandStandardDeviation: 5, leadTime: 0 });
    expect([atOnce.mean, atOnce.variance, atOnce.cdf(0), atOnce.cdf(-1e-9)]).toEqual([0, 0, 1, 0]);
    const steady = normalLeadTimeDemand({ demandMean: 12, demandStandardDeviation: 0, leadTime: 4 });
    expect([steady.mean, steady.loss(47), steady.complementaryLoss(50)]).toEqual([48, 1, 2]);
  });

  it.each(['demandMean', 'leadTime'])('refuses a negative Poisson %s and takes 0', (name) => {
    const demand = { demandMean: 12, leadTime: 4 };
    expect(() => poissonLeadTimeDemand({ ...demand, [name]: -1 })).toThrow(
      new RangeError(`${name} is -1; it must be a finite number, at least 0`),
    );
    expect(poissonLeadTimeDemand({ ...demand, [name]: 0 }).mean).toBe(0);
  });
});
