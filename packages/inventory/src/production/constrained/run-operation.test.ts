import { describe, expect, it } from 'vitest';
import { bought, dates, demand, plan, TODAY } from './testing/small-plans.ts';

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
