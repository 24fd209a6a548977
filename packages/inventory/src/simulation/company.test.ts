import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOf, dayNumberOf } from './calendar.ts';
import { continueCompany, type SimulatedCompany, simulateCompany } from './company.ts';
import { inventoryRows, itemRows, laneRows, purchaseRows, salesRows, storeRows } from './tables.ts';

const smallCompany = fc.record({
  seed: fc.integer({ min: 0, max: 1_000_000 }),
  endDate: fc.integer({ min: 18_000, max: 22_000 }).map(dateOf),
  days: fc.integer({ min: 60, max: 110 }),
  stores: fc.integer({ min: 1, max: 4 }),
  items: fc.integer({ min: 1, max: 14 }),
});

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function fingerprint(company: SimulatedCompany): string {
  const tables = [storeRows, itemRows, laneRows, salesRows, inventoryRows, purchaseRows];
  return tables.map((rows) => JSON.stringify([...rows(company)])).join('\n');
}

describe('simulateCompany', () => {
  it('conserves units lot by lot: received = issued + wasted + on hand, none below zero', () => {
    fc.assert(
      fc.property(smallCompany, (options) => {
        for (const record of simulateCompany(options).records) {
          const shelves = record.state.series.map((series, index) => ({
            shelf: series.shelf,
            receipts: record.receipts[index] ?? [],
          }));
          for (const { shelf, receipts } of [
            ...shelves,
            { shelf: record.state.dcShelf, receipts: record.dcReceipts },
          ]) {
            const received = new Map<string, number>();
            for (const { batchId, units } of receipts)
              received.set(batchId, (received.get(batchId) ?? 0) + units);
            for (const lot of shelf.lots.values()) {
              expect(lot.receivedUnits).toBe(received.get(lot.batchId));
              expect(lot.issuedUnits + lot.wastedUnits + lot.onHandUnits).toBe(lot.receivedUnits);
              expect(Math.min(lot.issuedUnits, lot.wastedUnits, lot.onHandUnits)).toBeGreaterThanOrEqual(0);
              expect(lot.removedUnits).toBe(0);
            }
            expect(shelf.onHandUnits).toBe(sum(shelf.batches.map((batch) => batch.onHandUnits)));
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('ships from the centre what the stores receive or still wait for', () => {
    fc.assert(
      fc.property(smallCompany, (options) => {
        for (const { state, receipts } of simulateCompany(options).records) {
          const shipped = sum([...state.dcShelf.lots.values()].map((lot) => lot.issuedUnits));
          const arrived = sum(receipts.flat().map((receipt) => receipt.units));
          expect(shipped).toBe(arrived + sum(state.series.map((series) => series.onOrderUnits)));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('closes the last day with the batches of the last snapshot, none of them past its life', () => {
    const company = simulateCompany({ seed: 3, endDate: '2026-02-28', days: 90, stores: 3, items: 20 });
    const last = [...inventoryRows(company)].filter((row) => row.snapshot_date === '2026-02-28');
    const held = company.records.flatMap(({ state }) => [
      state.dcShelf,
      ...state.series.map((series) => series.shelf),
    ]);
    expect(sum(last.map((row) => row.on_hand_qty))).toBe(sum(held.map((shelf) => shelf.onHandUnits)));
    for (const row of last) {
      expect(row.expiry_date > '2026-02-28').toBe(true);
      expect(row.on_hand_qty).toBeGreaterThan(0);
    }
  });

  it('keeps the natural keys of sales and inventory unique', () => {
    const company = simulateCompany({ seed: 5, endDate: '2026-11-15', days: 120, stores: 4, items: 30 });
    const sales = [...salesRows(company)].map((row) => `${row.date} ${row.store_id} ${row.sku_id}`);
    expect(new Set(sales).size).toBe(sales.length);
    const stock = [...inventoryRows(company)].map(
      (row) => `${row.snapshot_date} ${row.store_id} ${row.sku_id} ${row.batch_id}`,
    );
    expect(new Set(stock).size).toBe(stock.length);
  });

  it('gives the same rows for the same options and others for another seed', () => {
    const options = { seed: 7, endDate: '2026-11-15', days: 80, stores: 3, items: 12 };
    const first = fingerprint(simulateCompany(options));
    expect(fingerprint(simulateCompany(options))).toBe(first);
    expect(fingerprint(simulateCompany({ ...options, seed: 8 }))).not.toBe(first);
  });

  it.each([
    [{ days: 59 }, 'days must be a whole number from 60 to 3650, got 59'],
    [{ stores: 0 }, 'stores must be a whole number from 1 to 500, got 0'],
    [{ items: 1.5 }, 'items must be a whole number from 1 to'],
    [{ endDate: '2026-02-30' }, "date must be an existing day as 'YYYY-MM-DD', got '2026-02-30'"],
  ])('refuses %o', (wrong, message) => {
    const options = { seed: 1, endDate: '2026-02-28', days: 60, stores: 1, items: 1 };
    expect(simulateCompany(options).days).toBe(60);
    expect(() => simulateCompany({ ...options, ...wrong })).toThrow(message);
  });
});

describe('continueCompany', () => {
  const company = simulateCompany({ seed: 11, endDate: '2026-11-15', days: 90, stores: 3, items: 24 });

  it('goes on from the closing stock and leaves the company as it was', () => {
    const before = fingerprint(company);
    const after = continueCompany(company, 30);
    expect(after.startDate).toBe('2026-11-16');
    expect(fingerprint(company)).toBe(before);
    const held = [...inventoryRows(company)].filter(
      (row) => row.snapshot_date === '2026-11-15' && row.store_id !== company.dcId,
    );
    const endDay = dayNumberOf('2026-11-15');
    for (const row of held) {
      const later = after.batches.find(
        ({ storeId, batch }) => storeId === row.store_id && batch.batchId === row.batch_id,
      )?.batch;
      expect(later).toBeDefined();
      if (later === undefined) continue;
      expect(later.issuedUnits + later.wastedUnits + later.onHandUnits).toBe(later.receivedUnits);
      // Thirty days later a batch with less life than that is sold or wasted.
      if (later.expiryDay <= endDay + 30) expect(later.onHandUnits).toBe(0);
    }
    expect(held.length).toBeGreaterThan(20);
  });

  it('begins a longer continuation with the days of a shorter one', () => {
    const short = continueCompany(company, 5);
    const long = continueCompany(company, 20);
    for (const [index, series] of short.series.entries()) {
      expect([...(long.series[index]?.demand.subarray(0, 5) ?? [])]).toEqual([...series.demand]);
      expect([...(long.series[index]?.unitsSold.subarray(0, 5) ?? [])]).toEqual([...series.unitsSold]);
    }
  });
});
