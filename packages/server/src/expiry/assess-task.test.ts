import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StockRow } from '../stock/index.ts';
import assessItems, { type AssessTask, type RiskRow } from './assess-task.ts';
import type { LocationOfItem } from './item-stock.ts';
import { constant, neverSold, uncertain } from './test-demand.ts';

function batch(given: Partial<StockRow>): StockRow {
  return {
    store_id: 'S1',
    sku_id: 'MILK',
    batch_id: 'B1',
    expiry_date: '2026-03-12',
    on_hand_qty: 10,
    unit_cost: 1,
    unit_cost_source: 'batch',
    upload_id: null,
    row_no: null,
    file_name: null,
    ...given,
  };
}

function place(forecast: LocationOfItem['forecast'], ...batches: StockRow[]): LocationOfItem {
  return { store_id: 'S1', batches, forecast, price: 2, replenished: true };
}

function assess(locations: LocationOfItem[], given: Partial<AssessTask> = {}) {
  return assessItems({
    snapshotDate: '2026-03-02',
    seed: 'test',
    freshestFirstShare: 0,
    handlingMarginDays: 0,
    items: [{ sku_id: 'MILK', locations }],
    ...given,
  });
}

/** The only row of one place. */
function judged(
  forecast: LocationOfItem['forecast'],
  given: Partial<StockRow>,
  task: Partial<AssessTask> = {},
): RiskRow {
  const { rows, skipped } = assess([place(forecast, batch(given))], task);
  expect(skipped).toEqual([]);
  expect(rows).toHaveLength(1);
  return rows[0] as RiskRow;
}

describe('days to expiry', () => {
  it.each([
    ['2028-01-31', '2028-03-01', 30, 'over a leap day'],
    ['2026-01-31', '2026-03-01', 29, 'in a common year'],
    ['2026-03-28', '2026-03-30', 2, 'over the change to summer time'],
    ['2026-10-24', '2026-10-26', 2, 'over the change to winter time'],
    ['2026-03-02', '2026-03-02', 0, 'on the day itself'],
    ['2026-03-02', '2026-02-27', -3, 'when past'],
  ])('from %s to %s are %i, %s', (snapshotDate, expiry_date, days) => {
    expect(judged(constant(2), { expiry_date }, { snapshotDate }).days_to_expiry).toBe(days);
  });
});

describe('expected sales to expiry', () => {
  it('are 20 at 2 a day for 10 days', () => {
    expect(judged(constant(2), { expiry_date: '2026-03-12' }).expected_sales_to_expiry).toBe(20);
  });

  it.each(['2026-03-02', '2026-02-20'])('are 0 when there are no days left (%s)', (expiry_date) => {
    expect(judged(constant(2), { expiry_date }).expected_sales_to_expiry).toBe(0);
  });

  it('end the handling margin before the expiry date', () => {
    const row = judged(constant(2), { expiry_date: '2026-03-12' }, { handlingMarginDays: 3 });
    expect([row.days_to_expiry, row.expected_sales_to_expiry]).toEqual([10, 14]);
  });
});

describe('at-risk units', () => {
  it('are shared by the batches of one series, earliest expiry first: 0 and 8, not 0 and 0', () => {
    // 12 customers in 6 days; the first batch of 10 sells out on day 5, the second sells 2.
    const { rows } = assess([
      place(
        constant(2),
        batch({ batch_id: 'LATER', expiry_date: '2026-03-08' }),
        batch({ batch_id: 'SOONER', expiry_date: '2026-03-07' }),
      ),
    ]);
    expect(rows.map((row) => [row.batch_id, row.at_risk_units])).toEqual([
      ['LATER', 8],
      ['SOONER', 0],
    ]);
  });

  it('are not shared between stores', () => {
    const { rows } = assess([
      { ...place(constant(1), batch({})), store_id: 'S1' },
      { ...place(constant(1), batch({ store_id: 'S2' })), store_id: 'S2' },
    ]);
    expect(rows.map((row) => [row.store_id, row.at_risk_units])).toEqual([
      ['S1', 0],
      ['S2', 0],
    ]);
  });

  it('are all units of a batch that expired, with a score of 100', () => {
    expect(judged(constant(9), { expiry_date: '2026-03-01' })).toMatchObject({
      at_risk_units: 10,
      p_waste: 1,
      risk_score: 100,
    });
  });

  it('are all 20 units of an item that never sold', () => {
    expect(judged(neverSold, { on_hand_qty: 20 })).toMatchObject({
      at_risk_units: 20,
      at_risk_units_low: 20,
      risk_score: 100,
    });
  });

  it('score at most 5 where stock will surely sell: 5 units at 10 a day with 60 days', () => {
    const row = judged(uncertain(10), { on_hand_qty: 5, expiry_date: '2026-05-01' });
    expect(row.days_to_expiry).toBe(60);
    expect(row.risk_score).toBeLessThanOrEqual(5);
  });

  it('of a batch without units are not a row', () => {
    expect(assess([place(constant(1), batch({ on_hand_qty: 0 }))])).toEqual({ rows: [], skipped: [] });
  });
});

