import { describe, expect, it } from 'vitest';
import { explodeRequirements, type RequirementsItem } from './explosion.ts';
import { requirementsTable } from './requirements-table.ts';

/** The table of the only, or the named, item of a plan over some periods. */
function table(item: Partial<RequirementsItem>, periods = 6) {
  const plan = explodeRequirements({ periods, items: [{ id: 'A', leadTimePeriods: 0, ...item }] });
  return requirementsTable(plan, 'A');
}

const demandOf = (...quantities: number[]) =>
  quantities.map((quantity, at) => ({ period: at + 1, quantity })).filter(({ quantity }) => quantity > 0);

describe('explodeRequirements', () => {
  it('plans product A of Jacobs & Chase: 95 units in week 10', () => {
    // A = 2 B + 3 C; B = 2 D + 3 E; C = 2 F + 1 E; lead times 1, 2, 2, 3, 2, 3 weeks.
    const plan = explodeRequirements({
      periods: 10,
      items: [
        {
          id: 'A',
          leadTimePeriods: 1,
          independentDemand: [{ period: 10, quantity: 95 }],
          billOfMaterial: [
            { component: 'B', quantityPer: 2 },
            { component: 'C', quantityPer: 3 },
          ],
        },
        {
          id: 'B',
          leadTimePeriods: 2,
          billOfMaterial: [
            { component: 'D', quantityPer: 2 },
            { component: 'E', quantityPer: 3 },
          ],
        },
        {
          id: 'C',
          leadTimePeriods: 2,
          billOfMaterial: [
            { component: 'F', quantityPer: 2 },
            { component: 'E', quantityPer: 1 },
          ],
        },
        { id: 'D', leadTimePeriods: 3 },
        { id: 'E', leadTimePeriods: 2 },
        { id: 'F', leadTimePeriods: 3 },
      ],
    });
    const releases = ['A', 'B', 'C', 'D', 'E', 'F'].map((id) => requirementsTable(plan, id).plannedReleases);
    expect(releases).toEqual([
      [{ period: 9, quantity: 95 }],
      [{ period: 7, quantity: 190 }],
      [{ period: 7, quantity: 285 }],
      [{ period: 4, quantity: 380 }],
      [{ period: 5, quantity: 855 }],
      [{ period: 4, quantity: 570 }],
    ]);
  });

  it('fills every row of a table worked by hand', () => {
    // 20 on hand and 30 due in period 2; safety stock 5. After period 3: 20 + 30 - 15 - 20 - 10 = 5.
    // Period 4 leaves -20, 25 short of the safety stock; period 6 again needs 18.
    const row = table({
      leadTimePeriods: 2,
      onHand: 20,
      safetyStock: 5,
      scheduledReceipts: [{ period: 2, quantity: 30 }],
      independentDemand: demandOf(15, 20, 10, 25, 0, 18),
    });
    expect(row).toEqual({
      item: 'A',
      lowLevelCode: 0,
      gross: [15, 20, 10, 25, 0, 18],
      scheduledReceipts: [0, 30, 0, 0, 0, 0],
      projectedOnHand: [5, 15, 5, 5, 5, 5],
      netRequirements: [0, 0, 0, 25, 0, 18],
      plannedReceipts: [0, 0, 0, 25, 0, 18],
      plannedReleases: [
        { period: 2, quantity: 25 },
        { period: 4, quantity: 18 },
      ],
      pastDueReleases: [],
    });
  });

  it('raises stock to the safety stock in the first period', () => {
    expect(table({ onHand: 3, safetyStock: 10 }).plannedReceipts).toEqual([7, 0, 0, 0, 0, 0]);
  });

  it('orders multiples of a fixed quantity and carries the rest over', () => {
    const row = table({
      lotRule: { kind: 'fixed-order-quantity', quantity: 20 },
      independentDemand: demandOf(5, 12, 25),
    });
    expect(row.plannedReceipts).toEqual([20, 0, 40, 0, 0, 0]);
    expect(row.projectedOnHand).toEqual([15, 3, 18, 18, 18, 18]);
  });

  it('covers the need of several periods with a periodic quantity', () => {
    const row = table({
      lotRule: { kind: 'periodic-order-quantity', periods: 3 },
      independentDemand: demandOf(0, 4, 6, 5, 7, 1),
    });
    expect(row.plannedReceipts).toEqual([0, 15, 0, 0, 8, 0]);
    expect(row.netRequirements).toEqual([0, 4, 0, 0, 7, 0]);
  });

  it('does not order for a periodic quantity what is scheduled to come', () => {
    const row = table({
      lotRule: { kind: 'periodic-order-quantity', periods: 3 },
      scheduledReceipts: [{ period: 3, quantity: 9 }],
      independentDemand: demandOf(0, 4, 6, 5),
    });
    // Until period 2 it lacks 4, until 3 only 1, until 4 it lacks 6.
    expect(row.plannedReceipts).toEqual([0, 6, 0, 0, 0, 0]);
  });

  it('looks ahead to the end of the horizon only', () => {
    const row = table({
      lotRule: { kind: 'periodic-order-quantity', periods: 4 },
      independentDemand: demandOf(0, 0, 0, 0, 3, 2),
    });
    expect(row.plannedReceipts).toEqual([0, 0, 0, 0, 5, 0]);
  });

  it('orders at least the minimum, in multiples', () => {
    const lotRule = { kind: 'minimum-and-multiple', minimum: 15, multiple: 6 } as const;
    expect(table({ lotRule, independentDemand: demandOf(4) }).plannedReceipts[0]).toBe(18);
    expect(table({ lotRule, independentDemand: demandOf(19) }).plannedReceipts[0]).toBe(24);
    const minimum = { kind: 'minimum-and-multiple', minimum: 15 } as const;
    expect(table({ lotRule: minimum, independentDemand: demandOf(4) }).plannedReceipts[0]).toBe(15);
    expect(table({ lotRule: minimum, independentDemand: demandOf(15.5) }).plannedReceipts[0]).toBe(16);
    const multiple = { kind: 'minimum-and-multiple', multiple: 6 } as const;
    expect(table({ lotRule: multiple, independentDemand: demandOf(4) }).plannedReceipts[0]).toBe(6);
  });

  it('starts more than it receives where the yield is below 1', () => {
    // 90 / 0.8 = 112.5
    const row = table({ yieldShare: 0.8, independentDemand: demandOf(0, 90) });
    expect(row.plannedReceipts[1]).toBe(90);
    expect(row.plannedReleases).toEqual([{ period: 2, quantity: 113 }]);
  });

  it('does not start a unit for the sake of a rounding error', () => {
    // 27 / 0.9 is 30.000000000000004 in floating point.
    expect(table({ yieldShare: 0.9, independentDemand: demandOf(27) }).plannedReleases[0]?.quantity).toBe(30);
  });

  it('adds scrap to the component and joins it with demand from outside', () => {
    const plan = explodeRequirements({
      periods: 3,
      items: [
        {
          id: 'A',
          leadTimePeriods: 1,
          independentDemand: demandOf(0, 0, 10),
          billOfMaterial: [{ component: 'B', quantityPer: 3, scrapShare: 0.1 }],
        },
        { id: 'B', leadTimePeriods: 0, independentDemand: demandOf(0, 2, 5) },
      ],
    });
    // 10 x 3 / 0.9 = 33.3, so 34 units in period 2, and 2 for others.
    expect(requirementsTable(plan, 'B').gross).toEqual([0, 36, 5]);
    expect(requirementsTable(plan, 'B').lowLevelCode).toBe(1);
  });

  it('shows a release before the first period in its true period, its components in the first', () => {
    const plan = explodeRequirements({
      periods: 3,
      items: [
        {
          id: 'A',
          leadTimePeriods: 3,
          independentDemand: demandOf(0, 8),
          billOfMaterial: [{ component: 'B', quantityPer: 1 }],
        },
        { id: 'B', leadTimePeriods: 2 },
      ],
    });
    expect(requirementsTable(plan, 'A').pastDueReleases).toEqual([{ period: -1, quantity: 8 }]);
    expect(requirementsTable(plan, 'A').plannedReleases).toEqual([{ period: -1, quantity: 8 }]);
    expect(requirementsTable(plan, 'B').gross).toEqual([8, 0, 0]);
    expect(requirementsTable(plan, 'B').pastDueReleases).toEqual([{ period: -1, quantity: 8 }]);
  });

  it('keeps fractions where units need not be whole', () => {
    const plan = explodeRequirements({
      periods: 1,
      wholeUnits: false,
      items: [
        {
          id: 'A',
          leadTimePeriods: 0,
          yieldShare: 0.5,
          independentDemand: [{ period: 1, quantity: 0.75 }],
          billOfMaterial: [{ component: 'B', quantityPer: 0.5, scrapShare: 0.25 }],
        },
        { id: 'B', leadTimePeriods: 0 },
      ],
    });
    expect(requirementsTable(plan, 'A').plannedReceipts).toEqual([0.75]);
    expect(requirementsTable(plan, 'A').plannedReleases).toEqual([{ period: 1, quantity: 1.5 }]);
    expect(requirementsTable(plan, 'B').gross).toEqual([1]);
  });

  it('nets an item after all its parents, whatever the order of the list', () => {
    // B is a component of A and of C, so its code is 2.
    const items: RequirementsItem[] = [
      { id: 'B', leadTimePeriods: 0 },
      {
        id: 'A',
        leadTimePeriods: 0,
        independentDemand: demandOf(1),
        billOfMaterial: [
          { component: 'B', quantityPer: 1 },
          { component: 'C', quantityPer: 1 },
        ],
      },
      { id: 'C', leadTimePeriods: 0, billOfMaterial: [{ component: 'B', quantityPer: 3 }] },
    ];
    const plan = explodeRequirements({ periods: 1, items });
    expect([...plan.bill.lowLevelCode]).toEqual([2, 0, 1]);
    expect(requirementsTable(plan, 'B').gross).toEqual([4]);
  });
});

