import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DisruptionNewsvendorInput,
  newsvendorDisruptionCost,
  newsvendorWithDisruptions,
} from './disruption-newsvendor.ts';

/** Example 9.3 of Snyder, Shen (2019). */
const example = {
  holdingCost: 0.25,
  stockoutCost: 3,
  demand: 2000,
  disruptionProbability: 0.04,
  recoveryProbability: 0.25,
};

const supplies = fc.record({
  holdingCost: fc.double({ min: 0.05, max: 10, noNaN: true }),
  stockoutCost: fc.double({ min: 0.05, max: 100, noNaN: true }),
  demand: fc.double({ min: 1, max: 1000, noNaN: true }),
  disruptionProbability: fc.double({ min: 0.01, max: 0.9, noNaN: true }),
  recoveryProbability: fc.double({ min: 0.1, max: 1, noNaN: true }),
});

/** Term by term over the length of the failure, until nothing is left of it. */
function costBySum(input: DisruptionNewsvendorInput & { orderUpToLevel: number }): number {
  const { holdingCost, stockoutCost, demand, orderUpToLevel } = input;
  const { disruptionProbability: fails, recoveryProbability: recovers } = input;
  let probability = recovers / (fails + recovers);
  let cost = 0;
  for (let periods = 0; periods < 3000; periods++) {
    const left = orderUpToLevel - (periods + 1) * demand;
    cost += probability * (left > 0 ? holdingCost * left : -stockoutCost * left);
    probability = periods === 0 ? (fails * recovers) / (fails + recovers) : probability * (1 - recovers);
  }
  return cost;
}

describe('newsvendorWithDisruptions', () => {
  it('holds three periods more than the one (Snyder, Shen example 9.3)', () => {
    const { orderUpToLevel, cost } = newsvendorWithDisruptions(example);
    expect(orderUpToLevel).toBe(8000);
    // The published 2737.06893 comes from a sum that stops early.
    expect(cost).toBeCloseTo(2737.069, 3);
  });

  it('is the best of all levels up to sixty periods', () => {
    fc.assert(
      fc.property(supplies, (input) => {
        const { orderUpToLevel, cost } = newsvendorWithDisruptions(input);
        expect(orderUpToLevel).toBeGreaterThanOrEqual(input.demand);
        for (let half = 1; half <= 120; half++) {
          const other = newsvendorDisruptionCost({ ...input, orderUpToLevel: (half * input.demand) / 2 });
          expect(cost).toBeLessThanOrEqual(other * (1 + 1e-9));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('holds one period where failures are as rare as the ratio tolerates, and more beyond', () => {
    // A share 0.2/(0.2 + 0.6) = 1/4 of periods is in failure; 1 - ratio = h/(h + p).
    const supply = { demand: 10, disruptionProbability: 0.2, recoveryProbability: 0.6 };
    const level = (holdingCost: number, stockoutCost: number) =>
      newsvendorWithDisruptions({ ...supply, holdingCost, stockoutCost }).orderUpToLevel;
    expect(level(1, 2.9)).toBe(10);
    expect(level(1, 3.1)).toBe(20);
    // Longer than one period: 1/4 x 0.4 = 0.1.
    expect(level(1, 8.9)).toBe(20);
    expect(level(1, 9.1)).toBe(30);
  });

  it('holds two periods where a failure always ends after one', () => {
    const supply = { ...example, recoveryProbability: 1, disruptionProbability: 0.5 };
    expect(newsvendorWithDisruptions(supply).orderUpToLevel).toBe(4000);
  });

  it('takes no longer for a supplier who hardly ever recovers', () => {
    const { orderUpToLevel } = newsvendorWithDisruptions({ ...example, recoveryProbability: 1e-7 });
    // ln(0.25/3.25 / (0.04/(0.04 + 1e-7))) / ln(1 - 1e-7) = 25,649,469.2 periods and one.
    expect(orderUpToLevel / 2000).toBeCloseTo(25649470, -2);
  });

  it.each(['holdingCost', 'stockoutCost', 'demand'] as const)('refuses a %s of 0', (name) => {
    expect(() => newsvendorWithDisruptions({ ...example, [name]: 0 })).toThrow(
      new RangeError(`${name} is 0; it must be a finite number greater than 0`),
    );
    expect(newsvendorWithDisruptions({ ...example, [name]: 0.1 }).cost).toBeGreaterThan(0);
  });
});

describe('newsvendorDisruptionCost', () => {
  it('is 3310.34 for one period (Snyder, Shen example 9.3)', () => {
    expect(newsvendorDisruptionCost({ ...example, orderUpToLevel: 2000 })).toBeCloseTo(3310.344790905193, 3);
  });

  it('is the sum over the length of the failure', () => {
    fc.assert(
      fc.property(supplies, fc.double({ min: -2, max: 40, noNaN: true }), (input, periods) => {
        const plan = { ...input, orderUpToLevel: periods * input.demand };
        expect(newsvendorDisruptionCost(plan) / costBySum(plan)).toBeCloseTo(1, 9);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['holdingCost', -1, 'a finite number, at least 0', 0],
    ['stockoutCost', -1, 'a finite number, at least 0', 0],
    ['demand', 0, 'a finite number greater than 0', 1],
    ['orderUpToLevel', Number.NaN, 'a finite number', 0],
    ['disruptionProbability', 0, 'greater than 0 and less than 1', 0.01],
    ['disruptionProbability', 1, 'greater than 0 and less than 1', 0.99],
    ['recoveryProbability', 0, 'greater than 0 and at most 1', 0.01],
    ['recoveryProbability', 1.01, 'greater than 0 and at most 1', 1],
  ] as const)('refuses a %s of %d', (name, value, range, nearest) => {
    const plan = { ...example, orderUpToLevel: 3000 };
    expect(() => newsvendorDisruptionCost({ ...plan, [name]: value })).toThrow(
      new RangeError(`${name} is ${value}; it must be ${range}`),
    );
    expect(newsvendorDisruptionCost({ ...plan, [name]: nearest })).toBeGreaterThan(0);
  });
});
