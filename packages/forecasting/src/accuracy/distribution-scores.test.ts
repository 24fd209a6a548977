import { normal, randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { quantileCrps, sampleCrps } from './crps.ts';
import { coverage, intervalScore, meanScaledIntervalScore } from './interval-scores.ts';
import { pinballLoss, scaledPinballLoss } from './pinball-loss.ts';

const UNKNOWN = Number.NaN;

describe('pinballLoss', () => {
  it('weighs too low by the probability and too high by the rest', () => {
    expect(pinballLoss({ actual: [10], probabilities: [0.9], quantiles: [[8]] })).toBeCloseTo(1.8, 14);
    expect(pinballLoss({ actual: [10], probabilities: [0.9], quantiles: [[12]] })).toBeCloseTo(0.2, 14);
    expect(
      pinballLoss({
        actual: [10, UNKNOWN],
        probabilities: [0.5, 0.9],
        quantiles: [
          [7, 0],
          [8, 0],
        ],
      }),
    ).toBeCloseTo((1.5 + 1.8) / 2, 14);
  });

  it('is least at the true quantile', () => {
    const random = randomStream('pinball', 1);
    const actual = Float64Array.from({ length: 20_000 }, () => normal.sample(random));
    const loss = (quantile: number): number =>
      pinballLoss({ actual, probabilities: [0.9], quantiles: [new Float64Array(20_000).fill(quantile)] });
    const right = normal.standardQuantile(0.9);
    expect(loss(right)).toBeLessThan(loss(right - 0.1));
    expect(loss(right)).toBeLessThan(loss(right + 0.1));
  });

  it('is scaled by the naive error since the first demand', () => {
    const outcome = { actual: [10], probabilities: [0.9], quantiles: [[8]] };
    expect(scaledPinballLoss({ ...outcome, history: [0, 0, 3, 1] })).toBeCloseTo(0.9, 14);
    expect(scaledPinballLoss({ ...outcome, history: [0, 0] })).toBeNaN();
  });

  it('wants a quantile per probability, and probabilities in range', () => {
    expect(() => pinballLoss({ actual: [1], probabilities: [0.5, 0.9], quantiles: [[1]] })).toThrow(
      'quantiles has 1 rows',
    );
    expect(() => pinballLoss({ actual: [1], probabilities: [1], quantiles: [[1]] })).toThrow(
      'probability is 1',
    );
    expect(() => pinballLoss({ actual: [1], probabilities: [0.5], quantiles: [[1, 2]] })).toThrow(
      'quantiles has 2 periods',
    );
    expect(pinballLoss({ actual: [1], probabilities: [0.5], quantiles: [[1]] })).toBe(0);
  });
});

describe('intervals', () => {
  const interval = { actual: [5, 12, 1, UNKNOWN, 10], lower: [4, 4, 4, 4, 4], upper: [10, 10, 10, 10, 10] };

  it('cover what lies on or between their ends', () => {
    expect(coverage(interval)).toBe(2 / 4);
  });

  it('are scored by width and by 2 / alpha times the miss', () => {
    // 6 each; 2 above and 3 below cost 10 times as much at a level of 0.8.
    expect(intervalScore({ ...interval, level: 0.8 })).toBeCloseTo(6 + (20 + 30) / 4, 10);
    expect(meanScaledIntervalScore({ ...interval, level: 0.8, history: [1, 3] })).toBeCloseTo(9.25, 10);
  });

  it('have a level between 0 and 1', () => {
    expect(() => intervalScore({ ...interval, level: 80 })).toThrow('level is 80');
  });
});

describe('continuous ranked probability score', () => {
  /** Of a standard normal forecast when 0 happens: 2 φ(0) - 1 / √π, Gneiting and Raftery (2007), section 4.2. */
  const AT_CENTRE = 2 / Math.sqrt(2 * Math.PI) - 1 / Math.sqrt(Math.PI);

  it('of draws is the closed form of the normal distribution', () => {
    const random = randomStream('crps', 1);
    const values = Float64Array.from({ length: 40_000 }, () => normal.sample(random));
    expect(sampleCrps({ actual: [0], paths: { paths: 40_000, horizon: 1, values } })).toBeCloseTo(
      AT_CENTRE,
      2,
    );
  });

  it('of quantiles is the same', () => {
    const probabilities = Array.from({ length: 999 }, (_, index) => (index + 1) / 1000);
    const quantiles = probabilities.map((probability) => [normal.standardQuantile(probability)]);
    expect(quantileCrps({ actual: [0], probabilities, quantiles })).toBeCloseTo(AT_CENTRE, 3);
  });

  it('is the absolute error of a point', () => {
    const paths = { paths: 3, horizon: 2, values: Float64Array.from([7, 1, 7, 1, 7, 1]) };
    expect(sampleCrps({ actual: [5, UNKNOWN], paths })).toBe(2);
    expect(
      quantileCrps({ actual: [5], probabilities: [0.1, 0.5, 0.9], quantiles: [[7], [7], [7]] }),
    ).toBeCloseTo(2 * (0.3 * 0.9 + 0.4 * 0.5 + 0.3 * 0.1) * 2, 12);
  });

  it('is fair: two draws around the truth cost their distance to it less half their own', () => {
    const paths = { paths: 2, horizon: 1, values: Float64Array.from([0, 2]) };
    expect(sampleCrps({ actual: [1], paths })).toBe(0);
    expect(sampleCrps({ actual: [3], paths })).toBe(2 - 1);
  });

  it('wants periods that match and probabilities that ascend', () => {
    const paths = { paths: 1, horizon: 1, values: Float64Array.from([0]) };
    expect(() => sampleCrps({ actual: [1, 2], paths })).toThrow('paths has 1 periods');
    expect(() => quantileCrps({ actual: [1], probabilities: [0.9, 0.1], quantiles: [[1], [1]] })).toThrow(
      'they must ascend',
    );
  });
});
