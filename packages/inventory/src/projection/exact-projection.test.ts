import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { summariseStock } from './stock-summary.ts';
import type { StockBatch, StockInput } from './stock-types.ts';
import { everyOutcome } from './testing/every-outcome.ts';

const batch = (units: number, sellableDays: number, more: Partial<StockBatch> = {}): StockBatch => ({
  batchId: `${units}/${sellableDays}`,
  units,
  sellableDays,
  ...more,
});

describe('summariseStock, exact', () => {
  it('tells what one certain customer a day leaves of five units in two days', () => {
    const result = summariseStock({
      batches: [batch(5, 2)],
      demand: {
        daily: [
          [0, 1],
          [0, 1],
        ],
      },
      freshestFirstShare: 0,
      seed: 1,
    });
    expect(result.method).toBe('exact');
    expect(result.paths).toBe(0);
    expect(result.batches[0]!.wasted).toEqual({
      mean: 3,
      standardError: 0,
      standardDeviation: 0,
      quantiles: [3, 3, 3],
      anyProbability: 1,
    });
    expect(result.batches[0]!.sold.mean).toBe(2);
    expect(result.batches[0]!.closing.mean).toBe(0);
    expect(result.total.lostSales.mean).toBe(0);
  });

  it('gives the distribution of waste: one unit against a customer who comes with probability 1/4', () => {
    const result = summariseStock({
      batches: [batch(1, 1)],
      demand: { daily: [[0.75, 0.25]] },
      freshestFirstShare: 0,
      seed: 1,
      quantileProbabilities: [0, 0.25, 0.26, 1],
    });
    const { wasted, sold } = result.batches[0]!;
    expect(wasted.mean).toBe(0.75);
    expect(wasted.anyProbability).toBe(0.75);
    expect(wasted.standardDeviation).toBeCloseTo(Math.sqrt(0.1875), 14);
    expect(wasted.quantiles).toEqual([0, 0, 1, 1]);
    expect(sold.mean).toBe(0.25);
    expect(sold.quantiles).toEqual([0, 0, 0, 1]);
  });

  it('loses the demand beyond the stock', () => {
    // 0, 1 or 2 customers against 1 unit on the first day only: lost are (2 - 1)/4 and then 1 a day.
    const daily = [
      [0.25, 0.5, 0.25],
      [0.25, 0.5, 0.25],
    ];
    const input = { batches: [batch(1, 1)], demand: { daily }, freshestFirstShare: 0, seed: 1 };
    const { total } = summariseStock(input);
    expect(total.lostSales.mean).toBe(1.25);
    expect(total.lostSales.quantiles).toBeUndefined();
    expect(total.sold.mean).toBe(0.75);
  });

  const anyCase = fc.record({
    batches: fc
      .array(
        fc.record({
          units: fc.integer({ min: 0, max: 3 }),
          sellableDays: fc.integer({ min: -1, max: 4 }),
          arrivalDay: fc.constantFrom(1, 1, 2, 4),
        }),
        { minLength: 1, maxLength: 3 },
      )
      .map((batches) => batches.map((each, i) => ({ ...each, batchId: `b${i}` }))),
    pmf: fc.constantFrom<number[]>([0.3, 0.5, 0.2], [0.6, 0, 0.4], [0.1, 0.9], [0.25, 0.25, 0.25, 0.25]),
    share: fc.constantFrom(0, 0.3, 0.8, 1),
    removed: fc.array(fc.nat(1), { minLength: 3, maxLength: 3 }),
  });

  it('agrees with every course of demand tried one by one', () => {
    fc.assert(
      fc.property(anyCase, ({ batches, pmf, share, removed }) => {
        const days = pmf.length > 3 ? 2 : 3;
        const removals = (kept: (index: number) => boolean) =>
          batches
            .map(({ batchId, arrivalDay, units }, i) => ({
              batchId,
              day: arrivalDay,
              units: Math.min(units, removed[i]!),
            }))
            .filter((_, i) => kept(i));
        const decisions = {
          transfersOut: removals((i) => i !== 1),
          liquidations: removals((i) => i === 1),
        };
        const input: StockInput = {
          batches,
          demand: { daily: new Array(days).fill(pmf) },
          freshestFirstShare: share,
          seed: 1,
          decisions,
        };
        const exact = summariseStock({ ...input, method: 'exact', quantileProbabilities: [] });
        const { projection, expected } = everyOutcome({ ...input, pmf, days });
        const near = (got: number, wanted: number) => expect(Math.abs(got - wanted)).toBeLessThan(1e-12);
        exact.batches.forEach((got, i) => {
          const all = projection.batches[i]!;
          for (const [summary, units] of [
            [got.wasted, all.wastedUnits],
            [got.sold, all.soldUnits],
            [got.closing, all.remainingUnits],
          ] as const) {
            near(
              summary.mean,
              expected((path) => units[path]!),
            );
            near(
              summary.anyProbability,
              expected((path) => (units[path]! > 0 ? 1 : 0)),
            );
            near(
              summary.standardDeviation ** 2 + summary.mean ** 2,
              expected((path) => units[path]! ** 2),
            );
          }
          near(
            got.transferredUnits,
            expected((path) => all.transferredUnits[path]!),
          );
          near(
            got.liquidatedUnits,
            expected((path) => all.liquidatedUnits[path]!),
          );
        });
        const wasted = (path: number) =>
          projection.batches.reduce((sum, { wastedUnits }) => sum + wastedUnits[path]!, 0);
        near(exact.total.wasted.mean, expected(wasted));
        near(
          exact.total.wasted.standardDeviation ** 2 + exact.total.wasted.mean ** 2,
          expected((path) => wasted(path) ** 2),
        );
        const sold = (path: number) =>
          projection.batches.reduce((sum, { soldUnits }) => sum + soldUnits[path]!, 0);
        near(exact.total.sold.mean, expected(sold));
        near(
          exact.total.sold.standardDeviation ** 2 + exact.total.sold.mean ** 2,
          expected((path) => sold(path) ** 2),
        );
        near(
          exact.total.lostSales.mean,
          expected((path) => projection.unmetUnits[path]!),
        );
        near(
          exact.total.closing.mean,
          expected((path) => projection.closingUnits[path]!),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('scales daily demand: twice a certain customer are two, half of one comes every other time', () => {
    const input = {
      batches: [batch(9, 2)],
      demand: {
        daily: [
          [0, 1],
          [0, 1],
        ],
      },
      freshestFirstShare: 0,
    };
    const sold = (factor: number) => {
      const decisions = { demandChanges: [{ fromDay: 2, factor }] };
      return summariseStock({ ...input, seed: 1, method: 'exact', decisions }).total.sold;
    };
    expect(sold(2).mean).toBe(3);
    expect(sold(0.5).mean).toBe(1.5);
    expect(sold(0.5).standardDeviation).toBe(0.5);
    expect(sold(0).mean).toBe(1);
  });
});

describe('the limits of the exact method', () => {
  const method = (units: number, freshestFirstShare: number, more = {}) =>
    summariseStock({
      batches: [batch(units, 1)],
      demand: { daily: [[0.5, 0.5]] },
      paths: 2,
      freshestFirstShare,
      seed: 1,
      ...more,
    }).method;

  it('count a transition for each number of customers that leaves stock', () => {
    expect(method(5, 0, { mostTransitions: 5 })).toBe('exact');
    expect(method(5, 0, { mostTransitions: 4 })).toBe('sampled');
    // Of two customers 0, 1 or 2 may take the freshest: 1 + 2 + 3 + 4 + 5 transitions.
    expect(method(5, 0.5, { mostTransitions: 15 })).toBe('exact');
    expect(method(5, 0.5, { mostTransitions: 14 })).toBe('sampled');
  });

  it('are 1,000 units where some customers, not all, take the freshest', () => {
    expect([0, 0.5, 1].map((share) => method(1000, share))).toEqual(['exact', 'exact', 'exact']);
    expect([0, 0.5, 1].map((share) => method(1001, share))).toEqual(['exact', 'sampled', 'exact']);
  });

  it('do not touch a removal before the arrival: it takes nothing, on paths too', () => {
    const decisions = { liquidations: [{ batchId: '3/4', units: 2, day: 1 }] };
    const batches = [batch(3, 4, { arrivalDay: 2 })];
    const demand = {
      daily: [
        [0, 1],
        [0, 1],
      ],
    };
    const input = { batches, demand, freshestFirstShare: 0, seed: 1, decisions };
    for (const each of ['exact', 'sampled'] as const) {
      const { batches: got, total } = summariseStock({ ...input, method: each, paths: 2 });
      expect([got[0]!.sold.mean, got[0]!.closing.mean, got[0]!.liquidatedUnits]).toEqual([1, 2, 0]);
      expect(total.lostSales.mean).toBe(1);
    }
  });
});
