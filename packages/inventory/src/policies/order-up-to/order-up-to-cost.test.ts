import { geometric, poisson } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderUpToCost } from './order-up-to-cost.ts';
import { costs, problem431, published, table } from './testing/instances.ts';
import { stationaryCost } from './testing/stationary-cost.ts';

describe('orderUpToCost', () => {
  it.each([
    [15, 10, 49, 42.69781892264545],
    [61, 52, 131, 77.92873488238746],
    [65, 56, 75, 78.51823321008779],
  ])('for Poisson demand of %d costs what Zheng and Federgruen publish for (%d, %d)', (mean, s, S, cost) => {
    const plan = { ...published, demand: poisson.distribution({ mean }), reorderPoint: s, orderUpToLevel: S };
    expect(orderUpToCost(plan)).toBeCloseTo(cost, 9);
  });

  it('reproduces Snyder, Shen problem 4.31', () => {
    expect(orderUpToCost({ ...problem431, reorderPoint: 4, orderUpToLevel: 10 })).toBeCloseTo(
      262.27556137727754,
      9,
    );
  });

  it('agrees with the long-run frequencies of the positions', () => {
    fc.assert(
      fc.property(
        table,
        costs,
        fc.integer({ min: -12, max: 15 }),
        fc.integer({ min: 1, max: 8 }),
        (demand, given, reorderPoint, width) => {
          const plan = { ...given, demand, reorderPoint, orderUpToLevel: reorderPoint + width };
          expect(orderUpToCost(plan)).toBeCloseTo(stationaryCost(plan), 7);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('values the stock at the end of the lead time when orders take time', () => {
    const plan = {
      ...published,
      demand: poisson.distribution({ mean: 2 }),
      protectionDemand: poisson.distribution({ mean: 8 }),
      reorderPoint: 6,
      orderUpToLevel: 14,
    };
    expect(orderUpToCost(plan)).toBeCloseTo(stationaryCost(plan), 8);
    const { protectionDemand: _, ...atOnce } = plan;
    expect(orderUpToCost(plan)).not.toBeCloseTo(orderUpToCost(atOnce), 3);
  });

  it('loses nothing to the tails of skewed demand', () => {
    // A geometric demand of mean 40 has 1e-11 of its probability beyond 1,000 units.
    const plan = {
      ...published,
      demand: geometric.distribution({ probability: 1 / 41 }),
      reorderPoint: 60,
      orderUpToLevel: 160,
    };
    expect(orderUpToCost(plan)).toBeCloseTo(stationaryCost(plan), 8);
  });

  it('refuses levels that are not whole, or in the wrong order, and takes neighbours and negative ones', () => {
    const plan = { ...problem431, reorderPoint: 4, orderUpToLevel: 10 };
    expect(() => orderUpToCost({ ...plan, reorderPoint: 4.5 })).toThrow(
      new RangeError('reorderPoint is 4.5; it must be a whole number'),
    );
    expect(() => orderUpToCost({ ...plan, orderUpToLevel: Number.NaN })).toThrow(
      new RangeError('orderUpToLevel is NaN; it must be a whole number'),
    );
    expect(() => orderUpToCost({ ...plan, orderUpToLevel: 4 })).toThrow(
      new RangeError('orderUpToLevel is 4; it must be greater than reorderPoint, 4'),
    );
    expect(orderUpToCost({ ...plan, orderUpToLevel: 5 })).toBeGreaterThan(0);
    // At −1 nothing is ever on hand: the mean of 4 and one more wait, and half of it for the order
    expect(orderUpToCost({ ...plan, reorderPoint: -2, orderUpToLevel: -1 })).toBeCloseTo(
      125 * 5 + 150 * (1 - Math.exp(-4)),
      9,
    );
  });
});

describe('orderUpToCost with costs or demand out of range', () => {
  it.each(['holdingCost', 'stockoutCost'])('refuses a %s of 0 and takes a small one', (name) => {
    const plan = { ...problem431, reorderPoint: 4, orderUpToLevel: 10 };
    expect(() => orderUpToCost({ ...plan, [name]: 0 })).toThrow(
      new RangeError(`${name} is 0; it must be a finite number greater than 0`),
    );
    expect(orderUpToCost({ ...plan, [name]: 1e-3 })).toBeGreaterThan(0);
  });
});
