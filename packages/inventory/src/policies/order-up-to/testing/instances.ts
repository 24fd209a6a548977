import { counts, type Distribution, poisson } from '@granary/statistics';
import fc from 'fast-check';

/** Zheng, Federgruen (1991), table I: K = 64, h = 1, p = 9, Poisson demand. */
export const published = { holdingCost: 1, stockoutCost: 9, fixedCost: 64 };
/** Problem 4.31 of Snyder, Shen (2019). */
export const problem431 = {
  holdingCost: 40,
  stockoutCost: 125,
  fixedCost: 150,
  demand: poisson.distribution({ mean: 4 }),
};

export const table: fc.Arbitrary<Distribution> = fc
  .array(fc.integer({ min: 0, max: 10 }), { minLength: 2, maxLength: 7 })
  .filter((weights) => weights.slice(1).some((weight) => weight > 0))
  .map((weights) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return counts.distribution({ probabilities: weights.map((weight) => weight / total) });
  });
export const costs = fc.record({
  holdingCost: fc.double({ min: 0.1, max: 5, noNaN: true }),
  stockoutCost: fc.double({ min: 0.1, max: 30, noNaN: true }),
  fixedCost: fc.double({ min: 0, max: 60, noNaN: true }),
});
