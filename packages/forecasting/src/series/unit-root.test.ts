import { normal, randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import {
  differenced,
  differencesNeeded,
  kpssStatistic,
  seasonalDifferencesNeeded,
  seasonalStrength,
} from './unit-root.ts';

const noise = (length: number, key: string): Float64Array => {
  const random = randomStream(7, key);
  return Float64Array.from({ length }, () => normal.standardQuantile((random.nextUint32() + 0.5) / 2 ** 32));
};
const summed = (values: Float64Array): Float64Array => {
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum;
  });
};

describe('kpssStatistic', () => {
  it('is by hand, with no lags: 1, 2, 3, 4 has partial sums -1.5, -2, -1.5, 0 and squares 5', () => {
    // 8.5 / (4 × 5)
    expect(kpssStatistic(Float64Array.of(1, 2, 3, 4))).toBeCloseTo(0.425, 12);
  });

  it('weighs one lag by half from 19 values on: trunc(3 sqrt(19) / 13) is 1', () => {
    // Alternating ±1 (20 values): partial sums 1, 0, 1, 0 ... have squares 10; the lag adds 2 × 1/2 × (-19) to 20.
    const alternating = Float64Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 1 : -1));
    expect(kpssStatistic(alternating)).toBeCloseTo(10 / (20 * 1), 10);
  });

  it('does not depend on level and unit', () => {
    const walk = summed(noise(60, 'walk'));
    expect(kpssStatistic(walk.map((value) => 1e6 * value - 3e6))).toBeCloseTo(kpssStatistic(walk), 8);
    expect(kpssStatistic(new Float64Array(9).fill(4))).toBe(0);
  });
});

describe('differencesNeeded', () => {
  it('is 0 for noise, 1 for a random walk, 2 for a walk of a walk, in at least 90 of 100 draws of noise', () => {
    const draws = Array.from({ length: 100 }, (_, index) => noise(200, `draw ${index}`));
    const share = (series: Float64Array[], d: number): number =>
      series.filter((values) => differencesNeeded(values) === d).length;
    expect(share(draws, 0)).toBeGreaterThanOrEqual(90);
    expect(share(draws.map(summed), 1)).toBeGreaterThanOrEqual(85);
    expect(
      share(
        draws.map((draw) => summed(summed(draw))),
        2,
      ),
    ).toBeGreaterThanOrEqual(90);
  });

  it('stops where nothing varies', () => {
    expect(differencesNeeded(Float64Array.from({ length: 30 }, (_, index) => 0.1 * index))).toBe(1);
    expect(differencesNeeded(new Float64Array(30).fill(0.3))).toBe(0);
  });
});

describe('seasons', () => {
  const season = Float64Array.from({ length: 72 }, (_, index) => 5 * Math.sin((2 * Math.PI * index) / 12));

  it('are strong where they explain what is left without trend', () => {
    const weak = noise(72, 'season');
    expect(
      seasonalStrength(
        season.map((value, index) => value + weak[index]!),
        12,
      ),
    ).toBeGreaterThan(0.9);
    expect(seasonalStrength(weak, 12)).toBeLessThan(0.64);
    expect(seasonalDifferencesNeeded(season, 12)).toBe(1);
    expect(seasonalDifferencesNeeded(weak, 12)).toBe(0);
  });

  it('are not looked for in two seasons or fewer', () => {
    expect(seasonalDifferencesNeeded(season.subarray(0, 24), 12)).toBe(0);
    expect(seasonalDifferencesNeeded(season.subarray(0, 25), 12)).toBe(1);
    expect(seasonalDifferencesNeeded(season, 1)).toBe(0);
  });
});

describe('differenced', () => {
  it('subtracts the value a lag before', () => {
    expect(Array.from(differenced(Float64Array.of(1, 4, 9, 16), 2))).toEqual([8, 12]);
    expect(differenced(Float64Array.of(1), 2)).toHaveLength(0);
  });
});