describe('what explodeRequirements refuses', () => {
  const plan = (item: Partial<RequirementsItem>, periods = 2) =>
    explodeRequirements({
      periods,
      items: [
        { id: 'A', leadTimePeriods: 0, ...item },
        { id: 'B', leadTimePeriods: 0 },
      ],
    });

  it.each([0, 1.5, Number.NaN])('a horizon of %s periods, but not of 1', (periods) => {
    expect(() => plan({}, periods)).toThrow(
      new RangeError(`periods is ${periods}; it must be a whole number, at least 1`),
    );
    expect(plan({}, 1).periods).toBe(1);
  });

  it.each([-1, 0.5])('a lead time of %s, but not of 0', (leadTimePeriods) => {
    expect(() => plan({ leadTimePeriods })).toThrow(
      new RangeError(`leadTimePeriods of 'A' is ${leadTimePeriods}; it must be a whole number, at least 0`),
    );
    expect(plan({ leadTimePeriods: 0 }).items).toHaveLength(2);
  });

  it('negative stock and negative safety stock, but not 0', () => {
    expect(() => plan({ onHand: -1 })).toThrow("onHand of 'A' is -1");
    expect(() => plan({ safetyStock: -0.5 })).toThrow("safetyStock of 'A' is -0.5");
    expect(() => plan({ onHand: Number.NaN })).toThrow("onHand of 'A' is NaN");
    expect(plan({ onHand: 0, safetyStock: 0 }).projectedOnHand[0]).toBe(0);
  });

  it.each([0, 1.01, Number.NaN])('a yield of %s, but not of 1', (yieldShare) => {
    expect(() => plan({ yieldShare })).toThrow(
      new RangeError(`yieldShare of 'A' is ${yieldShare}; it must be above 0 and at most 1`),
    );
    expect(plan({ yieldShare: 1 }).items).toHaveLength(2);
    expect(plan({ yieldShare: 0.01 }).items).toHaveLength(2);
  });

  it.each([0, 3, 1.5])('demand in period %s of 2, but not in period 2', (period) => {
    const message = `period is ${period}; it must be a whole number from 1 to 2`;
    const at = (where: number) => [{ period: where, quantity: 1 }];
    expect(() => plan({ independentDemand: at(period) })).toThrow(`independentDemand of 'A': ${message}`);
    expect(() => plan({ scheduledReceipts: at(period) })).toThrow(`scheduledReceipts of 'A': ${message}`);
    expect(plan({ independentDemand: at(2), scheduledReceipts: at(1) }).gross[1]).toBe(1);
  });

  it('negative demand, but not demand of 0', () => {
    expect(() => plan({ independentDemand: [{ period: 1, quantity: -1 }] })).toThrow(
      "independentDemand of 'A': quantity is -1",
    );
    expect(plan({ independentDemand: [{ period: 1, quantity: 0 }] }).gross[0]).toBe(0);
  });

  it('lot rules without a size, but not with the smallest', () => {
    expect(() => plan({ lotRule: { kind: 'fixed-order-quantity', quantity: 0 } })).toThrow(
      "lotRule of 'A'.quantity is 0",
    );
    expect(plan({ lotRule: { kind: 'fixed-order-quantity', quantity: 0.1 } }).items).toHaveLength(2);
    expect(() => plan({ lotRule: { kind: 'periodic-order-quantity', periods: 0 } })).toThrow(
      new RangeError("lotRule of 'A'.periods is 0; it must be a whole number, at least 1"),
    );
    expect(() => plan({ lotRule: { kind: 'periodic-order-quantity', periods: 1.5 } })).toThrow(
      'periods is 1.5',
    );
    expect(plan({ lotRule: { kind: 'periodic-order-quantity', periods: 1 } }).items).toHaveLength(2);
    expect(() => plan({ lotRule: { kind: 'minimum-and-multiple', minimum: -1 } })).toThrow('minimum is -1');
    expect(() => plan({ lotRule: { kind: 'minimum-and-multiple', multiple: 0 } })).toThrow('multiple is 0');
    expect(plan({ lotRule: { kind: 'minimum-and-multiple' } }).items).toHaveLength(2);
  });

  it('the table of an item the plan does not have', () => {
    expect(() => requirementsTable(plan({}), 'Z')).toThrow(
      new RangeError("itemId is 'Z'; it must be the id of an item of the plan"),
    );
    expect(requirementsTable(plan({}), 'B').item).toBe('B');
  });
});
