import { counts, negativeBinomial, poisson } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { renewalDensity } from './renewal-density.ts';

describe('renewalDensity', () => {
  it('is 1/(1 − p₀) at 0 and one for every count when demand is always 1', () => {
    const certain = renewalDensity(counts.distribution({ probabilities: [0, 1] }));
    expect([certain.at(100), certain.at(0), certain.total(0), certain.total(101)]).toEqual([1, 1, 0, 101]);
    const rare = renewalDensity(counts.distribution({ probabilities: [0.75, 0.25] }));
    expect([rare.at(0), rare.at(3), rare.total(4)]).toEqual([4, 4, 16]);
  });

  it('skips drops that no demand reaches', () => {
    const pairs = renewalDensity(counts.distribution({ probabilities: [0, 0, 0.5, 0, 0.5] }));
    expect([0, 1, 2, 3, 4, 5, 6].map(pairs.at)).toEqual([1, 0, 0.5, 0, 0.75, 0, 0.625]);
  });

  it('comes to one period for each mean demand, far below S', () => {
    // The renewal theorem: m(j) → 1/μ
    const poissonOf5 = renewalDensity(poisson.distribution({ mean: 5 }));
    expect(poissonOf5.at(2000)).toBeCloseTo(1 / 5, 12);
    const skewed = renewalDensity(negativeBinomial.distribution({ mean: 4, size: 0.5 }));
    expect(skewed.at(3000)).toBeCloseTo(1 / 4, 10);
    // Wald: μ M(n) = n + the mean overshoot, (σ² + μ² − μ)/(2μ) for counts, here 2.5
    expect(poissonOf5.total(2000)).toBeCloseTo(2002.5 / 5, 8);
  });
});
