import { describe, expect, it } from 'vitest';
import type { ConstrainedPlanInput } from './input.ts';
import { planConstrained } from './plan.ts';
import type { ConstrainedPlan } from './result.ts';

const TODAY = '2031-01-06';

const plan = (input: Partial<ConstrainedPlanInput>) =>
  planConstrained({ today: TODAY, demands: [], ...input });

const demand = (id: string, quantity: number, due: string, more = {}) => ({
  id,
  item: 'A',
  quantity,
  due,
  ...more,
});

const dates = ({ demands }: ConstrainedPlan) =>
  demands.map(({ demand: id, deliveries }) => [
    id,
    ...deliveries.map(({ date, quantity }) => [date, quantity]),
  ]);

const bought = ({ orders }: ConstrainedPlan) =>
  orders.filter(({ kind }) => kind !== 'deliver').map(({ start, end, quantity }) => [start, end, quantity]);

describe('the order of demands', () => {
  const stock = { onHand: [{ item: 'A', quantity: 10 }] };

  it('is by priority, then by due date, then the smaller first, then by name', () => {
    const demands = [
      demand('late', 1, '2031-01-20'),
      demand('twin', 3, '2031-01-10'),
      demand('early', 4, '2031-01-10'),
      demand('alike', 3, '2031-01-10'),
      demand('first', 2, '2031-02-10', { priority: 0 }),
    ];
    expect(dates(plan({ ...stock, demands }))).toEqual([
      ['first', ['2031-02-10', 2]],
      ['alike', ['2031-01-10', 3]],
      ['twin', ['2031-01-10', 3]],
      ['early', ['2031-01-10', 2]],
      ['late'],
    ]);
  });

  it('replaces stock of a later demand when new supply comes in time for it', () => {
    // 10 are for the demand of 30 January; the one of 8 January may take them, since 10 can be bought by then.
    const input = {
      ...stock,
      suppliers: [{ item: 'A', supplier: 's', leadDays: 14 }],
      demands: [demand('later', 10, '2031-01-30'), demand('now', 4, '2031-01-08', { priority: 2 })],
    };
    const got = plan(input);
    expect(dates(got)).toEqual([
      ['later', ['2031-01-30', 10]],
      ['now', ['2031-01-08', 4]],
    ]);
    expect(bought(got)).toEqual([['2031-01-16', '2031-01-30', 4]]);
  });
});

describe('a demand policy', () => {
  // The situations of the test demand_policy of frePPLe: 10 in stock, 10 more five days late, 20 wanted.
  const wanted = (policy: object, onHand = 10, receipt = 10) =>
    plan({
      onHand: [{ item: 'A', quantity: onHand }],
      confirmedReceipts: [{ item: 'A', date: '2031-01-15', quantity: receipt }],
      demands: [demand('o', 20, '2031-01-10', policy)],
    }).demands[0];

  it('without limits delivers what it can when it can', () => {
    expect(wanted({})).toMatchObject({
      deliveries: [
        { demand: 'o', date: '2031-01-10', quantity: 10, lateDays: 0 },
        { demand: 'o', date: '2031-01-15', quantity: 10, lateDays: 5 },
      ],
      delivered: 20,
      short: 0,
      tooMuch: 0,
      lateDays: 5,
    });
  });

  it('may forbid lateness, wholly or in part, the last day included', () => {
    expect(wanted({ maxLateDays: 0 })).toMatchObject({ delivered: 10, short: 10, lateDays: 0 });
    expect(wanted({ maxLateDays: 4 })).toMatchObject({ delivered: 10, short: 10 });
    expect(wanted({ maxLateDays: 5 })).toMatchObject({ delivered: 20, short: 0, lateDays: 5 });
  });

  it('may ask for the whole quantity at once', () => {
    expect(wanted({ minimumShipment: 20 })?.deliveries.map(({ date }) => date)).toEqual(['2031-01-15']);
    expect(wanted({ minimumShipment: 20, maxLateDays: 0 })).toMatchObject({ deliveries: [], short: 20 });
  });

  it('leaves no remainder below the minimum shipment, unless nothing better comes', () => {
    expect(wanted({ minimumShipment: 11 }, 15)?.deliveries).toEqual([
      { demand: 'o', date: '2031-01-15', quantity: 20, lateDays: 5 },
    ]);
    expect(wanted({ minimumShipment: 11 }, 15, 0)).toMatchObject({
      deliveries: [{ date: '2031-01-10', quantity: 15 }],
      short: 5,
    });
    expect(wanted({ minimumShipment: 10 })?.deliveries.map(({ quantity }) => quantity)).toEqual([10, 10]);
  });

  it('delivers too much where the minimum shipment is more than the demand', () => {
    expect(wanted({ minimumShipment: 30 }, 15, 50)).toMatchObject({
      deliveries: [{ date: '2031-01-15', quantity: 30 }],
      short: 0,
      tooMuch: 10,
    });
  });
});

