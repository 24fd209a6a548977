import { describe, expect, it } from 'vitest';
import { seasonalNaive } from '../simple/seasonal-naive.ts';
import { noise } from './testing/noise.ts';
import { trendAndSeason } from './trend-and-season.ts';

/** Three years of weeks and a fourth that starts: straight pieces, one wave a year with an overtone, normal noise. */
function weeks(options: {
  seed: number;
  length?: number;
  slope?: number;
  bend?: number;
  bendAt?: number;
  size?: number;
}) {
  const { seed, length = 168, slope = 0.5, bend = 0, bendAt = 90, size = 6 } = options;
  return noise(seed, length).map((error, week) => {
    const year = (2 * Math.PI * week) / 52;
    const trend = 200 + slope * week + bend * Math.max(0, week - bendAt);
    return trend + 30 * Math.sin(year) + 10 * Math.cos(2 * year) + size * error;
  });
}

const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1);
const HOLD_OUT = 12;

describe('trendAndSeason on trend, yearly season and noise', () => {
  it('errs at least 20 % less than the seasonal naive forecast over 12 weeks held out', () => {
    const error = { own: 0, naive: 0 };
    for (const seed of SEEDS) {
      const values = weeks({ seed });
      const series = { values: values.subarray(0, values.length - HOLD_OUT), seasonalPeriods: [52] };
      const own = trendAndSeason.fit(series).forecast(HOLD_OUT).mean;
      const naive = seasonalNaive.fit(series).forecast(HOLD_OUT).mean;
      for (let step = 0; step < HOLD_OUT; step++) {
        const actual = values[values.length - HOLD_OUT + step]!;
        error.own += Math.abs(actual - own[step]!);
        error.naive += Math.abs(actual - naive[step]!);
      }
    }
    expect(error.own).toBeLessThan(0.8 * error.naive);
  });

  it('covers 70 to 90 % of the weeks held out with its 80 % interval', () => {
    let covered = 0;
    for (const seed of SEEDS) {
      const values = weeks({ seed, bend: seed % 2 === 0 ? 0 : -1.5 });
      const series = { values: values.subarray(0, values.length - HOLD_OUT), seasonalPeriods: [52] };
      const forecast = trendAndSeason.fit(series).forecast(HOLD_OUT);
      const [low, high] = [forecast.quantile(0.1), forecast.quantile(0.9)];
      for (let step = 0; step < HOLD_OUT; step++) {
        const actual = values[values.length - HOLD_OUT + step]!;
        if (actual >= low[step]! && actual <= high[step]!) covered++;
      }
    }
    const share = covered / (SEEDS.length * HOLD_OUT);
    expect(share).toBeGreaterThan(0.7);
    expect(share).toBeLessThan(0.9);
  });

  it('finds a planted change of slope within 3 periods, and its size', () => {
    for (const bendAt of [50, 90, 120]) {
      const found = SEEDS.slice(0, 10).map((seed) => {
        const values = weeks({ seed, bend: -3, bendAt });
        const { parameters } = trendAndSeason.fit({ values, seasonalPeriods: [52] });
        return { changes: parameters.changes as number[], bends: parameters.slopeChanges as number[] };
      });
      for (const { changes, bends } of found) {
        expect(changes).toHaveLength(1);
        expect(Math.abs(changes[0]! - bendAt)).toBeLessThanOrEqual(3);
        expect(Math.abs(bends[0]! + 3)).toBeLessThan(0.4);
      }
    }
  });

  it('sees no change of slope where there is none', () => {
    const changes = SEEDS.map((seed) => {
      return trendAndSeason.fit({ values: weeks({ seed }), seasonalPeriods: [52] }).parameters.changes;
    });
    expect(changes.filter((found) => (found as number[]).length > 0).length).toBeLessThanOrEqual(1);
  });
});

