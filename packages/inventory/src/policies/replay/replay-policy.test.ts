import { describe, expect, it } from 'vitest';
import { baseStockPolicy, type OrderingPolicy } from './ordering-policy.ts';
import { replayPolicy } from './replay-policy.ts';
import type { ReplaySituation } from './replay-types.ts';

/** Two equal paths, so that what happens can be followed by hand and nothing has a standard error. */
function certain(units: number[], more: Partial<ReplaySituation> = {}): ReplaySituation {
  const demand = { paths: 2, days: units.length, units: Int32Array.from([...units, ...units]) };
  return { demand, leadTimeDays: 0, unmetDemand: 'lost', seed: 1, ...more };
}

const nothing: OrderingPolicy = () => 0;

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

  it('begins each path anew', () => {
    const { ledger } = replayPolicy(certain([1], { openingBatches: [{ units: 5 }] }), nothing);
    expect([...ledger.closing]).toEqual([4, 4]);
  });

  it('ends a cycle with each receipt, well served or not', () => {
    // Two are on the shelf each morning; three want one on day 2. Receipts of days 2 and 4 end good cycles.
    const policy = baseStockPolicy({ orderUpToLevel: 2 });
    const { cycleService, ledger } = replayPolicy(certain([1, 3, 1, 1]), policy);
    expect([ledger.cycles[0], ledger.shortCycles[0]]).toEqual([4, 1]);
    expect(cycleService!.value).toBe(3 / 4);
  });

  it('takes what is owed off the position', () => {
    const positions: number[] = [];
    const policy: OrderingPolicy = ({ positionUnits }) => positions.push(positionUnits) && 0;
    const situation = certain([3, 0], { openingBatches: [{ units: 1 }], unmetDemand: 'backordered' });
    replayPolicy(situation, policy);
    expect(positions.slice(0, 2)).toEqual([1, -2]);
  });

  it('sells all there is to too many customers, whatever they would take', () => {
    const openingBatches = [
      { units: 1, sellableDays: 1 },
      { units: 1, sellableDays: 2 },
    ];
    const { ledger } = replayPolicy(certain([50], { openingBatches, freshestFirstShare: 0.5 }), nothing);
    expect([ledger.sold[0], ledger.lost[0], ledger.closing[0]]).toEqual([2, 48, 0]);
  });

  it('keeps what never perishes apart from an opening batch that does', () => {
    const openingBatches = [{ units: 1, sellableDays: 1 }];
    const { ledger } = replayPolicy(certain([0, 0], { openingBatches }), ({ day }) => (day === 1 ? 2 : 0));
    expect([ledger.wasted[0], ledger.closing[0]]).toEqual([1, 2]);
  });

  it('tells the demand ahead of daily distributions, and draws as many paths as asked for', () => {
    const ahead: number[] = [];
    const policy: OrderingPolicy = (state) =>
      ahead.push(state.expectedDemand(1), state.expectedDemand(3)) && 0;
    const demand = {
      daily: [
        [0.5, 0.5],
        [0, 0, 1],
      ],
    };
    expect(replayPolicy({ ...certain([0]), demand, paths: 7 }, policy).paths).toBe(7);
    expect(ahead.slice(0, 4)).toEqual([0.5, 3.75, 2, 4.5]);
  });

  it('measures service where one path has no demand', () => {
    const demand = { paths: 3, days: 1, units: Int32Array.of(0, 2, 2) };
    const { fillRate } = replayPolicy({ ...certain([0]), demand, openingBatches: [{ units: 1 }] }, nothing);
    expect(fillRate!.value).toBe(0.5);
    expect(fillRate!.standardError).toBe(0);
    const { averageStock } = replayPolicy(
      { ...certain([0]), demand, openingBatches: [{ units: 2 }] },
      nothing,
    );
    // Closing stock 2, 0, 0: mean 2/3, variance 4/3 over three paths.
    expect(averageStock.standardError).toBeCloseTo(2 / 3, 14);
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
    expect(replay({ costs: { fixedPerOrder: Number.POSITIVE_INFINITY } })).toThrow(
      'fixedPerOrder is Infinity',
    );
    expect(replay({ warmUpDays: -1 })).toThrow('warmUpDays is -1');
    expect(replay({ freshestFirstShare: 1.1 })).toThrow('freshestFirstShare is 1.1');
    for (const paths of [0, Number.NaN]) expect(replay({ paths })).toThrow(`paths is ${paths}`);
    expect(replay({ paths: 2 })).not.toThrow();
    expect(replay({ leadTimeDays: 2 ** 20 + 1 })).toThrow(
      'leadTimeDays is 1048577; it must be at most 1048576',
    );
    expect(replay({ leadTimeDays: 2 ** 20 })).not.toThrow();
    expect(replay({ unmetDemand: 'owed' as 'lost' })).toThrow(
      'unmetDemand is owed; it must be lost or backordered',
    );
    expect(replay({ unmetDemand: 'backordered' })).not.toThrow();
    const onTop = (units: number) => () =>
      replayPolicy(certain([0], { leadTimeDays: 0, openingBatches: [{ units }] }), () => 2 ** 30).ledger
        .closing[0];
    expect(onTop(2 ** 30)).toThrow(
      'stock on hand is 2147483648 units on day 1; it must be at most 2147483647',
    );
    expect(onTop(2 ** 30 - 1)()).toBe(2 ** 31 - 1);
    expect(() => replayPolicy(certain([1]), () => Number.NaN)).toThrow('policy ordered NaN units');
    expect(() => replayPolicy(certain([1]), () => Number.POSITIVE_INFINITY)).toThrow(
      'policy ordered Infinity',
    );
    expect(() => replayPolicy(certain([1]), () => 2 ** 31)).toThrow('it must stay below 2^31');
    const demand = { paths: 1, days: 1, units: Int32Array.of(1) };
    expect(replay({ demand })).toThrow('paths is 1; it must be a whole number, at least 2');
  });
});
