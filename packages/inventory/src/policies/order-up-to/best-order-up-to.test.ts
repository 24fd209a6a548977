import { counts, negativeBinomial, normal, poisson } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestOrderUpTo } from './best-order-up-to.ts';
import { orderUpToCost } from './order-up-to-cost.ts';
import { costs, problem431, published, table } from './testing/instances.ts';

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

  it('ends where two positions cost the same and an order costs next to nothing', () => {
    // Demand 0 or 1, h = p: positions 0 and 1 both cost 0.05. Raising s up to S once made the search endless.
    const demand = counts.distribution({ probabilities: [0.5, 0.5] });
    const equal = { holdingCost: 0.10000000000000006, stockoutCost: 0.10000000000000006, demand };
    for (const fixedCost of [0, 5e-324, 1.3704072264175254e-68, 1e-12]) {
      const plan = bestOrderUpTo({ ...equal, fixedCost });
      expect(plan.cost).toBeCloseTo(0.05, 12);
      expect(plan.orderUpToLevel).toBeGreaterThan(plan.reorderPoint);
    }
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
