import { describe, expect, it } from 'vitest';
import { smoothedLevel, smoothedTrend } from './damped-trend.ts';
import { levelForecast } from './level-forecast.ts';
import { noise } from './testing/noise.ts';

describe('smoothedLevel', () => {
  it('forecasts by level plus share of the last error', () => {
    const { fittedValues, levelShare, firstLevel, level } = smoothedLevel(
      Float64Array.of(10, 12, 11, 15, 13),
      0,
    );
    expect(fittedValues[0]).toBe(firstLevel);
    expect(fittedValues[1]).toBeCloseTo(firstLevel + levelShare * (10 - firstLevel), 12);
    expect(level).toBeCloseTo(fittedValues[4]! + levelShare * (13 - fittedValues[4]!), 12);
  });

  it('recovers the share of a simulated level within 0.1, for weak and strong shares', () => {
    for (const share of [0.1, 0.4, 0.8]) {
      const errors = noise(11, 1500);
      let level = 100;
      const values = errors.map((error) => {
        const value = level + error;
        level += share * error;
        return value;
      });
      expect(Math.abs(smoothedLevel(values, 0).levelShare - share)).toBeLessThan(0.1);
    }
  });

  it('has the least squared error of all shares and first levels', () => {
    const values = noise(5, 40).map((error, index) => 20 + error + 0.1 * index);
    const found = smoothedLevel(values, 0);
    const errorOf = (share: number, first: number): number => {
      let level = first;
      let squares = 0;
      for (const value of values) {
        squares += (value - level) ** 2;
        level += share * (value - level);
      }
      return squares;
    };
    expect(errorOf(found.levelShare, found.firstLevel)).toBeCloseTo(found.squaredError, 9);
    for (let share = 0.01; share < 1; share += 0.01) {
      for (const shift of [-0.5, 0, 0.5]) {
        expect(errorOf(share, found.firstLevel + shift)).toBeGreaterThan(found.squaredError * (1 - 1e-3));
      }
    }
  });
});

describe('smoothedTrend', () => {
  it('continues a straight line exactly', () => {
    const line = Float64Array.from({ length: 20 }, (_, index) => 5 + 3 * index);
    const { level, trend, squaredError } = smoothedTrend(line, { damped: false });
    expect(squaredError).toBeLessThan(1e-12);
    expect(level + trend).toBeCloseTo(65, 6);
  });

  it('recovers the parameters of a simulated damped trend', () => {
    const errors = noise(21, 3000);
    let level = 50;
    let trend = 1;
    const values = errors.map((error) => {
      const fit = level + 0.9 * trend;
      level = fit + 0.5 * error;
      trend = 0.9 * trend + 0.2 * error;
      return fit + error;
    });
    const found = smoothedTrend(values, { damped: true });
    expect(Math.abs(found.levelShare - 0.5)).toBeLessThan(0.1);
    expect(Math.abs(found.trendShare - 0.2)).toBeLessThan(0.08);
    expect(Math.abs(found.damping - 0.9)).toBeLessThan(0.05);
  });
});

describe('levelForecast', () => {
  it('continues a level without trend by about that level', () => {
    const values = noise(8, 80).map((error) => 30 + error);
    levelForecast(values)
      .mean(10)
      .forEach((value) => {
        expect(Math.abs(value - 30)).toBeLessThan(1);
      });
  });

  it('is forecast of one value by that value', () => {
    expect([...levelForecast(Float64Array.of(7)).mean(3)]).toEqual([7, 7, 7]);
  });

  it('weighs errors as its two methods do on average: 1 at once, then the shares', () => {
    const weights = levelForecast(noise(9, 60).map((error) => 10 + error)).weights(3);
    expect(weights[0]).toBe(1);
    expect(weights[1]).toBeGreaterThanOrEqual(0);
    expect(weights[1]).toBeLessThan(1);
  });

  it('scales with the values', () => {
    const values = noise(10, 50).map((error) => 10 + error);
    const [one, many] = [levelForecast(values), levelForecast(values.map((value) => value * 2 ** 30))];
    many.mean(5).forEach((value, step) => {
      expect(value).toBeCloseTo(one.mean(5)[step]! * 2 ** 30, 0);
    });
  });

  it('widens where errors far ahead were larger than those near say, and not on white noise', () => {
    const white = levelForecast(noise(14, 200).map((error) => 50 + error)).growth(13, 12);
    expect(white[0]).toBe(1);
    expect(white[12]).toBeLessThan(1.3);
    // A slow wave under strong noise: errors of one step ask for a small share, which lags behind the wave.
    const waves = noise(15, 200).map((error, index) => 50 + 4 * Math.sin(index / 12) + 3 * error);
    expect(levelForecast(waves).growth(13, 12)[12]).toBeGreaterThan(white[12]!);
  });
});
