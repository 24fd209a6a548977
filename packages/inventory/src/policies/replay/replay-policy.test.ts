import { poisson } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectStock } from '../../projection/stock-projection.ts';
import { mulberry32 } from '../../projection/testing/drawn-demand.ts';
import {
  baseStockPolicy,
  minMaxPolicy,
  type OrderingPolicy,
  reorderPointOrderUpToPolicy,
  reorderPointQuantityPolicy,
} from './ordering-policy.ts';
import { replayPolicy } from './replay-policy.ts';
import type { Estimate, ReplaySituation } from './replay-types.ts';

/** Two equal paths, so that what happens can be followed by hand and nothing has a standard error. */
function certain(units: number[], more: Partial<ReplaySituation> = {}): ReplaySituation {
  const demand = { paths: 2, days: units.length, units: Int32Array.from([...units, ...units]) };
  return { demand, leadTimeDays: 0, unmetDemand: 'lost', seed: 1, ...more };
}

/** Poisson probabilities; the last cell takes what is beyond. */
function poissonTable(mean: number): number[] {
  const last = poisson.quantile(1 - 1e-13, { mean });
  const table = Array.from({ length: last }, (_, count) => poisson.pmf(count, { mean }));
  return [...table, 1 - table.reduce((sum, each) => sum + each, 0)];
}

const nothing: OrderingPolicy = () => 0;

function expectNear(got: Estimate | undefined, exact: number): void {
  expect(Math.abs(got!.value - exact)).toBeLessThanOrEqual(4 * got!.standardError);
  // Wide errors would make the line above easy.
  expect(got!.standardError).toBeLessThan(0.02 * Math.abs(exact));
}