describe('an operation', () => {
  const operation = { id: 'make', produces: [{ item: 'A', quantity: 1 }], fixedDays: 4 };

  it('ends when its output is needed', () => {
    const got = plan({ operations: [operation], demands: [demand('o', 3, '2031-01-20')] });
    expect(bought(got)).toEqual([['2031-01-16', '2031-01-20', 3]]);
    expect(got.demands[0]?.constraints).toEqual([]);
  });

  it('starts today where that is too late, and says so', () => {
    const got = plan({ operations: [operation], demands: [demand('o', 3, '2031-01-08')] });
    expect(dates(got)).toEqual([['o', ['2031-01-10', 3]]]);
    expect(got.demands[0]?.constraints).toEqual([
      {
        kind: 'manufacturing-lead-time',
        operation: 'make',
        from: '2031-01-04',
        until: '2031-01-06',
        sentence: "manufacturing lead time on 'make': it would have to start on 2031-01-04, before today",
      },
    ]);
    expect(got.orders[0]?.late).toEqual([
      {
        demand: 'o',
        lateDays: 2,
        short: 0,
        reasons: ["manufacturing lead time on 'make': it would have to start on 2031-01-04, before today"],
      },
    ]);
  });

  it('starts in the past in an unconstrained plan', () => {
    const got = plan({
      mode: 'unconstrained',
      operations: [operation],
      demands: [demand('o', 3, '2031-01-08')],
    });
    expect(bought(got)).toEqual([['2031-01-04', '2031-01-08', 3]]);
    expect(got.problems).toEqual([
      {
        kind: 'before-today',
        item: 'A',
        operation: 'make',
        quantity: 3,
        from: '2031-01-04',
        until: '2031-01-06',
        sentence: "'make' of 3 would have to start on 2031-01-04, before today",
      },
    ]);
  });

  it('is split into lots side by side where its duration grows with the quantity', () => {
    // 1 day and half a day for each: from 6 to 9 January a lot of 4 fits.
    const perUnit = { ...operation, fixedDays: 1, daysPerUnit: 0.5 };
    const got = plan({ operations: [perUnit], demands: [demand('o', 10, '2031-01-09')] });
    expect(bought(got)).toEqual([
      ['2031-01-06', '2031-01-09', 4],
      ['2031-01-06', '2031-01-09', 4],
      ['2031-01-07', '2031-01-09', 2],
    ]);
  });

  it('is split at its maximum', () => {
    const got = plan({ operations: [{ ...operation, maximum: 4 }], demands: [demand('o', 9, '2031-01-20')] });
    expect(bought(got).map(([, , quantity]) => quantity)).toEqual([4, 4, 1]);
  });

  it('may start and end within a day', () => {
    const half = { ...operation, fixedDays: 1.5 };
    const got = plan({ operations: [half], demands: [demand('o', 1, '2031-01-20')] });
    expect(bought(got)).toEqual([['2031-01-18T12:00:00', '2031-01-20', 1]]);
  });

  it('ends earlier by the safety lead as far as there is time', () => {
    const safe = { ...operation, safetyLeadDays: 3 };
    const demands = [demand('near', 1, '2031-01-11'), demand('far', 1, '2031-01-20')];
    const got = plan({ operations: [safe], demands });
    expect(bought(got)).toEqual([
      ['2031-01-06', '2031-01-10', 1],
      ['2031-01-13', '2031-01-17', 1],
    ]);
    expect(got.demands.map(({ lateDays }) => lateDays)).toEqual([0, 0]);
  });

  it('makes several items at once, which all count', () => {
    const both = {
      ...operation,
      produces: [
        { item: 'A', quantity: 1 },
        { item: 'B', quantity: 2 },
      ],
    };
    const demands = [demand('a', 3, '2031-01-20'), { ...demand('b', 5, '2031-01-25'), item: 'B' }];
    const got = plan({ operations: [both], demands });
    expect(bought(got)).toEqual([['2031-01-16', '2031-01-20', 3]]);
    expect(got.demands.map(({ short }) => short)).toEqual([0, 0]);
  });

  it('takes its components at the start, as many as there are', () => {
    const withPart = { ...operation, consumes: [{ item: 'part', quantity: 2 }] };
    const got = plan({
      operations: [withPart],
      onHand: [{ item: 'part', quantity: 7 }],
      confirmedReceipts: [{ item: 'part', date: '2031-01-18', quantity: 3 }],
      demands: [demand('o', 6, '2031-01-20')],
    });
    expect(dates(got)).toEqual([['o', ['2031-01-20', 3.5], ['2031-01-22', 1.5]]]);
    expect(got.demands[0]).toMatchObject({ short: 1, lateDays: 2 });
    expect(got.demands[0]?.constraints.map(({ kind, item }) => [kind, item])).toEqual([
      ['material-shortage', 'part'],
    ]);
    expect(got.problems).toEqual([
      { kind: 'no-replenishment', item: 'part', sentence: "no replenishment defined for 'part'" },
    ]);
  });

  it('in whole lots leaves components that do not make one', () => {
    const got = plan({
      operations: [{ ...operation, consumes: [{ item: 'part', quantity: 2 }], multiple: 2, minimum: 2 }],
      onHand: [{ item: 'part', quantity: 7 }],
      demands: [demand('o', 6, '2031-01-20')],
    });
    expect(dates(got)).toEqual([['o', ['2031-01-20', 2]]]);
  });

  it('that makes several units in a run is run as often as needed', () => {
    const packs = { ...operation, produces: [{ item: 'A', quantity: 4 }], multiple: 1 };
    const got = plan({ operations: [packs], demands: [demand('o', 10, '2031-01-20')] });
    expect(bought(got)).toEqual([['2031-01-16', '2031-01-20', 3]]);
    expect(got.orders[0]?.excess).toBe(2);
  });

  it('makes a smaller lot as soon as the component it lacks is there', () => {
    // 3 sets on hand. On 20 January the second part comes for 4 more, on 25 January the first part for others.
    const parts = [
      { item: 'one', quantity: 1 },
      { item: 'two', quantity: 2 },
    ];
    for (const consumes of [parts, [...parts].reverse()]) {
      const got = plan({
        operations: [{ ...operation, fixedDays: 1, consumes }],
        onHand: [
          { item: 'one', quantity: 10 },
          { item: 'two', quantity: 6 },
        ],
        confirmedReceipts: [
          { item: 'two', date: '2031-01-20', quantity: 8 },
          { item: 'one', date: '2031-01-25', quantity: 8 },
        ],
        demands: [demand('o', 20, '2031-01-10')],
      });
      expect(dates(got)).toEqual([['o', ['2031-01-10', 3], ['2031-01-21', 4]]]);
    }
  });

  it('waits for the component that comes last', () => {
    const consumes = [
      { item: 'one', quantity: 1 },
      { item: 'two', quantity: 1 },
      { item: 'three', quantity: 1 },
    ];
    const coming = (item: string, date: string) => ({ item, date, quantity: 5 });
    const got = plan({
      operations: [{ ...operation, consumes }],
      confirmedReceipts: [
        coming('one', '2031-01-15'),
        coming('two', '2031-01-25'),
        coming('three', '2031-01-20'),
      ],
      demands: [demand('o', 5, '2031-01-10')],
    });
    expect(dates(got)).toEqual([['o', ['2031-01-29', 5]]]);
    expect(got.demands[0]?.constraints.map(({ item, until }) => [item, until])).toEqual([
      ['two', '2031-01-25'],
    ]);
  });

  it('in a chain of durations that grow with the quantity runs smallest lots side by side', () => {
    // The test constraints_leadtime_2 of frePPLe, shortened: 1 day a unit after half a day and half a day a unit.
    const got = plan({
      operations: [
        { id: 'last', consumes: [{ item: 'B', quantity: 1 }], fixedDays: 0, daysPerUnit: 1 },
        { id: 'first', produces: [{ item: 'B', quantity: 1 }], fixedDays: 0.5, daysPerUnit: 0.5 },
      ],
      demands: [demand('o', 3, TODAY, { deliveryOperation: 'last', minimumShipment: 1 })],
    });
    expect(got.orders.map(({ operation: id, start, end, quantity }) => [id, start, end, quantity])).toEqual([
      ...[1, 2, 3].map(() => ['first', TODAY, '2031-01-07', 1]),
      ...[1, 2, 3].map(() => ['last', '2031-01-07', '2031-01-08', 1]),
    ]);
    expect(got.demands[0]?.constraints.map(({ operation: id }) => id)).toEqual(['last', 'first']);
  });

  it('starts when its component is there and makes what still fits', () => {
    // 8 units would start on 12 January; the part comes on 15 January, which leaves 5 days for 5 units.
    const got = plan({
      operations: [{ ...operation, fixedDays: 0, daysPerUnit: 1, consumes: [{ item: 'part', quantity: 1 }] }],
      confirmedReceipts: [{ item: 'part', date: '2031-01-15', quantity: 8 }],
      demands: [demand('o', 8, '2031-01-20')],
    });
    expect(bought(got)).toEqual([
      ['2031-01-15', '2031-01-20', 5],
      ['2031-01-17', '2031-01-20', 3],
    ]);
  });

  it('delivers, where it consumes the item and produces nothing', () => {
    const ship = { id: 'ship', consumes: [{ item: 'A', quantity: 1 }], fixedDays: 2 };
    const got = plan({ operations: [operation, ship], demands: [demand('o', 3, '2031-01-20')] });
    expect(got.orders.map(({ kind, operation: id, start, end }) => [kind, id, start, end])).toEqual([
      ['make', 'make', '2031-01-14', '2031-01-18'],
      ['deliver', 'ship', '2031-01-18', '2031-01-20'],
    ]);
  });

  it('delivers by the one the demand names', () => {
    const ship = (id: string, fixedDays: number) => ({
      id,
      consumes: [{ item: 'A', quantity: 1 }],
      fixedDays,
    });
    const got = plan({
      operations: [ship('van', 2), ship('rail', 5)],
      onHand: [{ item: 'A', quantity: 3 }],
      demands: [demand('o', 3, '2031-01-20', { deliveryOperation: 'rail' })],
    });
    expect(got.orders[0]?.start).toBe('2031-01-15');
  });
});

