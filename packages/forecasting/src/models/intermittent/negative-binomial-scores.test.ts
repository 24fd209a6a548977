import { negativeBinomial } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { countTerm, levelTerm, spreadTerm } from './negative-binomial-scores.ts';

describe('the terms of a negative binomial log-likelihood', () => {
  it.each([0, 0.003, 0.6, 30])('add up to that of the statistics package at dispersion %d', (dispersion) => {
    const cells = Int32Array.of(0, 3, -1, 1, 0, 250, 17, 0, 16);
    const expected = Float64Array.of(0.4, 2, 9, 0.01, 7, 180, 20, 3, 16);
    const size = dispersion === 0 ? Number.POSITIVE_INFINITY : 1 / dispersion;
    let sum = 0;
    cells.forEach((count, period) => {
      if (count >= 0) sum += negativeBinomial.logPmf(count, { mean: expected[period]!, size });
    });
    const ours =
      countTerm(cells, dispersion) + levelTerm(cells, expected) + spreadTerm(cells, expected, dispersion);
    expect(Math.abs(ours - sum)).toBeLessThan(1e-9 * Math.abs(sum));
  });

  it('holds over thousands of zeros', () => {
    const cells = new Int32Array(5000);
    const expected = new Float64Array(5000).fill(2);
    expect(spreadTerm(cells, expected, 6) / ((-5000 * Math.log(13)) / 6)).toBeCloseTo(1, 12);
  });
});
