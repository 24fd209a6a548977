import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { integrate } from './gauss-kronrod.ts';

const { POSITIVE_INFINITY: infinity } = Number;

describe('integrate', () => {
  it('is exact for polynomials of degree 22 with one interval', () => {
    for (let degree = 0; degree <= 22; degree++) {
      const found = integrate((x) => x ** degree, { low: 0, high: 1, relativeTolerance: 1 });
      expect(found.value).toBeCloseTo(1 / (degree + 1), 14);
      expect(found.evaluations).toBe(15);
    }
  });

  it.each([
    { name: 'sine over half a turn', f: Math.sin, low: 0, high: Math.PI, value: 2 },
    { name: '4 / (1 + x²) over 0 to 1', f: (x: number) => 4 / (1 + x * x), low: 0, high: 1, value: Math.PI },
    { name: 'ln x over 0 to 1, singular at 0', f: Math.log, low: 0, high: 1, value: -1 },
    { name: '1 / √x over 0 to 4', f: (x: number) => 1 / Math.sqrt(x), low: 0, high: 4, value: 4 },
    { name: 'e^−x from 0', f: (x: number) => Math.exp(-x), low: 0, high: infinity, value: 1 },
    { name: 'e^x up to 0', f: Math.exp, low: -infinity, high: 0, value: 1 },
    { name: 'e^x up to 2', f: Math.exp, low: -infinity, high: 2, value: Math.exp(2) },
    { name: 'e^−x from 3', f: (x: number) => Math.exp(-x), low: 3, high: infinity, value: Math.exp(-3) },
    {
      name: 'e^−x² over the line',
      f: (x: number) => Math.exp(-x * x),
      low: -infinity,
      high: infinity,
      value: Math.sqrt(Math.PI),
    },
    {
      name: '1 / (1 + x²) over the line',
      f: (x: number) => 1 / (1 + x * x),
      low: -infinity,
      high: infinity,
      value: Math.PI,
    },
    {
      name: 'an odd function over the line',
      f: (x: number) => x * Math.exp(-x * x),
      low: -infinity,
      high: infinity,
      value: 0,
    },
  ])('integrates $name', ({ f, low, high, value }) => {
    const found = integrate(f, { low, high });
    expect(found.converged).toBe(true);
    expect(Math.abs(found.value - value)).toBeLessThan(1e-10 * Math.max(1, Math.abs(value)));
    expect(Math.abs(found.value - value)).toBeLessThanOrEqual(found.errorEstimate + 1e-15);
  });

  it('counts its evaluations', () => {
    let calls = 0;
    const found = integrate(
      (x) => {
        calls += 1;
        return Math.abs(x - 0.3);
      },
      { low: 0, high: 1, breakpoints: [0.6] },
    );
    expect(found.value).toBeCloseTo(0.29, 12); // 0.3² / 2 + 0.7² / 2
    expect(found.evaluations).toBe(calls);
    expect(calls).toBeGreaterThan(30);
  });

  it('needs one rule on each side of a kink that is named', () => {
    const found = integrate((x) => Math.abs(x - 0.3), {
      low: 0,
      high: 1,
      breakpoints: [0.3, 0.3, -5, 7, 0, 1],
    });
    expect(found).toMatchObject({ value: expect.closeTo(0.29, 14), evaluations: 30, converged: true });
  });

  it('sees a narrow density far from 0 where its place is named', () => {
    const density = (x: number) => Math.exp(-0.5 * (x - 1e6) ** 2) / Math.sqrt(2 * Math.PI);
    const breakpoints = [1e6 - 8, 1e6, 1e6 + 8];
    expect(integrate(density, { low: -infinity, high: infinity, breakpoints }).value).toBeCloseTo(1, 10);
    expect(integrate(density, { low: -infinity, high: 1e6, breakpoints }).value).toBeCloseTo(0.5, 10);
  });

  it('says when it has not converged', () => {
    const search = { low: 0, high: 1, maxIntervals: 3 };
    const found = integrate((x) => Math.sin(400 * x), search);
    expect(found).toMatchObject({ converged: false, evaluations: 15 * 5 });
    expect(integrate((x) => Math.sin(400 * x), { ...search, maxIntervals: 400 })).toMatchObject({
      converged: true,
      value: expect.closeTo((1 - Math.cos(400)) / 400, 12),
    });
  });

  it('returns 0 for an interval of no length and for the function 0', () => {
    expect(integrate(Math.exp, { low: 2, high: 2 })).toEqual({
      value: 0,
      errorEstimate: 0,
      evaluations: 0,
      converged: true,
    });
    expect(integrate((x) => 1 / x, { low: 0, high: 0 }).value).toBe(0);
    expect(integrate(() => 0, { low: -infinity, high: infinity }).value).toBe(0);
  });

  it('adds up over parts and is linear, for random waves', () => {
    const waves = fc.record({
      frequency: fc.integer({ min: 1, max: 200 }).map((value) => value / 10),
      factor: fc.integer({ min: -50, max: 50 }),
      ends: fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 3 }),
    });
    fc.assert(
      fc.property(waves, ({ frequency, factor, ends }) => {
        const [low, middle, high] = ends.sort((a, b) => a - b).map((end) => end / 10);
        const wave = (x: number) => factor * Math.cos(frequency * x);
        const whole = integrate(wave, { low: low!, high: high! }).value;
        const parts =
          integrate(wave, { low: low!, high: middle! }).value +
          integrate(wave, { low: middle!, high: high! }).value;
        const exact = (factor * (Math.sin(frequency * high!) - Math.sin(frequency * low!))) / frequency;
        expect(whole).toBeCloseTo(exact, 8);
        expect(parts).toBeCloseTo(exact, 8);
      }),
      { numRuns: 200 },
    );
  });

  it('refuses intervals that make no sense and accepts the whole line', () => {
    expect(() => integrate(Math.exp, { low: Number.NaN, high: 1 })).toThrow(
      'low is NaN; it must be a number below',
    );
    expect(() => integrate(Math.exp, { low: infinity, high: infinity })).toThrow('low is Infinity');
    expect(() => integrate(Math.exp, { low: 1, high: 0 })).toThrow(
      'high is 0; it must be a number, at least low, 1',
    );
    expect(() => integrate(Math.exp, { low: 1, high: Number.NaN })).toThrow('high is NaN');
    expect(() => integrate(Math.exp, { low: -infinity, high: -infinity })).toThrow('high is -Infinity');
    expect(() => integrate(Math.exp, { low: 0, high: 1, breakpoints: [Number.NaN] })).toThrow(
      'breakpoints[0] is NaN',
    );
    expect(integrate(() => 0, { low: -infinity, high: infinity, breakpoints: [infinity] }).converged).toBe(
      true,
    );
  });

  it('refuses tolerances below 0, no intervals, and values that are not finite', () => {
    const search = { low: 0, high: 1 };
    expect(() => integrate(Math.exp, { ...search, relativeTolerance: -1 })).toThrow(
      'relativeTolerance is -1',
    );
    expect(() => integrate(Math.exp, { ...search, absoluteTolerance: -1 })).toThrow(
      'absoluteTolerance is -1',
    );
    expect(() => integrate(Math.exp, { ...search, scale: 0 })).toThrow(
      'scale is 0; it must be a finite number',
    );
    expect(integrate(Math.exp, { ...search, scale: 1e-300 }).converged).toBe(true);
    expect(() => integrate(Math.exp, { ...search, maxIntervals: 0 })).toThrow(
      'maxIntervals is 0; it must be',
    );
    expect(() => integrate((x) => 1 / (x - 0.5), search)).toThrow(
      'integrand(0.5) is Infinity; it must be a finite',
    );
    expect(integrate(Math.exp, { ...search, maxIntervals: 1, absoluteTolerance: 0 }).value).toBeCloseTo(
      Math.E - 1,
      14,
    );
    expect(integrate(Math.exp, { ...search, relativeTolerance: 0 }).converged).toBe(true);
  });

  it.each([1e-12, 1, 1e12])(
    'sees an exponential density of mean %d on an infinite interval of that scale',
    (mean) => {
      const density = (x: number) => Math.exp(-Math.abs(x) / mean) / mean;
      const found = integrate(density, { low: 0, high: infinity, scale: mean });
      expect(found.value).toBeCloseTo(1, 10);
      expect(found.evaluations).toBe(integrate((x) => Math.exp(-x), { low: 0, high: infinity }).evaluations);
      expect(integrate(density, { low: -infinity, high: 0, scale: mean }).value).toBeCloseTo(1, 10);
    },
  );

  it('integrates singular ends as far as numbers can tell points from them, and says where that ends', () => {
    // At 0 numbers lie densely; at 1 and 2 their distance is 2e-16, and the last stretch of length ε holds 2 √ε.
    const root = (x: number) => 1 / Math.sqrt(Math.abs(x));
    expect(integrate(root, { low: 0, high: 1 })).toMatchObject({
      converged: true,
      value: expect.closeTo(2, 10),
    });
    const ends = [
      integrate((x) => root(x - 1), { low: 1, high: 2 }),
      integrate((x) => root(2 - x), { low: 1, high: 2 }),
    ];
    for (const { value, errorEstimate, converged } of ends) {
      expect(converged).toBe(false);
      expect(Math.abs(value - 2)).toBeLessThan(errorEstimate);
      expect(errorEstimate).toBeLessThan(1e-6);
    }
  });

  it('does not converge to integrals that are infinite', () => {
    expect(integrate((x) => 1 / x, { low: 0, high: 1 }).converged).toBe(false);
    expect(integrate((x) => 1 / (x - 1), { low: 1, high: 2 }).converged).toBe(false);
    expect(integrate((x) => 1 / x, { low: 1, high: infinity }).converged).toBe(false);
    expect(integrate(() => 1e300, { low: 0, high: 1e300 })).toEqual({
      value: infinity,
      errorEstimate: infinity,
      evaluations: 15,
      converged: false,
    });
    expect(integrate(() => 1e-308, { low: -1e308, high: 1e308 }).value).toBeCloseTo(2, 12);
  });

  it('cuts at each breakpoint inside once, in any order, and the whole line at 0 if there is none', () => {
    const rules = (low: number, high: number, breakpoints?: number[]) =>
      integrate(() => 0, { low, high, breakpoints }).evaluations / 15;
    expect(rules(0, 3, [2, 1, 2, 0, 3, 7])).toBe(3);
    expect(rules(-infinity, infinity)).toBe(2);
    expect(rules(-infinity, infinity, [5])).toBe(2);
    expect(rules(-infinity, 3)).toBe(1);
    expect(rules(-3, infinity)).toBe(1);
    expect(rules(-3, 3)).toBe(1);
    const kinks = (x: number) => Math.abs(x - 1) + Math.abs(x - 2) + Math.abs(x - 10);
    const found = integrate(kinks, { low: 0, high: 12, breakpoints: [10, 2, 1] });
    // ½ (1 + 121) + ½ (4 + 100) + ½ (100 + 4)
    expect(found).toMatchObject({ value: expect.closeTo(165, 12), evaluations: 60, converged: true });
  });

  it.each([1e-20, 1e20])('measures its tolerance by the integral: %d times the root of x', (unit) => {
    const found = integrate((x) => unit * Math.sqrt(x), { low: 0, high: 1, absoluteTolerance: 0 });
    expect(found.converged).toBe(true);
    expect(found.value / unit).toBeCloseTo(2 / 3, 10);
    expect(found.errorEstimate / unit).toBeLessThan(1e-10);
  });
});
