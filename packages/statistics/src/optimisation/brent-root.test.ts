import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brentRoot } from './brent-root.ts';

describe('brentRoot', () => {
  it('finds the root of two in nine or fewer steps', () => {
    const found = brentRoot((x) => x * x - 2, { low: 0, high: 2 });
    expect(found.x).toBeCloseTo(Math.SQRT2, 12);
    expect(Math.abs(found.value)).toBeLessThan(3e-12);
    expect(found.converged).toBe(true);
    expect(found.iterations).toBeLessThanOrEqual(9);
    expect(found.evaluations).toBe(found.iterations + 2);
  });

  it('finds the root that Brent’s book and the GSL manual use: x³ − 2x − 5 is 0 at 2.0945514815423265', () => {
    // Wallis's example, the oldest test of a root finder.
    const found = brentRoot((x) => x ** 3 - 2 * x - 5, { low: 2, high: 3 });
    expect(found.x).toBeCloseTo(2.0945514815423265, 13);
  });

  // scipy.optimize.brentq of SciPy 1.17.1 with xtol 1e-12 and rtol 4 ε takes the same steps.
  it.each([
    { name: 'x² − 2', f: (x: number) => x * x - 2, low: 0, high: 2, x: 1.4142135623731364, calls: 9 },
    {
      name: 'x³ − 2x − 5',
      f: (x: number) => x ** 3 - 2 * x - 5,
      low: 2,
      high: 3,
      x: 2.094551481542327,
      calls: 8,
    },
    { name: 'x³ − 2', f: (x: number) => x ** 3 - 2, low: 0, high: 100, x: 1.2599210498949025, calls: 21 },
    {
      name: '1 / x − 3',
      f: (x: number) => 1 / x - 3,
      low: 0.01,
      high: 50,
      x: 0.33333333333333237,
      calls: 17,
    },
    { name: 'x²⁰ − ½', f: (x: number) => x ** 20 - 0.5, low: 0, high: 3, x: 0.9659363289248443, calls: 17 },
    {
      name: '(x − 2) / (1 + x²) + 0.1',
      f: (x: number) => (x - 2) / (1 + x * x) + 0.1,
      low: -1,
      high: 4,
      x: 1.6332495807107996,
      calls: 13,
    },
  ])('takes as many evaluations as SciPy for $name', ({ f, low, high, x, calls }) => {
    const found = brentRoot(f, { low, high });
    expect(found.evaluations).toBe(calls);
    expect(found.x).toBeCloseTo(x, 14);
  });

  it('returns an end that is a root, whichever it is', () => {
    expect(brentRoot((x) => x, { low: 0, high: 1 })).toEqual({
      x: 0,
      value: 0,
      iterations: 0,
      evaluations: 2,
      converged: true,
    });
    expect(brentRoot((x) => x - 1, { low: 0, high: 1 })).toMatchObject({ x: 1, value: 0, evaluations: 2 });
    expect(brentRoot((x) => -x, { low: 0, high: 1 })).toMatchObject({ x: 0, evaluations: 2 });
  });

  it('takes the sign of infinite values: log x is −∞ at 0 and 0 at 1', () => {
    const found = brentRoot(Math.log, { low: 0, high: 5 });
    expect(found.x).toBeCloseTo(1, 12);
  });

  it('closes in on a jump over 0 and shows by the value that it is no root', () => {
    const found = brentRoot((x) => (x < 0.3 ? -1 : 2), { low: 0, high: 1 });
    expect(found.x).toBeCloseTo(0.3, 11);
    expect([-1, 2]).toContain(found.value);
  });

  it('bisects where a root is so flat that interpolation fails: (x − 1)⁹', () => {
    const found = brentRoot((x) => (x - 1) ** 9, { low: 0, high: 3, tolerance: 1e-9 });
    expect(found.converged).toBe(true);
    expect(Math.abs(found.x - 1)).toBeLessThan(1e-2);
    expect(found.iterations).toBeLessThan(120);
  });

  it('stops within the tolerance asked for, earlier for a coarse one', () => {
    const cosine = { low: 0, high: 3 };
    const coarse = brentRoot(Math.cos, { ...cosine, tolerance: 0.1 });
    const fine = brentRoot(Math.cos, cosine);
    expect(Math.abs(coarse.x - Math.PI / 2)).toBeLessThan(0.1);
    expect(coarse.iterations).toBeLessThan(fine.iterations);
    expect(fine.x).toBeCloseTo(Math.PI / 2, 13);
  });

  it('says that it has not converged when the iterations run out', () => {
    const found = brentRoot((x) => x ** 3 - 2, { low: 0, high: 100, maxIterations: 1 });
    expect(found).toMatchObject({ converged: false, iterations: 1, evaluations: 3 });
    expect(brentRoot((x) => x ** 3 - 2, { low: 0, high: 100, maxIterations: 60 }).converged).toBe(true);
  });

  it('finds the root of any rising cubic, whatever the interval and the sign', () => {
    const parameters = fc.record({
      root: fc.double({ min: -50, max: 50, noNaN: true }),
      curve: fc.double({ min: 0, max: 10, noNaN: true }),
      below: fc.double({ min: 0.01, max: 1e3, noNaN: true }),
      above: fc.double({ min: 0.01, max: 1e3, noNaN: true }),
      sign: fc.constantFrom(1, -1),
    });
    fc.assert(
      fc.property(parameters, ({ root, curve, below, above, sign }) => {
        const objective = (x: number) => sign * (curve * (x - root) ** 3 + (x - root));
        const found = brentRoot(objective, { low: root - below, high: root + above });
        expect(found.converged).toBe(true);
        expect(Math.abs(found.x - root)).toBeLessThan(1e-12 + 1e-14 * Math.abs(root));
        expect(found.value).toBe(objective(found.x));
      }),
      { numRuns: 300 },
    );
  });

  it('refuses ends of one sign and accepts them once one end is a root', () => {
    expect(() => brentRoot((x) => x * x + 1, { low: -1, high: 2 })).toThrow(
      new RangeError('objective is 2 at low, -1, and 5 at high, 2; it must change sign'),
    );
    expect(() => brentRoot((x) => -x * x - 1, { low: -1, high: 2 })).toThrow('it must change sign');
    expect(brentRoot((x) => x * x - 1, { low: -1, high: 2 }).x).toBe(-1);
  });

  it('refuses an empty interval and accepts a short one', () => {
    expect(() => brentRoot((x) => x, { low: 1, high: 1 })).toThrow(
      'high is 1; it must be greater than low, 1',
    );
    expect(() => brentRoot((x) => x, { low: Number.NaN, high: 1 })).toThrow(
      'low is NaN; it must be a finite number',
    );
    expect(() => brentRoot((x) => x, { low: 0, high: Number.POSITIVE_INFINITY })).toThrow('high is Infinity');
    expect(brentRoot((x) => x - 1, { low: 1, high: 1 + 1e-9 }).x).toBe(1);
  });

  it('refuses a tolerance of 0 and no iterations, and accepts the smallest of each', () => {
    const search = { low: -1, high: 2 };
    expect(() => brentRoot((x) => x, { ...search, tolerance: 0 })).toThrow(
      'tolerance is 0; it must be a finite',
    );
    expect(() => brentRoot((x) => x, { ...search, maxIterations: 0 })).toThrow(
      'maxIterations is 0; it must be a whole number, at least 1',
    );
    expect(() => brentRoot((x) => x, { ...search, maxIterations: 1.5 })).toThrow('maxIterations is 1.5');
    expect(brentRoot((x) => x, { ...search, tolerance: Number.MIN_VALUE, maxIterations: 90 }).converged).toBe(
      true,
    );
    expect(brentRoot((x) => x, { ...search, maxIterations: 1 }).iterations).toBe(1);
  });

  it('refuses a value that is not a number, naming where', () => {
    expect(() => brentRoot((x) => Math.sqrt(x) - 1, { low: -4, high: 4 })).toThrow('objective(-4) is NaN');
    expect(brentRoot((x) => Math.sqrt(x) - 1, { low: 0, high: 4 }).x).toBeCloseTo(1, 11);
  });
});
