import { describe, expect, it } from 'vitest';
import { bought, dates, demand, plan, TODAY } from './testing/small-plans.ts';

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
