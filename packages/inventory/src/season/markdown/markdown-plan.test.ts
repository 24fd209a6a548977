import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  continuousDistribution,
  poissonTable,
  tableDistribution,
  tableDistributions,
} from '../testing/table-distribution.ts';
import { type MarkdownOptions, planMarkdowns } from './markdown-plan.ts';
import { expectedProfitOfPrices } from './price-path.ts';

/** Demand of constant elasticity as the cases of the oracles state it. */
function elastic(
  prices: number[],
  { base, decay = 1, elasticity }: { base: number; decay?: number; elasticity: number },
) {
  return (period: number, index: number) =>
    tableDistribution(
      poissonTable(base * decay ** period * (prices[index]! / prices[0]!) ** -elasticity, 90),
    );
}

/** Two prices, two periods: at 10 one unit sells with probability 1/2, at 6 it surely does. */
const small: MarkdownOptions = {
  stockUnits: 1,
  periods: 2,
  prices: [10, 6],
  demand: (_, index) => tableDistribution(index === 0 ? [0.5, 0.5] : [0, 1]),
};

const problems: fc.Arbitrary<MarkdownOptions> = fc
  .record({
    stockUnits: fc.nat(4),
    periods: fc.integer({ min: 1, max: 3 }),
    prices: fc.constantFrom<number[]>([10, 7], [10, 8, 5], [9]),
    tables: fc.array(tableDistributions(4), { minLength: 9, maxLength: 9 }),
    salvageValuePerUnit: fc.integer({ min: -1, max: 4 }),
    priceChangeCost: fc.nat(3),
    startPriceIndex: fc.nat(2),
    isMonotone: fc.boolean(),
    maximumPriceChanges: fc.option(fc.nat(3), { nil: undefined }),
  })
  .map(({ tables, maximumPriceChanges, ...rest }) => ({
    ...rest,
    startPriceIndex: Math.min(rest.startPriceIndex, rest.prices.length - 1),
    ...(maximumPriceChanges === undefined ? {} : { maximumPriceChanges }),
    demand: (period: number, index: number) => tables[3 * period + index]!,
  }));

/** The definition, by recursion over what may happen. */
function byRecursion(options: MarkdownOptions): number {
  const {
    periods,
    prices,
    demand,
    salvageValuePerUnit = 0,
    priceChangeCost = 0,
    isMonotone = true,
  } = options;
  const worth = (period: number, index: number, stock: number, changesLeft: number): number => {
    if (period === periods) return stock * salvageValuePerUnit;
    return Math.max(
      ...prices.map((price, next) => {
        const isChange = next !== index;
        // An article that is sold out is not marked down.
        if (isChange && (changesLeft === 0 || stock === 0)) return Number.NEGATIVE_INFINITY;
        if (isMonotone && next < index) return Number.NEGATIVE_INFINITY;
        const left = changesLeft - (isChange ? 1 : 0);
        let value = isChange ? -priceChangeCost : 0;
        for (let wanted = 0; wanted <= 4; wanted++) {
          const sold = Math.min(wanted, stock);
          const probability = demand(period, next).density(wanted);
          if (probability > 0)
            value += probability * (price * sold + worth(period + 1, next, stock - sold, left));
        }
        return value;
      }),
    );
  };
  return worth(0, options.startPriceIndex ?? 0, options.stockUnits, options.maximumPriceChanges ?? 99);
}

/** Every list of prices, one per period. */
function pricePaths({ periods, prices }: MarkdownOptions): number[][] {
  let paths: number[][] = [[]];
  for (let period = 0; period < periods; period++) {
    paths = paths.flatMap((path) => prices.map((_, index) => [...path, index]));
  }
  return paths;
}

