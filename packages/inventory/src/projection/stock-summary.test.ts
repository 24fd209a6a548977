import { poisson } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { projectStock } from './stock-projection.ts';
import { summariseStock } from './stock-summary.ts';
import type { StockBatch, StockInput } from './stock-types.ts';
import { knownDemand, poissonPaths } from './testing/drawn-demand.ts';

const batch = (units: number, sellableDays: number, more: Partial<StockBatch> = {}): StockBatch => ({
  batchId: `${units}/${sellableDays}`,
  units,
  sellableDays,
  ...more,
});

describe('summariseStock, sampled', () => {
  const input: StockInput = {
    batches: [batch(6, 3), batch(9, 5), batch(4, 7, { arrivalDay: 3 }), batch(2, 20)],
    demand: { daily: new Array(8).fill(poisson.distribution({ mean: 2 })) },
    freshestFirstShare: 0.4,
    seed: 11,
  };

  it('agrees with the exact values within 4 standard errors, and says which it is', () => {
    const exact = summariseStock(input);
    const sampled = summariseStock({ ...input, method: 'sampled', paths: 20_000 });
    expect([exact.method, sampled.method]).toEqual(['exact', 'sampled']);
    expect(summariseStock({ ...input, mostStates: 7 * 10 * 5 * 3 })).toEqual(exact);
    expect([sampled.paths, sampled.days]).toEqual([20_000, 8]);
    const pairs = exact.batches.flatMap((each, i) => {
      const other = sampled.batches[i]!;
      return [
        [each.wasted, other.wasted],
        [each.sold, other.sold],
        [each.closing, other.closing],
      ] as const;
    });
    pairs.push([exact.total.wasted, sampled.total.wasted], [exact.total.sold, sampled.total.sold]);
    for (const [right, got] of pairs) {
      expect(Math.abs(got.mean - right.mean)).toBeLessThanOrEqual(4 * got.standardError + 1e-12);
      expect(Math.abs(got.standardDeviation - right.standardDeviation)).toBeLessThan(0.05);
      expect(Math.abs(got.anyProbability - right.anyProbability)).toBeLessThan(4 * Math.sqrt(0.25 / 20_000));
      got.quantiles.forEach((quantile, k) => {
        expect(Math.abs(quantile - right.quantiles[k]!)).toBeLessThanOrEqual(1);
      });
    }
    const lost = sampled.total.lostSales;
    expect(Math.abs(lost.mean - exact.total.lostSales.mean)).toBeLessThan(4 * lost.standardError);
  });

  it('is the mean, spread and quantiles of the paths of projectStock', () => {
    const demand = poissonPaths({ paths: 50, days: 8, meanPerDay: 2, seed: 3 });
    const decisions = {
      liquidations: [{ batchId: '9/5', units: 8, day: 3 }],
      markdowns: [{ batchId: '6/3', fromDay: 2, extraDemand: demand }],
    };
    const options = { ...input, demand, decisions, quantileProbabilities: [0, 0.3, 1] };
    const { batches } = projectStock(options);
    const summary = summariseStock(options);
    summary.batches.forEach((got, i) => {
      const sorted = [...batches[i]!.soldUnits].sort((a, b) => a - b);
      const mean = sorted.reduce((sum, each) => sum + each, 0) / 50;
      const variance = sorted.reduce((sum, each) => sum + (each - mean) ** 2, 0) / 49;
      expect(got.sold.mean).toBeCloseTo(mean, 12);
      expect(got.sold.standardDeviation).toBeCloseTo(Math.sqrt(variance), 12);
      expect(got.sold.standardError).toBeCloseTo(Math.sqrt(variance / 50), 12);
      expect(got.sold.quantiles).toEqual([sorted[0], sorted[14], sorted[49]]);
      const share = batches[i]!.wastedUnits.filter((each) => each > 0).length / 50;
      expect(got.wasted.anyProbability).toBe(share);
    });
    const marked = batches[0]!.soldAtMarkdown.reduce((sum, each) => sum + each, 0) / 50;
    expect(marked).toBeGreaterThan(0);
    expect(summary.batches[0]!.soldAtMarkdown).toBe(marked);
    expect(summary.batches[1]!.liquidatedUnits).toBe(batches[1]!.removedUnits);
    expect(summary.batches[1]!.transferredUnits).toBe(0);
  });

  it('gives quantiles of a batch of thousands in cells of 1/512 of it', () => {
    // 5,119 units are counted by tens; 1,234 of them are sold on one path and 1,300 on the other.
    const result = summariseStock({
      batches: [batch(5119, 1)],
      demand: { paths: 2, days: 1, units: Int32Array.of(1234, 1300) },
      freshestFirstShare: 0,
      seed: 1,
      quantileProbabilities: [0.5, 1],
    });
    expect(result.batches[0]!.sold.quantiles).toEqual([1230, 1300]);
    expect(result.batches[0]!.sold.mean).toBe(1267);
    expect(result.total.sold.quantiles).toEqual([1234, 1300]);
  });

  it.each([
    [{ demand: poissonPaths({ paths: 3, days: 8, meanPerDay: 1, seed: 1 }) }, 'given as sample paths'],
    [{ batches: [batch(1, 2, { arrivalDays: [1, 1] })], paths: 2 }, 'an arrival is uncertain'],
    [
      { decisions: { liquidations: [{ batchId: '6/3', units: 1, day: 2 }] } },
      'units are removed after customers may have bought',
    ],
    [
      {
        decisions: { markdowns: [{ batchId: '6/3', fromDay: 1, extraDemand: knownDemandPaths(2) }] },
        paths: 2,
      },
      'a markdown draws its customers along sample paths',
    ],
    [{ mostTransitions: 50 }, 'the joint stock has too many states'],
    [{ mostStates: 7 * 10 * 5 * 3 - 1 }, 'the joint stock has too many states'],
    [{ batches: [batch(999, 3), batch(1001, 4)] }, 'the joint stock has too many states'],
  ])('says why it is not exact %#', (change, why) => {
    const summary = summariseStock({ ...input, ...change });
    expect(summary.method).toBe('sampled');
    expect(summary.whySampled).toContain(why);
    expect(() => summariseStock({ ...input, ...change, method: 'exact' })).toThrow(
      'method is exact; it must be auto or sampled',
    );
    expect(summariseStock({ ...input, ...change, method: 'sampled' }).whySampled).toBeUndefined();
  });

  it('needs two paths for a standard error, and probabilities for quantiles', () => {
    const one = { ...input, demand: knownDemand(1, 1) };
    expect(() => summariseStock(one)).toThrow('paths is 1; it must be a whole number, at least 2');
    const twice = { paths: 2, days: 1, units: Int32Array.of(1, 1) };
    expect(summariseStock({ ...input, demand: twice }).total.sold.standardError).toBe(0);
    expect(() => summariseStock({ ...input, quantileProbabilities: [0.5, 1.1] })).toThrow(
      'quantileProbabilities[1] is 1.1; it must lie between 0 and 1',
    );
    expect(() => summariseStock({ ...input, mostTransitions: -1 })).toThrow('mostTransitions is -1');
    expect(() => summariseStock({ ...input, mostStates: 0 })).toThrow('mostStates is 0');
    const method = 'exakt' as 'exact';
    expect(() => summariseStock({ ...input, method })).toThrow(
      'method is exakt; it must be auto, exact or sampled',
    );
    expect(summariseStock({ ...input, method: 'auto' }).method).toBe('exact');
  });

  it('samples where a long horizon would take the exact method through its states too often', () => {
    // 1,600 states a day are 200 transitions; selling takes none on days without demand.
    const horizon = (days: number) =>
      summariseStock({
        batches: [batch(39, 1), batch(39, 2)],
        demand: { daily: new Array(days).fill([1]) },
        freshestFirstShare: 0,
        seed: 1,
        paths: 2,
        mostTransitions: 2000,
      }).method;
    expect(horizon(9)).toBe('exact');
    expect(horizon(10)).toBe('sampled');
  });

  it('samples where a demand change brings more customers than a table holds', () => {
    const changed = (factor: number) =>
      summariseStock({
        ...input,
        paths: 2,
        batches: [batch(1, 1)],
        demand: { daily: [[0, 1]] },
        decisions: { demandChanges: [{ fromDay: 1, factor }] },
      });
    expect(changed(2 ** 21).total.lostSales.mean).toBe(2 ** 21 - 1);
    expect(changed(2 ** 21).method).toBe('exact');
    const { whySampled, total } = changed(2 ** 21 + 1);
    expect(whySampled).toBe('a demand change brings more than 4194304 customers a day');
    expect(total.lostSales.mean).toBe(2 ** 21);
  });
});

