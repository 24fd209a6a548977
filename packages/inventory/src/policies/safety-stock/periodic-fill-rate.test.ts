import { normal, poisson } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseStockPolicy, replayPolicy } from '../replay/index.ts';
import { fillRateOfOrderUpToLevel, orderUpToLevelForFillRate } from './periodic-fill-rate.ts';
import { protectionDemandOfPaths } from './sample-path-demand.ts';

const target = fc.double({ min: 0.05, max: 0.999, noNaN: true });

describe('fillRateOfOrderUpToLevel', () => {
  it('counts the units short of one review period, outcome by outcome', () => {
    const probabilities = (mean: number) => {
      const list = [Math.exp(-mean)];
      for (let n = 1; n <= 60; n++) list.push((list[n - 1]! * mean) / n);
      return list;
    };
    const level = 9;
    let short = 0;
    probabilities(4).forEach((p, before) => {
      probabilities(3).forEach((q, during) => {
        short += p * q * (Math.max(0, before + during - level) - Math.max(0, before - level));
      });
    });
    const demand = {
      protectionDemand: poisson.distribution({ mean: 7 }),
      leadTimeDemand: poisson.distribution({ mean: 4 }),
    };
    expect(fillRateOfOrderUpToLevel({ ...demand, orderUpToLevel: level })).toBeCloseTo(1 - short / 3, 12);
  });

  it.each([20, 26])('is what a replay of order-up-to %d every second day serves', (orderUpToLevel) => {
    const poissonOf4 = Array.from({ length: 40 }, (_, count) => poisson.pmf(count, { mean: 4 }));
    const replayed = replayPolicy(
      {
        demand: { daily: new Array(120).fill(poissonOf4) },
        paths: 500,
        warmUpDays: 20,
        leadTimeDays: 3,
        reviewPeriodDays: 2,
        unmetDemand: 'backordered',
        seed: 9,
      },
      baseStockPolicy({ orderUpToLevel }),
    ).fillRate!;
    const expected = fillRateOfOrderUpToLevel({
      protectionDemand: poisson.distribution({ mean: 20 }),
      leadTimeDemand: poisson.distribution({ mean: 12 }),
      orderUpToLevel,
    });
    expect(Math.abs(replayed.value - expected)).toBeLessThan(3 * replayed.standardError);
    expect(replayed.standardError).toBeLessThan(0.004);
  });

  it('is the newsvendor fill rate without a lead time', () => {
    const protectionDemand = normal.distribution({ mean: 50, standardDeviation: 8 });
    // z = 1: 8 × 0.0833155 units of 50 are short
    expect(fillRateOfOrderUpToLevel({ protectionDemand, orderUpToLevel: 58 })).toBeCloseTo(
      1 - (8 * 0.0833154705876) / 50,
      12,
    );
  });

  it('keeps the digits of a small share: only a month without demand leaves the unit to sell', () => {
    const demand = {
      protectionDemand: poisson.distribution({ mean: 60 }),
      leadTimeDemand: poisson.distribution({ mean: 40 }),
    };
    const share = fillRateOfOrderUpToLevel({ ...demand, orderUpToLevel: 1 });
    expect(share / ((Math.exp(-40) - Math.exp(-60)) / 20)).toBeCloseTo(1, 10);
    const { protectionDemand } = demand;
    // Received at once: one unit for the first customer, 1 − e⁻⁶⁰ of one
    expect(fillRateOfOrderUpToLevel({ protectionDemand, orderUpToLevel: 1 })).toBeCloseTo(1 / 60, 12);
  });

  it('serves nobody at or below 0', () => {
    const protectionDemand = poisson.distribution({ mean: 5 });
    expect(fillRateOfOrderUpToLevel({ protectionDemand, orderUpToLevel: 0 })).toBe(0);
    expect(fillRateOfOrderUpToLevel({ protectionDemand, orderUpToLevel: -3 })).toBe(0);
  });

  it('refuses a level that is no number and an interval no longer than the lead time', () => {
    const protectionDemand = poisson.distribution({ mean: 5 });
    expect(() => fillRateOfOrderUpToLevel({ protectionDemand, orderUpToLevel: Number.NaN })).toThrow(
      new RangeError('orderUpToLevel is NaN; it must be a finite number'),
    );
    expect(() =>
      fillRateOfOrderUpToLevel({ protectionDemand, leadTimeDemand: protectionDemand, orderUpToLevel: 4 }),
    ).toThrow(
      new RangeError('mean of protectionDemand is 5; it must be greater than 5, the mean of leadTimeDemand'),
    );
    const leadTimeDemand = poisson.distribution({ mean: 4.9 });
    expect(fillRateOfOrderUpToLevel({ protectionDemand, leadTimeDemand, orderUpToLevel: 40 })).toBeCloseTo(
      1,
      9,
    );
  });
});