describe('a supplier', () => {
  const supplier = { item: 'A', supplier: 's', leadDays: 7 };

  it('that comes first by priority is left aside only while it is late', () => {
    const got = plan({
      suppliers: [
        { ...supplier, priority: 2 },
        { ...supplier, supplier: 'slow', leadDays: 14, priority: 1 },
      ],
      demands: [demand('now', 5, TODAY), demand('then', 5, '2031-01-20')],
    });
    expect(
      got.orders.filter(({ kind }) => kind === 'buy').map(({ supplier: name, end }) => [name, end]),
    ).toEqual([
      ['s', '2031-01-13'],
      ['slow', '2031-01-20'],
    ]);
    expect(got.demands[0]?.constraints.map(({ sentence }) => sentence)).toEqual([
      "purchasing lead time on 'A' from 's': it would have to start on 2030-12-30, before today",
    ]);
  });

  it('sells at most its maximum in one order', () => {
    const got = plan({
      suppliers: [{ ...supplier, maximum: 50, multiple: 20 }],
      demands: [demand('o', 90, '2031-01-20')],
    });
    expect(bought(got).map(([, , quantity]) => quantity)).toEqual([40, 40, 20]);
  });

  it('is not asked where no new orders are allowed', () => {
    const got = plan({
      newOrdersAllowed: false,
      suppliers: [supplier],
      confirmedReceipts: [{ item: 'A', date: '2031-01-10', quantity: 2 }],
      demands: [demand('o', 5, TODAY)],
    });
    expect(dates(got)).toEqual([['o', ['2031-01-10', 2]]]);
    expect(got.demands[0]?.constraints).toEqual([
      {
        kind: 'awaits-confirmed-receipt',
        item: 'A',
        from: '2031-01-06',
        sentence: "'A' awaits confirmed supply from 2031-01-06, no supply in sight",
      },
    ]);
    expect(got.problems).toEqual([]);
  });

  it('arrives earlier by the safety lead as far as there is time', () => {
    const demands = [demand('near', 1, '2031-01-14'), demand('far', 1, '2031-02-20')];
    const got = plan({ suppliers: [{ ...supplier, safetyLeadDays: 5 }], demands });
    expect(bought(got)).toEqual([
      ['2031-01-06', '2031-01-13', 1],
      ['2031-02-08', '2031-02-15', 1],
    ]);
    expect(got.demands.map(({ lateDays }) => lateDays)).toEqual([0, 0]);
  });
});

