import { normal, randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { seasonalNaive } from '../simple/seasonal-naive.ts';
import { trendAndSeason } from './trend-and-season.ts';

/** Three years of weeks and a fourth that starts: straight pieces, one wave a year with an overtone, normal noise. */
function weeks(options: {
  seed: number;
  length?: number;
  slope?: number;
  bend?: number;
  bendAt?: number;
  noise?: number;
}) {
  const { seed, length = 168, slope = 0.5, bend = 0, bendAt = 90, noise = 6 } = options;
  const random = randomStream(seed, 'weeks');
  return Float64Array.from({ length }, (_, week) => {
    const year = (2 * Math.PI * week) / 52;
    const trend = 200 + slope * week + bend * Math.max(0, week - bendAt);
    const error = noise * normal.standardQuantile((random.nextUint32() + 0.5) / 4294967296);
    return trend + 30 * Math.sin(year) + 10 * Math.cos(2 * year) + error;
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
