import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StockRow } from '../stock/index.ts';
import assessItems from './assess-task.ts';
import type { LocationOfItem } from './item-stock.ts';
import proposeForItems, { type LaneTo, type ProposeTask } from './propose-task.ts';
import { defaultRules, type ExpiryRules, expiryRules } from './rules.ts';
import { constant, neverSold, uncertain } from './test-demand.ts';

const snapshotDate = '2026-03-02';
/** The last of the five days on which a batch can be sold. */
const fiveDays = '2026-03-07';

function batch(given: Partial<StockRow>): StockRow {
  return {
    store_id: 'S1',
    sku_id: 'MILK',
    batch_id: 'B1',
    expiry_date: fiveDays,
    on_hand_qty: 40,
    unit_cost: 2,
    unit_cost_source: 'batch',
    upload_id: null,
    row_no: null,
    file_name: null,
    ...given,
  };
}

function place(
  store_id: string,
  forecast: LocationOfItem['forecast'],
  ...batches: StockRow[]
): LocationOfItem {
  return { store_id, batches, forecast, price: 4, replenished: true };
}

const lane = (store_id: string, given: Partial<LaneTo> = {}): LaneTo => ({
  store_id,
  lead_time_days: 1,
  cost_per_unit: 0.1,
  fixed_cost: 1,
  ...given,
});

/** Batch B1 of the first place is at risk; markdowns are off unless a test turns them on. */
function task(
  places: LocationOfItem[],
  given: {
    lanes?: LaneTo[];
    rules?: Partial<ExpiryRules>;
    free?: Record<string, number | null>;
    batchIds?: string[];
  } = {},
): ProposeTask {
  const store_id = places[0]?.store_id ?? '';
  return {
    snapshotDate,
    seed: 'test',
    rules: expiryRules.parse({
      ...defaultRules,
      freshest_first_percentage: 0,
      markdown_allowed: false,
      ...given.rules,
    }),
    freeCapacityUnits: given.free ?? {},
    items: [
      {
        sku_id: 'MILK',
        locations: places,
        elasticity: { value: -2.5, low: -3, high: -2, source: 'item', price_changes: 9 },
        packUnits: 1,
        candidates: (given.batchIds ?? ['B1']).map((batch_id) => ({
          store_id,
          batch_id,
          at_risk_units: 30,
          at_risk_value: 60,
          lanes: given.lanes ?? [],
        })),
      },
    ],
  };
}

function planOf(...given: Parameters<typeof task>) {
  const { remedies, skipped } = proposeForItems(task(...given));
  expect(skipped).toEqual([]);
  return remedies[0]?.comparison.plan ?? [];
}

const kinds = (plan: ReturnType<typeof planOf>) => plan.map((action) => action.kind);

describe('a transfer', () => {
  // S1 sells 2 a day and 30 of its 40 units stay. S2 sells 6 a day and holds 10 units with the same life.
  const origin = place('S1', constant(2), batch({}));
  const faster = place('S2', constant(6), batch({ store_id: 'S2', batch_id: 'OWN', on_hand_qty: 10 }));
  const slower = place('S3', constant(1));
  const places = [origin, faster, slower];
  const lanes = [lane('S2'), lane('S3')];

  it('goes to the store that sells faster, not to the slower one, for no more than it sells beyond its own stock', () => {
    const transfers = planOf(places, { lanes }).filter((action) => action.kind === 'TRANSFER');
    expect(transfers.map((action) => action.toStoreId)).toEqual(['S2']);
    // 6 of its own sell on day 1; on days 2 to 5 come 24 customers, 4 of whom take the rest of its own.
    expect(transfers[0]?.qty).toBe(20);
  });

  it('is worth the units it rescues less its cost: 20 × (2.00 + 0.10) − 20 × 0.10 − 1.00 and the purchases they replace', () => {
    const { comparison } = proposeForItems(task(places, { lanes })).remedies[0]!;
    const amount = (name: string) =>
      comparison.terms.filter((term) => term.name === name).reduce((sum, term) => sum + term.amount, 0);
    expect(amount('transfer cost per unit')).toBeCloseTo(-2, 9);
    expect(amount('transfer fixed cost')).toBeCloseTo(-1, 9);
    expect(comparison.expectedSavings).toBeCloseTo(
      comparison.terms.reduce((sum, term) => sum + term.amount, 0),
      9,
    );
    // Nothing is left to liquidate but the ten units that neither store sells.
    expect(comparison.plan.map((action) => [action.kind, action.qty])).toEqual([
      ['TRANSFER', 20],
      ['LIQUIDATE', 10],
    ]);
  });

  it.each<[string, Parameters<typeof task>[1]]>([
    ['costs more than it saves', { lanes: [lane('S2', { cost_per_unit: 50 })] }],
    ['has a fixed cost above what it saves', { lanes: [lane('S2', { fixed_cost: 1000 })] }],
    ['travels longer than the days left', { lanes: [lane('S2', { lead_time_days: 5 })] }],
    ['finds the receiver full', { lanes: [lane('S2')], free: { S2: 0 } }],
    ['has no lane', { lanes: [] }],
  ])('is not proposed when it %s', (_reason, given) => {
    expect(kinds(planOf(places, { lanes: [lane('S2')] }))).toContain('TRANSFER');
    expect(kinds(planOf(places, given))).toEqual(['LIQUIDATE']);
  });

  it('moves no more than the receiver has room for', () => {
    const plan = planOf(places, { lanes: [lane('S2')], free: { S2: 7 } });
    expect(plan.find((action) => action.kind === 'TRANSFER')?.qty).toBe(7);
  });

  it('that takes the room of a store leaves none for the next batch', () => {
    const two = [place('S1', constant(2), batch({}), batch({ batch_id: 'B2' })), faster];
    const { remedies } = proposeForItems(
      task(two, { lanes: [lane('S2')], free: { S2: 12 }, batchIds: ['B1', 'B2'] }),
    );
    const moved = remedies
      .flatMap((remedy) => remedy.comparison.plan)
      .filter((action) => action.kind === 'TRANSFER');
    expect(moved.reduce((sum, action) => sum + action.qty, 0)).toBe(12);
  });
});

