import { negativeBinomial as distribution, poisson, randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { modelByName } from '../all-models.ts';
import { countAuto } from './count-auto.ts';
import { empiricalCounts } from './empirical-counts.ts';
import { negativeBinomial } from './negative-binomial.ts';
import { zeroInflated } from './zero-inflated.ts';

/** Independent negative binomial demand. */
function counts(options: { mean: number; size: number; periods: number; seed: number }): number[] {
  const random = randomStream(options.seed, 'counts');
  return Array.from({ length: options.periods }, () => distribution.sample(random, options));
}

/** None with probability `zero`, else a Poisson count. */
function inflated(options: { zero: number; mean: number; periods: number; seed: number }): number[] {
  const random = randomStream(options.seed, 'inflated');
  return Array.from({ length: options.periods }, () =>
    random.next() < options.zero ? 0 : poisson.sample(random, { mean: options.mean }),
  );
}

describe('negative-binomial', () => {
  it.each([
    { mean: 0.4, size: 0.3 },
    { mean: 3, size: 1.5 },
    { mean: 40, size: 8 },
  ])('recovers mean $mean and size $size of 2,000 periods', ({ mean, size }) => {
    const { parameters } = negativeBinomial.fit({ values: counts({ mean, size, periods: 2000, seed: 11 }) });
    expect(Math.abs((parameters.level as number) / mean - 1)).toBeLessThan(0.2);
    // Dispersions are averaged over a grid with a ratio of about two.
    expect(Math.abs(Math.log2((parameters.dispersion as number) * size))).toBeLessThan(0.8);
  });

  it('has about the true quantiles of 2,000 periods', () => {
    const truth = { mean: 5, size: 2 };
    const forecast = negativeBinomial
      .fit({ values: counts({ ...truth, periods: 2000, seed: 3 }) }, { discount: 1 })
      .forecast(1);
    for (const probability of [0.1, 0.5, 0.9, 0.975]) {
      const quantile = forecast.quantile(probability)[0]!;
      const covered = distribution.cdf(quantile, truth);
      expect(covered).toBeGreaterThan(probability - 0.02);
      // The level may drift after the history, which here it does not: the intervals are a little wide.
      expect(covered - distribution.pmf(quantile, truth)).toBeLessThan(probability + 0.03);
    }
  });

  it('follows a level that has moved, and a discount of 1 does not', () => {
    const values = [
      ...counts({ mean: 2, size: 5, periods: 150, seed: 1 }),
      ...counts({ mean: 8, size: 5, periods: 30, seed: 2 }),
    ];
    const meanAt = (discount?: number): number =>
      negativeBinomial.fit({ values }, discount === undefined ? {} : { discount }).forecast(1).mean[0]!;
    expect(meanAt()).toBeGreaterThan(6);
    expect(meanAt(1)).toBeLessThan(3.5);
  });

  it('has weekly seasons where they show, and not if told so', () => {
    const factors = [0.2, 0.5, 1, 1, 1, 1.5, 1.8];
    const values = counts({ mean: 8, size: 6, periods: 280, seed: 4 }).map((value, day) =>
      Math.round(value * factors[day % 7]!),
    );
    const series = { values, seasonalPeriods: [7] };
    const seasonal = negativeBinomial.fit(series);
    expect(seasonal.form).toBe('negative-binomial[7]');
    const week = seasonal.forecast(7);
    expect(week.mean[6]! / week.mean[0]!).toBeGreaterThan(4);
    expect(week.quantile(0.5)[6]).toBeGreaterThan(week.quantile(0.9)[0]!);
    const flat = negativeBinomial.fit(series, { seasonal: false }).forecast(7);
    expect(flat.mean[6]).toBe(flat.mean[0]);
  });

  it('reads an item whose first demand came late as launched then', () => {
    const launched = [...Array<number>(60).fill(0), ...counts({ mean: 4, size: 4, periods: 12, seed: 8 })];
    const { mean } = negativeBinomial.fit({ values: launched }, { discount: 1 }).forecast(1);
    expect(mean[0]).toBeGreaterThan(3);
  });

  it('refuses a discount outside of 0 to 1 and accepts 1', () => {
    expect(() => negativeBinomial.fit({ values: [1, 2] }, { discount: 0 })).toThrow(
      'discount is 0; it must lie above 0 and be at most 1',
    );
    expect(negativeBinomial.fit({ values: [1, 2] }, { discount: 1 }).model).toBe('negative-binomial');
  });
});

describe('zero-inflated', () => {
  it('recovers the probability of demand and its mean size', () => {
    const zero = 0.8;
    const mean = 12;
    const { parameters } = zeroInflated.fit({ values: inflated({ zero, mean, periods: 2000, seed: 5 }) });
    // A Poisson count with mean 12 is zero once in 160,000 draws.
    expect(Math.abs((parameters.probability as number) - (1 - zero))).toBeLessThan(0.06);
    expect(Math.abs((parameters.demandSize as number) - mean)).toBeLessThan(0.8);
  });

  it('knows the gap between none and many that a negative binomial fills', () => {
    const values = inflated({ zero: 0.8, mean: 60, periods: 300, seed: 6 });
    const low = (model: string): number => modelByName(model).fit({ values }).forecast(1).quantile(0.85)[0]!;
    expect(low('zero-inflated')).toBeGreaterThan(1.3 * low('negative-binomial'));
  });
});

describe('empirical-counts', () => {
  it('keeps to the packs of the history', () => {
    const random = randomStream(9, 'packs');
    const values = Array.from({ length: 200 }, () =>
      random.next() < 0.7 ? 0 : random.next() < 0.5 ? 24 : 60,
    );
    const { values: drawn } = empiricalCounts
      .fit({ values })
      .forecast(1)
      .samplePaths({ paths: 2000, seed: 1 });
    const packs = drawn.filter((units) => units === 24 || units === 60).length;
    const others = drawn.filter((units) => units > 0 && units !== 24 && units !== 60).length;
    expect(packs / drawn.length).toBeCloseTo(0.3, 1);
    expect(others / packs).toBeLessThan(0.1);
  });

  it('gives recent demand more weight where demand has changed', () => {
    const values = [...Array<number>(60).fill(2), ...Array<number>(40).fill(9)];
    expect(empiricalCounts.fit({ values }).forecast(1).quantile(0.5)[0]).toBe(9);
  });
});

describe('count-auto', () => {
  it('goes with the levels for smooth counts and with the sizes for packs', () => {
    const smooth = counts({ mean: 3, size: 2, periods: 200, seed: 7 });
    const packs = inflated({ zero: 0.8, mean: 1, periods: 200, seed: 7 }).map((value, period): number =>
      period === 100 ? 3 : value > 0 ? 48 : 0,
    );
    const levelWeight = (values: number[]) => countAuto.fit({ values }).parameters.levelWeight;
    expect(levelWeight(smooth)).toBeGreaterThan(0.7);
    // Levels with less than a thousandth of the weight of the best way are left out.
    expect(levelWeight(packs)).toBeUndefined();
  });

  it('reads a stock-out as unknown, not as zero', () => {
    const values = counts({ mean: 6, size: 3, periods: 120, seed: 12 });
    const meanWith = (value: number): number => {
      const tail = Array<number>(20).fill(value);
      return countAuto.fit({ values: [...values, ...tail] }).forecast(1).mean[0]!;
    };
    const known = countAuto.fit({ values }).forecast(1).mean[0]!;
    expect(Math.abs(meanWith(Number.NaN) / known - 1)).toBeLessThan(0.05);
    expect(meanWith(0)).toBeLessThan(0.5 * known);
  });

  it('covers the sum over a lead time: the level is as uncertain for all its periods', () => {
    let inside = 0;
    const SERIES = 150;
    for (let seed = 0; seed < SERIES; seed++) {
      const all = counts({ mean: 2, size: 1, periods: 38, seed });
      const actual = all.slice(30).reduce((sum, value) => sum + value, 0);
      const { values } = countAuto
        .fit({ values: all.slice(0, 30) })
        .forecast(8)
        .samplePaths({ paths: 300, seed: 1, key: String(seed) });
      const sums = Array.from({ length: 300 }, (_, path) =>
        values.subarray(path * 8, path * 8 + 8).reduce((sum, value) => sum + value, 0),
      ).sort((first, second) => first - second);
      if (actual >= sums[29]! && actual <= sums[270]!) inside++;
    }
    expect(inside / SERIES).toBeGreaterThan(0.74);
    expect(inside / SERIES).toBeLessThan(0.93);
  });
});
