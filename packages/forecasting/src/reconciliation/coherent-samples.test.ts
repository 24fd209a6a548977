import { randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { coherentSamples, dependentDraws } from './coherent-samples.ts';
import { structuralCovariance } from './error-covariance.ts';
import { hierarchyOf, sumUp } from './hierarchy.ts';

const HIERARCHY = hierarchyOf({ leaves: [{ id: 'a' }, { id: 'b' }], levels: [] });

describe('coherentSamples', () => {
  it('adds up in every draw, and is non-negative where asked', () => {
    const random = randomStream(5);
    const draws = Array.from({ length: 50 }, () =>
      Float64Array.of(10 * random.next(), 8 * random.next() - 4, 6 * random.next()),
    );
    const coherent = [
      ...coherentSamples({
        hierarchy: HIERARCHY,
        draws,
        covariance: structuralCovariance(HIERARCHY),
        nonNegative: true,
      }),
    ];
    expect(coherent).toHaveLength(50);
    for (const { values } of coherent) {
      expect(Array.from(values)).toEqual(Array.from(sumUp(HIERARCHY, values.slice(1))));
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    }
  });
});

describe('dependentDraws', () => {
  it('gives each node its own draws in the order of its errors', () => {
    const [first, second] = dependentDraws({
      draws: [Float64Array.of(5, 1, 3), Float64Array.of(10, 30, 20)],
      errors: [Float64Array.of(0.1, 0.9, -2), Float64Array.of(7, 8, 6)],
    });
    // Both nodes erred most upwards in the second period and most downwards in the third.
    expect(Array.from(first!)).toEqual([3, 5, 1]);
    expect(Array.from(second!)).toEqual([20, 30, 10]);
  });

  it('refuses other lengths', () => {
    expect(() => dependentDraws({ draws: [Float64Array.of(1)], errors: [] })).toThrow(
      'errors are of 0 nodes; they must be of 1 like the draws',
    );
    expect(() => dependentDraws({ draws: [Float64Array.of(1)], errors: [Float64Array.of(1, 2)] })).toThrow(
      'errors[0] has 2 values; it must have 1 like the draws',
    );
    expect(dependentDraws({ draws: [], errors: [] })).toEqual([]);
  });
});
