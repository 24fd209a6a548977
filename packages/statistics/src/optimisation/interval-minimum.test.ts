import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brentMinimum } from './brent-minimum.ts';
import { goldenSectionMinimum } from './golden-section.ts';

describe.each([
  { name: 'brentMinimum', minimise: brentMinimum },
  { name: 'goldenSectionMinimum', minimise: goldenSectionMinimum },
])('$name', ({ minimise }) => {
  it('finds the lowest point of a parabola, and its value', () => {
    const found = minimise((x) => (x - 2) ** 2 + 7, { low: 0, high: 5 });
    expect(found.x).toBeCloseTo(2, 6);
    expect(found.value).toBeCloseTo(7, 12);
    expect(found.converged).toBe(true);
  });

  it('finds where the cosine is lowest and where x ln x is, 1/e', () => {
    expect(minimise(Math.cos, { low: 2, high: 5 }).x).toBeCloseTo(Math.PI, 6);
    const entropy = minimise((x) => x * Math.log(x), { low: 1e-9, high: 2 });
    expect(entropy.x).toBeCloseTo(1 / Math.E, 7);
    expect(entropy.value).toBeCloseTo(-1 / Math.E, 14);
  });

  it('finds the order quantity of the square-root formula, with an infinite cost at quantity 0', () => {
    // 8 · 1300 / Q + 0.225 Q / 2 is lowest at √(2 · 8 · 1300 / 0.225) = 304.04679 (Snyder and Shen, example 3.1).
    const found = minimise((q) => (8 * 1300) / q + (0.225 * q) / 2, { low: 0, high: 5000 });
    expect(found.x).toBeCloseTo(304.04679, 4);
    expect(found.value).toBeCloseTo(68.4105, 4);
  });

  it('returns an end exactly where the function is lowest there', () => {
    expect(minimise((x) => x, { low: 1, high: 3 })).toMatchObject({ x: 1, value: 1, converged: true });
    expect(minimise((x) => -x, { low: 1, high: 3 })).toMatchObject({ x: 3, value: -3, converged: true });
  });

  it('finds the tip of a kink', () => {
    expect(minimise((x) => Math.abs(x - 1.7), { low: 0, high: 5 }).x).toBeCloseTo(1.7, 6);
  });

  it('resolves a minimum at 0 to the tolerance, since nothing is lost to rounding there', () => {
    expect(Math.abs(minimise((x) => x * x, { low: -1, high: 2 }).x)).toBeLessThan(1e-9);
  });

  it('stops early for a coarse tolerance, and within it', () => {
    const coarse = minimise((x) => Math.abs(x - 0.7) ** 1.5, { low: 0, high: 1, tolerance: 0.01 });
    const fine = minimise((x) => Math.abs(x - 0.7) ** 1.5, { low: 0, high: 1 });
    expect(Math.abs(coarse.x - 0.7)).toBeLessThan(0.01);
    expect(coarse.iterations).toBeLessThan(fine.iterations / 2);
    expect(Math.abs(fine.x - 0.7)).toBeLessThan(1e-7);
  });

  it('says that it has not converged when the iterations run out', () => {
    const search = { low: 0, high: 9, maxIterations: 2 };
    expect(minimise((x) => Math.abs(x - 1), search)).toMatchObject({ converged: false, iterations: 2 });
    expect(minimise((x) => Math.abs(x - 1), { ...search, maxIterations: 200 }).converged).toBe(true);
  });

  it('follows the objective when it is moved and scaled', () => {
    const numbers = fc.record({
      shift: fc.double({ min: -100, max: 100, noNaN: true }),
      scale: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      lowest: fc.double({ min: 0.1, max: 9.9, noNaN: true }),
    });
    fc.assert(
      fc.property(numbers, ({ shift, scale, lowest }) => {
        const objective = (x: number) => scale * (Math.cosh((x - shift - lowest) / 4) - 1);
        const found = minimise(objective, { low: shift, high: shift + 10 });
        expect(Math.abs(found.x - shift - lowest)).toBeLessThan(1e-5);
        expect(found.value).toBe(objective(found.x));
      }),
      { numRuns: 200 },
    );
  });

  it('is never above what it has seen: both ends and any function', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 4, maxLength: 4 }),
        (c) => {
          const seen: number[] = [];
          const objective = (x: number) => {
            const value =
              c[0]! * Math.sin(3 * x) + c[1]! * x * x + c[2]! * Math.abs(x - 0.4) + c[3]! * Math.floor(x);
            seen.push(value);
            return value;
          };
          const found = minimise(objective, { low: -3, high: 4 });
          expect(found.value).toBe(Math.min(...seen));
          expect(found.evaluations).toBe(seen.length);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('refuses an empty interval and accepts a short one', () => {
    expect(() => minimise((x) => x, { low: 2, high: 2 })).toThrow(
      'high is 2; it must be greater than low, 2',
    );
    expect(() => minimise((x) => x, { low: Number.NEGATIVE_INFINITY, high: 2 })).toThrow('low is -Infinity');
    expect(minimise((x) => x, { low: 2, high: 2 + 1e-12 }).x).toBe(2);
  });

  it('refuses a value that is not a number and accepts infinity', () => {
    expect(() => minimise(Math.log, { low: -1, high: 1 })).toThrow(
      'objective(-1) is NaN; it must be a number',
    );
    expect(minimise((x) => 1 / x + x, { low: 0, high: 4 }).x).toBeCloseTo(1, 6);
    expect(() => minimise((x) => x, { low: 0, high: 1, tolerance: -1 })).toThrow('tolerance is -1');
    expect(minimise((x) => x, { low: 0, high: 1, tolerance: 1 }).x).toBe(0);
  });
});

