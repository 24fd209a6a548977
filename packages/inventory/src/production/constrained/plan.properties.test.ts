import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOf, dayNumberOf } from '../../simulation/calendar.ts';
import type { ConstrainedPlanInput, OrderSizes } from './input.ts';
import { planConstrained } from './plan.ts';
import type { ConstrainedPlan } from './result.ts';

const TODAY = '2031-01-06';
const RUNS = { numRuns: 150 };
const after = (days: number) => dateOf(dayNumberOf(TODAY) + days);

const day = fc.integer({ min: 0, max: 30 }).map(after);
const units = fc.integer({ min: 1, max: 20 });
const item = fc.constantFrom('product', 'other', 'part', 'raw');
const dated = fc.record({ item, date: day, quantity: units });
const demands = fc
  .array(
    fc.record({
      item: fc.constantFrom('product', 'other'),
      quantity: units,
      due: day,
      minimumShipment: fc.constantFrom(0, 0, 3, 20),
      maxLateDays: fc.constantFrom(Number.POSITIVE_INFINITY, 0, 10),
    }),
    { maxLength: 6 },
  )
  // Different priorities, so that the order of planning is that of the list.
  .map((list) => list.map((each, at) => ({ ...each, id: `demand ${at}`, priority: at })));

/** Products from parts from raw material, some of it for sale. */
const input: fc.Arbitrary<ConstrainedPlanInput> = fc
  .record({
    demands,
    onHand: fc.uniqueArray(fc.record({ item, quantity: units }), { selector: (each) => each.item }),
    confirmedReceipts: fc.array(dated, { maxLength: 4 }),
    days: fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 3, maxLength: 3 }),
    daysPerUnit: fc.constantFrom(0, 0.25),
    sizes: fc.constantFrom({}, { minimum: 5 }, { multiple: 4 }, { minimum: 6, multiple: 4, maximum: 8 }),
    sold: fc.uniqueArray(item, { maxLength: 2 }),
    lead: fc.integer({ min: 0, max: 15 }),
  })
  .map(({ days, daysPerUnit, sizes, sold, lead, ...rest }) => ({
    ...rest,
    today: TODAY,
    operations: [
      make('finish', 'product', { part: 2, raw: 1 }, { fixedDays: days[0] ?? 0, ...sizes }),
      make('form', 'other', { part: 1 }, { fixedDays: days[1] ?? 0 }),
      make('cut', 'part', { raw: 1 }, { fixedDays: days[2] ?? 0, daysPerUnit }),
    ],
    suppliers: sold.map((each) => ({ item: each, supplier: `seller of ${each}`, leadDays: lead, ...sizes })),
  }));

function make(
  id: string,
  made: string,
  from: Record<string, number>,
  rest: OrderSizes & { fixedDays: number; daysPerUnit?: number },
) {
  const consumes = Object.entries(from).map(([component, quantity]) => ({ item: component, quantity }));
  return { id, produces: [{ item: made, quantity: 1 }], consumes, ...rest };
}

const deliveriesOf = (plan: ConstrainedPlan) => plan.demands.map(({ deliveries }) => deliveries);

