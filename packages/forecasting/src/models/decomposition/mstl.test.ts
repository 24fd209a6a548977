import { describe, expect, it } from 'vitest';
import { seasonalNaive } from '../simple/seasonal-naive.ts';
import { mstl } from './mstl.ts';
import { severalSeasons } from './several-seasons.ts';
import { seasonTrust } from './shrunk-season.ts';
import { stlSmoothers } from './stl.ts';
import { noise } from './testing/noise.ts';

const wave = (month: number) => Math.sin((2 * Math.PI * month) / 12);

describe('mstl', () => {
  it('repeats additive and multiplicative seasons, each recognised as what it is', () => {
    const errors = noise(1, 120);
    const additive = errors.map((error, month) => 100 + month + 20 * wave(month) + error);
    const multiplicative = errors.map(
      (error, month) => (100 + 3 * month) * (1 + 0.3 * wave(month)) + 2 * error,
    );
    for (const [values, kind, ahead] of [
      [additive, 'additive', (month: number) => 100 + month + 20 * wave(month)],
      [multiplicative, 'multiplicative', (month: number) => (100 + 3 * month) * (1 + 0.3 * wave(month))],
    ] as const) {
      const fitted = mstl.fit({ values, seasonalPeriods: [12] });
      expect(fitted.form).toContain(`${kind} season of 12`);
      fitted.forecast(12).mean.forEach((value, step) => {
        expect(Math.abs(value - ahead(120 + step))).toBeLessThan(0.05 * ahead(120 + step));
      });
    }
  });

  it('forecasts days within weeks better than the seasonal naive forecast of either', () => {
    const level = (hour: number) =>
      100 + 20 * Math.sin((2 * Math.PI * hour) / 24) + 15 * Math.cos((2 * Math.PI * hour) / 168);
    const values = noise(2, 840).map((error, hour) => level(hour) + 4 * error);
    const error = (mean: Float64Array) =>
      mean.reduce((sum, value, step) => sum + Math.abs(value - level(840 + step)), 0);
    const own = error(mstl.fit({ values, seasonalPeriods: [24, 168] }).forecast(48).mean);
    const naive = (period: number) =>
      error(seasonalNaive.fit({ values, seasonalPeriods: [period] }).forecast(48).mean);
    expect(own).toBeLessThan(0.6 * naive(24));
    // Five weeks tell a place of the week to about 4 / √3; the last week alone to 4.
    expect(own).toBeLessThan(0.75 * naive(168));
  });

  it('covers about what its intervals say on series of level, season and noise', () => {
    let [within80, within95, count] = [0, 0, 0];
    for (let seed = 1; seed <= 60; seed++) {
      const values = noise(100 + seed, 108).map((error, month) => 200 + 30 * wave(month) + 10 * error);
      const forecast = mstl.fit({ values: values.subarray(0, 96), seasonalPeriods: [12] }).forecast(12);
      const [low80, high80] = [forecast.quantile(0.1), forecast.quantile(0.9)];
      const [low95, high95] = [forecast.quantile(0.025), forecast.quantile(0.975)];
      for (let step = 0; step < 12; step++) {
        const actual = values[96 + step]!;
        if (actual >= low80[step]! && actual <= high80[step]!) within80++;
        if (actual >= low95[step]! && actual <= high95[step]!) within95++;
        count++;
      }
    }
    expect(within80 / count).toBeGreaterThan(0.75);
    expect(within80 / count).toBeLessThan(0.87);
    expect(within95 / count).toBeGreaterThan(0.92);
    expect(within95 / count).toBeLessThan(0.985);
  });

  it('is the forecast of the level where there is no season', () => {
    const values = noise(4, 50).map((error) => 40 + error);
    const fitted = mstl.fit({ values });
    expect(fitted.form).toMatch(/^mean of Theta and/);
    expect(Math.abs(fitted.forecast(1).mean[0]! - 40)).toBeLessThan(1.5);
  });

  it('keeps one odd value out of the season if robust', () => {
    const values = noise(5, 96).map((error, month) => 100 + 20 * wave(month) + error);
    values[90] = 400;
    const at = (robust: boolean) =>
      mstl.fit({ values, seasonalPeriods: [12] }, { robust, season: 'additive' }).forecast(12).mean[6]! -
      mstl.fit({ values, seasonalPeriods: [12] }, { robust, season: 'additive' }).forecast(12).mean[5]!;
    // Month 102 is the place of the odd one; without it the season falls from month 101 to 102 by 10.
    expect(at(true)).toBeLessThan(0);
    expect(at(false)).toBeGreaterThan(at(true) + 5);
  });

  it('lets demand that falls fade, and only a series that may go below zero fall on', () => {
    const values = noise(16, 60).map((error, month) => 126 - 2 * month + 0.2 * error);
    const fades = mstl.fit({ values }).forecast(12).mean;
    const falls = mstl.fit({ values, nonNegative: false }).forecast(12).mean;
    expect(fades[1]!).toBeCloseTo(falls[1]!, -1);
    expect(fades[11]!).toBeGreaterThan(0);
    expect(falls[11]!).toBeLessThan(-5);
  });

  it('refuses options out of range, and takes those within', () => {
    const series = { values: noise(6, 48).map((error) => 10 + error), seasonalPeriods: [12] };
    expect(() => mstl.fit(series, { season: 'both' as 'additive' })).toThrow(
      "season is 'both'; it must be one of additive, multiplicative, automatic",
    );
    expect(mstl.fit(series, { season: 'multiplicative' }).form).toContain('multiplicative');
    expect(() => mstl.fit(series, { robust: 1 as unknown as boolean })).toThrow('robust is 1');
  });

  it('says so where a multiplicative season is asked for and a value is zero', () => {
    const values = Float64Array.from({ length: 48 }, (_, month) => month % 12);
    const fitted = mstl.fit({ values, seasonalPeriods: [12] }, { season: 'multiplicative' });
    expect(fitted.notes.at(-1)?.message).toContain('needs values above 0');
  });
});

describe('seasonTrust', () => {
  const shareOf = (values: Float64Array, period: number) => {
    const { seasons, remainder } = severalSeasons(values, { periods: [period] });
    return seasonTrust(seasons[0]!, remainder, stlSmoothers(values.length, { period })).share;
  };

  it('believes a strong season and hardly one of noise', () => {
    expect(
      shareOf(
        noise(1, 120).map((error, month) => 10 * wave(month) + error),
        12,
      ),
    ).toBeGreaterThan(0.97);
    const ofNoise = Array.from({ length: 20 }, (_, seed) => shareOf(noise(seed + 30, 120), 12));
    expect(ofNoise.reduce((sum, share) => sum + share, 0) / 20).toBeLessThan(0.35);
  });
});
