import { describe, expect, it } from 'vitest';
import { positionCosts } from './position-costs.ts';
import { problem431 } from './testing/instances.ts';

describe('positionCosts', () => {
  it('agrees with the loss functions far to both sides', () => {
    const costsOf = positionCosts(problem431);
    // Critical ratio 0.758: P(D ≤ 4) = 0.629, P(D ≤ 5) = 0.785
    expect(costsOf.start).toBe(5);
    for (const y of [60, 5, 4, 6, 0, -1, -40]) {
      const { demand } = problem431;
      expect(costsOf.at(y)).toBeCloseTo(40 * demand.complementaryLoss(y) + 125 * demand.loss(y), 9);
    }
  });
});
