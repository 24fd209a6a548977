import { beforeAll, describe, expect, it } from 'vitest';
import { dayNumberOf } from './calendar.ts';
import {
  type CompanyContinuation,
  continueCompany,
  type SimulatedCompany,
  simulateCompany,
} from './company.ts';
import type { LocationBatch } from './types.ts';

const DAYS = 40;

/** Batches that do nothing but wait for the bin, found by letting the company go on. */
interface DoomedBatch {
  storeId: string;
  skuId: string;
  batchId: string;
  wastedUnits: number;
}

describe('continueCompany with decisions', () => {
  let company: SimulatedCompany;
  let nothing: CompanyContinuation;
  let doomed: DoomedBatch[];

  beforeAll(() => {
    company = simulateCompany({ seed: 21, endDate: '2026-11-15', days: 120, stores: 8, items: 72 });
    nothing = continueCompany(company, DAYS);
    const endDay = dayNumberOf(company.endDate);
    const onShelf = new Map<string, number>();
    for (const { state } of company.records) {
      for (const { store, shelf } of state.series) {
        for (const batch of shelf.batches)
          onShelf.set(`${store.storeId} ${batch.batchId}`, batch.onHandUnits);
      }
    }
    doomed = nothing.batches
      .filter(
        ({ storeId, batch }) => onShelf.has(`${storeId} ${batch.batchId}`) && batch.expiryDay > endDay + 1,
      )
      .map(({ storeId, skuId, batch }) => ({
        storeId,
        skuId,
        batchId: batch.batchId,
        wastedUnits: Math.min(batch.wastedUnits, onShelf.get(`${storeId} ${batch.batchId}`) ?? 0),
      }))
      .filter(({ wastedUnits }) => wastedUnits >= 2);
  });

  function find(
    continuation: CompanyContinuation,
    storeId: string,
    batchId: string,
  ): LocationBatch | undefined {
    return continuation.batches.find((entry) => entry.storeId === storeId && entry.batch.batchId === batchId)
      ?.batch;
  }

  function wasteOfDoomed(continuation: CompanyContinuation): number {
    return doomed.reduce(
      (sum, { storeId, batchId }) => sum + (find(continuation, storeId, batchId)?.wastedUnits ?? 0),
      0,
    );
  }

  it('finds batches that doing nothing would waste', () => {
    expect(doomed.length).toBeGreaterThan(10);
  });

  it('changes nothing for an empty decision', () => {
    expect(continueCompany(company, DAYS, { transfers: [], markdowns: [] })).toEqual(nothing);
  });

  it('brings the same customers whatever is decided', () => {
    const markdowns = doomed.map((batch) => ({ ...batch, discountShare: 0.4 }));
    const after = continueCompany(company, DAYS, { markdowns });
    for (const [index, series] of nothing.series.entries()) {
      expect(after.series[index]?.demand).toEqual(series.demand);
    }
  });

  it('wastes less of the marked-down batches, and less still at a deeper discount', () => {
    const at = (discountShare: number) =>
      wasteOfDoomed(
        continueCompany(company, DAYS, { markdowns: doomed.map((batch) => ({ ...batch, discountShare })) }),
      );
    expect(at(0.25)).toBeLessThan(wasteOfDoomed(nothing));
    expect(at(0.5)).toBeLessThan(at(0.25));
  });

  it('takes liquidated units off the shelf and keeps the balance of each lot', () => {
    const liquidations = doomed.map(({ wastedUnits, ...batch }) => ({ ...batch, units: wastedUnits }));
    const after = continueCompany(company, DAYS, { liquidations });
    // Some is wasted all the same: the emptier shelf is filled again, and fresh batches draw customers away.
    expect(wasteOfDoomed(after)).toBeLessThan(wasteOfDoomed(nothing) / 2);
    for (const { batch } of after.batches) {
      expect(batch.issuedUnits + batch.wastedUnits + batch.removedUnits + batch.onHandUnits).toBe(
        batch.receivedUnits,
      );
    }
    const removed = after.batches.reduce((sum, { batch }) => sum + batch.removedUnits, 0);
    expect(removed).toBe(liquidations.reduce((sum, { units }) => sum + units, 0));
  });

  it('moves transferred units to the other store on the day they arrive', () => {
    const moves = doomed.flatMap(({ storeId, skuId, batchId, wastedUnits }) => {
      const series = company.records.find(({ item }) => item.skuId === skuId)?.series ?? [];
      const toStore = series.find((one) => one.storeId !== storeId)?.storeId;
      return toStore
        ? [{ fromStore: storeId, toStore, skuId, batchId, units: wastedUnits, arrivalDay: 1 }]
        : [];
    });
    const move = moves[0];
    expect(move).toBeDefined();
    if (!move) return;
    const after = continueCompany(company, DAYS, { transfers: [move] });
    expect(find(after, move.fromStore, move.batchId)?.removedUnits).toBe(move.units);
    const before = find(nothing, move.toStore, move.batchId)?.receivedUnits ?? 0;
    expect(find(after, move.toStore, move.batchId)?.receivedUnits).toBe(before + move.units);
  });

  it('refuses what the closing stock cannot give', () => {
    const batch = doomed[0] as DoomedBatch;
    const liquidate = (units: number, batchId = batch.batchId, storeId = batch.storeId) =>
      continueCompany(company, 2, { liquidations: [{ storeId, skuId: batch.skuId, batchId, units }] });
    expect(liquidate(1).days).toBe(2);
    expect(() => liquidate(100_000)).toThrow('units must be a whole number from 1 to');
    expect(() => liquidate(1, 'no such batch')).toThrow("batchId must be on the shelf, got 'no such batch'");
    expect(() => liquidate(1, batch.batchId, 'S99')).toThrow(`storeId must carry ${batch.skuId}, got 'S99'`);
  });
});
