import { describe, expect, it } from 'vitest';
import { demandServed } from './demand-served.ts';
import { explodeRequirements } from './explosion.ts';
import { earliestReceipts, lateDemands, lateOrders } from './lateness.ts';
import { pegPlan } from './pegging.ts';

/**
 * Chairs take 2 frames each, tables 1; frames take 3 rods. Chairs are wanted in periods 3 and 4, tables in 4;
 * rods come in lots of 50.
 */
const furniture = () =>
  explodeRequirements({
    periods: 5,
    items: [
      {
        id: 'chair',
        leadTimePeriods: 1,
        onHand: 2,
        independentDemand: [
          { period: 3, quantity: 6 },
          { period: 4, quantity: 5 },
        ],
        billOfMaterial: [{ component: 'frame', quantityPer: 2 }],
      },
      {
        id: 'table',
        leadTimePeriods: 1,
        independentDemand: [{ period: 4, quantity: 3 }],
        billOfMaterial: [{ component: 'frame', quantityPer: 1 }],
      },
      {
        id: 'frame',
        leadTimePeriods: 1,
        safetyStock: 4,
        scheduledReceipts: [{ period: 1, quantity: 12 }],
        independentDemand: [{ period: 3, quantity: 1 }],
        billOfMaterial: [{ component: 'rod', quantityPer: 3 }],
      },
      { id: 'rod', leadTimePeriods: 1, lotRule: { kind: 'fixed-order-quantity', quantity: 50 } },
    ],
  });

describe('pegPlan', () => {
  const orderOf = (item: string, receiptPeriod: number, pegged = pegPlan(furniture())) => {
    const order = pegged.orders.find((each) => each.item === item && each.receiptPeriod === receiptPeriod);
    if (!order) throw new Error(`no order of ${item} in period ${receiptPeriod}`);
    return order;
  };

  it('matches stock first, then what comes first', () => {
    // Chairs: 2 on hand and an order of 4 meet the 6 of period 3.
    expect(
      pegPlan(furniture())
        .demands.filter(({ requirement }) => requirement.item === 'chair')
        .map(({ requirement, pegs }) => [
          requirement.period,
          pegs.map(({ supply, quantity }) => [supply.kind, quantity]),
        ]),
    ).toEqual([
      [
        3,
        [
          ['on-hand', 2],
          ['planned-order', 4],
        ],
      ],
      [4, [['planned-order', 5]]],
    ]);
  });

  it('shows upwards which parent orders and demands take an order', () => {
    // Frames: 12 scheduled; 8 for the chairs of period 3 are needed in period 2, which leaves the 4 to hold.
    // Period 3 needs 1 itself, 10 for chairs, 3 for tables: 14 are ordered. First in first out, the 4 go to the
    // first two, and 4 of the order are held.
    const frames = orderOf('frame', 3);
    expect([frames.receipt, frames.releasePeriod, frames.forSafetyStock, frames.excessOfLot]).toEqual([
      14, 2, 4, 0,
    ]);
    expect(
      frames.serves.map(({ requirement, quantity }) => [
        requirement.kind === 'parent-order' ? requirement.order.item : requirement.kind,
        quantity,
      ]),
    ).toEqual([
      ['chair', 7],
      ['table', 3],
    ]);
  });

  it('shows downwards what an order takes', () => {
    const pegged = pegPlan(furniture());
    const chairs = orderOf('chair', 4, pegged);
    expect(chairs.components.map(({ supply, quantity }) => [supply.kind, quantity])).toEqual([
      ['scheduled-receipt', 3],
      ['planned-order', 7],
    ]);
    expect(chairs.components[1]?.supply).toEqual({
      kind: 'planned-order',
      order: orderOf('frame', 3, pegged),
    });
  });

  it('follows an order through all levels to independent demand', () => {
    // 50 rods, 42 of them for the 14 frames, which are 7 of the 10 frames of 5 chairs and all 3 of the tables.
    const rods = orderOf('rod', 2);
    expect(rods.excessOfLot).toBe(8);
    expect(demandServed(rods).map(({ item, period, quantity }) => [item, period, quantity])).toEqual([
      ['chair', 4, 3.5],
      ['table', 4, 3],
    ]);
    expect(demandServed(rods)[0]?.via.map(({ item }) => item)).toEqual(['rod', 'frame', 'chair']);
  });

  it('keeps excess apart from safety stock, the latest order holding it', () => {
    const plan = explodeRequirements({
      periods: 2,
      items: [
        {
          id: 'A',
          leadTimePeriods: 0,
          safetyStock: 7,
          lotRule: { kind: 'fixed-order-quantity', quantity: 10 },
          independentDemand: [
            { period: 1, quantity: 1 },
            { period: 2, quantity: 6 },
          ],
        },
      ],
    });
    // Receipts of 10 and 10, 7 taken: 13 left, 7 of them to hold.
    const [first, second] = pegPlan(plan).orders;
    expect([first?.forSafetyStock, first?.excessOfLot]).toEqual([0, 3]);
    expect([second?.forSafetyStock, second?.excessOfLot]).toEqual([7, 3]);
    expect(first?.serves.map(({ quantity }) => quantity)).toEqual([1, 6]);
    expect(second?.serves).toEqual([]);
  });
});

