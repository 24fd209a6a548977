import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demandServed } from './demand-served.ts';
import { explodeRequirements, type RequirementsItem, type RequirementsPlan } from './explosion.ts';
import { lateDemands } from './lateness.ts';
import type { LotRule } from './lot-rules.ts';
import { pegPlan } from './pegging.ts';
import { requirementsTable } from './requirements-table.ts';

const PERIODS = 8;
const RUNS = { numRuns: 200 };

const lotRule: fc.Arbitrary<LotRule> = fc.oneof(
  fc.constant<LotRule>({ kind: 'lot-for-lot' }),
  fc.integer({ min: 1, max: 60 }).map((quantity): LotRule => ({ kind: 'fixed-order-quantity', quantity })),
  fc.integer({ min: 1, max: 4 }).map((periods): LotRule => ({ kind: 'periodic-order-quantity', periods })),
  fc
    .record({ minimum: fc.integer({ min: 1, max: 50 }), multiple: fc.integer({ min: 1, max: 12 }) })
    .map((sizes): LotRule => ({ kind: 'minimum-and-multiple', ...sizes })),
);

const quantities = fc.uniqueArray(
  fc.record({ period: fc.integer({ min: 1, max: PERIODS }), quantity: fc.integer({ min: 0, max: 60 }) }),
  { maxLength: 4, selector: ({ period }) => period },
);