describe('an uncertain arrival', () => {
  it('comes on the day of its path, is on the way when that is later, and waste when too late', () => {
    const result = projectStock({
      batches: [batch(4, 3, { arrivalDays: [1, 2, 3, 4] }), batch(2, 9, { arrivalDays: [1, 2, 3, 4] })],
      demand: { paths: 4, days: 3, units: Int32Array.of(3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3) },
      freshestFirstShare: 0,
      seed: 1,
    });
    expect([...result.batches[0]!.soldUnits]).toEqual([4, 4, 3, 0]);
    expect([...result.batches[0]!.wastedUnits]).toEqual([0, 0, 1, 4]);
    expect([...result.batches[1]!.soldUnits]).toEqual([2, 2, 0, 0]);
    expect([...result.batches[1]!.remainingUnits]).toEqual([0, 0, 2, 2]);
    expect([...result.unmetUnits]).toEqual([3, 3, 6, 9]);
  });

  it('needs a day for every path', () => {
    const project = (arrivalDays: number[]) =>
      projectStock({
        batches: [batch(4, 3, { arrivalDays })],
        demand: { paths: 2, days: 1, units: Int32Array.of(1, 1) },
        freshestFirstShare: 0,
        seed: 1,
      });
    expect(() => project([1])).toThrow('arrivalDays of batch 4/3 has 1 cells, demand has 2 paths');
    expect(() => project([1, 0])).toThrow('arrivalDays[1] of batch 4/3 is 0');
    expect([...project([1, 2]).unmetUnits]).toEqual([0, 1]);
  });
});

function knownDemandPaths(paths: number) {
  return { paths, days: 1, units: new Int32Array(paths).fill(1) };
}
