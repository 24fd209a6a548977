import { describe, expect, it } from 'vitest';
import { planConstrained } from './plan.ts';
import { dates, demand, plan, TODAY } from './testing/small-plans.ts';

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
  const make = {
    id: 'make',
    produces: [{ item: 'A', quantity: 1 }],
    consumes: [{ item: 'part', quantity: 2 }],
    fixedDays: 1,
  };
  const sentences = (input: Parameters<typeof plan>[0]) =>
    plan(input).demands[0]?.constraints.map(({ sentence }) => sentence);

  it('tell of a component when it would be needed, and not when the product is', () => {
    expect(sentences({ operations: [make], demands: [demand('o', 1, '2031-01-15')] })).toEqual([
      "material shortage of 'part' from 2031-01-14, no supply in sight",
    ]);
  });

  it('promise nothing of a receipt that only makes up for what was consumed before', () => {
    const receipt = { item: 'A', date: '2031-01-24', quantity: 1 };
    const input = {
      confirmedReceipts: [receipt],
      demands: [demand('o', 1, '2031-01-18', { maxLateDays: 1 })],
    };
    expect(sentences(input)).toEqual(["material shortage of 'A' from 2031-01-18, until 2031-01-24"]);
    const confirmedConsumption = [{ item: 'A', date: '2031-01-04', quantity: 1 }];
    expect(sentences({ ...input, confirmedConsumption })).toEqual([
      "material shortage of 'A' from 2031-01-18, no supply in sight",
    ]);
  });

  it('look at the demand first, and not at what it would take from a later consumption', () => {
    // 2 units in 1 + 2 × 0.5 days: for the 7th they would have to be begun on the 5th.
    expect(
      sentences({
        operations: [{ ...make, daysPerUnit: 0.5 }],
        confirmedConsumption: [{ item: 'A', date: '2031-01-12', quantity: 1 }],
        demands: [demand('o', 2, '2031-01-07')],
      }),
    ).toEqual([
      "manufacturing lead time on 'make': it would have to start on 2031-01-05, before today",
      "material shortage of 'part' from 2031-01-06, no supply in sight",
    ]);
  });

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