describe('a markdown', () => {
  const places = [place('S1', uncertain(4), batch({}))];
  const marked = (rules: Partial<ExpiryRules>) =>
    planOf(places, { rules: { markdown_allowed: true, ...rules } }).find(
      (action) => action.kind === 'MARKDOWN',
    )?.discountPct;
  const usual = marked({}) ?? 0;

  it('is proposed for a batch that half its price would clear', () => {
    expect(usual).toBeGreaterThanOrEqual(20);
    expect(usual).toBeLessThanOrEqual(70);
    expect(usual % 10).toBe(0);
  });

  it.each<[string, Partial<ExpiryRules>, (discount: number | undefined) => boolean]>([
    [
      'the largest discount',
      { max_discount_pct: usual - 10 },
      (discount) => discount !== undefined && discount <= usual - 10,
    ],
    [
      'the smallest discount',
      { min_discount_pct: usual + 10 },
      (discount) => discount === undefined || discount >= usual + 10,
    ],
    [
      'the step',
      { min_discount_pct: 5, discount_step_pct: 14 },
      (discount) => discount !== undefined && (discount - 5) % 14 === 0,
    ],
    // Price 4.00, cost 2.00: a floor of the whole cost allows 50 % at most.
    [
      'the floor of the price',
      { min_price_share_of_cost_percentage: 1, min_discount_pct: 55 },
      (discount) => discount === undefined,
    ],
    ['the permission itself', { markdown_allowed: false }, (discount) => discount === undefined],
  ])('follows %s when it is tightened', (_rule, rules, holds) => {
    expect(holds(marked(rules)), String(marked(rules))).toBe(true);
    expect(marked(rules)).not.toBe(usual);
  });

  it('runs for one batch of an item and store at a time', () => {
    const two = [place('S1', uncertain(4), batch({}), batch({ batch_id: 'B2', expiry_date: '2026-03-08' }))];
    const { remedies } = proposeForItems(
      task(two, { rules: { markdown_allowed: true }, batchIds: ['B1', 'B2'] }),
    );
    const all = remedies.flatMap((remedy) => kinds(remedy.comparison.plan));
    expect(all.filter((kind) => kind === 'MARKDOWN')).toHaveLength(1);
  });

  it('is not proposed without a price to take something off', () => {
    const priceless = [{ ...place('S1', uncertain(4), batch({})), price: 0 }];
    expect(kinds(planOf(priceless, { rules: { markdown_allowed: true } }))).not.toContain('MARKDOWN');
  });
});

describe('a liquidation', () => {
  const places = [place('S1', constant(2), batch({}))];

  it('is what is left when no store takes it and a markdown is forbidden', () => {
    const plan = planOf(places);
    expect(plan.map((action) => [action.kind, action.qty])).toEqual([['LIQUIDATE', 30]]);
    // 30 units at 15 % of 2.00, less 0.05 of handling each.
    expect(plan[0]?.netRecovery).toBeCloseTo(30 * (0.3 - 0.05), 9);
    expect(plan[0]?.dispose).toBeUndefined();
  });

  it('that costs more than it brings in is marked as disposal', () => {
    const plan = planOf(places, { rules: { liquidation_recovery_percentage: 0.01 } });
    expect([plan[0]?.kind, plan[0]?.dispose]).toEqual(['LIQUIDATE', true]);
    expect(plan[0]?.netRecovery).toBeCloseTo(30 * (0.02 - 0.05), 9);
  });

  it('is all that can be done with a batch past its last day', () => {
    const plan = planOf([place('S1', constant(2), batch({ expiry_date: '2026-02-28' }))], {
      lanes: [lane('S2')],
      rules: { markdown_allowed: true },
    });
    expect(plan.map((action) => [action.kind, action.qty])).toEqual([['LIQUIDATE', 40]]);
  });
});