describe('what is overdue or promised', () => {
  it('is delivered from today on, with the reason', () => {
    const got = plan({ onHand: [{ item: 'A', quantity: 5 }], demands: [demand('o', 5, '2031-01-01')] });
    expect(dates(got)).toEqual([['o', ['2031-01-06', 5]]]);
    expect(got.demands[0]?.constraints.map(({ sentence }) => sentence)).toEqual([
      'due on 2031-01-01, before today',
    ]);
  });

  it('names the lead time beside it, of the supplier that decides', () => {
    const got = plan({
      suppliers: [
        { item: 'A', supplier: 'slow', leadDays: 20 },
        { item: 'A', supplier: 'fast', leadDays: 7, priority: 2 },
      ],
      demands: [demand('o', 5, '2031-01-01')],
    });
    expect(got.demands[0]?.constraints).toStrictEqual([
      {
        kind: 'due-before-today',
        from: '2031-01-01',
        until: '2031-01-06',
        sentence: 'due on 2031-01-01, before today',
      },
      {
        kind: 'purchasing-lead-time',
        supplier: 'fast',
        item: 'A',
        from: '2030-12-30',
        until: '2031-01-06',
        sentence:
          "purchasing lead time on 'A' from 'fast': it would have to start on 2030-12-30, before today",
      },
    ]);
  });

  it('buys for confirmed consumption before any demand', () => {
    const got = plan({
      suppliers: [{ item: 'A', supplier: 's', leadDays: 7 }],
      confirmedConsumption: [{ item: 'A', date: '2031-01-10', quantity: 4 }],
    });
    expect(bought(got)).toEqual([['2031-01-06', '2031-01-13', 4]]);
    expect(got.problems).toEqual([
      {
        kind: 'material-shortage',
        item: 'A',
        quantity: 4,
        from: '2031-01-10',
        until: '2031-01-13',
        reasons: ["purchasing lead time on 'A' from 's': it would have to start on 2031-01-03, before today"],
        sentence: "material shortage of 4 of 'A' from 2031-01-10 until 2031-01-13",
      },
    ]);
    expect(got.orders[0]?.serves).toEqual([
      { taker: { kind: 'confirmed-consumption', date: '2031-01-10' }, item: 'A', quantity: 4 },
    ]);
  });

  it('stays short for good in an unconstrained plan without any supply', () => {
    const got = plan({ mode: 'unconstrained', demands: [demand('o', 5, '2031-01-01')] });
    expect(dates(got)).toEqual([['o', ['2031-01-01', 5]]]);
    expect(got.problems).toEqual([
      {
        kind: 'material-shortage',
        item: 'A',
        quantity: 5,
        from: '2031-01-01',
        reasons: [],
        sentence: "material shortage of 5 of 'A' from 2031-01-01 and stays",
      },
      { kind: 'no-replenishment', item: 'A', sentence: "no replenishment defined for 'A'" },
    ]);
  });
});

