import { describe, expect, it } from 'vitest';
import { classicalDecomposition } from './classical-decomposition.ts';
import { seasonalAtM4, seasonalAtTheta } from './seasonality-test.ts';

const wave = (length: number): Float64Array =>
  Float64Array.from({ length }, (_, index) => 10 + [3, -1, -2, 0][index % 4]!);

describe('seasonalAtTheta', () => {
  it('needs more than two seasons', () => {
    expect(seasonalAtTheta(wave(8), 4)).toBe(false);
    expect(seasonalAtTheta(wave(13), 4)).toBe(true);
  });

  it('sees no season where there is none', () => {
    expect(seasonalAtTheta(wave(40), 1)).toBe(false);
    expect(seasonalAtTheta(new Float64Array(40).fill(7.3), 4)).toBe(false);
    expect(seasonalAtTheta(wave(41), 3)).toBe(false);
  });

  it('compares with 1.645 standard errors', () => {
    // One spike per four values of eleven: autocorrelations by hand.
    const values = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0);
    const correlation = (lag: number): number => {
      let product = 0;
      for (let t = lag; t < 11; t++) product += (values[t]! - 3 / 11) * (values[t - lag]! - 3 / 11);
      return product / (3 - 9 / 11);
    };
    const squares = correlation(1) ** 2 + correlation(2) ** 2 + correlation(3) ** 2;
    expect(correlation(4) / Math.sqrt((1 + 2 * squares) / 11)).toBeCloseTo(1.794, 3);
    expect(seasonalAtTheta(values, 4)).toBe(true);
    // With the last two spikes off their place it is 0.18.
    expect(seasonalAtTheta(Float64Array.of(1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0), 4)).toBe(false);
  });

  it('needs three seasons in the competition', () => {
    const spikes = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0);
    expect(seasonalAtM4(spikes.subarray(0, 11), 4)).toBe(false);
    expect(seasonalAtTheta(spikes.subarray(0, 11), 4)).toBe(true);
    expect(seasonalAtM4(spikes, 4)).toBe(true);
  });
});

describe('classicalDecomposition', () => {
  it('agrees with the textbook on quarterly ratios', () => {
    // Level 100, factors .8, 1.1, 1.3, .8: averages of a season are 100 exactly.
    const values = Float64Array.from({ length: 14 }, (_, index) => 100 * [0.8, 1.1, 1.3, 0.8][index % 4]!);
    const factors = classicalDecomposition(values, { period: 4, kind: 'multiplicative' })!;
    for (const [place, factor] of [0.8, 1.1, 1.3, 0.8].entries())
      expect(factors[place]).toBeCloseTo(factor, 12);
  });

  it('averages differences for odd periods too', () => {
    const values = Float64Array.from({ length: 11 }, (_, index) => 2 * index + [-1, 3, -2][index % 3]!);
    const effects = classicalDecomposition(values, { period: 3, kind: 'additive' })!;
    for (const [place, effect] of [-1, 3, -2].entries()) expect(effects[place]).toBeCloseTo(effect, 12);
  });

  it('has no factors where the average is not positive or a factor vanishes', () => {
    const quarters = (size: number): Float64Array =>
      Float64Array.from({ length: 16 }, (_, index) => (index % 4 === 0 ? size : 1));
    expect(
      classicalDecomposition(new Float64Array(16), { period: 4, kind: 'multiplicative' }),
    ).toBeUndefined();
    expect(classicalDecomposition(quarters(0), { period: 4, kind: 'multiplicative' })).toBeUndefined();
    expect(classicalDecomposition(quarters(0.1), { period: 4, kind: 'multiplicative' })).toBeDefined();
  });
});
