import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weightedCombination } from './weighted-combination.ts';

const combined = (values: number[], weights: number[]): number =>
  weightedCombination(
    values.map((value) => Float64Array.of(value)),
    weights,
  )[0]!;

describe('weightedCombination', () => {
  it('is the mean of two forecasts of equal weight, and of one the forecast itself', () => {
    expect(combined([10, 20], [1, 1])).toBeCloseTo(15, 12);
    expect(combined([7], [0.3])).toBeCloseTo(7, 12);
  });

  it('leaves out what explodes: a fifth of the weight at each end', () => {
    // Weights 1/5 each: the lowest and the highest are cut off whole.
    expect(combined([10, 12, 14, 16, 1e9], [1, 1, 1, 1, 1])).toBeCloseTo(14, 12);
  });

  it('counts a forecast by the part of its weight that lies in the middle', () => {
    // Of the weights 1, 2, 1 in order 10, 20, 40 the middle from 0.8 to 3.2 takes 0.2, 2 and 0.2.
    expect(combined([40, 10, 20], [1, 1, 2])).toBeCloseTo((0.2 * 10 + 2 * 20 + 0.2 * 40) / 2.4, 12);
  });

  it('combines each period by itself', () => {
    const forecasts = [Float64Array.of(1, 100), Float64Array.of(3, 50)];
    const [first, second] = weightedCombination(forecasts, [1, 1]);
    expect(first).toBeCloseTo(2, 12);
    expect(second).toBeCloseTo(75, 12);
  });

  it('lies between the lowest and the highest, whatever the order and the unit of weights', () => {
    const pairs = fc.array(
      fc.tuple(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 0.01, max: 10, noNaN: true }),
      ),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(pairs, fc.double({ min: 0.1, max: 100, noNaN: true }), (members, unit) => {
        const values = members.map(([value]) => value);
        const weights = members.map(([, weight]) => weight);
        const result = combined(values, weights);
        expect(result).toBeGreaterThanOrEqual(Math.min(...values) - 1e-6);
        expect(result).toBeLessThanOrEqual(Math.max(...values) + 1e-6);
        const reversed = combined(
          values.toReversed(),
          weights.toReversed().map((weight) => unit * weight),
        );
        expect(reversed).toBeCloseTo(result, 5);
      }),
      { numRuns: 300 },
    );
  });
});
