import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCases } from '../case.ts';
import { runCases } from '../run-cases.ts';
import { productionKinds } from './production.ts';

/** Cases of the test suite of frePPLe beyond those of the oracles, in their format. */
const file = join(import.meta.dirname, 'testing/production-plan-cases.json');
const cases = parseCases(JSON.parse(readFileSync(file, 'utf8')));

const run = (
  inputs: Record<string, unknown>,
  expected: Record<string, unknown>,
  kind = 'constrained_plan',
) => {
  const [result] = runCases(
    [{ id: 'case', kind, inputs, expected, tolerance: { abs: 1e-6 } }],
    productionKinds,
  ).cases;
  if (!result) throw new Error('no result');
  return result;
};
const problemOf = (...[inputs, expected, kind]: Parameters<typeof run>) =>
  run(inputs, expected, kind).problem;

describe('constrained_plan', () => {
  it.each(cases.map((each) => [each.id, each] as const))('agrees on %s', (_, each) => {
    expect(runCases([each], productionKinds).cases[0]).toMatchObject({ passed: true, differences: [] });
  });

  const inputs = {
    today: '2031-01-06',
    operations: [
      { id: 'make', produces: { A: 1 }, consumes_at_start: { B: 1 }, duration_days: '1 + 0.5*qty' },
      { id: 'ship', consumes_at_start: { A: 1 }, duration_days: 1 },
    ],
    on_hand: { B: 8 },
    demands: [
      { id: 'o', item: 'A', qty: 8, due: '2031-01-10' },
      { id: 'late', item: 'A', qty: 2, due: '2031-01-07', priority: 2 },
    ],
  };
  const expected = {
    deliveries: [{ order: 'o', date: '2031-01-10', qty: 8, late_days: 0 }],
    operations: [{ id: 'make', start: '2031-01-06', end: '2031-01-09', qty: '2 lots of 4' }],
    data_problems: ['B'],
    problems: [{ type: 'invalid data', item: 'B' }],
    constraint_reported: [{ order: 'late', cause: "material shortage of 'B'" }],
    purchase_orders: [],
  };

  it('passes a case that states everything as it is', () => {
    expect(run(inputs, expected)).toMatchObject({ passed: true, differences: [] });
    expect(run(inputs, { ...expected, operations: [{ id: 'make', qty: 8 }] }).passed).toBe(true);
    expect(
      run(inputs, {
        ...expected,
        operations: [...expected.operations, { id: 'ship', start: '2031-01-09', end: '2031-01-10', qty: 8 }],
      }).passed,
    ).toBe(true);
    expect(
      run(inputs, {
        deliveries: [
          { order: 'o', lines: [['2031-01-10', 8]], short: 0, late_days: 0 },
          { order: 'late', lines: [], short: 2 },
        ],
      }).passed,
    ).toBe(true);
    expect(run(inputs, { replenishments: [['2031-01-09', 8]] }).passed).toBe(true);
    expect(run(inputs, { stock: [{ item: 'A', date: '2031-01-09', qty: 4, on_hand: 8 }] }).passed).toBe(true);
  });

  it.each<[string, Record<string, unknown>]>([
    ['another quantity', { deliveries: [{ order: 'o', date: '2031-01-10', qty: 7 }] }],
    ['another day', { deliveries: [{ order: 'o', date: '2031-01-11', qty: 8 }] }],
    ['lateness', { deliveries: [{ order: 'o', date: '2031-01-10', qty: 8, late_days: 1 }] }],
    [
      'a delivery not made',
      { deliveries: [...expected.deliveries, { order: 'late', date: '2031-01-10', qty: 1, late_days: 0 }] },
    ],
    ['no delivery', { deliveries: [] }],
    [
      'another shortage',
      {
        deliveries: [
          { order: 'o', lines: [['2031-01-10', 8]] },
          { order: 'late', lines: [], short: 1 },
        ],
      },
    ],
    [
      'a field of the order that does not exist',
      { deliveries: [{ order: 'o', lines: [['2031-01-10', 8]], mood: 1 }] },
    ],
    ['another start', { operations: [{ id: 'make', start: '2031-01-07', end: '2031-01-09', qty: 8 }] }],
    ['no operation', { operations: [] }],
    ['a field of the line that does not exist', { operations: [{ id: 'make', qty: 8, mood: 'good' }] }],
    [
      'other lots',
      { operations: [{ id: 'make', start: '2031-01-06', end: '2031-01-09', qty: '3 lots of 4' }] },
    ],
    ['a purchase', { purchase_orders: [{ item: 'B', qty: 1 }] }],
    ['another problem', { problems: [{ type: 'invalid data', item: 'A' }] }],
    ['no problem', { problems: [] }],
    ['a problem of another type', { problems: [{ type: 'material shortage', item: 'B', qty: 1 }] }],
    [
      'the constraint of another order',
      { constraint_reported: { order: 'o', cause: "material shortage of 'B'" } },
    ],
    ['another constraint', { constraint_reported: { order: 'late', cause: "purchasing lead time of 'B'" } }],
    [
      'the constraint of another item',
      { constraint_reported: { order: 'late', cause: "material shortage of 'C'" } },
    ],
    [
      'the constraint with another field',
      { constraint_reported: { order: 'late', cause: 'material shortage', supplier: 's' } },
    ],
    ['no constraint', { constraint_reported: [] }],
    ['another stock', { stock: [{ item: 'A', date: '2031-01-09', qty: 4, on_hand: 5 }] }],
    ['no stock', { stock: [] }],
    ['text for a list', { deliveries: 'none' }],
    ['a key nobody knows', { mood: 'good' }],
  ])('fails when a case expects %s', (_, changed) => {
    const result = run(inputs, changed);
    expect(result.problem).toBeUndefined();
    expect(result.passed).toBe(false);
    expect(result.differences.length).toBeGreaterThan(0);
  });

  it('compares moments where the case states them, days where it states days', () => {
    const half = {
      ...inputs,
      operations: [{ id: 'make', produces: { A: 1 }, duration_days: 1.5 }],
      demands: [{ id: 'o', item: 'A', qty: 1, due: '2031-01-10' }],
    };
    const starting = (start: string) => run(half, { operations: [{ id: 'make', start, qty: 1 }] }).passed;
    expect(starting('2031-01-08')).toBe(true);
    expect(starting('2031-01-08T12:00:00')).toBe(true);
    expect(starting('2031-01-08T13:00:00')).toBe(false);
    expect(
      run(half, {
        operations: [{ id: 'make', start: '2031-01-08T12:00:00', end: '2031-01-10T00:00:00', qty: 1 }],
      }).passed,
    ).toBe(true);
  });

  it('reads a safety stock by item, by date, as a list and for the only item', () => {
    const supplied = {
      today: '2031-01-06',
      suppliers: [{ item: 'A', supplier: 's', lead_days: 0 }],
      demands: [{ id: 'o', item: 'A', qty: 1, due: '2031-01-06' }],
    };
    const bought = (safety_stock: unknown) =>
      run(
        { ...supplied, safety_stock },
        {
          replenishments: [
            ['2031-01-06', 1],
            ['2031-01-20', 5],
          ],
        },
      ).differences;
    expect(bought({ A: [['2031-01-20', 5]] })).toEqual([]);
    expect(bought({ A: { date: '2031-01-20', qty: 5 } })).toEqual([]);
    expect(bought([{ item: 'A', from: '2031-01-20', quantity: 5 }])).toEqual([]);
    expect(bought([{ item: 'A', levels: [{ start: '2031-01-20', value: 5 }] }])).toEqual([]);
    expect(bought([['2031-01-20', 5]])).toEqual([]);
    const always = (safety_stock: unknown) =>
      run({ ...supplied, safety_stock }, { replenishments: [['2031-01-06', 6]] }).differences;
    expect(always(5)).toEqual([]);
    expect(always({ A: 5 })).toEqual([]);
    expect(always([{ item: 'A', qty: 5 }])).toEqual([]);
    const { safety_stock: _, ...without } = { ...supplied, safety_stock: 0 };
    expect(
      run(
        { ...without, buffers: [{ item: 'A', safety_stock: 5, on_hand: 2 }] },
        { replenishments: [['2031-01-06', 4]] },
      ).differences,
    ).toEqual([]);
  });

  it('reads a period of cover for all, by item, of a supplier and of an operation', () => {
    const supplied = {
      today: '2031-01-06',
      demands: [
        { id: 'o', item: 'A', qty: 1, due: '2031-01-10' },
        { id: 'p', item: 'A', qty: 2, due: '2031-01-15' },
      ],
    };
    const supplier = { item: 'A', supplier: 's', lead_days: 1 };
    const together = { replenishments: [['2031-01-10', 3]] };
    for (const inputs of [
      { suppliers: [supplier], period_of_cover_days: 7 },
      { suppliers: [supplier], period_of_cover_days: { A: 7 } },
      { suppliers: [{ ...supplier, period_of_cover: 7 }] },
      {
        operations: [
          { id: 'make', produces: [{ item: 'A', qty: 1 }], duration_days: 1, period_of_cover_days: 7 },
        ],
      },
    ]) {
      expect(run({ ...supplied, ...inputs }, together)).toMatchObject({ passed: true, differences: [] });
    }
    expect(run({ ...supplied, suppliers: [supplier] }, together).passed).toBe(false);
  });

  it('says what it does not understand', () => {
    expect(problemOf({ ...inputs, mood: 'good' }, {})).toBe('not understood: inputs.mood');
    expect(problemOf({ ...inputs, mode: 'free' }, {})).toBe(
      "mode is 'free'; it must be constrained or unconstrained",
    );
    expect(problemOf({ ...inputs, on_hand: [1] }, {})).toBe('on_hand is [1]; it must be by item');
    expect(problemOf({ ...inputs, on_hand: { A: 'x' } }, {})).toBe(
      'on_hand of \'A\' is "x"; it must be a number',
    );
    expect(problemOf({ ...inputs, safety_stock: 'x' }, {})).toBe('safety_stock is "x"; it must be by item');
    expect(problemOf({ ...inputs, safety_stock: { A: ['x'] } }, {})).toBe(
      'safety_stock of \'A\' is "x"; it must be a date and a quantity',
    );
    expect(problemOf({ ...inputs, safety_stock: [{ item: 'A', qty: 1 }, 1] }, {})).toBe(
      'safety_stock is 1; it must name its item',
    );
    const lasting = (duration_days: unknown) =>
      problemOf({ ...inputs, operations: [{ id: 'make', duration_days }] }, {});
    for (const wrong of ['qty*', '2*qty*qty', 'qty days', '1 +']) {
      expect(lasting(wrong)).toBe(`duration_days is "${wrong}"; it must be days, as 7 or '1 + 0.5*qty'`);
    }
    for (const right of [1, '2', 'qty', '0.5 * qty + 1', 'qty*2']) expect(lasting(right)).toBeUndefined();
  });
});

