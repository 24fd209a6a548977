import { describe, expect, it } from 'vitest';
import { seasonalNaive } from '../simple/seasonal-naive.ts';
import { averagedRidge } from './averaged-ridge.ts';
import { cycleLevels } from './cycle-levels.ts';
import { cycleShape } from './cycle-shape.ts';
import { rankOne } from './rank-one.ts';
import { recursiveLevels } from './recursive-levels.ts';
import { noise } from './testing/noise.ts';

const SHAPE = [0.4, 0.8, 1, 1.1, 1.3, 1.8, 0.6];

describe('cycleShape', () => {
  it('is the part of each place, found from few clean cycles', () => {
    const values = Float64Array.from(
      { length: 28 },
      (_, day) => (100 + Math.floor(day / 7)) * SHAPE[day % 7]!,
    );
    const { places, share } = cycleShape(values, 7);
    places.forEach((value, place) => {
      expect(value).toBeCloseTo(SHAPE[place]!, 10);
    });
    expect(share).toBeCloseTo(1, 10);
  });

  it('begins with the place after the last value', () => {
    // 26 values leave the first 5 out; the next place is 26 % 7 = 5.
    const values = Float64Array.from({ length: 26 }, (_, day) => 10 * SHAPE[day % 7]!);
    expect(cycleShape(values, 7).places[0]).toBeCloseTo(SHAPE[5]!, 10);
  });

  it('counts a cycle 0.8 times as much as the next later one', () => {
    // Sums 10 and 10; first places 2 and 6: (6 + 0.8 × 2) / (10 + 0.8 × 10), times two places; then shrunk.
    const { places, share } = cycleShape(Float64Array.of(2, 8, 6, 4), 2);
    const raw = (2 * 7.6) / 18;
    expect(places[0]).toBeCloseTo(1 + share * (raw - 1), 12);
  });

  it('hardly believes a shape of noise', () => {
    const shares = Array.from(
      { length: 20 },
      (_, seed) =>
        cycleShape(
          noise(seed, 96).map((error) => 100 + 10 * error),
          12,
        ).share,
    );
    expect(shares.reduce((sum, share) => sum + share, 0) / 20).toBeLessThan(0.35);
  });

  it('is none of zeros', () => {
    expect(cycleShape(new Float64Array(12), 4)).toMatchObject({
      places: new Float64Array(4).fill(1),
      share: 0,
    });
  });
});

describe('averagedRidge', () => {
  it('finds clear coefficients and leaves noise near zero', () => {
    const samples = 400;
    const [first, second, errors] = [noise(1, samples), noise(2, samples), noise(3, samples)];
    const sums = (target: Float64Array) => {
      const products = { gram: new Float64Array(4), cross: new Float64Array(2), target: 0, samples };
      for (let row = 0; row < samples; row++) {
        const columns = [first[row]!, second[row]!];
        for (let one = 0; one < 2; one++) {
          products.cross[one]! += columns[one]! * target[row]!;
          for (let other = 0; other < 2; other++)
            products.gram[one * 2 + other]! += columns[one]! * columns[other]!;
        }
        products.target += target[row]! ** 2;
      }
      return products;
    };
    const clear = averagedRidge(
      sums(errors.map((error, row) => 2 * first[row]! - second[row]! + 0.5 * error)),
    );
    expect(clear.coefficients[0]).toBeCloseTo(2, 1);
    expect(clear.coefficients[1]).toBeCloseTo(-1, 1);
    expect(clear.variance).toBeCloseTo(0.25, 1);
    const nothing = averagedRidge(sums(errors));
    expect(Math.abs(nothing.coefficients[0]!)).toBeLessThan(0.06);
    expect(nothing.parameters).toBeLessThan(1.5);
  });

  it('is zero for a target of zeros', () => {
    const products = { gram: Float64Array.of(1), cross: Float64Array.of(0), target: 0, samples: 5 };
    expect(averagedRidge(products)).toEqual({ coefficients: Float64Array.of(0), variance: 0, parameters: 0 });
  });
});

describe('cycleLevels', () => {
  it('continues levels that grow steadily, and stays at a level that wanders', () => {
    const shape = Float64Array.from(SHAPE);
    const growing = Float64Array.from(
      { length: 210 },
      (_, day) => (100 + 2 * Math.floor(day / 7)) * SHAPE[day % 7]!,
    );
    const { ahead } = cycleLevels(growing, { shape, cycle: 7, cycles: 3 });
    ahead.forEach((level, cycle) => {
      expect(Math.abs(level - (160 + 2 * cycle))).toBeLessThan(1);
    });
  });
});

