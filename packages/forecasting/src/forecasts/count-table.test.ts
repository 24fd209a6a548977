import { negativeBinomial } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { CountWeights, tableMean, tableQuantile, tableSlope, tableVariance } from './count-table.ts';

const ofPart = (mean: number, dispersion: number, unit = 1, shift = 0) => {
  const weights = new CountWeights();
  weights.addNegativeBinomial({ mean, dispersion, weight: 1, shift });
  return weights.table(unit);
};

describe('CountWeights', () => {
  it.each([
    [0.01, 0],
    [0.3, 12],
    [4, 0.5],
    [900, 0],
    [900, 0.003],
    [2000, 1.5],
  ])('has the probabilities of a negative binomial with mean %d and dispersion %d', (mean, dispersion) => {
    const { cumulative } = ofPart(mean, dispersion);
    const size = dispersion === 0 ? Number.POSITIVE_INFINITY : 1 / dispersion;
    for (const share of [0, 0.2, 0.5, 0.9, 0.99]) {
      const count = Math.floor(share * (cumulative.length - 1));
      expect(Math.abs(cumulative[count]! - negativeBinomial.cdf(count, { mean, size }))).toBeLessThan(2e-5);
    }
  });

  it('has mean and variance of its part: mean + dispersion × mean²', () => {
    const table = ofPart(4, 0.5, 10);
    expect(tableMean(table)).toBeCloseTo(40, 1);
    expect(tableVariance(table) / 100).toBeCloseTo(4 + 0.5 * 16, 1);
  });

  it('mixes parts and atoms by weight', () => {
    const weights = new CountWeights();
    weights.addAtom(0, 3);
    weights.addAtom(500, 1);
    const table = weights.table(2);
    expect(tableQuantile(table, 0.75)).toBe(0);
    expect(tableQuantile(table, 0.7501)).toBe(1000);
  });

  it('shifts a part', () => {
    expect(tableQuantile(ofPart(2, 1, 1, 1), 0.001)).toBe(1);
  });
});

describe('tableQuantile', () => {
  it('is the smallest multiple of the unit with at least that probability, as in the statistics package', () => {
    const table = ofPart(3, 0.7, 6);
    for (const probability of [0.005, 0.1, 0.5, 0.9, 0.995]) {
      const count = negativeBinomial.quantile(probability, { mean: 3, size: 1 / 0.7 });
      expect(tableQuantile(table, probability)).toBe(6 * count);
    }
  });
});

describe('tableSlope', () => {
  it('is about the standard deviation where the distribution is about normal', () => {
    expect(tableSlope(ofPart(2000, 0)) / Math.sqrt(2000)).toBeCloseTo(1, 2);
  });

  it('is zero where demand is certain', () => {
    const weights = new CountWeights();
    weights.addAtom(7, 1);
    expect(tableSlope(weights.table(1))).toBe(0);
  });
});
