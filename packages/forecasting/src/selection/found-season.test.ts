import { randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { readSeries } from '../series/model-input.ts';
import { foundSeason } from './found-season.ts';

const noise = (seed: number, length: number): number[] => {
  const random = randomStream(seed);
  return Array.from({ length }, () => random.next() + random.next() + random.next() - 1.5);
};
const seasonal = (period: number, length: number): number[] =>
  noise(period, length).map(
    (error, index) => 100 + 20 * Math.sin((2 * Math.PI * index) / period) + 2 * error,
  );
const periodFound = (values: number[], seasonalPeriods: number[] = []) =>
  foundSeason(readSeries({ values, seasonalPeriods }))?.period;

describe('foundSeason', () => {
  it.each([52, 12, 7, 24, 4])('finds a season of %i that was not named', (period) => {
    expect(periodFound(seasonal(period, Math.max(4 * period, 80)))).toBe(period);
  });

  it('finds none in noise or in a random walk, in nine of ten', () => {
    let found = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const steps = noise(1000 + seed, 200);
      let level = 100;
      const walk = steps.map((step) => (level += step));
      if (periodFound(steps.map((step) => 100 + step))) found++;
      if (periodFound(walk)) found++;
    }
    expect(found).toBeLessThanOrEqual(8);
  });

  it('leaves a season that was named, and a history too short to show one', () => {
    expect(periodFound(seasonal(12, 120), [12])).toBeUndefined();
    expect(periodFound(seasonal(12, 59))).toBeUndefined();
    expect(periodFound(seasonal(12, 60))).toBe(12);
  });
});
