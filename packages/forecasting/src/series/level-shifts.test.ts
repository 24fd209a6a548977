import { normal, randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { findLevelShifts } from './level-shifts.ts';

function noise(length: number, seed: number): Float64Array {
  const random = randomStream(seed, 'level shifts');
  return Float64Array.from({ length }, () => normal.sample(random));
}

describe('findLevelShifts', () => {
  it('finds a shift, its place and its size, under a season', () => {
    const values = noise(120, 1).map(
      (error, month) =>
        (month < 70 ? 100 : 160) * (1 + 0.2 * Math.cos((2 * Math.PI * month) / 12) + 0.05 * error),
    );
    const found = findLevelShifts({ values, seasonalPeriods: [12] });
    expect(found.shifts).toHaveLength(1);
    expect(Math.abs(found.presentFrom - 70)).toBeLessThanOrEqual(1);
    expect(found.shifts[0]!.size).toBeGreaterThan(1.5);
    expect(found.shifts[0]!.size).toBeLessThan(1.7);
    expect(found.notes[0]!.message).toMatch(
      /^The level shifted at value 7\d: to 1[56]\d % of what it was before\.$/,
    );
    const before = Array.from(found.adjusted.values).slice(0, 60);
    expect(before.reduce((sum, value) => sum + value, 0) / 60).toBeGreaterThan(150);
  });

  it('finds two shifts of values that may be negative', () => {
    const values = noise(150, 2).map((error, day) => error + (day < 50 ? 0 : day < 100 ? 5 : -3));
    const { shifts, ratios, notes } = findLevelShifts({ values });
    expect(ratios).toBe(false);
    expect(shifts.map(({ index }) => Math.round(index / 5) * 5)).toEqual([50, 100]);
    expect(notes[1]!.message).toMatch(/^The level shifted at value 10\d: by -[78]\.?\d*\.$/);
  });

  it('claims a shift in at most 3 % of series without one', () => {
    let claimed = 0;
    for (let seed = 0; seed < 300; seed++)
      claimed += findLevelShifts({ values: noise(80, 1000 + seed) }).shifts.length > 0 ? 1 : 0;
    expect(claimed).toBeLessThanOrEqual(9);
  });

  it('does not take autocorrelation, a trend or a spike for a shift', () => {
    let claimed = 0;
    for (let seed = 0; seed < 100; seed++) {
      let state = 0;
      const values = noise(120, 2000 + seed).map((error) => {
        state = 0.6 * state + error;
        return state;
      });
      claimed += findLevelShifts({ values }).shifts.length > 0 ? 1 : 0;
    }
    expect(claimed).toBeLessThanOrEqual(6);
    expect(findLevelShifts({ values: noise(100, 3).map((error, day) => 50 + day + error) }).shifts).toEqual(
      [],
    );
    const spike = noise(60, 4);
    spike[40] = 500;
    expect(findLevelShifts({ values: spike }).shifts).toEqual([]);
  });

  it('says nothing of short, constant, empty and unknown series', () => {
    for (const values of [[], [1, 1, 9, 9], new Array(60).fill(4), new Array(60).fill(Number.NaN)]) {
      expect(findLevelShifts({ values })).toMatchObject({ shifts: [], presentFrom: 0, notes: [] });
    }
  });

  it('counts places in the series given, gaps included', () => {
    const values = noise(100, 5).map((error, day) =>
      day % 4 === 1 ? Number.NaN : 20 + error + (day < 60 ? 0 : 15),
    );
    expect(Math.abs(findLevelShifts({ values }).presentFrom - 60)).toBeLessThanOrEqual(2);
  });
});
