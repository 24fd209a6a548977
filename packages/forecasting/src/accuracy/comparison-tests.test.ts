import { normal, randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { dieboldMariano } from './diebold-mariano.ts';
import { compareRanks } from './rank-comparison.ts';
import { rangeProbability, rangeQuantile } from './studentised-range.ts';

describe('dieboldMariano', () => {
  it('is Student t with the correction: differences 1, 2, 3, 4 give √15 on three degrees of freedom', () => {
    // Mean 2.5, variance 1.25 / 4, corrected by (4 + 1 - 2) / 4; the distribution function for three degrees of
    // freedom is 1/2 + (x / (1 + x²) + atan x) / π with x = t / √3 = √5.
    const { meanDifference, statistic, probability } = dieboldMariano({
      first: [2, 4, 6, 8],
      second: [1, 2, 3, 4],
      horizon: 1,
    });
    expect(meanDifference).toBe(2.5);
    expect(statistic).toBeCloseTo(Math.sqrt(15), 12);
    expect(probability).toBeCloseTo(1 - (2 / Math.PI) * (Math.sqrt(5) / 6 + Math.atan(Math.sqrt(5))), 12);
  });

  it('counts the overlap of forecasts further ahead', () => {
    // Differences 1, 2, 3, 4 around 2.5: lag 1 covers (0.75 - 0.25 + 0.75) / 4, so the variance is 1.25 + 2 x 0.3125;
    // the correction is (4 + 1 - 4 + 2 / 4) / 4.
    const { statistic } = dieboldMariano({ first: [2, 4, 6, 8], second: [1, 2, 3, 4], horizon: 2 });
    expect(statistic).toBeCloseTo((2.5 * Math.sqrt(1.5 / 4)) / Math.sqrt(1.875 / 4), 12);
  });

  it('rejects five times in a hundred where nothing differs', () => {
    const random = randomStream('diebold mariano', 1);
    let rejected = 0;
    for (let run = 0; run < 2000; run++) {
      const losses = (): number[] => Array.from({ length: 20 }, () => normal.sample(random) ** 2);
      if (dieboldMariano({ first: losses(), second: losses(), horizon: 1 }).probability < 0.05) rejected++;
    }
    // Two standard errors are 0.01; losses with a skew reject a little less often than normal ones.
    expect(rejected / 2000).toBeGreaterThan(0.03);
    expect(rejected / 2000).toBeLessThan(0.065);
  });

  it('knows losses that never differ, and those that always differ alike', () => {
    expect(dieboldMariano({ first: [1, 2], second: [1, 2], horizon: 1 }).probability).toBe(1);
    expect(dieboldMariano({ first: [2, 3], second: [1, 2], horizon: 1 }).probability).toBe(0);
  });

  it('refuses losses that do not fit', () => {
    expect(() => dieboldMariano({ first: [1, 2], second: [1], horizon: 1 })).toThrow('first has 2 losses');
    expect(() => dieboldMariano({ first: [1, Number.NaN], second: [1, 2], horizon: 1 })).toThrow(
      'first has NaN at 1',
    );
    expect(() => dieboldMariano({ first: [1, 2], second: [2, 5], horizon: 2 })).toThrow('horizon is 2');
  });
});

describe('studentised range', () => {
  it('has the quantiles of the tables at .95', () => {
    // Harter (1960), infinite degrees of freedom.
    for (const [groups, quantile] of [
      [2, 2.772],
      [3, 3.314],
      [4, 3.633],
      [10, 4.474],
      [20, 5.012],
    ] as const) {
      expect(rangeQuantile(0.95, groups)).toBeCloseTo(quantile, 3);
    }
    expect(rangeProbability(0, 3)).toBe(0);
  });
});

describe('compareRanks', () => {
  /** Seconds to round first base, by the way it was rounded: Hollander and Wolfe (1973), page 140, 22 players. */
  const TIMES = [
    [5.4, 5.5, 5.55],
    [5.85, 5.7, 5.75],
    [5.2, 5.6, 5.5],
    [5.55, 5.5, 5.4],
    [5.9, 5.85, 5.7],
    [5.45, 5.55, 5.6],
    [5.4, 5.4, 5.35],
    [5.45, 5.5, 5.35],
    [5.25, 5.15, 5],
    [5.85, 5.8, 5.7],
    [5.25, 5.2, 5.1],
    [5.65, 5.55, 5.45],
    [5.6, 5.35, 5.45],
    [5.05, 5, 4.95],
    [5.5, 5.5, 5.4],
    [5.45, 5.55, 5.5],
    [5.55, 5.55, 5.35],
    [5.45, 5.5, 5.55],
    [5.5, 5.45, 5.25],
    [5.65, 5.6, 5.4],
    [5.7, 5.65, 5.55],
    [6.3, 6.3, 6.25],
  ];

  it('has the statistic of the published example, ties corrected', () => {
    const names = ['round out', 'narrow angle', 'wide angle'];
    const { methods, statistic, probability } = compareRanks(
      Object.fromEntries(names.map((name, column) => [name, TIMES.map((row) => row[column]!)])),
    );
    expect(statistic).toBeCloseTo(11.1429, 4);
    expect(probability).toBeCloseTo(0.003805, 6);
    expect(methods.map(({ name, worseThanBest }) => [name, worseThanBest])).toEqual([
      ['wide angle', false],
      ['narrow angle', false],
      ['round out', true],
    ]);
  });

  it('has the critical difference of four methods on 14 series, 1.25', () => {
    // Demšar (2006), section 3.2.2: 2.569 √(4 x 5 / (6 x 14)).
    const losses = Array.from({ length: 14 }, (_, index) => index);
    const { criticalDifference } = compareRanks({ a: losses, b: losses, c: losses, d: losses });
    expect(criticalDifference).toBeCloseTo(1.2535, 3);
  });

  it('finds the one that is worse, and leaves out series without all losses', () => {
    const better = Array.from({ length: 50 }, (_, index) => index + 1);
    const known = compareRanks({ a: better, b: better.map((loss) => loss + 1) });
    expect(known.methods.map(({ worseThanBest }) => worseThanBest)).toEqual([false, true]);
    expect(known.probability).toBeLessThan(1e-6);
    const gap = compareRanks({ a: [1, 1, Number.NaN], b: [2, 2, 0] });
    expect(gap.methods[0]).toMatchObject({ name: 'a', meanRank: 1 });
  });

  it('finds nothing where all tie', () => {
    expect(compareRanks({ a: [1, 1], b: [1, 1] })).toMatchObject({ statistic: 0, probability: 1 });
  });

  it('refuses losses that do not fit', () => {
    expect(() => compareRanks({ a: [1] })).toThrow('losses has 1 methods');
    expect(() => compareRanks({ a: [1], b: [1, 2] })).toThrow('losses of b are 2');
    expect(() => compareRanks({ a: [Number.NaN], b: [1] })).toThrow('no series');
    expect(() => compareRanks({ a: [1], b: [2] }, { significance: 0 })).toThrow('significance is 0');
  });
});