describe('at-risk value', () => {
  it('is 100.00 for 8 units at 12.50', () => {
    expect(judged(neverSold, { on_hand_qty: 8, unit_cost: 12.5 }).at_risk_value).toBe(100);
  });

  it('is rounded from the exact product, not from its nearest binary number: 1 × 1.005 is 1.01', () => {
    expect(judged(neverSold, { on_hand_qty: 1, unit_cost: 1.005 }).at_risk_value).toBe(1.01);
    expect(judged(neverSold, { on_hand_qty: 3, unit_cost: 8.195 }).at_risk_value).toBe(24.59);
  });
});

describe('a series that cannot be judged', () => {
  it('is named with its reason, and the other 99 are judged', () => {
    const locations = Array.from({ length: 100 }, (_, index) => ({
      ...place(constant(1), batch({ expiry_date: index === 50 ? 'soon' : '2026-03-12' })),
      store_id: `S${index}`,
    }));
    const { rows, skipped } = assess(locations);
    expect(rows).toHaveLength(99);
    expect(skipped).toEqual([{ store_id: 'S50', sku_id: 'MILK', reason: expect.stringContaining('soon') }]);
  });

  it('is one that holds stock without a forecast', () => {
    expect(assess([place(null, batch({}))]).skipped[0]?.reason).toBe(
      'no forecast of this item at this location',
    );
  });
});

const dayAfterSnapshot = fc
  .integer({ min: -20, max: 90 })
  .map((days) => new Date(Date.UTC(2026, 2, 2 + days)).toISOString().slice(0, 10));
const anyForecast = fc.oneof(
  fc.constant(neverSold),
  fc.integer({ min: 0, max: 12 }).map(constant),
  fc.double({ min: 0.05, max: 20, noNaN: true }).map(uncertain),
);
const anyBatches = fc
  .array(
    fc.record({
      expiry_date: dayAfterSnapshot,
      on_hand_qty: fc.integer({ min: 1, max: 300 }),
      // Four decimals, as the column holds.
      unit_cost: fc.integer({ min: 0, max: 5_000_000 }).map((units) => units / 10_000),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((batches) => batches.map((given, index) => batch({ ...given, batch_id: `B${index}` })));

describe('for any stock and any demand', () => {
  it('at-risk units lie between 0 and what is on hand, the score between 0 and 100, and the value follows to the cent', () => {
    fc.assert(
      fc.property(
        anyForecast,
        anyBatches,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (forecast, batches, freshestFirstShare) => {
          const { rows, skipped } = assess([place(forecast, ...batches)], { freshestFirstShare });
          expect(skipped).toEqual([]);
          expect(rows).toHaveLength(batches.length);
          for (const row of rows) {
            for (const units of [row.at_risk_units_low, row.at_risk_units, row.at_risk_units_high]) {
              expect(units).toBeGreaterThanOrEqual(0);
              expect(units).toBeLessThanOrEqual(row.on_hand_qty);
            }
            expect(row.at_risk_units_low).toBeLessThanOrEqual(row.at_risk_units_high);
            expect(Number.isInteger(row.risk_score) && row.risk_score >= 0 && row.risk_score <= 100).toBe(
              true,
            );
            expect(row.expected_sales_to_expiry).toBeGreaterThanOrEqual(0);
            if (row.days_to_expiry <= 0)
              expect([row.at_risk_units, row.risk_score]).toEqual([row.on_hand_qty, 100]);
            // In ten-thousandths of a cent, half upwards, in whole numbers.
            const exact =
              BigInt(Math.round(row.at_risk_units * 100)) * BigInt(Math.round(row.unit_cost * 10_000));
            expect(Math.round(row.at_risk_value * 100)).toBe(Number((exact + 5_000n) / 10_000n));
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('the figures do not depend on which other series are judged in the same chunk, or in what order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyForecast, anyBatches), { minLength: 2, maxLength: 4 }), (series) => {
        const places = series.map(([forecast, batches], index) => ({
          ...place(forecast, ...batches),
          store_id: `S${index}`,
        }));
        const together = assess([...places].reverse()).rows;
        const alone = places.flatMap((one) => assess([one]).rows);
        const inOrder = (rows: RiskRow[]) =>
          [...rows].sort((a, b) =>
            `${a.store_id} ${a.batch_id}`.localeCompare(`${b.store_id} ${b.batch_id}`),
          );
        expect(inOrder(together)).toEqual(inOrder(alone));
      }),
      { numRuns: 100 },
    );
  });
});
