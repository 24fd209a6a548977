import { describe, expect, it } from 'vitest';
import { severalSeasons } from './several-seasons.ts';
import { stl } from './stl.ts';
import { carbonDioxide } from './testing/carbon-dioxide.ts';
import { noise } from './testing/noise.ts';

/**
 * From the authors' Fortran program (stlez), run by the statsmodels project: file stl_test_results.csv. That program
 * computes every third place of a season and every second of the trend and interpolates, hence the tolerance.
 */
const LAST_SEASON = [
  -0.1047, 0.5396, 1.5247, 2.6865, 3.1657, 2.4376, 0.7276, -1.3387, -3.1578, -3.4047, -2.15, -0.9499,
];
const LAST_TREND = [
  347.6221, 347.7701, 347.9181, 348.1126, 348.3071, 348.5002, 348.6933, 348.8909, 349.0885, 349.293,
];
const FIRST_ROBUST_SEASON = [
  -0.1313, 0.5171, 1.0818, 2.1333, 2.7338, 2.24, 0.9297, -1.1144, -2.6757, -2.8786,
];
const FIRST_ROBUST_TRUST = [0.9475, 0.8824, 0.9982, 0.9524, 0.8173, 0.9969, 0.7281, 0.9909, 0.6379, 0.9901];

const AS_IN_THE_PAPER = { period: 12, seasonWindow: 35, seasonDegree: 1 } as const;

describe('stl', () => {
  it("agrees with the authors' program on carbon dioxide", () => {
    const { season, trend } = stl(carbonDioxide, AS_IN_THE_PAPER);
    LAST_SEASON.forEach((value, month) => {
      expect(Math.abs(season[336 + month]! - value)).toBeLessThan(0.003);
    });
    LAST_TREND.forEach((value, month) => {
      expect(Math.abs(trend[336 + month]! - value)).toBeLessThan(0.007);
    });
    // Places that the program computes, and does not interpolate.
    expect(season[338]).toBeCloseTo(1.5247, 3);
    expect(trend[336]).toBeCloseTo(347.6221, 3);
  });

  it("agrees with the authors' program when robust, as closely as a differing number of passes lets it", () => {
    const { season, trust } = stl(carbonDioxide, { ...AS_IN_THE_PAPER, robust: true });
    FIRST_ROBUST_SEASON.forEach((value, month) => {
      expect(Math.abs(season[month]! - value)).toBeLessThan(0.03);
    });
    FIRST_ROBUST_TRUST.forEach((value, month) => {
      expect(Math.abs(trust[month]! - value)).toBeLessThan(0.05);
    });
  });

  it('takes a series apart without loss', () => {
    const { season, trend, remainder } = stl(carbonDioxide, { period: 12 });
    carbonDioxide.forEach((value, month) => {
      expect(season[month]! + trend[month]! + remainder[month]!).toBeCloseTo(value, 10);
    });
  });

  it('keeps an odd value out of season and trend if robust, and not otherwise', () => {
    const spiked = Float64Array.from(carbonDioxide);
    spiked[100]! += 50;
    const robust = stl(spiked, { period: 12, robust: true });
    expect(robust.trust[100]).toBe(0);
    expect(Math.abs(robust.remainder[100]! - 50)).toBeLessThan(1);
    expect(stl(spiked, { period: 12 }).remainder[100]).toBeLessThan(45);
  });

  it('refuses periods and windows out of range, and takes those within', () => {
    const values = carbonDioxide.subarray(0, 30);
    expect(() => stl(values, { period: 16 })).toThrow(
      'period is 16; it must be a whole number from 2 to half of 30 values',
    );
    expect(stl(values, { period: 15 }).season).toHaveLength(30);
    expect(() => stl(values, { period: 12, seasonWindow: 8 })).toThrow(
      'seasonWindow is 8; it must be an odd',
    );
    expect(stl(values, { period: 12, seasonWindow: 7 }).season).toHaveLength(30);
    expect(() => stl(values, { period: 12, trendWindow: 1 })).toThrow('trendWindow is 1');
  });
});

describe('severalSeasons', () => {
  const length = 24 * 7 * 6;
  const errors = noise(3, length);
  const day = (hour: number) => 5 * Math.sin((2 * Math.PI * hour) / 24);
  const week = (hour: number) => 3 * Math.cos((2 * Math.PI * hour) / 168);
  const hours = Float64Array.from({ length }, (_, hour) => 50 + day(hour) + week(hour) + 0.3 * errors[hour]!);

  it('finds a day and a week that were put together', () => {
    const { seasons } = severalSeasons(hours, { periods: [24, 168] });
    for (let hour = 168; hour < length - 168; hour++) {
      expect(Math.abs(seasons[0]![hour]! - day(hour))).toBeLessThan(0.9);
      expect(Math.abs(seasons[1]![hour]! - week(hour))).toBeLessThan(0.9);
    }
  });

  it('takes the series apart without loss', () => {
    const { seasons, trend, remainder } = severalSeasons(hours, { periods: [24, 168] });
    hours.forEach((value, hour) => {
      expect(seasons[0]![hour]! + seasons[1]![hour]! + trend[hour]! + remainder[hour]!).toBeCloseTo(value, 9);
    });
  });

  it('is stl for one season', () => {
    const { seasons, trend } = severalSeasons(hours, { periods: [24] });
    const one = stl(hours, { period: 24, seasonWindow: 11 });
    expect(seasons[0]).toEqual(one.season);
    expect(trend).toEqual(one.trend);
  });
});
