import { describe, expect, it } from 'vitest';
import { ljungBox } from './ljung-box.ts';

describe('ljungBox', () => {
  it('is its formula: residuals 1, -1, 1, -1 have the first autocorrelation -3/4', () => {
    // 4 × 6 × (9/16) / 3 = 4.5; chi square with 1 degree of freedom: P(> 4.5) = 0.0338949 (R: pchisq)
    const { statistic, degreesOfFreedom, pValue } = ljungBox([1, -1, 1, -1], { lags: 1 });
    expect(statistic).toBeCloseTo(4.5, 12);
    expect(degreesOfFreedom).toBe(1);
    expect(pValue).toBeCloseTo(0.0338949, 6);
  });

  it('takes estimated parameters from the degrees of freedom', () => {
    expect(ljungBox([1, 3, 2, 5, 4, 1], { lags: 3, parameters: 2 }).degreesOfFreedom).toBe(1);
    expect(() => ljungBox([1, 2], { lags: 2, parameters: 2 })).toThrow(
      'parameters is 2; it must be below lags, 2',
    );
    expect(() => ljungBox([1, 2], { lags: 0 })).toThrow('lags is 0');
    expect(ljungBox([2, 2, 2, 2], { lags: 1 }).pValue).toBe(1);
  });
});
