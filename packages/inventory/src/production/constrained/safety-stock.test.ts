import { describe, expect, it } from 'vitest';
import { bought, dates, demand, plan, TODAY } from './testing/small-plans.ts';

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