describe('safety stock', () => {
  it('is bought as soon as it can be had, and its lack is a problem until then', () => {
    const got = plan({
      suppliers: [{ item: 'A', supplier: 's', leadDays: 4, minimum: 50, multiple: 3 }],
      safetyStock: [{ item: 'A', quantity: 20 }],
    });
    expect(bought(got)).toEqual([['2031-01-06', '2031-01-10', 51]]);
    expect(got.orders[0]?.excess).toBe(51);
    expect(got.problems.map(({ sentence }) => sentence)).toEqual([
      "material shortage of 20 of 'A' from 2031-01-06 until 2031-01-10",
    ]);
  });

  it('never delays a demand, which may take it', () => {
    const input = {
      onHand: [{ item: 'A', quantity: 10 }],
      safetyStock: [{ item: 'A', quantity: 10 }],
      suppliers: [{ item: 'A', supplier: 's', leadDays: 10 }],
      demands: [demand('o', 6, '2031-01-08')],
    };
    const got = plan(input);
    expect(dates(got)).toEqual([['o', ['2031-01-08', 6]]]);
    expect(bought(got)).toEqual([['2031-01-06', '2031-01-16', 6]]);
  });

  it('of a component is held beside what its parent takes', () => {
    // As in the test safety_stock of frePPLe: B is made from A, each in 4 days; 20 of B and 10 of A to hold.
    const got = plan({
      operations: [
        { id: 'make A', produces: [{ item: 'A', quantity: 1 }], fixedDays: 4 },
        {
          id: 'make B',
          produces: [{ item: 'B', quantity: 1 }],
          consumes: [{ item: 'A', quantity: 1 }],
          fixedDays: 4,
        },
      ],
      safetyStock: [
        { item: 'A', quantity: 10 },
        { item: 'B', quantity: 20 },
      ],
    });
    expect(bought(got)).toEqual([
      ['2031-01-06', '2031-01-10', 20],
      ['2031-01-06', '2031-01-10', 10],
      ['2031-01-10', '2031-01-14', 20],
    ]);
  });

  it('that falls makes a later order smaller, within the sizes permitted', () => {
    const input = {
      onHand: [{ item: 'A', quantity: 0 }],
      safetyStock: [
        { item: 'A', from: TODAY, quantity: 10 },
        { item: 'A', from: '2031-02-01', quantity: 4 },
      ],
      demands: [demand('o', 9, '2031-02-10')],
    };
    const supplier = { item: 'A', supplier: 's', leadDays: 0 };
    // 10 to hold from today; from February 6 of them are free, so that 3 are enough.
    expect(bought(plan({ ...input, suppliers: [supplier] }))).toEqual([
      [TODAY, TODAY, 10],
      ['2031-02-10', '2031-02-10', 3],
    ]);
    expect(bought(plan({ ...input, suppliers: [{ ...supplier, minimum: 5 }] }))[1]?.[2]).toBe(5);
    expect(bought(plan({ ...input, suppliers: [{ ...supplier, multiple: 9 }] }))).toEqual([
      [TODAY, TODAY, 18],
    ]);
  });

  it('that falls drops the earlier of two later orders first', () => {
    const got = plan({
      suppliers: [{ item: 'A', supplier: 's', leadDays: 0 }],
      safetyStock: [
        { item: 'A', from: TODAY, quantity: 10 },
        { item: 'A', from: '2031-02-01', quantity: 0 },
      ],
      // Planned in the order of priority, the later first.
      demands: [demand('o', 6, '2031-02-20'), demand('p', 7, '2031-02-10', { priority: 2 })],
    });
    // 10 are free in February: all of the 7 of the 10th and 3 of the 6 of the 20th.
    expect(bought(got)).toEqual([
      [TODAY, TODAY, 10],
      ['2031-02-20', '2031-02-20', 3],
    ]);
  });

  it('that falls makes a later run shorter and releases its components', () => {
    const got = plan({
      operations: [
        {
          id: 'make',
          produces: [{ item: 'A', quantity: 1 }],
          consumes: [{ item: 'part', quantity: 2 }],
          fixedDays: 0,
          daysPerUnit: 1,
        },
      ],
      suppliers: [{ item: 'part', supplier: 's', leadDays: 0 }],
      safetyStock: [
        { item: 'A', from: '2031-01-20', quantity: 10 },
        { item: 'A', from: '2031-02-05', quantity: 4 },
      ],
      demands: [demand('o', 9, '2031-02-10')],
    });
    // 10 for January, of which 6 are free in February: instead of 9 units in 9 days, 3 in 3. The parts stay where
    // they were bought for the longer run.
    expect(bought(got)).toEqual([
      ['2031-01-10', '2031-01-10', 20],
      ['2031-01-10', '2031-01-20', 10],
      ['2031-02-01', '2031-02-01', 6],
      ['2031-02-07', '2031-02-10', 3],
    ]);
  });
});