describe('brentMinimum', () => {
  // scipy.optimize.minimize_scalar of SciPy 1.17.1, method bounded, xatol 1e-10 of the interval, takes the same
  // steps; the two ends are ours.
  it.each([
    {
      name: 'x⁴ − 3x³ + 2',
      f: (x: number) => x ** 4 - 3 * x ** 3 + 2,
      low: 0,
      high: 5,
      x: 2.2500000019510327,
      calls: 13,
    },
    { name: '1 / x + x', f: (x: number) => 1 / x + x, low: 0.1, high: 9, x: 1.0000000150799426, calls: 16 },
    {
      name: '(x − 2)⁶ + x²',
      f: (x: number) => (x - 2) ** 6 + x * x,
      low: -3,
      high: 7,
      x: 1.1714470363504026,
      calls: 16,
    },
    {
      name: 'a ratio',
      f: (x: number) => -x / (1 + x * x) + 0.01 * x * x,
      low: 0,
      high: 20,
      x: 0.9635060414324272,
      calls: 22,
    },
    {
      name: 'an order cost',
      f: (q: number) => 10400 / q + 0.1125 * q,
      low: 1,
      high: 5000,
      x: 304.04678312623895,
      calls: 15,
    },
    {
      name: 'a kink',
      f: (x: number) => Math.abs(x - 1.7) + 0.1 * x * x,
      low: 0,
      high: 5,
      x: 1.7000000016882235,
      calls: 37,
    },
  ])('takes as many evaluations as SciPy for $name', ({ f, low, high, x, calls }) => {
    const found = brentMinimum(f, { low, high });
    expect(found.evaluations).toBe(calls + 2);
    expect(Math.abs(found.x - x)).toBeLessThan(1e-8 * x);
  });

  it('needs a fraction of the evaluations of golden sections on a smooth function', () => {
    const objective = (x: number) => Math.exp(x) - 2 * x;
    const brent = brentMinimum(objective, { low: 0, high: 3 });
    const golden = goldenSectionMinimum(objective, { low: 0, high: 3 });
    expect(brent.x).toBeCloseTo(Math.LN2, 7);
    expect(brent.evaluations).toBeLessThanOrEqual(16);
    expect(golden.evaluations).toBeGreaterThan(30);
  });
});

describe('goldenSectionMinimum', () => {
  it('evaluates once per step: log(0.01) / log(0.618) = 9.57 steps for a hundredth of the interval', () => {
    const found = goldenSectionMinimum((x) => (x - 0.5) ** 2, { low: 0, high: 1, tolerance: 0.01 });
    expect(found).toMatchObject({ iterations: 10, evaluations: 14, converged: true });
  });
});