/** One to six items; each may use those after it, so that there is no loop. */
const items: fc.Arbitrary<RequirementsItem[]> = fc
  .array(
    fc.record({
      leadTimePeriods: fc.integer({ min: 0, max: 3 }),
      lotRule,
      onHand: fc.integer({ min: 0, max: 80 }),
      safetyStock: fc.integer({ min: 0, max: 20 }),
      yieldShare: fc.constantFrom(1, 0.9, 0.5),
      scheduledReceipts: quantities,
      independentDemand: quantities,
      uses: fc.array(
        fc.record({
          skip: fc.integer({ min: 1, max: 4 }),
          quantityPer: fc.integer({ min: 1, max: 4 }),
          scrapShare: fc.constantFrom(0, 0.1, 0.25),
        }),
        { maxLength: 3 },
      ),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((list) =>
    list.map(({ uses, ...item }, index) => ({
      ...item,
      id: `item ${index}`,
      billOfMaterial: uses
        .filter(({ skip }) => index + skip < list.length)
        .map(({ skip, ...line }) => ({ component: `item ${index + skip}`, ...line })),
    })),
  );

const explode = (list: RequirementsItem[], wholeUnits = true) =>
  explodeRequirements({ periods: PERIODS, items: list, wholeUnits });

const tables = (plan: RequirementsPlan) => plan.items.map(({ id }) => requirementsTable(plan, id));

describe('an explosion of requirements', () => {
  it('conserves units: stock changes by receipts less requirements and stays above the safety stock', () => {
    fc.assert(
      fc.property(items, (list) => {
        const plan = explode(list);
        for (const [index, table] of tables(plan).entries()) {
          const { onHand = 0, safetyStock = 0 } = list[index] ?? {};
          let before = onHand;
          for (let at = 0; at < PERIODS; at++) {
            const received = (table.scheduledReceipts[at] ?? 0) + (table.plannedReceipts[at] ?? 0);
            const after = table.projectedOnHand[at] ?? Number.NaN;
            expect(after).toBeCloseTo(before + received - (table.gross[at] ?? 0), 9);
            expect(after).toBeGreaterThanOrEqual(safetyStock - 1e-9);
            before = after;
          }
        }
      }),
      RUNS,
    );
  });

  it('agrees with a plan that explodes level by level from the definitions', () => {
    fc.assert(
      fc.property(items, (list) => {
        expect(tables(explode(list)).map((table) => table.plannedReceipts)).toEqual(plainPlan(list));
      }),
      RUNS,
    );
  });

  it('does not depend on the order of the items or of their lines', () => {
    fc.assert(
      fc.property(items, (list) => {
        const turned = [...list].reverse().map((item) => ({
          ...item,
          billOfMaterial: [...(item.billOfMaterial ?? [])].reverse(),
          independentDemand: [...(item.independentDemand ?? [])].reverse(),
        }));
        const other = explode(turned);
        for (const table of tables(explode(list))) {
          expect(requirementsTable(other, table.item)).toEqual(table);
        }
      }),
      RUNS,
    );
  });

  it('scales with the unit, lot-for-lot and without rounding', () => {
    fc.assert(
      fc.property(items, fc.constantFrom(0.25, 2, 64), (list, factor) => {
        const lots = list.map((item) => ({ ...item, lotRule: { kind: 'lot-for-lot' } as const }));
        const scaled = lots.map((item) => ({
          ...item,
          onHand: item.onHand! * factor,
          safetyStock: item.safetyStock! * factor,
          scheduledReceipts: item.scheduledReceipts!.map((each) => ({
            ...each,
            quantity: each.quantity * factor,
          })),
          independentDemand: item.independentDemand!.map((each) => ({
            ...each,
            quantity: each.quantity * factor,
          })),
        }));
        const plan = explode(lots, false);
        const other = explode(scaled, false);
        plan.startedQuantity.forEach((started, at) => {
          expect(other.startedQuantity[at]).toBeCloseTo(started * factor, 6);
        });
      }),
      RUNS,
    );
  });

  it('never releases later for a longer lead time', () => {
    fc.assert(
      fc.property(items, fc.nat(5), (list, which) => {
        const at = which % list.length;
        const longer = list.map((item, index) =>
          index === at ? { ...item, leadTimePeriods: item.leadTimePeriods + 1 } : item,
        );
        const before = tables(explode(list))[at];
        const after = tables(explode(longer))[at];
        expect(after?.plannedReceipts).toEqual(before?.plannedReceipts);
        expect(after?.plannedReleases.map(({ period }) => period)).toEqual(
          before?.plannedReleases.map(({ period }) => period - 1),
        );
      }),
      RUNS,
    );
  });
});

describe('the pegging of an explosion', () => {
  it('accounts for every unit of every order and requirement', () => {
    fc.assert(
      fc.property(items, (list) => {
        const { orders, demands } = pegPlan(explode(list));
        for (const order of orders) {
          const pegged = order.serves.reduce((sum, { quantity }) => sum + quantity, 0);
          expect(pegged + order.forSafetyStock + order.excessOfLot).toBeCloseTo(order.receipt, 6);
          expect(order.serves.every(({ requirement }) => requirement.period >= order.receiptPeriod)).toBe(
            true,
          );
        }
        for (const { requirement, pegs } of demands) {
          expect(pegs.reduce((sum, { quantity }) => sum + quantity, 0)).toBeCloseTo(requirement.quantity, 6);
        }
      }),
      RUNS,
    );
  });

  it('gives every order components enough for all it starts', () => {
    fc.assert(
      fc.property(items, (list) => {
        for (const order of pegPlan(explode(list)).orders) {
          const taken = order.components.reduce((sum, { quantity }) => sum + quantity, 0);
          const lines = list.find(({ id }) => id === order.item)?.billOfMaterial ?? [];
          const wanted = lines.map(({ quantityPer, scrapShare = 0 }) =>
            Math.ceil((order.started * quantityPer) / (1 - scrapShare) - 1e-6),
          );
          expect(taken).toBeCloseTo(
            wanted.reduce((sum, units) => sum + units, 0),
            6,
          );
        }
      }),
      RUNS,
    );
  });

  it('never serves more of a demand than is demanded, through whatever levels', () => {
    fc.assert(
      fc.property(items, (list) => {
        const { orders } = pegPlan(explode(list));
        for (const order of orders) {
          for (const { item, period, quantity } of demandServed(order)) {
            const demand = list.find(({ id }) => id === item)?.independentDemand ?? [];
            const demanded = demand.find((each) => each.period === period)?.quantity ?? 0;
            expect(quantity).toBeLessThanOrEqual(demanded + 1e-6);
          }
        }
      }),
      RUNS,
    );
  });

  it('calls a demand late only if an order would have to be released in the past', () => {
    fc.assert(
      fc.property(items, (list) => {
        const plan = explode(list);
        const pegged = pegPlan(plan);
        const late = lateDemands(pegged);
        const past = tables(plan).some(({ pastDueReleases }) => pastDueReleases.length > 0);
        if (!past) expect(late).toEqual([]);
        for (const { earliestPeriod, period, path, lateQuantity, quantity } of late) {
          expect(earliestPeriod).toBeGreaterThan(period);
          expect(lateQuantity).toBeLessThanOrEqual(quantity + 1e-6);
          const last = path[path.length - 1];
          expect(last?.earliestReceipt).toBe((last?.earliestRelease ?? 0) + (last?.leadTimePeriods ?? 0));
          expect(last?.releasePeriod).toBeLessThan(1);
        }
      }),
      RUNS,
    );
  });
});

/** Planned receipts by item, from maps and the definitions alone; items are listed parents first. */
function plainPlan(list: RequirementsItem[]): number[][] {
  const gross = new Map(list.map(({ id }) => [id, new Array<number>(PERIODS + 1).fill(0)]));
  const up = (units: number) => Math.ceil(units - 1e-6);
  return list.map((item) => {
    const required = gross.get(item.id) ?? [];
    for (const { period, quantity } of item.independentDemand ?? []) required[period]! += quantity;
    const arriving = (period: number) =>
      (item.scheduledReceipts ?? []).reduce(
        (sum, each) => sum + (each.period === period ? each.quantity : 0),
        0,
      );
    const shortBy = (stock: number) => Math.max(0, item.safetyStock! - stock);
    const rule = item.lotRule!;
    let stock = item.onHand!;
    const receipts: number[] = [];
    for (let period = 1; period <= PERIODS; period++) {
      stock += arriving(period) - required[period]!;
      let receipt = 0;
      if (shortBy(stock) > 0) {
        let need = shortBy(stock);
        if (rule.kind === 'periodic-order-quantity') {
          // The net requirements of the window one after another, each made up for as it arises.
          let ahead = stock + need;
          for (let later = period + 1; later < period + rule.periods && later <= PERIODS; later++) {
            ahead += arriving(later) - required[later]!;
            need += shortBy(ahead);
            ahead += shortBy(ahead);
          }
        }
        if (rule.kind === 'fixed-order-quantity') receipt = up(need / rule.quantity) * rule.quantity;
        else if (rule.kind === 'minimum-and-multiple') {
          receipt = up(Math.max(need, rule.minimum!) / rule.multiple!) * rule.multiple!;
        } else receipt = up(need);
      }
      stock += receipt;
      receipts.push(receipt);
      const started = up(receipt / item.yieldShare!);
      for (const { component, quantityPer, scrapShare = 0 } of item.billOfMaterial ?? []) {
        const into = gross.get(component) ?? [];
        into[Math.max(1, period - item.leadTimePeriods)]! += up((started * quantityPer) / (1 - scrapShare));
      }
    }
    return receipts;
  });
}