describe('replayPolicy, followed by hand', () => {
  it('sells what arrives on the day, after a lead time', () => {
    // Ordered 3 on day 1; they come on day 3. Days 1 and 2 lose 2 each; then 2 are sold and 1 is left, then sold.
    const policy: OrderingPolicy = ({ day }) => (day === 1 ? 3 : 0);
    const result = replayPolicy(certain([2, 2, 2, 2], { leadTimeDays: 2 }), policy);
    expect(result.fillRate).toEqual({ value: 3 / 8, standardError: 0 });
    expect(result.averageStock.value).toBe(1 / 4);
    expect(result.readyRate.value).toBe(1 / 4);
    expect(result.cycleService!.value).toBe(0);
    expect(result.ordersPerDay.value).toBe(1 / 4);
    expect(result.unitsOrderedPerDay.value).toBe(3 / 4);
    expect(result.ledger.lost[0]).toBe(5);
    expect(result.averageBackorders.value).toBe(0);
  });

  it('serves what is owed before the customers of the day, and counts it as late', () => {
    const policy: OrderingPolicy = ({ day }) => (day === 1 ? 6 : 0);
    const situation = certain([2, 2, 2, 2], { leadTimeDays: 2, unmetDemand: 'backordered' });
    const { ledger, fillRate, averageBackorders } = replayPolicy(situation, policy);
    expect(ledger.sold[0]).toBe(6);
    expect(ledger.unmet[0]).toBe(6);
    expect(ledger.lost[0]).toBe(0);
    expect(ledger.closingBackorders[0]).toBe(2);
    expect(fillRate!.value).toBe(1 / 4);
    // 2, 4, 0 and 2 are owed at the close of the days.
    expect(averageBackorders.value).toBe(2);
  });

  it('reviews on day 1 and then once a period', () => {
    const days: number[] = [];
    const policy: OrderingPolicy = ({ day }) => days.push(day) && 0;
    replayPolicy(certain([0, 0, 0, 0, 0, 0, 0], { reviewPeriodDays: 3 }), policy);
    expect(days).toEqual([1, 4, 7, 1, 4, 7]);
  });

  it('shows a policy stock, batches, open orders, what is owed and the demand ahead', () => {
    const seen: unknown[] = [];
    const policy: OrderingPolicy = (state) => {
      const { day, onHandUnits, onOrderUnits, backorderUnits, positionUnits } = state;
      seen.push({ day, onHandUnits, onOrderUnits, backorderUnits, positionUnits });
      seen.push(state.batchesOnHand(), state.openOrders(), state.expectedDemand(2), state.expectedDemand(9));
      return day === 1 ? 5 : 0;
    };
    const situation = certain([1, 4, 6], {
      leadTimeDays: 2,
      shelfLifeDays: 4,
      unmetDemand: 'backordered',
      openingBatches: [{ units: 2, sellableDays: 3 }],
    });
    replayPolicy(situation, policy);
    expect(seen.slice(0, 15)).toEqual([
      { day: 1, onHandUnits: 2, onOrderUnits: 0, backorderUnits: 0, positionUnits: 2 },
      [{ units: 2, remainingDays: 3 }],
      [],
      5,
      11 + 6 * (11 / 3),
      { day: 2, onHandUnits: 1, onOrderUnits: 5, backorderUnits: 0, positionUnits: 6 },
      [{ units: 1, remainingDays: 2 }],
      [{ units: 5, arrivalDay: 3 }],
      10,
      10 + 7 * (11 / 3),
      { day: 3, onHandUnits: 2, onOrderUnits: 0, backorderUnits: 0, positionUnits: 2 },
      [{ units: 2, remainingDays: 4 }],
      [],
      6 + 11 / 3,
      6 + 8 * (11 / 3),
    ]);
  });

  it('sees no end of life where nothing perishes', () => {
    const seen: number[] = [];
    const policy: OrderingPolicy = (state) => {
      for (const { remainingDays } of state.batchesOnHand()) seen.push(remainingDays);
      return state.day === 1 ? 2 : 0;
    };
    replayPolicy(certain([1, 1]), policy);
    expect(seen[0]).toBe(Number.POSITIVE_INFINITY);
  });

  it('writes off what is unsold at the end of its life', () => {
    // 5 come on day 1 with two days of life: 1 + 1 sold, 3 wasted. Day 3 is lost.
    const policy: OrderingPolicy = ({ day }) => (day === 1 ? 5 : 0);
    const { ledger, wastePerDay } = replayPolicy(certain([1, 1, 1], { shelfLifeDays: 2 }), policy);
    expect([ledger.sold[0], ledger.wasted[0], ledger.lost[0]]).toEqual([2, 3, 1]);
    expect(wastePerDay.value).toBe(1);
  });

  it('rounds orders up to the minimum, whole packs and whole units', () => {
    const ordered = (wanted: number, more: Partial<ReplaySituation>) =>
      replayPolicy(certain([0], more), () => wanted).ledger.ordered[0];
    expect(ordered(5, { packUnits: 4 })).toBe(8);
    expect(ordered(8, { packUnits: 4 })).toBe(8);
    expect(ordered(1, { minimumOrderUnits: 6 })).toBe(6);
    expect(ordered(1, { minimumOrderUnits: 6, packUnits: 4 })).toBe(8);
    expect(ordered(2.1, {})).toBe(3);
    expect(ordered(0, { minimumOrderUnits: 6 })).toBe(0);
    expect(ordered(-3, { minimumOrderUnits: 6 })).toBe(0);
  });

  it('counts nothing of the warm-up, and starts from the stock it left', () => {
    const policy = baseStockPolicy({ orderUpToLevel: 4 });
    const situation = certain([9, 1, 1], { warmUpDays: 1, leadTimeDays: 1 });
    const { ledger, days, fillRate } = replayPolicy(situation, policy);
    expect(days).toBe(2);
    expect(ledger.demand[0]).toBe(2);
    expect([ledger.opening[0], ledger.openingOnOrder[0]]).toEqual([0, 4]);
    expect(fillRate!.value).toBe(1);
  });

  it('adds up the costs', () => {
    // One order of 3 on day 1; 1 sold, then 1 short of 3: sold 2. With a life of two days nothing is wasted;
    // stock at the close: 2, 0.
    const policy: OrderingPolicy = ({ day }) => (day === 1 ? 3 : 0);
    const cost = (costs: ReplaySituation['costs'], more: Partial<ReplaySituation> = {}) =>
      replayPolicy(certain([1, 3], { ...more, ...(costs ? { costs } : {}) }), policy).costPerDay.value * 2;
    expect(cost({ fixedPerOrder: 10 })).toBe(10);
    expect(cost({ perUnitOrdered: 10 })).toBe(30);
    expect(cost({ holdingPerUnitPerDay: 10 })).toBe(20);
    expect(cost({ shortagePerUnit: 10 })).toBe(10);
    expect(cost({ backorderPerUnitPerDay: 10 })).toBe(0);
    expect(cost({ backorderPerUnitPerDay: 10 }, { unmetDemand: 'backordered' })).toBe(10);
    expect(cost({ wastePerUnit: 10 })).toBe(0);
    expect(cost({ wastePerUnit: 10 }, { shelfLifeDays: 1 })).toBe(20);
    expect(cost({ fixedPerOrder: 1, perUnitOrdered: 2, shortagePerUnit: 4 })).toBe(11);
    expect(cost(undefined)).toBe(0);
  });

  it('has no service without demand, and no cycle without a receipt', () => {
    const result = replayPolicy(certain([0, 0]), nothing);
    expect(result.fillRate).toBeUndefined();
    expect(result.cycleService).toBeUndefined();
    expect(replayPolicy(certain([1, 0]), nothing).fillRate!.value).toBe(0);
  });

  it('lets customers take the freshest', () => {
    // Two of each of two lives: freshest-first leaves the two of one day to be wasted.
    const openingBatches = [
      { units: 2, sellableDays: 1 },
      { units: 2, sellableDays: 2 },
    ];
    const wasted = (freshestFirstShare: number) =>
      replayPolicy(certain([2, 2], { openingBatches, freshestFirstShare }), nothing).ledger.wasted[0];
    expect([wasted(0), wasted(1)]).toEqual([0, 2]);
  });

  it('gives the standard error of a mean and of a ratio over paths', () => {
    // Stock 1 on each of two paths; demand 1 on the first and 3 on the second.
    const demand = { paths: 2, days: 1, units: Int32Array.of(1, 3) };
    const situation = { ...certain([0]), demand, openingBatches: [{ units: 1 }] };
    const { fillRate, ledger } = replayPolicy(situation, nothing);
    expect([...ledger.sold]).toEqual([1, 1]);
    expect(fillRate!.value).toBe(0.5);
    // Unmet 0 of 1 and 2 of 3: residuals -1/2 and 1/2, sum of squares 1/2; sqrt(1/2 x 2 / 1) / 4.
    expect(fillRate!.standardError).toBeCloseTo(0.25, 14);
    const { averageStock } = replayPolicy({ ...situation, openingBatches: [{ units: 2 }] }, nothing);
    // Closing stock 1 and 0: mean 1/2, standard deviation sqrt(1/2), over sqrt(2).
    expect(averageStock.value).toBe(0.5);
    expect(averageStock.standardError).toBeCloseTo(0.5, 14);
  });

  it('draws the lead time of each order, so that one may overtake another', () => {
    const leadTimeDays = [0, 0.5, 0, 0.5];
    const situation = certain(new Array(6).fill(0), { leadTimeDays });
    const arrivals: number[] = [];
    const policy: OrderingPolicy = (state) => {
      for (const { arrivalDay } of state.openOrders()) arrivals.push(arrivalDay - state.day);
      return 1;
    };
    const { ledger } = replayPolicy({ ...situation, paths: 2 }, policy);
    expect(new Set(arrivals)).toEqual(new Set([1, 2]));
    expect(ledger.ordered[0]).toBe(6);
    // On average half the orders take one day and half three.
    const many = { paths: 2000, days: 1, units: new Int32Array(2000) };
    const { ledger: first } = replayPolicy(
      { ...situation, demand: many, leadTimeDays: [0.25, 0.75] },
      () => 1,
    );
    const atOnce = first.received.reduce((sum, each) => sum + each, 0) / 2000;
    expect(Math.abs(atOnce - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / 2000));
  });

  it('names what is wrong with its situation, and takes the same put right', () => {
    const replay = (more: Partial<ReplaySituation>) => () => replayPolicy(certain([1, 1], more), nothing);
    expect(replay({ warmUpDays: 2 })).toThrow('warmUpDays is 2; it must be less than the 2 days');
    expect(replay({ warmUpDays: 1 })).not.toThrow();
    expect(replay({ reviewPeriodDays: 0 })).toThrow('reviewPeriodDays is 0');
    expect(replay({ leadTimeDays: -1 })).toThrow('leadTimeDays is -1');
    expect(replay({ leadTimeDays: 0.5 })).toThrow('leadTimeDays is 0.5');
    expect(replay({ leadTimeDays: [0.5] })).toThrow('leadTimeDays adds up to 0.5; it must add up to 1');
    expect(replay({ leadTimeDays: [0.5, 0.5] })).not.toThrow();
    expect(replay({ packUnits: 0 })).toThrow('packUnits is 0');
    expect(replay({ minimumOrderUnits: -1 })).toThrow('minimumOrderUnits is -1');
    expect(replay({ shelfLifeDays: 0 })).toThrow('shelfLifeDays is 0');
    expect(replay({ shelfLifeDays: 1 })).not.toThrow();
    expect(replay({ openingBatches: [{ units: 1.5 }] })).toThrow('openingBatches[0].units is 1.5');
    expect(replay({ openingBatches: [{ units: 1, sellableDays: 0 }] })).toThrow(
      'openingBatches[0].sellableDays is 0',
    );
    expect(replay({ costs: { holdingPerUnitPerDay: -1 } })).toThrow(
      'costs.holdingPerUnitPerDay is -1; it must be a finite number, at least 0',
    );
    expect(replay({ costs: { holdingPerUnitPerDay: 0 } })).not.toThrow();
    expect(replay({ freshestFirstShare: 1.1 })).toThrow('freshestFirstShare is 1.1');
    expect(() => replayPolicy(certain([1]), () => Number.NaN)).toThrow('policy ordered NaN units');
    expect(() => replayPolicy(certain([1]), () => Number.POSITIVE_INFINITY)).toThrow(
      'policy ordered Infinity',
    );
    expect(() => replayPolicy(certain([1]), () => 2 ** 31)).toThrow('it must stay below 2^31');
    const demand = { paths: 1, days: 1, units: Int32Array.of(1) };
    expect(replay({ demand })).toThrow('paths is 1, it must be a whole number of at least 2');
  });
});

