import { poisson } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bisectLevel, scanLevels } from './level-search.ts';
import { leastCostPolicy, leastPolicyForFillRate, type OptimisedPolicy } from './optimise-policy.ts';
import { baseStockPolicy } from './ordering-policy.ts';
import { patternSearch } from './pattern-search.ts';
import { parametersAt, policyOf, startingPoint } from './policy-form.ts';
import { replayPolicy } from './replay-policy.ts';
import type { ReplaySituation } from './replay-types.ts';
import { protectionDemand, splitSituation } from './search-situation.ts';

const situation: ReplaySituation = {
  demand: { daily: new Array(150).fill(poisson.distribution({ mean: 6 })) },
  paths: 150,
  warmUpDays: 20,
  leadTimeDays: 2,
  unmetDemand: 'backordered',
  seed: 1,
  costs: { fixedPerOrder: 20, holdingPerUnitPerDay: 1 },
};

function found(result: { kind: string }): OptimisedPolicy {
  expect(result.kind).toBe('found');
  return result as OptimisedPolicy;
}

describe('leastPolicyForFillRate', () => {
  it('is the lowest base stock whose exact fill rate reaches the target', () => {
    // Backorders, L + 1 = 3 days of Poisson demand X, mean 18, before which 12 came: the fill rate of S is
    // 1 - (E[(X - S)+] - E[(Y - S)+]) / 6 with Y the demand of the 2 days before.
    const shortOf = (level: number, mean: number) => {
      let short = 0;
      for (let x = level + 1; x < 200; x++) short += (x - level) * poisson.pmf(x, { mean });
      return short;
    };
    const exactFillRate = (level: number) => 1 - (shortOf(level, 18) - shortOf(level, 12)) / 6;
    let lowest = 0;
    while (exactFillRate(lowest) < 0.93) lowest++;
    const result = found(leastPolicyForFillRate({ ...situation, form: 'base-stock', targetFillRate: 0.93 }));
    expect(result.parameters).toEqual({ form: 'base-stock', orderUpToLevel: lowest });
    const { fillRate } = result.verified;
    expect(Math.abs(fillRate!.value - exactFillRate(lowest))).toBeLessThan(4 * fillRate!.standardError);
  });

  it.each([
    'base-stock',
    'min-max',
    'reorder-point-order-up-to',
    'reorder-point-quantity',
    'economic-quantity',
  ] as const)('%s: the level achieves the target, the one below does not, and fresh paths agree', (form) => {
    for (const unmetDemand of ['lost', 'backordered'] as const) {
      const world: ReplaySituation = { ...situation, unmetDemand, leadTimeDays: [0, 0.5, 0.5] };
      const result = found(leastPolicyForFillRate({ ...world, form, targetFillRate: 0.95 }));
      expect(result.searched.fillRate!.value).toBeGreaterThanOrEqual(0.95);
      const { search, verification } = splitSituation(world);
      const { quantity } = startingPoint(protectionDemand(search), 0.95, world.costs!);
      const levels = Object.values(result.parameters).filter((each) => typeof each === 'number');
      const below = policyOf(parametersAt(form, levels[0]! - 1, quantity));
      expect(replayPolicy(search, below).fillRate!.value).toBeLessThan(0.95);
      expect(result.verified).toEqual(replayPolicy(verification, policyOf(result.parameters)));
      const { value, standardError } = result.verified.fillRate!;
      expect(value).toBeGreaterThan(0.95 - 5 * standardError);
      expect(result.evaluations).toBeLessThan(20);
    }
  });

  it('finds a level for what perishes', () => {
    const world: ReplaySituation = { ...situation, shelfLifeDays: 3, unmetDemand: 'lost', leadTimeDays: 0 };
    const result = found(leastPolicyForFillRate({ ...world, form: 'base-stock', targetFillRate: 0.97 }));
    expect(result.searched.fillRate!.value).toBeGreaterThanOrEqual(0.97);
    expect(result.searched.wastePerDay.value).toBeGreaterThan(0);
  });

  it('says when no level achieves the target: the first order comes after the last day', () => {
    const late: ReplaySituation = { ...situation, leadTimeDays: 200, unmetDemand: 'lost' };
    const result = leastPolicyForFillRate({ ...late, form: 'base-stock', targetFillRate: 0.5 });
    expect(result.kind).toBe('unattainable');
    expect(result.searched.fillRate!.value).toBe(0);
    if (result.kind === 'unattainable') expect(result.targetFillRate).toBe(0.5);
    const perishing: ReplaySituation = {
      ...situation,
      shelfLifeDays: 1,
      leadTimeDays: 3,
      unmetDemand: 'lost',
    };
    expect(leastPolicyForFillRate({ ...perishing, form: 'base-stock', targetFillRate: 0.9 }).kind).toBe(
      'unattainable',
    );
  });

  it('is satisfied with nothing when the opening stock serves everybody', () => {
    const stocked: ReplaySituation = {
      ...situation,
      unmetDemand: 'lost',
      openingBatches: [{ units: 99_999 }],
    };
    const result = found(leastPolicyForFillRate({ ...stocked, form: 'base-stock', targetFillRate: 0.9 }));
    expect(result.parameters).toEqual({ form: 'base-stock', orderUpToLevel: -1 });
    expect(result.searched.ordersPerDay.value).toBe(0);
  });

  it('chooses on even paths and verifies on odd ones where paths are given', () => {
    // Even paths want 1 a day, odd ones 3: the level covers the even ones, and fails the odd ones.
    const units = Int32Array.from({ length: 5 * 4 }, (_, cell) => (Math.floor(cell / 4) % 2 === 0 ? 1 : 3));
    const demand = { paths: 5, days: 4, units };
    const world: ReplaySituation = { demand, leadTimeDays: 0, unmetDemand: 'lost', seed: 1 };
    const result = found(leastPolicyForFillRate({ ...world, form: 'base-stock', targetFillRate: 0.99 }));
    expect(result.parameters).toEqual({ form: 'base-stock', orderUpToLevel: 1 });
    expect([result.searched.paths, result.verified.paths]).toEqual([3, 2]);
    expect(result.verified.fillRate!.value).toBeCloseTo(1 / 3, 14);
    const few = { ...demand, paths: 3, units: units.subarray(0, 12) };
    expect(() =>
      leastPolicyForFillRate({ ...world, demand: few, form: 'base-stock', targetFillRate: 0.9 }),
    ).toThrow('demand.paths is 3; it must be at least 4');
    const four = { ...demand, paths: 4, units: units.subarray(0, 16) };
    expect(
      found(leastPolicyForFillRate({ ...world, demand: four, form: 'base-stock', targetFillRate: 0.9 }))
        .searched.paths,
    ).toBe(2);
  });

  it.each([0, 1, Number.NaN])('refuses a target of %d', (targetFillRate) => {
    expect(() => leastPolicyForFillRate({ ...situation, form: 'base-stock', targetFillRate })).toThrow(
      `targetFillRate is ${targetFillRate}; it must be greater than 0 and less than 1`,
    );
    const low = leastPolicyForFillRate({ ...situation, form: 'base-stock', targetFillRate: 0.001 });
    expect(low.kind).toBe('found');
  });
});

