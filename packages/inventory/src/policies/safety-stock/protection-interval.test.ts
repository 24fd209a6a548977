import { describe, expect, it } from 'vitest';
import { type DemandShape, demandWithMoments, protectionMoments } from './protection-interval.ts';

const weekly = {
  demandMean: 50,
  demandStandardDeviation: 12.5,
  leadTime: 2,
  leadTimeStandardDeviation: 1.5,
  reviewPeriod: 1,
};

describe('protectionMoments', () => {
  it('adds the spread of demand over L + R and that of the lead time', () => {
    // 3 × 12.5² + 50² × 1.5² = 6093.75
    expect(protectionMoments(weekly)).toEqual({
      intervalLength: 3,
      mean: 150,
      standardDeviation: expect.closeTo(Math.sqrt(6093.75), 10),
    });
  });

  it('is the lead time alone without review period or uncertain lead time', () => {
    const { demandMean, demandStandardDeviation } = weekly;
    expect(protectionMoments({ demandMean, demandStandardDeviation, leadTime: 4 })).toEqual({
      intervalLength: 4,
      mean: 200,
      standardDeviation: 25,
    });
  });

  it.each(Object.keys(weekly) as (keyof typeof weekly)[])('refuses a negative %s and takes 0', (name) => {
    expect(() => protectionMoments({ ...weekly, [name]: -1 })).toThrow(
      new RangeError(`${name} is -1; it must be a finite number, at least 0`),
    );
    expect(() => protectionMoments({ ...weekly, [name]: Number.NaN })).toThrow(RangeError);
    expect(protectionMoments({ ...weekly, [name]: 0 }).mean).toBeLessThanOrEqual(150);
  });
});

describe('demandWithMoments', () => {
  it.each<[DemandShape, number, number]>([
    ['normal', 4, 3],
    ['normal', -4, 3],
    ['gamma', 4, 3],
    ['negative-binomial', 4, 3],
    ['poisson', 4, 2],
  ])('gives %s demand of mean %d and deviation %d', (shape, mean, standardDeviation) => {
    const demand = demandWithMoments({ shape, mean, standardDeviation });
    expect(demand.mean).toBeCloseTo(mean, 12);
    expect(demand.variance).toBeCloseTo(standardDeviation ** 2, 12);
    expect(demand.support).toBe(shape === 'normal' || shape === 'gamma' ? 'continuous' : 'counts');
  });

  it('is skewed to the right for gamma demand: less than half lies above the mean', () => {
    const skewed = demandWithMoments({ shape: 'gamma', mean: 4, standardDeviation: 4 });
    // Exponential with mean 4: P(D > 4) = 1/e
    expect(skewed.survival(4)).toBeCloseTo(Math.exp(-1), 12);
    expect(skewed.cdf(0)).toBe(0);
  });

  it.each<[DemandShape, number, number, string]>([
    ['gamma', 0, 1, 'mean is 0; it must be a finite number greater than 0 for gamma demand'],
    ['gamma', 1, 0, 'standardDeviation is 0; it must be a finite number greater than 0 for gamma demand'],
    [
      'negative-binomial',
      4,
      2,
      'standardDeviation is 2; it must be a finite number greater than 2 for negative binomial demand',
    ],
    [
      'negative-binomial',
      0,
      2,
      'mean is 0; it must be a finite number greater than 0 for negative-binomial demand',
    ],
    [
      'gamma',
      Number.POSITIVE_INFINITY,
      2,
      'mean is Infinity; it must be a finite number greater than 0 for gamma demand',
    ],
    ['poisson', 4, 2.1, 'standardDeviation is 2.1; it must be 2, the root of the mean, for Poisson demand'],
    [
      'poisson',
      4,
      Number.NaN,
      'standardDeviation is NaN; it must be 2, the root of the mean, for Poisson demand',
    ],
  ])('refuses %s demand of mean %d and deviation %d', (shape, mean, standardDeviation, message) => {
    expect(() => demandWithMoments({ shape, mean, standardDeviation })).toThrow(new RangeError(message));
  });

  it('takes the nearest moments that a shape has', () => {
    expect(demandWithMoments({ shape: 'gamma', mean: 0.01, standardDeviation: 0.01 }).mean).toBeCloseTo(
      0.01,
      12,
    );
    expect(
      demandWithMoments({ shape: 'negative-binomial', mean: 4, standardDeviation: 2.01 }).variance,
    ).toBeCloseTo(2.01 ** 2, 8);
    expect(demandWithMoments({ shape: 'poisson', mean: 4, standardDeviation: 2 + 1e-9 }).variance).toBe(4);
  });
});