describe('trendAndSeason on regressors, gaps and options', () => {
  const promotion = Float64Array.from({ length: 168 }, (_, week) => (week % 9 === 4 ? 1 : 0));

  it('recovers the effect of a regressor and uses what is known ahead', () => {
    const values = weeks({ seed: 3, length: 156 }).map((value, week) => value + 50 * promotion[week]!);
    const regressors = [{ name: 'promotion', values: promotion }];
    const fitted = trendAndSeason.fit({ values, seasonalPeriods: [52], regressors });
    expect(Math.abs((fitted.parameters['effect of promotion'] as number) - 50)).toBeLessThan(6);
    const without = trendAndSeason.fit({ values: weeks({ seed: 3, length: 156 }), seasonalPeriods: [52] });
    const added = fitted.forecast(12).mean.map((value, step) => value - without.forecast(12).mean[step]!);
    // 157 % 9 is 4, so the second week ahead has a promotion and the first has none.
    expect(added[1]! - added[0]!).toBeGreaterThan(40);
  });

  it('drops a regressor that follows from others, and names it', () => {
    const values = weeks({ seed: 4 });
    const twice = promotion.map((value) => 2 * value);
    const regressors = [
      { name: 'promotion', values: promotion },
      { name: 'twice', values: twice },
    ];
    const { notes, parameters } = trendAndSeason.fit({ values, seasonalPeriods: [52], regressors });
    expect(notes).toContainEqual({
      code: 'regressor-dropped',
      message: 'twice followed from the other columns: left out of trend-and-season.',
    });
    expect(parameters).toHaveProperty('effect of promotion');
    expect(parameters).not.toHaveProperty('effect of twice');
  });

  it('leaves out values that nobody knows', () => {
    const values = weeks({ seed: 5, size: 1 });
    const gappy = values.map((value, week) => (week % 11 === 5 ? Number.NaN : value));
    const [whole, holes] = [values, gappy].map((known) =>
      trendAndSeason.fit({ values: known, seasonalPeriods: [52] }).forecast(12),
    );
    holes!.mean.forEach((value, step) => {
      expect(Math.abs(value - whole!.mean[step]!)).toBeLessThan(2);
    });
  });

  it('recovers the share of an error that remains', () => {
    const errors = weeks({ seed: 6, length: 400, slope: 0, size: 5 });
    const level = weeks({ seed: 6, length: 400, slope: 0, size: 0 });
    let error = 0;
    const values = errors.map((value, week) => {
      error = 0.6 * error + value - level[week]!;
      return level[week]! + error;
    });
    const { errorShare } = trendAndSeason.fit({ values, seasonalPeriods: [52] }).parameters;
    expect([0.3, 0.6, 0.8]).toContain(errorShare);
  });

  it('recognises a season in proportion to the trend', () => {
    const values = noise(7, 168).map(
      (error, week) => (50 + 2 * week) * (1 + 0.3 * Math.sin((2 * Math.PI * week) / 52)) + 3 * error,
    );
    const fitted = trendAndSeason.fit({ values, seasonalPeriods: [52] });
    expect(fitted.form).toContain('multiplicative season of 52');
  });

  it('refuses options out of range, and takes those within', () => {
    const series = { values: weeks({ seed: 8 }), seasonalPeriods: [52] };
    expect(() => trendAndSeason.fit(series, { quietShare: 0.5 })).toThrow(
      'quietShare is 0.5; it must lie between 0 and 0.4',
    );
    expect(trendAndSeason.fit(series, { quietShare: 0.4 }).model).toBe('trend-and-season');
    expect(() => trendAndSeason.fit(series, { season: 'none' as 'additive' })).toThrow("season is 'none'");
    expect(trendAndSeason.fit(series, { season: 'additive', changes: false }).form).toContain('0 changes');
  });

  it('says so where there are too few values', () => {
    const fitted = trendAndSeason.fit({ values: [1, 2, 3] });
    expect(fitted.notes.at(-1)?.message).toContain('needs 6 values and found 3');
  });
});
