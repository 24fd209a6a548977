import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bias, relativeBias } from './bias.ts';
import { meanAbsoluteError } from './mean-absolute-error.ts';
import { overallWeightedAverage } from './overall-weighted-average.ts';
import { rootMeanSquaredError } from './root-mean-squared-error.ts';
import { symmetricPercentageError } from './symmetric-percentage-error.ts';
import { weightedPercentageError } from './weighted-percentage-error.ts';

/** Errors of 1, -2 and 0; the unknown period counts nowhere. */
const OUTCOME = { actual: [3, 5, Number.NaN, 4], forecast: [4, 3, 100, 4] };
const MEASURES = {
  meanAbsoluteError,
  rootMeanSquaredError,
  bias,
  relativeBias,
  symmetricPercentageError,
  weightedPercentageError,
};

describe('measures of the mean', () => {
  it('are what one computes by hand', () => {
    expect(meanAbsoluteError(OUTCOME)).toBe(1);
    expect(rootMeanSquaredError(OUTCOME)).toBeCloseTo(Math.sqrt(5 / 3), 14);
    expect(bias(OUTCOME)).toBeCloseTo(-1 / 3, 14);
    expect(relativeBias(OUTCOME)).toBeCloseTo(-1 / 12, 14);
    expect(weightedPercentageError(OUTCOME)).toBe(3 / 12);
    expect(symmetricPercentageError(OUTCOME)).toBeCloseTo((2 / 7 + 4 / 8 + 0) / 3, 14);
  });

  it('count no demand that was forecast as none as no error', () => {
    expect(symmetricPercentageError({ actual: [0, 0], forecast: [0, 1] })).toBe(1);
  });

  it.each(Object.entries(MEASURES))('%s: has no value where nothing is known', (_, measure) => {
    expect(measure({ actual: [Number.NaN], forecast: [1] })).toBeNaN();
  });

  it.each(Object.entries(MEASURES))('%s: wants one forecast per period', (_, measure) => {
    expect(() => measure({ actual: [1, 2], forecast: [1] })).toThrow('forecast has 1 periods');
    expect(measure({ actual: [1, 2], forecast: [1, 2] })).toBe(0);
  });

  it('has no share of nothing', () => {
    expect(weightedPercentageError({ actual: [0, 0], forecast: [1, 1] })).toBeNaN();
    expect(relativeBias({ actual: [0, 0], forecast: [1, 1] })).toBeNaN();
  });

  it('keep their order: |bias| <= MAE <= RMSE; WAPE and sMAPE do not depend on the unit', () => {
    const value = fc.double({ min: 0, max: 1000, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 20 }), (pairs) => {
        const outcome = { actual: pairs.map(([a]) => a), forecast: pairs.map(([, b]) => b) };
        const slack = 1e-9;
        expect(Math.abs(bias(outcome))).toBeLessThanOrEqual(meanAbsoluteError(outcome) + slack);
        expect(meanAbsoluteError(outcome)).toBeLessThanOrEqual(rootMeanSquaredError(outcome) + slack);
        const scaled = {
          actual: outcome.actual.map((a) => 8 * a),
          forecast: outcome.forecast.map((b) => 8 * b),
        };
        expect(symmetricPercentageError(scaled)).toBe(symmetricPercentageError(outcome));
        const share = weightedPercentageError(outcome);
        if (!Number.isNaN(share)) expect(weightedPercentageError(scaled)).toBe(share);
      }),
    );
  });
});

describe('overallWeightedAverage', () => {
  it('is that of Theta in the M4 competition from its published averages', () => {
    // Makridakis et al. (2020), table 4: Theta 12.309 and 1.696, Naive2 13.564 and 1.912, OWA 0.897.
    const owa = overallWeightedAverage({
      method: { symmetricPercentageError: 12.309, meanAbsoluteScaledError: 1.696 },
      benchmark: { symmetricPercentageError: 13.564, meanAbsoluteScaledError: 1.912 },
    });
    expect(owa).toBeCloseTo(0.897, 3);
  });
});