describe('a constrained plan', () => {
  it('conserves units: no stock below 0, every unit of a demand delivered or short', () => {
    fc.assert(
      fc.property(input, (given) => {
        const plan = planConstrained(given);
        // Only what a day leaves behind counts; within a day arrivals come first.
        for (const { onHand } of plan.stock) expect(onHand).toBeGreaterThan(-1e-6);
        expect(plan.problems.filter(({ kind }) => kind === 'material-shortage')).toEqual([]);
        for (const { quantity, delivered, short, tooMuch } of plan.demands) {
          expect(delivered + short - tooMuch).toBeCloseTo(quantity, 6);
        }
      }),
      RUNS,
    );
  });

  it('starts nothing before today and delivers nothing before it is due, nor after it is wanted', () => {
    fc.assert(
      fc.property(input, (given) => {
        const plan = planConstrained(given);
        for (const { start } of plan.orders) expect(start >= TODAY).toBe(true);
        for (const { deliveries, demand } of plan.demands) {
          const wanted = given.demands.find(({ id }) => id === demand);
          for (const { date, quantity, lateDays } of deliveries) {
            expect(date >= (wanted?.due ?? '')).toBe(true);
            expect(lateDays).toBeLessThanOrEqual(wanted?.maxLateDays ?? 0);
            expect(quantity).toBeGreaterThanOrEqual((wanted?.minimumShipment ?? 0) - 1e-6);
          }
        }
      }),
      RUNS,
    );
  });

  it('gives a reason exactly to what is late or short', () => {
    fc.assert(
      fc.property(input, (given) => {
        for (const { lateDays, short, constraints } of planConstrained(given).demands) {
          expect(constraints.length > 0).toBe(lateDays > 0 || short > 0);
        }
      }),
      RUNS,
    );
  });

  it('never lets a demand of low priority change those before it', () => {
    fc.assert(
      fc.property(input, (given) => {
        const fewer = { ...given, demands: given.demands.slice(0, -1) };
        expect(deliveriesOf(planConstrained(given)).slice(0, fewer.demands.length)).toEqual(
          deliveriesOf(planConstrained(fewer)),
        );
      }),
      RUNS,
    );
  });

  it('does not depend on the order in which demands, stock and receipts are listed', () => {
    fc.assert(
      fc.property(input, (given) => {
        const turned = {
          ...given,
          demands: [...given.demands].reverse(),
          onHand: [...(given.onHand ?? [])].reverse(),
          confirmedReceipts: [...(given.confirmedReceipts ?? [])].reverse(),
        };
        expect(deliveriesOf(planConstrained(turned))).toEqual(deliveriesOf(planConstrained(given)));
      }),
      RUNS,
    );
  });

  it('accounts for every unit an order makes', () => {
    fc.assert(
      fc.property(input, (given) => {
        for (const { kind, quantity, serves, excess } of planConstrained(given).orders) {
          if (kind === 'deliver') continue;
          const taken = serves.reduce((sum, peg) => sum + peg.quantity, 0);
          expect(taken + excess).toBeCloseTo(quantity, 6);
        }
      }),
      RUNS,
    );
  });

  it('delivers stock and receipts as a day-by-day count does, where nothing can be made', () => {
    const stockOnly = fc.record({ demands, receipts: fc.array(dated, { maxLength: 8 }), onHand: units });
    fc.assert(
      fc.property(stockOnly, ({ demands: wanted, receipts, onHand }) => {
        const plain = wanted.map((each) => ({ ...each, minimumShipment: 0, item: 'product' }));
        const confirmed = receipts.map((each) => ({ ...each, item: 'product' }));
        const plan = planConstrained({
          today: TODAY,
          demands: plain,
          onHand: [{ item: 'product', quantity: onHand }],
          confirmedReceipts: confirmed,
        });
        expect(
          plan.demands.map(({ deliveries }) => deliveries.map(({ date, quantity }) => [date, quantity])),
        ).toEqual(dayByDay(onHand, confirmed, plain));
      }),
      RUNS,
    );
  });

  it('meets every demand on its due date when nothing is constrained', () => {
    fc.assert(
      fc.property(input, (given) => {
        for (const { deliveries, demand } of planConstrained({ ...given, mode: 'unconstrained' }).demands) {
          const wanted = given.demands.find(({ id }) => id === demand);
          expect([...new Set(deliveries.map(({ date }) => date))]).toEqual([wanted?.due]);
        }
      }),
      RUNS,
    );
  });
});

/** Each demand in turn takes, day by day from its due date, what no later day lacks. */
function dayByDay(
  onHand: number,
  receipts: { date: string; quantity: number }[],
  wanted: { quantity: number; due: string; maxLateDays: number }[],
) {
  const days = Array.from({ length: 45 }, (_, at) => after(at));
  const stock = days.map((date) =>
    receipts.reduce((sum, each) => sum + (each.date <= date ? each.quantity : 0), onHand),
  );
  return wanted.map(({ quantity, due, maxLateDays }) => {
    const lines: [string, number][] = [];
    let open = quantity;
    for (const [at, date] of days.entries()) {
      if (date < due || at > days.indexOf(due) + maxLateDays) continue;
      const taken = Math.min(open, ...stock.slice(at));
      if (taken <= 0) continue;
      lines.push([date, taken]);
      open -= taken;
      for (let later = at; later < stock.length; later++) stock[later]! -= taken;
    }
    return lines;
  });
}
