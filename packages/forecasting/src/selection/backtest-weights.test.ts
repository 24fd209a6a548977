import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backtestWeights } from './backtest-weights.ts';

describe('backtestWeights', () => {
  it('weighs inversely to the error, plus a tenth of the typical one for luck', () => {
    // typical error 4 of [1, 4]: 4.4 / 1.4 against 4.4 / 4.4
    const weights = backtestWeights({ errors: [1, 4], priors: [1, 1] });
    expect(weights[0]).toBeCloseTo(4.4 / 1.4 / (4.4 / 1.4 + 1), 12);
    expect(weights[0]! + weights[1]!).toBeCloseTo(1, 12);
  });

  it('gives more than 0.6 to a model that is clearly better', () => {
    expect(backtestWeights({ errors: [1, 2.5], priors: [1, 1] })[0]).toBeGreaterThan(0.6);
    expect(backtestWeights({ errors: [1, 1.1], priors: [1, 1] })[0]).toBeLessThan(0.6);
  });

  it('keeps the priors where nothing is known, and gives an unknown model a typical weight', () => {
    expect(Array.from(backtestWeights({ errors: [Number.NaN, Number.NaN], priors: [1, 3] }))).toEqual([
      0.25, 0.75,
    ]);
    const weights = backtestWeights({ errors: [2, 2, Number.NaN], priors: [1, 1, 1] });
    expect(weights[2]).toBeCloseTo(1 / 3, 12);
  });

  it('takes perfect forecasts as equals instead of dividing by zero', () => {
    expect(Array.from(backtestWeights({ errors: [0, 0], priors: [1, 1] }))).toEqual([0.5, 0.5]);
    const weights = backtestWeights({ errors: [0, 3, 3], priors: [1, 1, 1] });
    // (1.1 × 3) / (0.1 × 3) = 11 against 1 and 1
    expect(weights[0]).toBeCloseTo(11 / 13, 12);
  });

  it('sums to 1, follows the order of the errors, and does not depend on their unit', () => {
    const errorLists = fc.array(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), {
      minLength: 2,
      maxLength: 8,
    });
    fc.assert(
      fc.property(errorLists, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (errors, unit) => {
        const priors = errors.map(() => 1);
        const weights = backtestWeights({ errors, priors });
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 10);
        const scaled = backtestWeights({ errors: errors.map((error) => unit * error), priors });
        for (let a = 0; a < errors.length; a++) {
          expect(scaled[a]).toBeCloseTo(weights[a]!, 8);
          for (let b = 0; b < errors.length; b++) {
            if (errors[a]! < errors[b]!) expect(weights[a]).toBeGreaterThanOrEqual(weights[b]!);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
