import { counts, type Distribution, geometric, negativeBinomial, normal, poisson } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestOrderUpTo } from './best-order-up-to.ts';
import { orderUpToCost } from './order-up-to-cost.ts';
import { positionCosts } from './position-costs.ts';
import { renewalDensity } from './renewal-density.ts';
import { stationaryCost } from './testing/stationary-cost.ts';

/** Zheng, Federgruen (1991), table I: K = 64, h = 1, p = 9, Poisson demand. */
const published = { holdingCost: 1, stockoutCost: 9, fixedCost: 64 };
/** Problem 4.31 of Snyder, Shen (2019). */
const problem431 = {
  holdingCost: 40,
  stockoutCost: 125,
  fixedCost: 150,
  demand: poisson.distribution({ mean: 4 }),
};

const table: fc.Arbitrary<Distribution> = fc
  .array(fc.integer({ min: 0, max: 10 }), { minLength: 2, maxLength: 7 })
  .filter((weights) => weights.slice(1).some((weight) => weight > 0))
  .map((weights) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return counts.distribution({ probabilities: weights.map((weight) => weight / total) });
  });
const costs = fc.record({
  holdingCost: fc.double({ min: 0.1, max: 5, noNaN: true }),
  stockoutCost: fc.double({ min: 0.1, max: 30, noNaN: true }),
  fixedCost: fc.double({ min: 0, max: 60, noNaN: true }),
});

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

describe('bestOrderUpTo', () => {
  it.each([
    [10, 6, 40, 35.022],
    [15, 10, 49, 42.698],
    [20, 14, 62, 49.173],
    [21, 15, 65, 50.406],
    [22, 16, 68, 51.632],
    [23, 17, 52, 52.757],
    [24, 18, 54, 53.518],
    [51, 43, 110, 71.611],
    [61, 52, 131, 77.929],
    [65, 56, 75, 78.518],
  ])('for Poisson demand of %d is the (%d, %d) that Zheng and Federgruen publish', (mean, s, S, cost) => {
    const plan = bestOrderUpTo({ ...published, demand: poisson.distribution({ mean }) });
    expect(plan).toEqual({ reorderPoint: s, orderUpToLevel: S, cost: expect.closeTo(cost, 3) });
  });

  it('reproduces Snyder, Shen example 4.7 and problem 4.31, the latter from a table too', () => {
    const example = {
      holdingCost: 1,
      stockoutCost: 4,
      fixedCost: 5,
      demand: poisson.distribution({ mean: 6 }),
    };
    expect(bestOrderUpTo(example)).toEqual({
      reorderPoint: 4,
      orderUpToLevel: 10,
      cost: expect.closeTo(8.034111561471642, 9),
    });
    const probabilities = Array.from({ length: 51 }, (_, count) => problem431.demand.density(count));
    for (const demand of [problem431.demand, counts.distribution({ probabilities })]) {
      expect(bestOrderUpTo({ ...problem431, demand })).toEqual({
        reorderPoint: 2,
        orderUpToLevel: 7,
        cost: expect.closeTo(223.57482956696882, 9),
      });
    }
  });

  it('is the cheapest of all s and S', () => {
    fc.assert(
      fc.property(table, costs, (demand, given) => {
        const problem = { ...given, demand };
        const { reorderPoint, orderUpToLevel, cost } = bestOrderUpTo(problem);
        expect(cost).toBe(orderUpToCost({ ...problem, reorderPoint, orderUpToLevel }));
        let cheapest = Number.POSITIVE_INFINITY;
        for (let s = reorderPoint - 12; s <= reorderPoint + 8; s++) {
          for (let S = s + 1; S <= orderUpToLevel + 15; S++) {
            cheapest = Math.min(cheapest, orderUpToCost({ ...problem, reorderPoint: s, orderUpToLevel: S }));
          }
        }
        // Certain demand without a fixed cost costs nothing.
        expect(cost).toBeCloseTo(cheapest, 9);
      }),
      { numRuns: 100 },
    );
  });

  it('has no cheaper neighbour for large, skewed or rare demand, with a lead time too', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.02, max: 300, noNaN: true }),
        fc.double({ min: 0.3, max: 20, noNaN: true }),
        fc.integer({ min: 0, max: 3 }),
        costs,
        (mean, size, leadTime, given) => {
          const problem = {
            ...given,
            demand: negativeBinomial.distribution({ mean, size }),
            protectionDemand: negativeBinomial.distribution({
              mean: mean * (leadTime + 1),
              size: size * (leadTime + 1),
            }),
          };
          const { reorderPoint, orderUpToLevel, cost } = bestOrderUpTo(problem);
          for (const [down, up] of [
            [-1, 0],
            [1, 0],
            [0, -1],
            [0, 1],
            [1, 1],
            [-1, -1],
          ] as const) {
            const other = {
              ...problem,
              reorderPoint: reorderPoint + down,
              orderUpToLevel: orderUpToLevel + up,
            };
            if (other.orderUpToLevel <= other.reorderPoint) continue;
            expect(orderUpToCost(other)).toBeGreaterThanOrEqual(cost * (1 - 1e-10));
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is the base stock when an order costs nothing', () => {
    fc.assert(
      fc.property(table, costs, (demand, given) => {
        const { reorderPoint, orderUpToLevel, cost } = bestOrderUpTo({ ...given, fixedCost: 0, demand });
        const { holdingCost, stockoutCost } = given;
        expect(orderUpToLevel).toBe(demand.quantile(stockoutCost / (holdingCost + stockoutCost)));
        expect(reorderPoint).toBe(orderUpToLevel - 1);
        const stock =
          holdingCost * demand.complementaryLoss(orderUpToLevel) + stockoutCost * demand.loss(orderUpToLevel);
        expect(cost).toBeCloseTo(stock, 9);
      }),
      { numRuns: 100 },
    );
  });

  it('lets customers wait for a while when an order is dear and waiting cheap', () => {
    const plan = bestOrderUpTo({
      holdingCost: 5,
      stockoutCost: 0.1,
      fixedCost: 60,
      demand: poisson.distribution({ mean: 2 }),
    });
    expect(plan.reorderPoint).toBeLessThan(-10);
    expect(plan.orderUpToLevel).toBeGreaterThanOrEqual(0);
  });

  it('does not depend on the currency', () => {
    fc.assert(
      fc.property(table, costs, fc.constantFrom(0.125, 2, 64), (demand, given, scale) => {
        const plan = bestOrderUpTo({ ...given, demand });
        const scaled = bestOrderUpTo({
          holdingCost: given.holdingCost * scale,
          stockoutCost: given.stockoutCost * scale,
          fixedCost: given.fixedCost * scale,
          demand,
        });
        expect(scaled).toEqual({ ...plan, cost: plan.cost * scale });
      }),
      { numRuns: 100 },
    );
  });

  it('costs more with a longer lead time and a dearer order', () => {
    const cost = (leadTime: number, fixedCost: number) =>
      bestOrderUpTo({
        ...published,
        fixedCost,
        demand: poisson.distribution({ mean: 5 }),
        protectionDemand: poisson.distribution({ mean: 5 * (leadTime + 1) }),
      }).cost;
    for (const leadTime of [0, 1, 2, 5]) {
      expect(cost(leadTime + 1, 64)).toBeGreaterThan(cost(leadTime, 64));
      expect(cost(leadTime, 65)).toBeGreaterThan(cost(leadTime, 64));
    }
  });

  it.each(['holdingCost', 'stockoutCost'])('refuses a %s of 0 and takes a small one', (name) => {
    expect(() => bestOrderUpTo({ ...problem431, [name]: 0 })).toThrow(
      new RangeError(`${name} is 0; it must be a finite number greater than 0`),
    );
    expect(bestOrderUpTo({ ...problem431, [name]: 0.5 }).cost).toBeGreaterThan(0);
  });

  it('refuses a negative fixed cost, demand that is not in units, and no demand', () => {
    expect(() => bestOrderUpTo({ ...problem431, fixedCost: -1 })).toThrow(
      new RangeError('fixedCost is -1; it must be a finite number, at least 0'),
    );
    expect(() => bestOrderUpTo({ ...problem431, demand: normal.distribution({ mean: 4 }) })).toThrow(
      new RangeError('demand has continuous support; it must be a distribution of counts'),
    );
    expect(() =>
      bestOrderUpTo({ ...problem431, protectionDemand: normal.distribution({ mean: 4 }) }),
    ).toThrow(new RangeError('protectionDemand has continuous support; it must be a distribution of counts'));
    expect(() => bestOrderUpTo({ ...problem431, demand: poisson.distribution({ mean: 0 }) })).toThrow(
      new RangeError('mean of demand is 0; it must be a finite number greater than 0'),
    );
    expect(
      bestOrderUpTo({ ...problem431, demand: poisson.distribution({ mean: 1e-3 }) }).cost,
    ).toBeGreaterThan(0);
  });
});