describe('leastCostPolicy', () => {
  const costs = { fixedPerOrder: 5, holdingPerUnitPerDay: 1, backorderPerUnitPerDay: 4 };
  const world: ReplaySituation = { ...situation, leadTimeDays: 0, costs };

  it('comes as near the exact least cost of (s, S) as its paths can tell', () => {
    // Snyder, Shen, Example 4.7: s = 4, S = 10, 8.034111561471642 a day
    const result = leastCostPolicy({ ...world, costs, form: 'reorder-point-order-up-to' });
    const { value, standardError } = result.verified.costPerDay;
    expect(Math.abs(value - 8.034111561471642)).toBeLessThan(4 * standardError + 0.05);
    const { searched } = result;
    const exact = { form: 'reorder-point-order-up-to', reorderPoint: 4, orderUpToLevel: 10 } as const;
    const { search } = splitSituation(world);
    expect(searched.costPerDay.value).toBeLessThanOrEqual(
      replayPolicy(search, policyOf(exact)).costPerDay.value,
    );
  });

  it('is the newsvendor for one day of life', () => {
    // Waste 1, shortage 3: the critical ratio is 3/4.
    const vendor: ReplaySituation = { ...world, shelfLifeDays: 1, unmetDemand: 'lost' };
    const result = leastCostPolicy({
      ...vendor,
      costs: { wastePerUnit: 1, shortagePerUnit: 3 },
      form: 'base-stock',
    });
    expect(result.parameters).toEqual({
      form: 'base-stock',
      orderUpToLevel: poisson.quantile(0.75, { mean: 6 }),
    });
  });

  it.each(['base-stock', 'min-max', 'reorder-point-quantity', 'economic-quantity'] as const)(
    '%s: no neighbour is cheaper on the paths searched',
    (form) => {
      const result = leastCostPolicy({ ...world, costs, form });
      const { search } = splitSituation(world);
      const [level, second] = Object.values(result.parameters).filter((each) => typeof each === 'number');
      const quantity = form === 'min-max' ? second! - level! : second!;
      const sizes = form === 'base-stock' || form === 'economic-quantity' ? [0] : [-1, 0, 1];
      for (const more of [-1, 0, 1]) {
        for (const larger of sizes) {
          if (quantity + larger < 1) continue;
          const neighbour = policyOf(parametersAt(form, level! + more, quantity + larger));
          const { costPerDay } = replayPolicy(search, neighbour);
          expect(costPerDay.value).toBeGreaterThanOrEqual(result.searched.costPerDay.value);
        }
      }
    },
  );

  it('asks for the cost of a shortage', () => {
    const free = { holdingPerUnitPerDay: 1 };
    expect(() => leastCostPolicy({ ...world, costs: free, form: 'base-stock' })).toThrow(
      'costs.shortagePerUnit and costs.backorderPerUnitPerDay are 0; one must be greater than 0',
    );
    const cheap = leastCostPolicy({
      ...world,
      costs: { ...free, shortagePerUnit: 0.01 },
      form: 'base-stock',
    });
    expect(cheap.kind).toBe('found');
  });
});

