import { randomStream } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseStockLevel } from './base-stock.ts';
import { levelForCycleService, safetyStockForCycleService } from './cycle-service.ts';
import { fillRateOfReorderPoint, reorderPointForFillRate } from './fill-rate.ts';
import { protectionDemandOfPaths } from './sample-path-demand.ts';

const demand = { paths: 4, days: 3, units: Int32Array.of(1, 2, 90, 3, 4, 90, 0, 1, 90, 5, 5, 90) };

describe('protectionDemandOfPaths', () => {
  it('sums each path over lead time plus review period', () => {
    // 3, 7, 1 and 10
    const protectionDemand = protectionDemandOfPaths({ demand, leadTimeDays: 1, reviewPeriodDays: 1 });
    expect(protectionDemand.mean).toBe(5.25);
    expect(protectionDemand.cdf(7)).toBe(0.75);
    expect(levelForCycleService({ protectionDemand, cycleServiceLevel: 0.75 }).level).toBe(7);
    expect(levelForCycleService({ protectionDemand, cycleServiceLevel: 0.76 }).level).toBe(10);
    // 2 × 4 units too many, 3 × 1 unit short at 7: (0 + 4 + 6) / 4 on hand, 3 / 4 owed
    const plan = baseStockLevel({ protectionDemand, holdingCost: 1, stockoutCost: 3 });
    expect(plan).toMatchObject({ level: 7, expectedOnHand: 2.5, expectedBackorders: 0.75, cost: 4.75 });
  });

  it('takes a lead time for each path', () => {
    const uncertain = protectionDemandOfPaths({ demand, leadTimeDays: [0, 1, 2, 3] });
    // 0, 3, 1 and 100
    expect(uncertain.mean).toBe(26);
    expect(protectionDemandOfPaths({ demand, leadTimeDays: 0 }).mean).toBe(0);
  });

  it('reaches a fill rate on the paths exactly', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0.05, max: 0.99, noNaN: true }),
        (units, orderQuantity, targetFillRate) => {
          const leadTimeDemand = protectionDemandOfPaths({
            demand: { paths: units.length, days: 1, units },
            leadTimeDays: 1,
          });
          const { level } = reorderPointForFillRate({ leadTimeDemand, orderQuantity, targetFillRate });
          expect(fillRateOfReorderPoint({ leadTimeDemand, orderQuantity, reorderPoint: level })).toBeCloseTo(
            targetFillRate,
            9,
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('comes to the formula for many paths of independent days', () => {
    // Uniform on 0..1: mean ½, variance 1/12 a day; 8 days
    const paths = 20_000;
    const random = randomStream(5, 'sample paths');
    const units = Float64Array.from({ length: paths * 8 }, () => random.next());
    const protectionDemand = protectionDemandOfPaths({ demand: { paths, days: 8, units }, leadTimeDays: 8 });
    const formula = safetyStockForCycleService({
      demandMean: 0.5,
      demandStandardDeviation: Math.sqrt(1 / 12),
      leadTime: 8,
      cycleServiceLevel: 0.95,
    });
    const sampled = levelForCycleService({ protectionDemand, cycleServiceLevel: 0.95 });
    expect(Math.abs(sampled.safetyStock - formula.safetyStock)).toBeLessThan(0.03);
  });

  it.each([
    [{ leadTimeDays: -1 }, 'leadTimeDays is -1; it must be a whole number, at least 0'],
    [{ leadTimeDays: [1, 1, 1, 0.5] }, 'leadTimeDays is 0.5; it must be a whole number, at least 0'],
    [{ leadTimeDays: [1, 1, 1] }, 'leadTimeDays has 3 entries; it must have 4, one per path'],
    [{ reviewPeriodDays: -1 }, 'reviewPeriodDays is -1; it must be a whole number, at least 0'],
    [{ leadTimeDays: 4 }, 'demand.days is 3; it must be at least 4, lead time plus review period'],
    [
      { demand: { ...demand, paths: 3 } },
      'demand.units has 12 cells; it must have 9, paths times days, and at least 1',
    ],
    [
      { demand: { paths: 2, days: 2, units: [0, 1, -1, 1] } },
      'demand.units[2] is -1; it must be a finite number, at least 0',
    ],
    [
      { demand: { paths: 2, days: 2, units: [Number.NaN, 1, 0, 1] } },
      'demand.units[0] is NaN; it must be a finite number, at least 0',
    ],
    [
      { demand: { paths: 1, days: 1, units: [Number.POSITIVE_INFINITY] } },
      'demand.units[0] is Infinity; it must be a finite number, at least 0',
    ],
    [
      { demand: { paths: 1.5, days: 2, units: [1, 1, 1] } },
      'demand.paths is 1.5; it must be a whole number, at least 0',
    ],
    [
      { demand: { paths: 2, days: 1.5, units: [1, 1, 1] } },
      'demand.days is 1.5; it must be a whole number, at least 0',
    ],
    [
      { demand: { paths: 0, days: 3, units: [] } },
      'demand.units has 0 cells; it must have 0, paths times days, and at least 1',
    ],
  ])('refuses %j', (change, message) => {
    expect(() => protectionDemandOfPaths({ demand, leadTimeDays: 1, ...change })).toThrow(
      new RangeError(message),
    );
  });

  it('takes paths that are just long enough', () => {
    expect(protectionDemandOfPaths({ demand, leadTimeDays: 3 }).mean).toBe(95.25);
    expect(protectionDemandOfPaths({ demand, leadTimeDays: 2, reviewPeriodDays: 1 }).mean).toBe(95.25);
  });
});
