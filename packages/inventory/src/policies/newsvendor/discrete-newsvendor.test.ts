import { poisson } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DiscreteDemandOutcome,
  newsvendorDiscrete,
  newsvendorDiscreteCost,
} from './discrete-newsvendor.ts';
import { newsvendorPoisson } from './poisson-newsvendor.ts';

const outcome = (units: number, probability: number): DiscreteDemandOutcome => ({ units, probability });

/** Problem 4.7 of Snyder, Shen (2019). */
const problem = {
  holdingCost: 500000,
  stockoutCost: 1000000,
  outcomes: [0.25, 0.05, 0.1, 0.2, 0.15, 0.1, 0.1, 0.05].map((probability, index) =>
    outcome(index + 1, probability),
  ),
};

const tables = fc
  .array(fc.record({ units: fc.integer({ min: -5, max: 40 }), weight: fc.integer({ min: 0, max: 9 }) }), {
    minLength: 1,
    maxLength: 12,
  })
  .filter((rows) => rows.some(({ weight }) => weight > 0))
  .map((rows) => {
    const sum = rows.reduce((total, { weight }) => total + weight, 0);
    return rows.map(({ units, weight }) => outcome(units, weight / sum));
  });
const costs = fc.record({
  holdingCost: fc.double({ min: 0.01, max: 100, noNaN: true }),
  stockoutCost: fc.double({ min: 0.01, max: 100, noNaN: true }),
});

describe('newsvendorDiscrete', () => {
  it('orders the fifth of eight values, the first with a cumulative 0.75 for a ratio of 2/3', () => {
    const plan = newsvendorDiscrete(problem);
    expect(plan.orderUpToLevel).toBe(5);
    // Left over 4 x 0.25 + 3 x 0.05 + 2 x 0.1 + 0.2 = 1.55; short 0.1 + 0.2 + 0.15 = 0.45.
    expect(plan.cost).toBeCloseTo(1.55 * 500000 + 0.45 * 1000000, 6);
    expect(plan.criticalRatio).toBeCloseTo(2 / 3, 12);
  });

  it('takes the smaller of two levels that cost the same', () => {
    const outcomes = [outcome(2, 0.1), outcome(5, 0.2), outcome(9, 0.7)];
    // The ratio 0.3 is the sum of 0.1 and 0.2, which in binary is 0.30000000000000004.
    expect(newsvendorDiscrete({ holdingCost: 7, stockoutCost: 3, outcomes }).orderUpToLevel).toBe(5);
    const turned = [outcome(2, 0.1), outcome(5, 0.7), outcome(9, 0.2)];
    // 0.1 + 0.7 is 0.7999999999999999, and the ratio 0.8.
    expect(newsvendorDiscrete({ holdingCost: 1, stockoutCost: 4, outcomes: turned }).orderUpToLevel).toBe(5);
  });

  it('agrees with the Poisson newsvendor on a table of its probabilities', () => {
    const outcomes = Array.from({ length: 60 }, (_, units) =>
      outcome(units, poisson.pmf(units, { mean: 6 })),
    );
    const plan = newsvendorDiscrete({ holdingCost: 1, stockoutCost: 4, outcomes });
    const exact = newsvendorPoisson({ holdingCost: 1, stockoutCost: 4, demandMean: 6 });
    expect(plan.orderUpToLevel).toBe(exact.orderUpToLevel);
    expect(plan.cost).toBeCloseTo(exact.cost, 10);
  });

  it('is the best of all levels, whatever the order of the outcomes', () => {
    fc.assert(
      fc.property(costs, tables, (given, outcomes) => {
        const plan = newsvendorDiscrete({ ...given, outcomes });
        const all = Array.from({ length: 46 }, (_, index) =>
          newsvendorDiscreteCost({ ...given, outcomes, orderUpToLevel: index - 5 }),
        );
        expect(plan.cost).toBeCloseTo(Math.min(...all), 9);
        expect(newsvendorDiscrete({ ...given, outcomes: outcomes.toReversed() }).orderUpToLevel).toBe(
          plan.orderUpToLevel,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('never orders a value that cannot happen', () => {
    const outcomes = [outcome(1, 1), outcome(7, 0)];
    expect(newsvendorDiscrete({ holdingCost: 1e-9, stockoutCost: 1e9, outcomes }).orderUpToLevel).toBe(1);
    const first = [outcome(0, 0), outcome(3, 1)];
    expect(newsvendorDiscrete({ holdingCost: 1e9, stockoutCost: 1e-9, outcomes: first }).orderUpToLevel).toBe(
      3,
    );
  });

  it.each(['holdingCost', 'stockoutCost'] as const)(
    'refuses a negative %s, and costs nothing for 0',
    (name) => {
      expect(() => newsvendorDiscrete({ ...problem, [name]: -1 })).toThrow(
        new RangeError(`${name} is -1; it must be a finite number, at least 0`),
      );
      const units = problem.outcomes.map((each) => each.units);
      const { orderUpToLevel, cost } = newsvendorDiscrete({ ...problem, [name]: 0 });
      expect(orderUpToLevel).toBe(name === 'holdingCost' ? Math.max(...units) : Math.min(...units));
      expect(cost).toBe(0);
    },
  );
});

describe('newsvendorDiscreteCost', () => {
  it('is 1,725,000 for 3 units (Snyder, Shen problem 4.7)', () => {
    expect(newsvendorDiscreteCost({ ...problem, orderUpToLevel: 3 })).toBeCloseTo(1725000, 6);
  });

  it.each([
    ['holdingCost', -1, 'a finite number, at least 0', 0],
    ['stockoutCost', -1, 'a finite number, at least 0', 0],
    ['orderUpToLevel', Number.POSITIVE_INFINITY, 'a finite number', -1],
  ] as const)('refuses a %s of %d', (name, value, range, nearest) => {
    const plan = { ...problem, orderUpToLevel: 3 };
    expect(() => newsvendorDiscreteCost({ ...plan, [name]: value })).toThrow(
      new RangeError(`${name} is ${value}; it must be ${range}`),
    );
    expect(newsvendorDiscreteCost({ ...plan, [name]: nearest })).toBeGreaterThan(0);
  });
});

describe('demand outcomes', () => {
  it.each([
    ['no outcome', [], 'outcomes is empty; it must hold at least one outcome', [outcome(1, 1)]],
    [
      'a value that is no number',
      [outcome(1, 0.5), outcome(Number.NaN, 0.5)],
      'outcomes[1].units is NaN; it must be a finite number',
      [outcome(1, 0.5), outcome(-2, 0.5)],
    ],
    [
      'a probability above 1',
      [outcome(1, 1.1)],
      'outcomes[0].probability is 1.1; it must lie between 0 and 1',
      [outcome(1, 1)],
    ],
    [
      'probabilities that do not add up to 1',
      [outcome(1, 0.5), outcome(2, 0.25)],
      'the probabilities of outcomes add up to 0.75; they must add up to 1',
      [outcome(1, 0.5), outcome(2, 0.4999999)],
    ],
  ])('refuse %s', (_, outcomes, message, accepted) => {
    const options = { holdingCost: 1, stockoutCost: 1 };
    expect(() => newsvendorDiscrete({ ...options, outcomes })).toThrow(new RangeError(message));
    expect(() => newsvendorDiscreteCost({ ...options, outcomes, orderUpToLevel: 1 })).toThrow(
      new RangeError(message),
    );
    expect(newsvendorDiscrete({ ...options, outcomes: accepted }).orderUpToLevel).toBe(
      Math.min(...accepted.map(({ units }) => units)),
    );
  });
});