describe('recursiveLevels', () => {
  it('returns to the mean of levels that do', () => {
    const errors = noise(12, 200);
    let level = 0;
    const levels = errors.map((error) => {
      level = 0.5 * level + error;
      return 100 + level;
    });
    levels[199] = 108;
    const ahead = recursiveLevels(levels, { cycles: 8, longCycle: 0 });
    expect(ahead[0]!).toBeLessThan(106);
    expect(Math.abs(ahead[7]! - 100)).toBeLessThan(1.5);
  });

  it('repeats what levels did one long cycle ago', () => {
    const levels = noise(13, 104).map((error, week) => 100 + (week % 13 < 3 ? 20 : 0) + 0.5 * error);
    const ahead = recursiveLevels(levels, { cycles: 13, longCycle: 13 });
    ahead.forEach((level, week) => {
      expect(Math.abs(level - (week % 13 < 3 ? 120 : 100))).toBeLessThan(5);
    });
  });

  it('stays where nothing ever moved', () => {
    expect([...recursiveLevels(new Float64Array(12).fill(5), { cycles: 2, longCycle: 0 })]).toEqual([5, 5]);
  });
});

describe('rankOne', () => {
  it('forecasts level times shape better than the seasonal naive forecast', () => {
    const errors = noise(7, 140);
    const expected = (day: number) => (100 + day / 2) * SHAPE[day % 7]!;
    const values = errors.map((error, day) => expected(day) + 10 * error);
    const series = { values, seasonalPeriods: [7] };
    const fitted = rankOne.fit(series);
    expect(fitted.form).toBe('level times shape of 7');
    const error = (mean: Float64Array) =>
      mean.reduce((sum, value, step) => sum + Math.abs(value - expected(140 + step)), 0);
    expect(error(fitted.forecast(14).mean)).toBeLessThan(
      0.7 * error(seasonalNaive.fit(series).forecast(14).mean),
    );
  });

  it('uses no cycle where there is no shape, fewer than three cycles or more than 24 places', () => {
    const values = noise(9, 96).map((error) => 100 + 5 * error);
    expect(rankOne.fit({ values, seasonalPeriods: [12] }).form).toBe('level without shape');
    const short = Float64Array.from({ length: 30 }, (_, month) => 10 + (month % 12));
    expect(rankOne.fit({ values: short, seasonalPeriods: [12] }).form).toBe('level without shape');
    expect(rankOne.fit({ values: [...short, ...short.subarray(6, 24)], seasonalPeriods: [12] }).form).toBe(
      'level times shape of 12',
    );
    const yearly = Float64Array.from(
      { length: 208 },
      (_, week) => 100 + 50 * Math.sin((2 * Math.PI * week) / 52),
    );
    expect(rankOne.fit({ values: yearly, seasonalPeriods: [52] }).form).toBe('level without shape');
  });

  it('covers about what its intervals say on level, shape and noise', () => {
    let [within80, within95, count] = [0, 0, 0];
    for (let seed = 1; seed <= 60; seed++) {
      const values = noise(300 + seed, 126).map((error, day) => 100 * SHAPE[day % 7]! + 12 * error);
      const forecast = rankOne.fit({ values: values.subarray(0, 112), seasonalPeriods: [7] }).forecast(14);
      const [low80, high80] = [forecast.quantile(0.1), forecast.quantile(0.9)];
      const [low95, high95] = [forecast.quantile(0.025), forecast.quantile(0.975)];
      for (let step = 0; step < 14; step++) {
        const actual = values[112 + step]!;
        if (actual >= low80[step]! && actual <= high80[step]!) within80++;
        if (actual >= low95[step]! && actual <= high95[step]!) within95++;
        count++;
      }
    }
    expect(within80 / count).toBeGreaterThan(0.74);
    expect(within80 / count).toBeLessThan(0.88);
    expect(within95 / count).toBeGreaterThan(0.91);
    expect(within95 / count).toBeLessThan(0.985);
  });

  it('takes series that go below zero', () => {
    const values = noise(10, 84).map((error, day) => 20 * (SHAPE[day % 7]! - 1) + error);
    rankOne
      .fit({ values, seasonalPeriods: [7] })
      .forecast(7)
      .mean.forEach((value, step) => {
        expect(Math.abs(value - 20 * (SHAPE[step]! - 1))).toBeLessThan(4);
      });
  });
});