describe('replayPolicy against exact results', () => {
  const stationary = (mean: number, days: number) => ({ daily: new Array(days).fill(poissonTable(mean)) });

  it('base stock with backorders: Poisson demand of lead time plus a day', () => {
    // stockpyl, Problem 4.19: h = 0.08, p = 1.25, mean 18 a day, lead time 4, S = 105, cost 1.5450188691551783
    const result = replayPolicy(
      {
        demand: stationary(18, 320),
        paths: 400,
        warmUpDays: 20,
        leadTimeDays: 4,
        unmetDemand: 'backordered',
        seed: 1,
        costs: { holdingPerUnitPerDay: 0.08, backorderPerUnitPerDay: 1.25 },
      },
      baseStockPolicy({ orderUpToLevel: 105 }),
    );
    expectNear(result.costPerDay, 1.5450188691551783);
    // P(D of five days < 105): the shelf is not empty at the close.
    expectNear(result.readyRate, poisson.cdf(104, { mean: 90 }));
  });

  it.each([
    // Snyder, Shen, Example 4.7
    { mean: 6, fixed: 5, holding: 1, owed: 4, reorderPoint: 4, orderUpToLevel: 10, cost: 8.034111561471642 },
    // Problem 4.31
    {
      mean: 4,
      fixed: 150,
      holding: 40,
      owed: 125,
      reorderPoint: 2,
      orderUpToLevel: 7,
      cost: 223.57482956696882,
    },
    // Zheng, Federgruen (1991), table 1
    {
      mean: 15,
      fixed: 64,
      holding: 1,
      owed: 9,
      reorderPoint: 10,
      orderUpToLevel: 49,
      cost: 42.69781892264545,
    },
  ])('(s, S) without lead time: $cost a day', ({ mean, fixed, holding, owed, cost, ...levels }) => {
    const situation: ReplaySituation = {
      demand: stationary(mean, 330),
      paths: 300,
      warmUpDays: 30,
      leadTimeDays: 0,
      unmetDemand: 'backordered',
      seed: 2,
      costs: { fixedPerOrder: fixed, holdingPerUnitPerDay: holding, backorderPerUnitPerDay: owed },
    };
    expectNear(replayPolicy(situation, reorderPointOrderUpToPolicy(levels)).costPerDay, cost);
    const minMax = minMaxPolicy({ minimum: levels.reorderPoint + 1, maximum: levels.orderUpToLevel });
    expectNear(replayPolicy(situation, minMax).costPerDay, cost);
  });

  it('one day of life: the newsvendor', () => {
    // Snyder, Shen, Problem 4.8a: overage 200, underage 270, mean 18, S = 19, cost 786.0884409351079
    const situation: ReplaySituation = {
      demand: stationary(18, 250),
      paths: 400,
      leadTimeDays: 0,
      shelfLifeDays: 1,
      unmetDemand: 'lost',
      seed: 3,
      costs: { wastePerUnit: 200, shortagePerUnit: 270 },
    };
    const result = replayPolicy(situation, baseStockPolicy({ orderUpToLevel: 19 }));
    expectNear(result.costPerDay, 786.0884409351079);
    expectNear(result.cycleService, poisson.cdf(19, { mean: 18 }));
  });
});