describe('startingPoint', () => {
  const demand = {
    meanPerDay: 10,
    variancePerDay: 9,
    meanLeadTimeDays: 3,
    leadTimeVariance: 0.25,
    reviewPeriodDays: 1,
  };

  it('covers lead time plus review period with the probability asked for', () => {
    // 40 + 1.6448536 sqrt(9 x 4 + 100 x 0.25) = 52.85
    expect(startingPoint(demand, 0.95, {}).level).toBe(53);
    expect(startingPoint(demand, 0.5, {}).level).toBe(40);
    expect(startingPoint({ ...demand, meanPerDay: 0 }, 0.1, {}).level).toBe(0);
  });

  it('has the economic quantity, or the demand of a review period where an order costs nothing', () => {
    expect(startingPoint(demand, 0.9, { fixedPerOrder: 20, holdingPerUnitPerDay: 1 }).quantity).toBe(20);
    expect(startingPoint({ ...demand, reviewPeriodDays: 7 }, 0.9, {}).quantity).toBe(70);
    expect(startingPoint(demand, 0.9, { fixedPerOrder: 20 }).quantity).toBe(10);
    expect(startingPoint({ ...demand, meanPerDay: 0.1 }, 0.9, {}).quantity).toBe(1);
  });

  it('takes its moments from paths and lead times', () => {
    const paths = { paths: 2, days: 2, units: Int32Array.of(1, 3, 5, 7) };
    const world = { ...situation, demand: paths, leadTimeDays: [0.5, 0, 0.5], reviewPeriodDays: 2 };
    expect(protectionDemand(world)).toEqual({
      meanPerDay: 4,
      variancePerDay: 5,
      meanLeadTimeDays: 1,
      leadTimeVariance: 1,
      reviewPeriodDays: 2,
    });
  });
});