describe('planMarkdowns', () => {
  it('waits, then marks down what is left: 10 × 1/2 + 1/2 × 6 = 8', () => {
    const plan = planMarkdowns(small);
    expect(plan.expectedProfit).toBe(8);
    expect(plan.firstPriceIndex).toBe(0);
    // without: 10 × 1/2 + 1/2 × 10 × 1/2
    expect(plan.expectedProfitWithoutMarkdown).toBe(7.5);
    expect(plan.policy.priceIndex({ period: 1, priceIndex: 0, stockUnits: 1 })).toBe(1);
    expect(plan.policy.priceIndex({ period: 1, priceIndex: 0, stockUnits: 0 })).toBe(0);
    expect(plan.policy.priceIndex({ period: 1, priceIndex: 1, stockUnits: 1 })).toBe(1);
  });

  it('tells what to expect of the season: half the time the second price is 6', () => {
    const { outlook } = planMarkdowns(small);
    expect(outlook.prices).toEqual([10, 8]);
    expect(outlook.priceProbabilities).toEqual([
      [1, 0],
      [0.5, 0.5],
    ]);
    expect(outlook.unitsSold).toEqual([0.5, 0.5]);
    expect(outlook.unitsLeft).toBe(0);
    expect(outlook.priceChanges).toBe(0.5);
  });

  it('leaves the price when a change costs more than it gains: 6 − 1.5 > 5 but 6 − 1 = 5 is no gain', () => {
    expect(planMarkdowns({ ...small, priceChangeCost: 0.5 }).expectedProfit).toBe(7.75);
    const kept = planMarkdowns({ ...small, priceChangeCost: 1 });
    expect(kept.expectedProfit).toBe(7.5);
    expect(kept.policy.priceIndex({ period: 1, priceIndex: 0, stockUnits: 1 })).toBe(0);
  });

  it('counts salvage: at 6 a unit it is better to keep than to sell for 6 in doubt', () => {
    // last period at 10: 5 + 3 = 8 against 6; first 5 + 8/2 = 9
    expect(planMarkdowns({ ...small, salvageValuePerUnit: 6 }).expectedProfit).toBe(9);
  });

  it('stays on the step where it starts when prices may only fall, and climbs when they may rise', () => {
    expect(planMarkdowns({ ...small, startPriceIndex: 1 }).expectedProfit).toBe(6);
    const free = planMarkdowns({ ...small, startPriceIndex: 1, isMonotone: false });
    expect(free.expectedProfit).toBe(8);
    expect(free.firstPriceIndex).toBe(0);
    expect(free.outlook.priceChanges).toBe(1.5);
  });

  it('may not change more often than told', () => {
    expect(planMarkdowns({ ...small, maximumPriceChanges: 0 }).expectedProfit).toBe(7.5);
    expect(planMarkdowns({ ...small, maximumPriceChanges: 1 }).expectedProfit).toBe(8);
    const once = planMarkdowns({ ...small, startPriceIndex: 1, isMonotone: false, maximumPriceChanges: 1 });
    // up to 10 and no way back: 7.5
    expect(once.expectedProfit).toBe(7.5);
    expect(once.policy.priceIndex({ period: 1, priceIndex: 0, stockUnits: 1, priceChangesLeft: 0 })).toBe(0);
    expect(once.policy.priceIndex({ period: 1, priceIndex: 0, stockUnits: 1, priceChangesLeft: 1 })).toBe(1);
    expect(once.policy.priceIndex({ period: 1, priceIndex: 0, stockUnits: 1, priceChangesLeft: 9 })).toBe(1);
    expect(once.outlook.priceProbabilities[1]).toEqual([1, 0]);
  });

  it('keeps the present price of equal ones', () => {
    const indifferent = { ...small, periods: 1, prices: [10, 5], demand: small.demand };
    expect(planMarkdowns(indifferent).firstPriceIndex).toBe(0);
    expect(planMarkdowns({ ...indifferent, startPriceIndex: 1, isMonotone: false }).firstPriceIndex).toBe(1);
  });

  it('marks the ten units of the example down at once: 69.3062 by a recursion in SciPy', () => {
    const prices = [10, 8, 6, 4];
    const demand = elastic(prices, { base: 2, elasticity: 2 });
    const plan = planMarkdowns({ stockUnits: 10, periods: 3, prices, demand });
    expect(plan.firstPriceIndex).toBe(1);
    expect(plan.expectedProfit).toBeCloseTo(69.306188, 6);
  });

  it('agrees with case rnd-markdown-04: 76.68733526, and 8 at once', () => {
    const prices = [10, 8, 6, 4];
    const demand = elastic(prices, { base: 1.8692946730734776, elasticity: 3.5 });
    const plan = planMarkdowns({ stockUnits: 10, periods: 3, prices, demand });
    expect(plan.expectedProfit).toBeCloseTo(76.68733526, 7);
    expect(plan.firstPriceIndex).toBe(1);
    expect(plan.expectedProfitWithoutMarkdown).toBeCloseTo(55.58509943, 7);
  });

  it('agrees with case rnd-markdown-11, where a change costs 5 and demand wanes', () => {
    const prices = [10, 8, 6, 4];
    const demand = elastic(prices, { base: 3.777598543967103, decay: 0.9, elasticity: 1.2 });
    const plan = planMarkdowns({ stockUnits: 40, periods: 6, prices, demand, priceChangeCost: 5 });
    expect(plan.expectedProfit).toBeCloseTo(189.2934002, 6);
    expect(plan.firstPriceIndex).toBe(2);
  });

  it('has nothing to sell without stock', () => {
    const plan = planMarkdowns({ ...small, stockUnits: 0, priceChangeCost: 1 });
    expect([plan.expectedProfit, plan.firstPriceIndex, plan.outlook.unitsLeft]).toEqual([0, 0, 0]);
  });

  it('earns what the definition by recursion earns', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        expect(planMarkdowns(problem).expectedProfit).toBeCloseTo(byRecursion(problem), 9);
      }),
      { numRuns: 200 },
    );
  });

  it('is never below a list of prices fixed in advance, where that list is allowed', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const { maximumPriceChanges: _, ...unlimited } = problem;
        const free = { ...unlimited, isMonotone: false };
        const { expectedProfit, expectedProfitWithoutMarkdown } = planMarkdowns(free);
        const best = Math.max(...pricePaths(free).map((path) => expectedProfitOfPrices(free, path)));
        expect(expectedProfit).toBeGreaterThanOrEqual(best - 1e-9);
        expect(best).toBeGreaterThanOrEqual(expectedProfitWithoutMarkdown - 1e-9);
      }),
      { numRuns: 150 },
    );
  });

  it('expects a season that adds up to its profit and to its units', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const { outlook } = planMarkdowns({ ...problem, priceChangeCost: 0 });
        const sold = outlook.unitsSold.reduce((sum, units) => sum + units, 0);
        expect(sold + outlook.unitsLeft).toBeCloseTo(problem.stockUnits, 9);
        for (const probabilities of outlook.priceProbabilities) {
          expect(probabilities.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9);
        }
        // One price only: revenue is price × units sold.
        const single = planMarkdowns({ ...problem, prices: [5], startPriceIndex: 0 });
        const units = single.outlook.unitsSold.reduce((sum, each) => sum + each, 0);
        const salvage = single.outlook.unitsLeft * (problem.salvageValuePerUnit ?? 0);
        expect(single.expectedProfit).toBeCloseTo(5 * units + salvage, 9);
      }),
      { numRuns: 150 },
    );
  });

  it('never earns less with fewer rules, cheaper changes or another unit; and scales with the currency', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const { expectedProfit } = planMarkdowns(problem);
        const { maximumPriceChanges: _, ...unlimited } = problem;
        expect(planMarkdowns(unlimited).expectedProfit).toBeGreaterThanOrEqual(expectedProfit - 1e-9);
        const rising = { ...problem, isMonotone: false };
        expect(planMarkdowns(rising).expectedProfit).toBeGreaterThanOrEqual(expectedProfit - 1e-9);
        const cheaper = { ...problem, priceChangeCost: 0 };
        expect(planMarkdowns(cheaper).expectedProfit).toBeGreaterThanOrEqual(expectedProfit - 1e-9);
        const stocked = { ...problem, stockUnits: problem.stockUnits + 1, salvageValuePerUnit: 0 };
        const sameSalvage = { ...problem, salvageValuePerUnit: 0 };
        expect(planMarkdowns(stocked).expectedProfit).toBeGreaterThanOrEqual(
          planMarkdowns(sameSalvage).expectedProfit - 1e-9,
        );
        const tripled = planMarkdowns({
          ...problem,
          prices: problem.prices.map((price) => 3 * price),
          salvageValuePerUnit: 3 * problem.salvageValuePerUnit!,
          priceChangeCost: 3 * problem.priceChangeCost!,
        });
        expect(tripled.expectedProfit).toBeCloseTo(3 * expectedProfit, 8);
      }),
      { numRuns: 150 },
    );
  });

  it('refuses to look up a situation that cannot be', () => {
    const { policy } = planMarkdowns(small);
    const valid = { period: 1, priceIndex: 1, stockUnits: 1, priceChangesLeft: 0 };
    const refused = [
      [{ period: 2 }, 'period is 2; it must be a whole number from 0 to 1'],
      [{ priceIndex: -1 }, 'priceIndex is -1; it must be a whole number from 0 to 1'],
      [{ stockUnits: 1.5 }, 'stockUnits is 1.5; it must be a whole number from 0 to 1'],
      [{ priceChangesLeft: -1 }, 'priceChangesLeft is -1; it must be a whole number, at least 0'],
    ] as const;
    for (const [wrong, message] of refused) {
      expect(() => policy.priceIndex({ ...valid, ...wrong })).toThrow(new RangeError(message));
    }
    expect(policy.priceIndex(valid)).toBe(1);
  });

  it.each<[string, Partial<MarkdownOptions>, Partial<MarkdownOptions>, string]>([
    [
      'half a unit',
      { stockUnits: 0.5 },
      { stockUnits: 1 },
      'stockUnits is 0.5; it must be a whole number, at least 0',
    ],
    [
      'negative stock',
      { stockUnits: -1 },
      { stockUnits: 0 },
      'stockUnits is -1; it must be a whole number, at least 0',
    ],
    ['no period', { periods: 0 }, { periods: 1 }, 'periods is 0; it must be a whole number, at least 1'],
    ['no price', { prices: [] }, { prices: [3] }, 'prices is empty; it must hold at least one price'],
    [
      'a price of 0',
      { prices: [10, 0] },
      { prices: [10, 0.1] },
      'prices[1] is 0; it must be a finite number greater than 0',
    ],
    [
      'prices that do not fall',
      { prices: [10, 10] },
      { prices: [10, 9.9] },
      'prices[1] is 10; it must be below the price before it, 10',
    ],
    [
      'salvage that is infinite',
      { salvageValuePerUnit: Number.POSITIVE_INFINITY },
      { salvageValuePerUnit: -1 },
      'salvageValuePerUnit is Infinity; it must be a finite number',
    ],
    [
      'a negative cost of change',
      { priceChangeCost: -1 },
      { priceChangeCost: 0 },
      'priceChangeCost is -1; it must be a finite number, at least 0',
    ],
    [
      'a start below the ladder',
      { startPriceIndex: 2 },
      { startPriceIndex: 1 },
      'startPriceIndex is 2; it must be a whole number from 0 to 1',
    ],
    [
      'a start above the ladder',
      { startPriceIndex: -1 },
      { startPriceIndex: 0 },
      'startPriceIndex is -1; it must be a whole number from 0 to 1',
    ],
    [
      'half a change',
      { maximumPriceChanges: 0.5 },
      { maximumPriceChanges: 1 },
      'maximumPriceChanges is 0.5; it must be a whole number, at least 0',
    ],
    [
      'continuous demand',
      { demand: continuousDistribution },
      { demand: () => tableDistribution([1]) },
      'demand has support continuous; it must be counts',
    ],
  ])('refuses %s', (_, wrong, right, message) => {
    expect(() => planMarkdowns({ ...small, ...wrong })).toThrow(new RangeError(message));
    expect(() => planMarkdowns({ ...small, ...right })).not.toThrow();
  });

  it('refuses a ladder of 257 steps and climbs one of 256', () => {
    const ladder = (steps: number) => Array.from({ length: steps }, (_, step) => steps - step);
    const demand = () => tableDistribution([0, 1]);
    expect(() => planMarkdowns({ ...small, demand, prices: ladder(257) })).toThrow(
      new RangeError('prices has 257 steps; it must have at most 256'),
    );
    expect(planMarkdowns({ ...small, demand, prices: ladder(256) }).expectedProfit).toBe(256);
  });
});