const anyRules = fc.record({
  markdown_allowed: fc.boolean(),
  transfer_allowed: fc.boolean(),
  max_discount_pct: fc.constantFrom(10, 30, 70, 99),
  min_price_share_of_cost_percentage: fc.constantFrom(0, 0.3, 1),
  liquidation_recovery_percentage: fc.constantFrom(0, 0.15, 0.5),
  min_savings: fc.constantFrom(0, 2, 500),
  freshest_first_percentage: fc.constantFrom(0, 0.2, 1),
  handling_margin_days: fc.constantFrom(0, 2),
});
const anyForecast = fc.oneof(
  fc.constant(neverSold),
  fc.integer({ min: 0, max: 8 }).map(constant),
  fc.double({ min: 0.1, max: 10, noNaN: true }).map(uncertain),
);
const anyStore = fc.record({
  forecast: anyForecast,
  units: fc.integer({ min: 0, max: 60 }),
  days: fc.integer({ min: -3, max: 20 }),
  lead: fc.integer({ min: 0, max: 4 }),
  free: fc.option(fc.integer({ min: 0, max: 40 })),
  price: fc.constantFrom(0, 1, 4),
  unitCost: fc.constantFrom(0, 0.5, 2),
});

it('rules refuse a discount of 100 %, which no proposal could be made under, and accept 99 %', () => {
  expect(expiryRules.safeParse({ max_discount_pct: 100 }).success).toBe(false);
  expect(expiryRules.safeParse({ max_discount_pct: 99 }).success).toBe(true);
});

describe('for any stores, stock and rules', () => {
  it('each high-risk batch has a proposal, and none moves more than there is', () => {
    fc.assert(
      fc.property(fc.array(anyStore, { minLength: 1, maxLength: 4 }), anyRules, (stores, rules) => {
        const places = stores.map((store, index) => ({
          ...place(
            `S${index}`,
            store.forecast,
            ...(store.units === 0
              ? []
              : [
                  batch({
                    store_id: `S${index}`,
                    batch_id: `B${index}`,
                    on_hand_qty: store.units,
                    unit_cost: store.unitCost,
                    expiry_date: new Date(Date.UTC(2026, 2, 2 + store.days)).toISOString().slice(0, 10),
                  }),
                ]),
          ),
          price: store.price,
        }));
        const lanes = stores.map((store, index) => lane(`S${index}`, { lead_time_days: store.lead }));
        const base = task(places, {
          rules,
          free: Object.fromEntries(stores.map((store, index) => [`S${index}`, store.free])),
        });
        const item = base.items[0]!;
        const { rows } = assessItems({
          snapshotDate,
          seed: 'test',
          freshestFirstShare: base.rules.freshest_first_percentage,
          handlingMarginDays: base.rules.handling_margin_days,
          items: [item],
        });
        for (const row of rows.filter((one) => one.risk_score >= base.rules.high_risk_score)) {
          const own = {
            store_id: row.store_id,
            batch_id: row.batch_id,
            at_risk_units: row.at_risk_units,
            at_risk_value: row.at_risk_value,
          };
          const candidate = {
            ...own,
            lanes: rules.transfer_allowed ? lanes.filter((entry) => entry.store_id !== row.store_id) : [],
          };
          const { remedies, skipped } = proposeForItems({
            ...base,
            freeCapacityUnits: { ...base.freeCapacityUnits },
            items: [{ ...item, candidates: [candidate] }],
          });
          expect(skipped).toEqual([]);
          const plan = remedies[0]?.comparison.plan ?? [];
          expect(plan.length).toBeGreaterThan(0);
          const moved = plan
            .filter((action) => action.kind !== 'MARKDOWN')
            .reduce((sum, action) => sum + action.qty, 0);
          expect(moved).toBeLessThanOrEqual(row.on_hand_qty);
          for (const action of plan) {
            expect(action.qty).toBeGreaterThan(0);
            if (action.kind === 'MARKDOWN') expect(rules.markdown_allowed).toBe(true);
            const free =
              action.toStoreId === undefined ? null : stores[Number(action.toStoreId.slice(1))]?.free;
            if (typeof free === 'number') expect(action.qty).toBeLessThanOrEqual(free);
          }
        }
      }),
      { numRuns: 120 },
    );
  });
});