describe('a period of cover', () => {
  const weekly = [6, 13, 20, 27].map((day) =>
    demand(`o${day}`, 5, `2031-02-${String(day).padStart(2, '0')}`),
  );
  const supplier = { item: 'A', supplier: 's', leadDays: 3 };

  it('joins the orders that arrive within it, its last day excluded', () => {
    const covered = (days: number) =>
      bought(plan({ suppliers: [supplier], demands: weekly, periodOfCover: [{ item: 'A', days }] }));
    expect(covered(7).map(([, end, quantity]) => [end, quantity])).toEqual(
      weekly.map(({ due, quantity }) => [due, quantity]),
    );
    expect(covered(8).map(([, end, quantity]) => [end, quantity])).toEqual([
      ['2031-02-06', 10],
      ['2031-02-20', 10],
    ]);
    expect(covered(30)).toEqual([['2031-02-03', '2031-02-06', 20]]);
  });

  it('buys the need once and not the sum of the lots', () => {
    const got = plan({
      suppliers: [{ ...supplier, multiple: 4 }],
      demands: weekly,
      periodOfCover: [{ item: 'A', days: 30 }],
    });
    expect(bought(got)).toEqual([['2031-02-03', '2031-02-06', 20]]);
  });

  it('joins the orders of its own item only', () => {
    const other = { ...demand('other', 4, '2031-02-07'), item: 'B' };
    const got = plan({
      suppliers: [supplier, { ...supplier, item: 'B' }],
      demands: [...weekly.map((each, at) => ({ ...each, priority: 9 - at })), other],
      periodOfCover: [{ item: 'A', days: 30 }],
    });
    expect(bought(got).map(([, end, quantity]) => [end, quantity])).toEqual([
      ['2031-02-06', 20],
      ['2031-02-07', 4],
    ]);
  });

  it('leaves orders apart whose components come too late for one', () => {
    const got = plan({
      operations: [
        {
          id: 'make',
          produces: [{ item: 'A', quantity: 1 }],
          consumes: [{ item: 'part', quantity: 1 }],
          fixedDays: 1,
        },
      ],
      onHand: [{ item: 'part', quantity: 10 }],
      confirmedReceipts: [{ item: 'part', date: '2031-02-15', quantity: 10 }],
      demands: weekly,
      periodOfCover: [{ item: 'A', days: 30 }],
    });
    expect(bought(got).map(([, , quantity]) => quantity)).toEqual([5, 5, 5, 5]);
  });
});