describe('mrp_explosion', () => {
  const item = { lead_time: 1, on_hand: 2, demand: { '3': 12 } };
  const releases = (more: object) =>
    run(
      { weeks: 4, items: { A: { ...item, ...more } } },
      { planned_releases: { A: { '2': 10 } } },
      'mrp_explosion',
    );

  it('compares every table, not only the releases', () => {
    const tables = {
      A: {
        low_level_code: 0,
        gross: [0, 0, 12, 0],
        projected_on_hand: [2, 2, 0, 0],
        net_requirements: [0, 0, 10, 0],
        planned_receipts: [0, 0, 10, 0],
        planned_releases: { '2': 10 },
        past_due_releases: {},
      },
    };
    const solve = (expected: object) =>
      run({ weeks: 4, items: { A: item } }, { tables: expected }, 'mrp_explosion');
    expect(solve(tables).passed).toBe(true);
    expect(solve({ A: { ...tables.A, gross: [0, 0, 12, 1] } }).passed).toBe(false);
  });

  it('reads every lot rule and demand by week or as a list', () => {
    expect(releases({}).passed).toBe(true);
    expect(releases({ demand: [0, 0, 12, 0] }).passed).toBe(true);
    expect(releases({ lot: { type: 'L4L' } }).passed).toBe(true);
    expect(releases({ lot: { type: 'FOQ', qty: 5 } }).passed).toBe(true);
    expect(releases({ lot: { type: 'FOQ', qty: 6 } }).passed).toBe(false);
    expect(releases({ lot: { type: 'POQ', periods: 2 } }).passed).toBe(true);
    expect(releases({ lot: { type: 'MIN_MULT', min: 0, multiple: 10 } }).passed).toBe(true);
    expect(releases({ lot: { type: 'MIN_MULT', min: 11 } }).passed).toBe(false);
  });

  it('says what it does not understand', () => {
    expect(releases({ lot: { type: 'EOQ' } }).problem).toBe(
      "lot.type is 'EOQ'; it must be L4L, FOQ, POQ or MIN_MULT",
    );
    expect(releases({ demand: 3 }).problem).toBe('demand is 3; it must be quantities by week');
    expect(releases({ demand: { '3': 'x' } }).problem).toBe('demand of week 3 is "x"; it must be a number');
    expect(releases({ leadtime: 3 }).problem).toBe('not understood: inputs.items.A.leadtime');
    expect(releases({ bom: [{ child: 'A', qty: 1 }] }).problem).toContain('loop A → A');
  });
});
