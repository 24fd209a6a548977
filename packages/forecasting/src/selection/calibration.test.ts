import { normal, randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { calibrationOf, errorAt } from './calibration.ts';

const normalErrors = (length: number): Float64Array => {
  const random = randomStream(3);
  return Float64Array.from({ length }, () => normal.standardQuantile((random.nextUint32() + 0.5) / 2 ** 32));
};
const origin = (errors: number[], deviation: number) => ({
  origin: 50,
  errors: Float64Array.from(errors),
  deviations: new Float64Array(errors.length).fill(deviation),
});

describe('calibrationOf', () => {
  it('widens what erred more than it said, and narrows what erred less', () => {
    const residuals = normalErrors(100);
    const at = (error: number) =>
      calibrationOf({ origins: [origin([error, -error, error, -error], 1)], residuals }).multiplier;
    expect(at(2)).toBeGreaterThan(at(1));
    expect(at(0.5)).toBeLessThan(at(1));
    // the models' word counts 2.5, four errors 4^0.54 = 2.114 with mean square 4, and optimism is e^(0.14 + 10.8 / 100)
    const count = 4 ** 0.54;
    expect(at(2)).toBeCloseTo(Math.exp(0.248) * Math.sqrt((2.5 + 4 * count) / (2.5 + count)), 12);
  });

  it('says no more of one giant error than of one of five deviations', () => {
    const residuals = normalErrors(100);
    const at = (error: number) => calibrationOf({ origins: [origin([error], 1)], residuals }).multiplier;
    expect(at(1e9)).toBe(at(5));
  });

  it('is careful after a short history, and without origins', () => {
    const multiplier = (length: number) =>
      calibrationOf({ origins: [], residuals: normalErrors(length) }).multiplier;
    expect(multiplier(12)).toBeCloseTo(Math.exp(0.14 + 10.8 / 12), 12);
    expect(multiplier(4)).toBe(multiplier(10));
    expect(multiplier(12)).toBeGreaterThan(multiplier(120));
  });

  it('passes over what is not known', () => {
    const residuals = normalErrors(50);
    const known = calibrationOf({ origins: [origin([1, Number.NaN], 1)], residuals });
    expect(known).toEqual(calibrationOf({ origins: [origin([1], 1)], residuals }));
    expect(calibrationOf({ origins: [], residuals: new Float64Array(9).fill(Number.NaN) }).heaviness).toBe(
      0.29,
    );
  });

  it('sees heavier tails where errors are rare and large', () => {
    const spiky = Float64Array.from({ length: 120 }, (_, index) => (index % 10 === 0 ? 10 : 0.1));
    const heavy = calibrationOf({ origins: [], residuals: spiky }).heaviness;
    const usual = calibrationOf({ origins: [], residuals: normalErrors(120) }).heaviness;
    // 120 residuals weigh against 67 at the usual 0.29: all 0.35 gives 0.3285, all 0 gives 0.104
    expect(heavy).toBeCloseTo((67 * 0.29 + 120 * 0.35) / 187, 6);
    expect(usual).toBeLessThan(0.2);
  });
});

describe('errorAt', () => {
  it('is the score itself without heavy tails, and has variance 1 with them', () => {
    expect(errorAt(1.5, 0)).toBe(1.5);
    for (const heaviness of [0.1, 0.25]) {
      let variance = 0;
      const step = 0.001;
      for (let score = -9; score < 9; score += step) {
        variance += errorAt(score, heaviness) ** 2 * normal.pdf(score) * step;
      }
      expect(variance).toBeCloseTo(1, 2);
    }
  });

  it('rises with the score', () => {
    for (let score = -5; score < 5; score += 0.5) {
      expect(errorAt(score + 0.5, 0.3)).toBeGreaterThan(errorAt(score, 0.3));
    }
  });
});