describe('the stock of a plan', () => {
  it('is told change by change with the days it covers', () => {
    // The test period_of_cover of frePPLe: 5 there, 5 to come, 180 days to buy at least 15.
    const got = plan({
      today: '2025-01-01',
      onHand: [{ item: 'A', quantity: 5 }],
      suppliers: [{ item: 'A', supplier: 's', leadDays: 180, minimum: 15 }],
      confirmedReceipts: [{ item: 'A', date: '2025-03-01', quantity: 5 }],
      demands: [
        demand('o1', 25, '2024-01-01', { minimumShipment: 25 }),
        demand('o2', 10, '2025-08-01'),
        demand('o3', 2, '2025-12-01'),
        demand('o4', 4, '2026-01-01'),
        demand('o5', 10, '2026-02-01'),
      ],
    });
    expect(
      got.stock.map(({ date, change, onHand, daysOfCover }) => [date, change, onHand, daysOfCover]),
    ).toEqual([
      ['2025-03-01', 5, 10, 0],
      ['2025-06-30', 15, 25, 0],
      ['2025-06-30', -25, 0, 32],
      ['2025-08-01', 15, 15, 153],
      ['2025-08-01', -10, 5, 153],
      ['2025-12-01', -2, 3, 31],
      ['2026-01-01', 15, 18, Number.POSITIVE_INFINITY],
      ['2026-01-01', -4, 14, Number.POSITIVE_INFINITY],
      ['2026-02-01', -10, 4, Number.POSITIVE_INFINITY],
    ]);
  });
});