describe('lateDemands', () => {
  it('finds nothing late when every release lies ahead', () => {
    expect(lateDemands(pegPlan(furniture()))).toEqual([]);
    expect(lateOrders(pegPlan(furniture()))).toEqual([]);
  });

  it('says how late a past-due release makes a demand, and why', () => {
    const plan = explodeRequirements({
      periods: 3,
      items: [{ id: 'B', leadTimePeriods: 3, onHand: 2, independentDemand: [{ period: 1, quantity: 5 }] }],
    });
    expect(lateDemands(pegPlan(plan))).toEqual([
      {
        item: 'B',
        period: 1,
        lateQuantity: 3,
        quantity: 5,
        earliestPeriod: 4,
        path: [
          {
            item: 'B',
            quantity: 3,
            leadTimePeriods: 3,
            releasePeriod: -2,
            earliestRelease: 1,
            earliestReceipt: 4,
          },
        ],
        reason:
          'B would have to be released 3 periods before the first: lead time 3 of B; ' +
          'demand for B of period 1 cannot be met before period 4',
      },
    ]);
  });

  it('adds up lead times along the components that come last', () => {
    // A needs B and C in period 2; C can only be there in period 4, B in 2.
    const plan = explodeRequirements({
      periods: 4,
      items: [
        {
          id: 'A',
          leadTimePeriods: 1,
          independentDemand: [{ period: 3, quantity: 1 }],
          billOfMaterial: [
            { component: 'B', quantityPer: 1 },
            { component: 'C', quantityPer: 1 },
          ],
        },
        { id: 'B', leadTimePeriods: 2 },
        { id: 'C', leadTimePeriods: 3 },
      ],
    });
    const pegged = pegPlan(plan);
    const [late] = lateDemands(pegged);
    expect(
      late?.path.map(({ item, earliestRelease, earliestReceipt }) => [
        item,
        earliestRelease,
        earliestReceipt,
      ]),
    ).toEqual([
      ['A', 4, 5],
      ['C', 1, 4],
    ]);
    expect(late?.reason).toBe(
      'C would have to be released 2 periods before the first: lead time 3 of C and 1 of A; ' +
        'demand for A of period 3 cannot be met before period 5',
    );
    expect(lateOrders(pegged).map(({ earliestReceipt, reason }) => [earliestReceipt, reason])).toEqual([
      [
        5,
        'C would have to be released 2 periods before the first: lead time 3 of C and 1 of A; ' +
          '1 of A for period 3 cannot be received before period 5',
      ],
      [
        3,
        'B would have to be released 1 period before the first: lead time 2 of B; ' +
          '1 of B for period 2 cannot be received before period 3',
      ],
      [
        4,
        'C would have to be released 2 periods before the first: lead time 3 of C; ' +
          '1 of C for period 2 cannot be received before period 4',
      ],
    ]);
    expect([...earliestReceipts(pegged)].map(([order, period]) => [order.item, period])).toEqual([
      ['A', 5],
      ['B', 3],
      ['C', 4],
    ]);
  });

  it('wants the components of a past-due order in the first period', () => {
    const plan = explodeRequirements({
      periods: 2,
      items: [
        {
          id: 'A',
          leadTimePeriods: 3,
          independentDemand: [
            { period: 2, quantity: 1 },
            { period: 1, quantity: 0 },
          ],
          billOfMaterial: [{ component: 'B', quantityPer: 1 }],
        },
        { id: 'B', leadTimePeriods: 0, independentDemand: [{ period: 1, quantity: 2 }] },
      ],
    });
    const { orders, demands } = pegPlan(plan);
    const taken = orders[1]?.serves.map(({ requirement, quantity }) => [
      requirement.kind,
      requirement.period,
      quantity,
    ]);
    expect(taken).toEqual([
      ['independent-demand', 1, 2],
      ['parent-order', 1, 1],
    ]);
    expect(
      demands.map(({ requirement, pegs }) => [requirement.item, requirement.quantity, pegs.length]),
    ).toEqual([
      ['A', 1, 1],
      ['B', 2, 1],
    ]);
  });

  it('counts a release one period before the first in the singular', () => {
    const plan = explodeRequirements({
      periods: 1,
      items: [{ id: 'B', leadTimePeriods: 1, independentDemand: [{ period: 1, quantity: 5 }] }],
    });
    expect(lateDemands(pegPlan(plan))[0]?.reason).toContain('released 1 period before the first');
  });
});