describe('positionCosts', () => {
  it('agrees with the loss functions far to both sides', () => {
    const costsOf = positionCosts(problem431);
    // Critical ratio 0.758: P(D ≤ 4) = 0.629, P(D ≤ 5) = 0.785
    expect(costsOf.start).toBe(5);
    for (const y of [60, 5, 4, 6, 0, -1, -40]) {
      const { demand } = problem431;
      expect(costsOf.at(y)).toBeCloseTo(40 * demand.complementaryLoss(y) + 125 * demand.loss(y), 9);
    }
  });
});

describe('renewalDensity', () => {
  it('is 1/(1 − p₀) at 0 and one for every count when demand is always 1', () => {
    const certain = renewalDensity(counts.distribution({ probabilities: [0, 1] }));
    expect([certain.at(100), certain.at(0), certain.total(0), certain.total(101)]).toEqual([1, 1, 0, 101]);
    const rare = renewalDensity(counts.distribution({ probabilities: [0.75, 0.25] }));
    expect([rare.at(0), rare.at(3), rare.total(4)]).toEqual([4, 4, 16]);
  });

  it('skips drops that no demand reaches', () => {
    const pairs = renewalDensity(counts.distribution({ probabilities: [0, 0, 0.5, 0, 0.5] }));
    expect([0, 1, 2, 3, 4, 5, 6].map(pairs.at)).toEqual([1, 0, 0.5, 0, 0.75, 0, 0.625]);
  });
});