const anySituation = fc.integer().map((seed) => {
  const random = mulberry32(seed);
  const whole = (below: number) => Math.floor(random() * below);
  const paths = 4;
  const days = 15;
  const situation: ReplaySituation = {
    demand: { paths, days, units: Int32Array.from({ length: paths * days }, () => whole(7)) },
    warmUpDays: whole(6),
    leadTimeDays: whole(2) === 0 ? whole(4) : [0.2, 0.3, 0, 0.5],
    reviewPeriodDays: 1 + whole(3),
    unmetDemand: whole(2) === 0 ? 'lost' : 'backordered',
    packUnits: 1 + whole(4),
    minimumOrderUnits: whole(6),
    freshestFirstShare: [0, 0.5, 1][whole(3)]!,
    openingBatches: [
      { units: whole(9), sellableDays: 1 + whole(9) },
      { units: whole(9), sellableDays: 1 + whole(9) },
      { units: whole(4) },
    ],
    seed,
    ...(whole(2) === 0 ? { shelfLifeDays: 1 + whole(6) } : {}),
  };
  const policies = [
    baseStockPolicy({ orderUpToLevel: whole(30) }),
    reorderPointQuantityPolicy({ reorderPoint: whole(15), orderQuantity: 1 + whole(12) }),
    minMaxPolicy({ minimum: whole(15), maximum: 15 + whole(15) }),
  ];
  return { situation, policy: policies[whole(3)]! };
});