describe('the deciding constraints', () => {
  it('are those on the way to the component that comes last', () => {
    // The test constraints_leadtime_4 of frePPLe, shortened: of the parts, the one behind 5 and 4 comes last.
    const make = (id: string, item: string, fixedDays: number, ...from: string[]) => ({
      id,
      produces: [{ item, quantity: 1 }],
      consumes: from.map((component) => ({ item: component, quantity: 1 })),
      fixedDays,
    });
    const got = plan({
      operations: [
        make('make end', 'A', 1, 'three', 'five'),
        make('make 3', 'three', 5),
        make('make 5', 'five', 4, 'four'),
        make('make 4', 'four', 3),
      ],
      demands: [demand('o', 10, TODAY)],
    });
    expect(got.demands[0]?.constraints.map(({ operation, from }) => [operation, from])).toEqual([
      ['make end', '2031-01-05'],
      ['make 4', '2031-01-04'],
    ]);
    expect(dates(got)).toEqual([['o', ['2031-01-14', 10]]]);
    const four = got.orders.find(({ operation }) => operation === 'make 4');
    expect(four?.demands).toEqual([{ demand: 'o', quantity: 10 }]);
    expect(four?.serves.map(({ taker }) => taker.kind === 'order' && taker.order.operation)).toEqual([
      'make 5',
    ]);
  });
});

describe('what cannot be in time for a stock rather than for a demand', () => {
  it('gives the reason of a safety stock that is filled up late', () => {
    const got = planConstrained({
      today: '2031-01-06',
      suppliers: [{ item: 'A', supplier: 's', leadDays: 10 }],
      safetyStock: [{ item: 'A', quantity: 5 }],
      demands: [],
    });
    expect(got.problems).toEqual([
      {
        kind: 'material-shortage',
        item: 'A',
        quantity: 5,
        from: '2031-01-06',
        until: '2031-01-16',
        reasons: ["purchasing lead time on 'A' from 's': it would have to start on 2030-12-27, before today"],
        sentence: "material shortage of 5 of 'A' from 2031-01-06 until 2031-01-16",
      },
    ]);
  });

  it('names the supplier of a purchase an unconstrained plan places in the past, up to today at most', () => {
    const bought = (leadDays: number) =>
      planConstrained({
        today: '2031-01-06',
        mode: 'unconstrained',
        suppliers: [{ item: 'A', supplier: 's', leadDays }],
        demands: [{ id: 'o', item: 'A', quantity: 5, due: '2031-01-08' }],
      }).problems;
    expect(bought(2)).toEqual([]);
    expect(bought(3)).toEqual([
      {
        kind: 'before-today',
        item: 'A',
        supplier: 's',
        quantity: 5,
        from: '2031-01-05',
        until: '2031-01-06',
        sentence: "'A' from 's' of 5 would have to start on 2031-01-05, before today",
      },
    ]);
  });
});

it('counts a component of two parts of one product once for the units of demand it serves', () => {
  const make = (item: string, parts: string[]) => ({
    id: `make ${item}`,
    produces: [{ item, quantity: 1 }],
    consumes: parts.map((part) => ({ item: part, quantity: 1 })),
    fixedDays: 0,
  });
  const { orders } = planConstrained({
    today: '2031-01-06',
    operations: [make('desk', ['top', 'base']), make('top', ['board']), make('base', ['board'])],
    suppliers: [{ item: 'board', supplier: 's', leadDays: 0, minimum: 8 }],
    demands: [{ id: 'o', item: 'desk', quantity: 4, due: '2031-01-08' }],
  });
  // One order of 8 boards, 4 for the tops and 4 for the bases of the same 4 desks.
  const boards = orders.filter(({ item }) => item === 'board');
  expect(boards.map(({ quantity, demands }) => [quantity, demands])).toEqual([
    [8, [{ demand: 'o', quantity: 4 }]],
  ]);
});
