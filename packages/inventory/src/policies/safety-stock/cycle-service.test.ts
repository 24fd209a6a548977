import { poisson } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelForCycleService, safetyStockForCycleService } from './cycle-service.ts';
import { demandWithMoments } from './protection-interval.ts';

const demand = fc.record({
  demandMean: fc.double({ min: 0, max: 1e4, noNaN: true }),
  demandStandardDeviation: fc.double({ min: 0.01, max: 1e3, noNaN: true }),
  leadTime: fc.double({ min: 0, max: 50, noNaN: true }),
  leadTimeStandardDeviation: fc.double({ min: 0, max: 5, noNaN: true }),
  reviewPeriod: fc.double({ min: 0.1, max: 10, noNaN: true }),
});
const longer = fc.double({ min: 0, max: 20, noNaN: true });

describe('safetyStockForCycleService', () => {
  it('is 98.7 units for 95 %, 20 units a day and 9 days: 1.645 × 20 × 3', () => {
    const terms = safetyStockForCycleService({
      demandMean: 10,
      demandStandardDeviation: 20,
      leadTime: 9,
      cycleServiceLevel: 0.95,
    });
    expect(terms.safetyFactor).toBeCloseTo(1.6448536269514722, 12);
    expect(terms.safetyStock).toBeCloseTo(98.691217617, 8);
    expect(terms.protectionDemand).toBe(90);
    expect(terms.protectionStandardDeviation).toBe(60);
    expect(terms.level).toBeCloseTo(188.691217617, 8);
  });

  it('needs none for a service of one half, and less than none below', () => {
    const options = { demandMean: 10, demandStandardDeviation: 20, leadTime: 9 };
    expect(safetyStockForCycleService({ ...options, cycleServiceLevel: 0.5 }).safetyStock).toBe(0);
    expect(safetyStockForCycleService({ ...options, cycleServiceLevel: 0.3 }).safetyStock).toBeLessThan(0);
  });

  it('never falls with a longer or less certain lead time, a longer review or a higher service', () => {
    fc.assert(
      fc.property(demand, longer, fc.double({ min: 0.5, max: 0.99, noNaN: true }), (given, more, alpha) => {
        const safetyStock = (change: object) =>
          safetyStockForCycleService({ ...given, cycleServiceLevel: alpha, ...change }).safetyStock;
        const base = safetyStock({}) * (1 - 1e-12);
        expect(safetyStock({ leadTime: given.leadTime + more })).toBeGreaterThanOrEqual(base);
        expect(safetyStock({ reviewPeriod: given.reviewPeriod + more })).toBeGreaterThanOrEqual(base);
        expect(
          safetyStock({ leadTimeStandardDeviation: given.leadTimeStandardDeviation + more }),
        ).toBeGreaterThanOrEqual(base);
        expect(safetyStock({ cycleServiceLevel: alpha + 0.009 })).toBeGreaterThanOrEqual(base);
      }),
      { numRuns: 200 },
    );
  });

  it('scales with the unit of quantity', () => {
    fc.assert(
      fc.property(demand, fc.double({ min: 0.01, max: 100, noNaN: true }), (given, scale) => {
        const inUnits = safetyStockForCycleService({ ...given, cycleServiceLevel: 0.9 });
        const inOthers = safetyStockForCycleService({
          ...given,
          demandMean: given.demandMean * scale,
          demandStandardDeviation: given.demandStandardDeviation * scale,
          cycleServiceLevel: 0.9,
        });
        expect(inOthers.level / inUnits.level / scale).toBeCloseTo(1, 10);
      }),
      { numRuns: 200 },
    );
  });

  it.each([1, 0, -0.1, Number.NaN])('refuses a service level of %d and takes 0.9999', (cycleServiceLevel) => {
    const options = { demandMean: 10, demandStandardDeviation: 20, leadTime: 9 };
    const refusal = new RangeError(
      `cycleServiceLevel is ${cycleServiceLevel}; it must be greater than 0 and less than 1`,
    );
    expect(() => safetyStockForCycleService({ ...options, cycleServiceLevel })).toThrow(refusal);
    expect(() =>
      levelForCycleService({ protectionDemand: poisson.distribution({ mean: 3 }), cycleServiceLevel }),
    ).toThrow(refusal);
    expect(safetyStockForCycleService({ ...options, cycleServiceLevel: 0.9999 }).safetyFactor).toBeCloseTo(
      3.719016,
      6,
    );
  });
});

describe('levelForCycleService', () => {
  it('is the smallest whole level for Poisson demand', () => {
    const protectionDemand = poisson.distribution({ mean: 3 });
    // P(D ≤ 5) = 0.9161, P(D ≤ 6) = 0.9665
    const terms = levelForCycleService({ protectionDemand, cycleServiceLevel: 0.95 });
    expect(terms).toEqual({
      protectionDemand: 3,
      protectionStandardDeviation: Math.sqrt(3),
      safetyFactor: 3 / Math.sqrt(3),
      safetyStock: 3,
      level: 6,
    });
  });

  it('agrees with the formula for normal demand', () => {
    const protectionDemand = demandWithMoments({ shape: 'normal', mean: 90, standardDeviation: 60 });
    const terms = levelForCycleService({ protectionDemand, cycleServiceLevel: 0.95 });
    expect(terms.level).toBeCloseTo(188.691217617, 8);
    expect(terms.safetyFactor).toBeCloseTo(1.6448536269514722, 12);
  });

  it('asks for more at a high service when demand is skewed', () => {
    const moments = { mean: 10, standardDeviation: 10 };
    const level = (shape: 'normal' | 'gamma') =>
      levelForCycleService({
        protectionDemand: demandWithMoments({ ...moments, shape }),
        cycleServiceLevel: 0.99,
      }).level;
    // Exponential demand: 10 ln 100
    expect(level('gamma')).toBeCloseTo(10 * Math.log(100), 9);
    expect(level('gamma')).toBeGreaterThan(level('normal'));
  });
});