describe('replayPolicy, in any situation', () => {
  it('loses and invents no unit, no order and no customer', () => {
    fc.assert(
      fc.property(anySituation, ({ situation, policy }) => {
        const { ledger } = replayPolicy(situation, policy);
        for (let path = 0; path < 4; path++) {
          const of = (name: keyof typeof ledger) => ledger[name][path]!;
          expect(of('opening') + of('received')).toBe(of('sold') + of('wasted') + of('closing'));
          expect(of('openingOnOrder') + of('ordered')).toBe(of('received') + of('closingOnOrder'));
          expect(of('openingBackorders') + of('demand')).toBe(
            of('sold') + of('lost') + of('closingBackorders'),
          );
          expect(of('shortCycles')).toBeLessThanOrEqual(of('cycles'));
          for (const counts of Object.values(ledger)) expect(counts[path]).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is the stock projection when nothing is ordered: one shelf, one truth', () => {
    fc.assert(
      fc.property(anySituation, ({ situation }) => {
        const { openingBatches, demand, seed, freshestFirstShare } = situation;
        const { ledger } = replayPolicy({ ...situation, warmUpDays: 0, unmetDemand: 'lost' }, nothing);
        const projection = projectStock({
          batches: openingBatches!.map(({ units, sellableDays = 999 }, i) => ({
            batchId: `${i}`,
            units,
            sellableDays,
          })),
          demand,
          seed,
          freshestFirstShare: freshestFirstShare!,
        });
        for (let path = 0; path < 4; path++) {
          let wasted = 0;
          for (const { wastedUnits } of projection.batches) wasted += wastedUnits[path]!;
          expect(ledger.wasted[path]).toBe(wasted);
          expect(ledger.lost[path]).toBe(projection.unmetUnits[path]);
          expect(ledger.closing[path]).toBe(projection.closingUnits[path]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('scales its cost with the currency', () => {
    fc.assert(
      fc.property(anySituation, fc.integer({ min: 2, max: 100 }), ({ situation, policy }, rate) => {
        const costs = { fixedPerOrder: 3, holdingPerUnitPerDay: 2, shortagePerUnit: 5, wastePerUnit: 1 };
        const dear = Object.fromEntries(Object.entries(costs).map(([name, cost]) => [name, cost * rate]));
        const one = replayPolicy({ ...situation, costs }, policy).costPerDay;
        const other = replayPolicy({ ...situation, costs: dear }, policy).costPerDay;
        expect(other.value).toBeCloseTo(one.value * rate, 8);
        expect(other.standardError).toBeCloseTo(one.standardError * rate, 8);
      }),
      { numRuns: 100 },
    );
  });

  it('serves no less from a higher base stock that does not perish', () => {
    fc.assert(
      fc.property(anySituation, fc.nat(20), fc.nat(10), ({ situation }, level, more) => {
        const { shelfLifeDays: _, ...lasting } = situation;
        const fixed: ReplaySituation = {
          ...lasting,
          leadTimeDays: 2,
          packUnits: 1,
          minimumOrderUnits: 0,
          openingBatches: [],
          unmetDemand: 'backordered',
        };
        const unmet = (orderUpToLevel: number) =>
          replayPolicy(fixed, baseStockPolicy({ orderUpToLevel })).ledger.unmet;
        const before = unmet(level);
        unmet(level + more).forEach((units, path) => {
          expect(units).toBeLessThanOrEqual(before[path]!);
        });
      }),
      { numRuns: 150 },
    );
  });

  it('owes no less under a longer lead time', () => {
    fc.assert(
      fc.property(anySituation, fc.nat(3), fc.nat(3), ({ situation }, leadTimeDays, more) => {
        const { shelfLifeDays: _, ...lasting } = situation;
        const owed = (days: number) =>
          replayPolicy(
            {
              ...lasting,
              openingBatches: [],
              packUnits: 1,
              minimumOrderUnits: 0,
              warmUpDays: 0,
              unmetDemand: 'backordered',
              leadTimeDays: days,
            },
            baseStockPolicy({ orderUpToLevel: 12 }),
          ).ledger.backorderDays;
        const short = owed(leadTimeDays);
        owed(leadTimeDays + more).forEach((units, path) => {
          expect(units).toBeGreaterThanOrEqual(short[path]!);
        });
      }),
      { numRuns: 150 },
    );
  });
});