describe('the searches', () => {
  const level = fc.integer({ min: -20, max: 2000 });

  it('bisect to the lowest level that achieves, from any start', () => {
    fc.assert(
      fc.property(level, level, level, level, (a, b, c, d) => {
        const [least, low, high, most] = [a, b, c, d].sort((x, y) => x - y) as [
          number,
          number,
          number,
          number,
        ];
        for (const [start, answer] of [
          [low, high],
          [high, low],
        ] as const) {
          let tries = 0;
          const achieves = (each: number) => {
            tries++;
            expect(each).toBeGreaterThanOrEqual(least);
            expect(each).toBeLessThanOrEqual(most);
            return each >= answer;
          };
          expect(bisectLevel({ start, least, most, achieves })).toBe(answer);
          expect(tries).toBeLessThan(40);
          expect(bisectLevel({ start, least, most, achieves: () => false })).toBeUndefined();
        }
      }),
      { numRuns: 200 },
    );
  });

  it('scan for a level that achieves where a higher one need not', () => {
    expect(scanLevels({ least: -1, most: 100, achieves: (each) => each === 37 })).toBe(37);
    expect(scanLevels({ least: -1, most: 100, achieves: (each) => each === 100 })).toBe(100);
    expect(scanLevels({ least: -1, most: 100, achieves: () => false })).toBeUndefined();
    // Every eleventh of 2,000 levels is tried: from 0 on, 1,001 is the first of them that achieves, and 997 below.
    expect(scanLevels({ least: 0, most: 2000, achieves: (each) => each >= 997 })).toBe(997);
  });

  it('find the least of a convex cost in two numbers', () => {
    const whole = fc.integer({ min: -40, max: 60 });
    fc.assert(
      fc.property(whole, whole, whole, whole, (a, b, startA, startB) => {
        const known = new Set<string>();
        const { point, cost, evaluations } = patternSearch({
          start: [startA, startB],
          least: [-5, -100],
          firstStep: [8, 5],
          cost: (candidate) => {
            expect(known.has(candidate.join())).toBe(false);
            known.add(candidate.join());
            const [x, y] = candidate as [number, number];
            return (x - a) ** 2 + (y - b) ** 2 + (x - a) * (y - b);
          },
        });
        expect(evaluations).toBe(known.size);
        if (a >= -5) expect([point, cost]).toEqual([[a, b], 0]);
        else expect(point[0]).toBe(-5);
      }),
      { numRuns: 200 },
    );
  });

  it('return the performance of the policy they return', () => {
    const result = leastCostPolicy({
      ...situation,
      leadTimeDays: 1,
      costs: { holdingPerUnitPerDay: 1, backorderPerUnitPerDay: 9 },
      form: 'base-stock',
    });
    const { parameters, searched } = result;
    if (parameters.form !== 'base-stock') throw new Error(`form is ${parameters.form}`);
    const { search } = splitSituation({
      ...situation,
      leadTimeDays: 1,
      costs: { holdingPerUnitPerDay: 1, backorderPerUnitPerDay: 9 },
    });
    expect(searched).toEqual(replayPolicy(search, baseStockPolicy(parameters)));
    // The 0.9 quantile of Poisson demand of two days.
    expect(Math.abs(parameters.orderUpToLevel - poisson.quantile(0.9, { mean: 12 }))).toBeLessThanOrEqual(1);
  });

  it('name a form that is none', () => {
    const costs = { holdingPerUnitPerDay: 1, shortagePerUnit: 2 };
    const form = 's-S' as 'base-stock';
    expect(() => leastCostPolicy({ ...situation, costs, form })).toThrow(
      'form is s-S; it must be one of base-stock, min-max, reorder-point-order-up-to',
    );
  });

  it('take an order that is dear beyond measure for a large one', () => {
    const costs = { fixedPerOrder: 1e12, holdingPerUnitPerDay: 1e-300, shortagePerUnit: 1 };
    const { parameters } = leastCostPolicy({ ...situation, paths: 4, costs, form: 'economic-quantity' });
    expect(parameters).toMatchObject({ orderQuantity: 2 ** 28 });
  });
});
