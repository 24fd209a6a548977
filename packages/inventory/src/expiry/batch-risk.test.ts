import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectStock } from '../projection/stock-projection.ts';
import type { StockBatch } from '../projection/stock-types.ts';
import { knownDemand, poissonPaths } from '../projection/testing/drawn-demand.ts';
import { assessBatchRisk } from './batch-risk.ts';
import { expectedSalesUntil } from './expected-sales.ts';

function riskOf(batch: StockBatch, meanPerDay: number, others: StockBatch[] = [], share = 0) {
  const demand = poissonPaths({ paths: 400, days: 60, meanPerDay, seed: 11 });
  const projection = projectStock({
    batches: [batch, ...others],
    demand,
    freshestFirstShare: share,
    seed: 3,
  });
  return assessBatchRisk({
    projection,
    batchId: batch.batchId,
    sellableDays: batch.sellableDays,
    unitCost: 12.5,
  });
}

describe('assessBatchRisk', () => {
  it('scores expired stock 100 and puts all of it at risk', () => {
    for (const sellableDays of [0, -4]) {
      const risk = riskOf({ batchId: 'a', units: 9, sellableDays }, 10);
      expect(risk).toMatchObject({
        riskScore: 100,
        atRiskUnits: 9,
        atRiskValue: 112.5,
        expectedSalesToExpiry: 0,
      });
    }
  });

  it('scores 5 units against 10 a day for 60 days at most 5', () => {
    expect(riskOf({ batchId: 'a', units: 5, sellableDays: 60 }, 10).riskScore).toBe(0);
  });

  it('puts the full quantity at risk when nothing ever sold', () => {
    const risk = riskOf({ batchId: 'a', units: 20, sellableDays: 30 }, 0);
    expect(risk).toMatchObject({ atRiskUnits: 20, atRiskUnitsLow: 20, atRiskUnitsHigh: 20, riskScore: 100 });
  });

  it('values 8 units at 12.50 as 100', () => {
    const projection = projectStock({
      batches: [
        { batchId: 'early', units: 10, sellableDays: 3 },
        { batchId: 'late', units: 10, sellableDays: 4 },
      ],
      demand: knownDemand(4, 4, 4, 0),
      freshestFirstShare: 0,
      seed: 1,
    });
    const risk = assessBatchRisk({ projection, batchId: 'late', sellableDays: 4, unitCost: 12.5 });
    expect(risk).toMatchObject({ atRiskUnits: 8, atRiskValue: 100, expectedSalesToExpiry: 2 });
  });

  it('means what it says: the score is the share of paths with waste, in percent', () => {
    // P(Poisson(10) < 12) = 0.6968 (tables); 400 paths have a standard error of 0.023.
    const risk = riskOf({ batchId: 'a', units: 12, sellableDays: 10 }, 1);
    expect(Math.abs(risk.wasteProbability - 0.6968)).toBeLessThan(4 * 0.023);
    expect(risk.riskScore).toBe(Math.round(100 * risk.wasteProbability));
  });

  it('does not hide the smallest risk behind a rounded zero', () => {
    const demand = { paths: 1000, days: 1, units: new Int32Array(1000).fill(5) };
    demand.units[17] = 4;
    const batches = [{ batchId: 'a', units: 5, sellableDays: 1 }];
    const projection = projectStock({ batches, demand, freshestFirstShare: 0, seed: 1 });
    expect(assessBatchRisk({ projection, batchId: 'a', sellableDays: 1, unitCost: 1 }).riskScore).toBe(1);
  });

  it('refuses a projection that ends before the batch does', () => {
    const batches = [{ batchId: 'a', units: 5, sellableDays: 3 }];
    const projection = projectStock({ batches, demand: knownDemand(1, 1), freshestFirstShare: 0, seed: 1 });
    expect(() => assessBatchRisk({ projection, batchId: 'a', sellableDays: 3, unitCost: 1 })).toThrow(
      'ends before it',
    );
  });

  const anyShelf = fc.record({
    units: fc.integer({ min: 0, max: 40 }),
    sellableDays: fc.integer({ min: -1, max: 30 }),
    meanPerDay: fc.constantFrom(0, 0.3, 1, 2.5),
    share: fc.constantFrom(0, 0.4, 1),
    others: fc.array(
      fc.record({ units: fc.integer({ min: 0, max: 20 }), sellableDays: fc.integer({ min: 0, max: 40 }) }),
      { maxLength: 3 },
    ),
  });
  const named = (others: { units: number; sellableDays: number }[]) =>
    others.map((other, i) => ({ ...other, batchId: `other-${i}` }));

  it('keeps at-risk units between 0 and what is on hand', () => {
    fc.assert(
      fc.property(anyShelf, ({ units, sellableDays, meanPerDay, share, others }) => {
        const risk = riskOf({ batchId: 'a', units, sellableDays }, meanPerDay, named(others), share);
        expect(risk.atRiskUnits).toBeGreaterThanOrEqual(0);
        expect(risk.atRiskUnits).toBeLessThanOrEqual(units);
        expect(risk.atRiskUnits + risk.expectedSalesToExpiry).toBeCloseTo(units, 9);
        expect(Number.isInteger(risk.riskScore) && risk.riskScore >= 0 && risk.riskScore <= 100).toBe(true);
      }),
    );
  });

  it('never scores more stock lower', () => {
    fc.assert(
      fc.property(anyShelf, fc.integer({ min: 1, max: 15 }), (shelf, more) => {
        const { units, sellableDays, meanPerDay, share, others } = shelf;
        const less = riskOf({ batchId: 'a', units, sellableDays }, meanPerDay, named(others), share);
        const grown = riskOf(
          { batchId: 'a', units: units + more, sellableDays },
          meanPerDay,
          named(others),
          share,
        );
        expect(grown.riskScore).toBeGreaterThanOrEqual(less.riskScore);
        expect(grown.atRiskUnits).toBeGreaterThanOrEqual(less.atRiskUnits);
      }),
      { numRuns: 200 },
    );
  });

  it('never scores fewer days lower, unless the batch overtakes another in the queue', () => {
    fc.assert(
      fc.property(anyShelf, fc.integer({ min: 1, max: 12 }), (shelf, fewer) => {
        const { units, sellableDays, meanPerDay, share } = shelf;
        const shorter = sellableDays - fewer;
        const others = named(shelf.others).filter(
          (other) => other.sellableDays < shorter || other.sellableDays > sellableDays,
        );
        const longer = riskOf({ batchId: 'a', units, sellableDays }, meanPerDay, others, share);
        const aged = riskOf({ batchId: 'a', units, sellableDays: shorter }, meanPerDay, others, share);
        expect(aged.riskScore).toBeGreaterThanOrEqual(longer.riskScore);
        expect(aged.atRiskUnits).toBeGreaterThanOrEqual(longer.atRiskUnits);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the input of assessBatchRisk', () => {
  it('is a whole number of days and a finite cost', () => {
    const projection = projectStock({
      batches: [{ batchId: 'a', units: 2, sellableDays: 1 }],
      demand: knownDemand(2),
      freshestFirstShare: 0,
      seed: 1,
    });
    const risk = (sellableDays: number, unitCost: number) => () =>
      assessBatchRisk({ projection, batchId: 'a', sellableDays, unitCost });
    expect(risk(0.5, 1)).toThrow('sellableDays is 0.5; it must be a whole number');
    expect(risk(Number.NaN, 1)).toThrow('sellableDays is NaN; it must be a whole number');
    expect(risk(2, 1)).toThrow('sellableDays is 2, the projection of 1 days ends before it');
    for (const cost of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(risk(1, cost)).toThrow(`unitCost is ${cost}; it must be a finite number of at least 0`);
    }
    expect(risk(1, 0)().atRiskValue).toBe(0);
  });
});

describe('expectedSalesUntil', () => {
  it('gives 20 for 2 a day over 10 days and 0 for past days', () => {
    const meanUnitsPerDay = new Array(14).fill(2);
    expect(expectedSalesUntil({ meanUnitsPerDay, sellableDays: 10 })).toBe(20);
    expect(expectedSalesUntil({ meanUnitsPerDay, sellableDays: 0 })).toBe(0);
    expect(expectedSalesUntil({ meanUnitsPerDay, sellableDays: -3 })).toBe(0);
    expect(() => expectedSalesUntil({ meanUnitsPerDay, sellableDays: 15 })).toThrow(
      'sellableDays is 15, the forecast of 14 days ends before it',
    );
    expect(expectedSalesUntil({ meanUnitsPerDay, sellableDays: 14 })).toBe(28);
  });

  it('needs whole days and finite means', () => {
    const sales = (sellableDays: number, mean: number) => () =>
      expectedSalesUntil({ meanUnitsPerDay: [1, mean], sellableDays });
    expect(sales(Number.NaN, 1)).toThrow('sellableDays is NaN; it must be a whole number');
    expect(sales(1.5, 1)).toThrow('sellableDays is 1.5; it must be a whole number');
    expect(sales(2, Number.NaN)).toThrow('meanUnitsPerDay[1] is NaN; it must be a finite number');
    expect(sales(2, -1)()).toBe(1);
  });
});
