import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convexIntegerMinimum } from './convex-integer-minimum.ts';

describe('convexIntegerMinimum', () => {
  it('finds the lowest whole number, the smallest of equals', () => {
    expect(convexIntegerMinimum((n) => 64 / n + n, { low: 1 })).toMatchObject({
      x: 8,
      value: 16,
      converged: true,
    });
    expect(convexIntegerMinimum((n) => (n - 2.5) ** 2, { low: 0 })).toMatchObject({ x: 2, value: 0.25 });
    expect(convexIntegerMinimum((n) => Math.max(0, 5 - n), { low: 0, high: 100 }).x).toBe(5);
  });

  it('returns the ends of the range where the function falls or rises throughout', () => {
    expect(convexIntegerMinimum((n) => n, { low: -7 })).toMatchObject({ x: -7, value: -7, iterations: 0 });
    expect(convexIntegerMinimum((n) => -n, { low: -7, high: 12 })).toMatchObject({ x: 12, value: -12 });
    expect(convexIntegerMinimum((n) => -n, { low: 3, high: 3 })).toMatchObject({ x: 3, evaluations: 1 });
  });

  it('never looks beyond the range', () => {
    const seen: number[] = [];
    const found = convexIntegerMinimum(
      (n) => {
        seen.push(n);
        return (n - 50) ** 2;
      },
      { low: 10, high: 20 },
    );
    expect(found.x).toBe(20);
    expect([Math.min(...seen), Math.max(...seen)]).toEqual([expect.any(Number), 20]);
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(10);
  });

  it('needs about two evaluations per doubling', () => {
    const found = convexIntegerMinimum((n) => Math.abs(n - 1_000_000), { low: 0 });
    expect(found.x).toBe(1_000_000);
    expect(found.evaluations).toBeLessThan(90);
  });

  it('agrees with looking at every number, with and without an upper end', () => {
    const cases = fc.record({
      low: fc.integer({ min: -40, max: 40 }),
      width: fc.integer({ min: 0, max: 60 }),
      middle: fc.double({ min: -60, max: 80, noNaN: true }),
      kink: fc.double({ min: -60, max: 80, noNaN: true }),
      steep: fc.double({ min: 0.01, max: 5, noNaN: true }),
    });
    fc.assert(
      fc.property(cases, ({ low, width, middle, kink, steep }) => {
        const objective = (n: number) => (n - middle) ** 2 + steep * Math.abs(n - kink);
        const lowest = (from: number, to: number) => {
          let best = from;
          for (let n = from; n <= to; n++) if (objective(n) < objective(best)) best = n;
          return best;
        };
        expect(convexIntegerMinimum(objective, { low, high: low + width }).x).toBe(lowest(low, low + width));
        expect(convexIntegerMinimum(objective, { low }).x).toBe(lowest(low, 200));
      }),
      { numRuns: 300 },
    );
  });

  it('refuses fractions and an empty range and accepts a range of one', () => {
    expect(() => convexIntegerMinimum((n) => n, { low: 0.5 })).toThrow(
      'low is 0.5; it must be a whole number',
    );
    expect(() => convexIntegerMinimum((n) => n, { low: 0, high: 1.5 })).toThrow('high is 1.5');
    expect(() => convexIntegerMinimum((n) => n, { low: 2, high: 1 })).toThrow(
      'high is 1; it must be at least low, 2',
    );
    expect(convexIntegerMinimum((n) => n, { low: 2, high: 2 }).x).toBe(2);
  });

  it('refuses values that are not finite and functions without a minimum', () => {
    expect(() => convexIntegerMinimum((n) => 1 / n, { low: 0, high: 1 })).toThrow(
      'objective(0) is Infinity; it must be a finite number',
    );
    expect(() => convexIntegerMinimum((n) => Math.sqrt(n), { low: -1 })).toThrow('objective(-1) is NaN');
    expect(convexIntegerMinimum((n) => 1 / n, { low: 1, high: 4 }).x).toBe(4);
    expect(() => convexIntegerMinimum((n) => -n, { low: 0 })).toThrow('it must have a minimum');
  });
});
