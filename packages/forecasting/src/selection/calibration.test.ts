import { normal, randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { calibrationOf } from './calibration.ts';

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
  });
});