describe('a markdown without what it needs', () => {
  it('is refused without prices or demand', () => {
    const { prices: _, ...noPrices } = small;
    expect(() => planMarkdowns(noPrices as MarkdownOptions)).toThrow(
      new RangeError('prices is undefined; it must be a list'),
    );
    const { demand: __, ...noDemand } = small;
    expect(() => planMarkdowns(noDemand as MarkdownOptions)).toThrow(
      new RangeError('demand is undefined; it must be a function of period and price'),
    );
    expect(planMarkdowns(small).expectedProfit).toBe(8);
  });

  it('is refused when its policy would fill the memory, before anything is computed', () => {
    const large = { ...small, stockUnits: 1e6, periods: 500, demand: () => expect.unreachable() };
    expect(() => planMarkdowns(large)).toThrow(
      new RangeError(
        'the policy has 1000001000 entries (periods × changes × prices × stock); it must have at most 1000000000',
      ),
    );
  });

  it('is refused without the prices to follow', () => {
    expect(() => expectedProfitOfPrices(small, undefined as unknown as number[])).toThrow(
      new RangeError('priceIndexes is undefined; it must be a list'),
    );
    expect(expectedProfitOfPrices(small, [0, 0])).toBe(7.5);
  });
});

describe('expectedProfitOfPrices', () => {
  it('fixes the prices whatever sells: 10 × 1/2 + 1/2 × 6 = 8', () => {
    expect(expectedProfitOfPrices(small, [0, 1])).toBe(8);
    expect(expectedProfitOfPrices(small, [1, 1])).toBe(6);
    expect(expectedProfitOfPrices(small, [0, 0])).toBe(7.5);
  });

  it('pays for each change, the first against the start', () => {
    const costly = { ...small, priceChangeCost: 0.25 };
    expect(expectedProfitOfPrices(costly, [0, 1])).toBe(7.75);
    expect(expectedProfitOfPrices({ ...costly, startPriceIndex: 1 }, [0, 1])).toBe(7.5);
    expect(expectedProfitOfPrices({ ...costly, startPriceIndex: 1 }, [1, 1])).toBe(6);
  });

  it('adds salvage for what is left: 1/4 of the time one unit at 2', () => {
    expect(expectedProfitOfPrices({ ...small, salvageValuePerUnit: 2 }, [0, 0])).toBe(8);
  });

  it('refuses a problem that makes no sense', () => {
    expect(() => expectedProfitOfPrices({ ...small, priceChangeCost: -1 }, [0, 1])).toThrow(
      new RangeError('priceChangeCost is -1; it must be a finite number, at least 0'),
    );
    expect(expectedProfitOfPrices({ ...small, priceChangeCost: 0 }, [0, 1])).toBe(8);
  });

  it('refuses a list of the wrong length or a step that is not there', () => {
    expect(() => expectedProfitOfPrices(small, [0])).toThrow(
      new RangeError('priceIndexes has 1 entries; it must have 2, one per period'),
    );
    expect(() => expectedProfitOfPrices(small, [0, 2])).toThrow(
      new RangeError('priceIndexes[1] is 2; it must be a whole number from 0 to 1'),
    );
    expect(expectedProfitOfPrices(small, [0, 1])).toBe(8);
  });
});