describe('orderUpToLevelForFillRate', () => {
  it('reaches its target exactly for normal demand', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 0.4, noNaN: true }),
        fc.double({ min: 0, max: 10, noNaN: true }),
        target,
        (variation, leadTime, targetFillRate) => {
          const over = (periods: number) =>
            normal.distribution({
              mean: 10 * periods,
              standardDeviation: 10 * variation * Math.sqrt(periods),
            });
          const demand = {
            protectionDemand: over(leadTime + 1),
            ...(leadTime > 0 ? { leadTimeDemand: over(leadTime) } : {}),
          };
          const { level, safetyStock, protectionDemand } = orderUpToLevelForFillRate({
            ...demand,
            targetFillRate,
          });
          expect(fillRateOfOrderUpToLevel({ ...demand, orderUpToLevel: level })).toBeCloseTo(
            targetFillRate,
            9,
          );
          expect(protectionDemand + safetyStock).toBeCloseTo(level, 9);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is the smallest whole level that reaches the target for whole units', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 30, noNaN: true }),
        fc.double({ min: 0.05, max: 20, noNaN: true }),
        target,
        (before, during, targetFillRate) => {
          const demand = {
            protectionDemand: poisson.distribution({ mean: before + during }),
            leadTimeDemand: poisson.distribution({ mean: before }),
          };
          const { level } = orderUpToLevelForFillRate({ ...demand, targetFillRate });
          expect(fillRateOfOrderUpToLevel({ ...demand, orderUpToLevel: level })).toBeGreaterThanOrEqual(
            targetFillRate,
          );
          expect(fillRateOfOrderUpToLevel({ ...demand, orderUpToLevel: level - 1 })).toBeLessThan(
            targetFillRate,
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('never falls with a longer lead time', () => {
    const level = (leadTime: number) =>
      orderUpToLevelForFillRate({
        protectionDemand: poisson.distribution({ mean: 2 * (leadTime + 1) }),
        leadTimeDemand: poisson.distribution({ mean: 2 * leadTime }),
        targetFillRate: 0.95,
      }).level;
    const levels = [0, 1, 2, 3, 5, 8, 13].map(level);
    expect(levels).toEqual([...levels].sort((a, b) => a - b));
    expect(new Set(levels).size).toBe(levels.length);
  });

  it('covers steady demand by a share of it', () => {
    const steady = (units: number) =>
      protectionDemandOfPaths({ demand: { paths: 2, days: 1, units: [units, units] }, leadTimeDays: 1 });
    // Of the 5 units of a period 95 % are served from 4.75; of the last 2 of 5, from 3 + 1.9.
    expect(
      orderUpToLevelForFillRate({ protectionDemand: steady(5), targetFillRate: 0.95 }).level,
    ).toBeCloseTo(4.75, 10);
    const late = { protectionDemand: steady(5), leadTimeDemand: steady(3) };
    expect(orderUpToLevelForFillRate({ ...late, targetFillRate: 0.95 }).level).toBeCloseTo(4.9, 10);
  });

  it('refuses demand of which one part is in whole units and the other not', () => {
    const protectionDemand = poisson.distribution({ mean: 5 });
    const leadTimeDemand = normal.distribution({ mean: 3, standardDeviation: 1 });
    expect(() =>
      orderUpToLevelForFillRate({ protectionDemand, leadTimeDemand, targetFillRate: 0.9 }),
    ).toThrow(
      new RangeError('leadTimeDemand has continuous support; it must have that of protectionDemand, counts'),
    );
    const whole = { protectionDemand, leadTimeDemand: poisson.distribution({ mean: 3 }) };
    expect(orderUpToLevelForFillRate({ ...whole, targetFillRate: 0.9 }).level).toBe(8);
  });

  it.each([0, 1])('refuses a target of %d and takes 0.9999', (targetFillRate) => {
    const protectionDemand = poisson.distribution({ mean: 5 });
    expect(() => orderUpToLevelForFillRate({ protectionDemand, targetFillRate })).toThrow(
      new RangeError(`targetFillRate is ${targetFillRate}; it must be greater than 0 and less than 1`),
    );
    expect(orderUpToLevelForFillRate({ protectionDemand, targetFillRate: 0.9999 }).level).toBe(14);
  });
});
