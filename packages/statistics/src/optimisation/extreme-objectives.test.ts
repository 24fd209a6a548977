import { describe, expect, it } from 'vitest';
import { brentMinimum } from './brent-minimum.ts';
import { brentRoot } from './brent-root.ts';
import { convexIntegerMinimum } from './convex-integer-minimum.ts';
import { goldenSectionMinimum } from './golden-section.ts';
import { lbfgsMinimum, type ObjectiveWithGradient } from './lbfgs.ts';
import { nelderMeadMinimum } from './nelder-mead.ts';

const infinity = Number.POSITIVE_INFINITY;
const searches = [
  ['brentMinimum', brentMinimum],
  ['goldenSectionMinimum', goldenSectionMinimum],
] as const;

describe.each(searches)('%s', (_, minimum) => {
  it('goes to the end at which the function is finite', () => {
    const left = minimum((x) => (x < 0.5 ? (x - 0.1) ** 2 : infinity), { low: 0, high: 5 });
    expect(left.x).toBeCloseTo(0.1, 7);
    const right = minimum((x) => (x > 4.5 ? (x - 4.9) ** 2 : infinity), { low: 0, high: 5 });
    expect(right.x).toBeCloseTo(4.9, 7);
    const unequalEnds = minimum((x) => (x > 4.5 ? (x - 4.9) ** 2 : x > 0 ? infinity : 9), {
      low: 0,
      high: 5,
    });
    expect(unequalEnds.x).toBeCloseTo(4.9, 7);
  });

  it('ends on functions that are level or infinite throughout', () => {
    expect(minimum(() => 3, { low: 0, high: 1 })).toMatchObject({ value: 3, converged: true });
    expect(minimum(() => infinity, { low: 0, high: 1 })).toMatchObject({ value: infinity, converged: true });
  });

  it.each([1e-12, 1e12])('follows the unit of x, %d', (unit) => {
    const found = minimum((x) => (x / unit - 0.3) ** 2, { low: 0, high: unit });
    expect(found.x / unit).toBeCloseTo(0.3, 7);
    expect(found.converged).toBe(true);
  });

  it('finds the lower side of a jump', () => {
    const found = minimum((x) => (x < Math.PI ? 10 - x : x), { low: 0, high: 9 });
    expect(found.x).toBeCloseTo(Math.PI, 6);
    expect(found.value).toBeLessThan(3.15);
  });

  it('refuses an interval whose length is beyond the range of numbers, and accepts half of it', () => {
    expect(() => minimum(Math.abs, { low: -1e308, high: 1e308 })).toThrow(
      'high is 1e+308; it must be less than 1.7976931348623157e+308 above low, -1e+308',
    );
    expect(minimum(Math.abs, { low: 0, high: 1e308 }).x).toBe(0);
  });
});

describe('brentRoot', () => {
  it('returns a root at an end, at either, and at the upper one of both', () => {
    expect(brentRoot((x) => x, { low: 0, high: 1 })).toMatchObject({ x: 0, value: 0, evaluations: 2 });
    expect(brentRoot((x) => x - 1, { low: 0, high: 1 })).toMatchObject({ x: 1, value: 0, evaluations: 2 });
    expect(brentRoot((x) => x * (x - 1), { low: 0, high: 1 })).toMatchObject({ x: 1, value: 0 });
  });

  it('finds roots of high order, where a function is almost level', () => {
    for (const order of [3, 5, 9]) {
      const { x, converged } = brentRoot((each) => (each - 0.3) ** order, { low: 0, high: 1 });
      expect(x).toBeCloseTo(0.3, 11);
      expect(converged).toBe(true);
    }
  });

  it('finds the change of sign of values that are infinite, huge or tiny', () => {
    expect(brentRoot((x) => (x < 0.3 ? -infinity : infinity), { low: 0, high: 1 }).x).toBeCloseTo(0.3, 11);
    expect(brentRoot((x) => 1e308 * (x - 0.3), { low: 0, high: 1 }).x).toBeCloseTo(0.3, 12);
    expect(brentRoot((x) => 1e-300 * (x - 0.3), { low: 0, high: 1 }).x).toBeCloseTo(0.3, 12);
  });

  it('refuses equal signs and intervals beyond the range of numbers', () => {
    expect(() => brentRoot((x) => (x - 0.3) ** 2 + 1, { low: 0.3, high: 1.3 })).toThrow(
      'objective is 1 at low, 0.3, and 2 at high, 1.3; it must change sign',
    );
    expect(() => brentRoot((x) => x, { low: -1e308, high: 1e308 })).toThrow(
      'high is 1e+308; it must be less',
    );
  });
});

describe('convexIntegerMinimum', () => {
  it('does not leave the whole numbers that are exact', () => {
    const most = Number.MAX_SAFE_INTEGER;
    expect(() => convexIntegerMinimum((n) => -n, { low: most - 3 })).toThrow('it must have a minimum');
    expect(convexIntegerMinimum((n) => -n, { low: most - 3, high: most }).x).toBe(most);
    expect(convexIntegerMinimum((n) => Math.abs(n - most + 9), { low: most - 12 }).x).toBe(most - 9);
  });
});

describe('nelderMeadMinimum', () => {
  it('does not call a function without a minimum converged', () => {
    const found = nelderMeadMinimum(([x, y]) => -Math.exp(x!) - y!, { start: [0, 0] });
    expect(found).toMatchObject({ value: -infinity, converged: false });
    expect(nelderMeadMinimum(([x]) => -x!, { start: [0] }).converged).toBe(false);
  });

  it('refuses steps that vanish beside the start, and accepts those that do not', () => {
    const objective = ([x]: Float64Array) => (x! - 1e12 - 5e5) ** 2;
    expect(() => nelderMeadMinimum(objective, { start: [1e12], steps: [1e4] })).toThrow(
      'steps[0] is 10000; it must be greater than tolerance × |start|, 10000',
    );
    const found = nelderMeadMinimum(objective, { start: [1e12], steps: [1e5] });
    expect(Math.abs(found.x[0]! - 1e12 - 5e5)).toBeLessThan(1e4);
  });

  it('keeps variables whose bounds are equal', () => {
    const found = nelderMeadMinimum(([x, y]) => (x! - 3) ** 2 + (y! - 3) ** 2, {
      start: [1, 2],
      lower: [1, 0],
      upper: [1, 9],
    });
    expect(found.x[0]).toBe(1);
    expect(found.x[1]).toBeCloseTo(3, 6);
    expect(found.converged).toBe(true);
  });
});

describe('lbfgsMinimum', () => {
  const falling: ObjectiveWithGradient = (x, gradient) => {
    gradient[0] = -1;
    return -x[0]!;
  };

  it('does not call a function without a minimum converged, and finds the bound of one that has one', () => {
    expect(lbfgsMinimum(falling, { start: [1] }).converged).toBe(false);
    const endless = lbfgsMinimum(
      (x, gradient) => {
        gradient[0] = -Math.exp(x[0]!);
        return -Math.exp(x[0]!);
      },
      { start: [1] },
    );
    expect(endless).toMatchObject({ value: -infinity, converged: false });
    expect(lbfgsMinimum(falling, { start: [1], upper: [1e15] })).toMatchObject({
      x: Float64Array.of(1e15),
      converged: true,
    });
  });

  it.each([1e-12, 1e-6, 1, 1e6, 1e12])('follows the units of x and of the value, %d', (unit) => {
    const inX: ObjectiveWithGradient = (x, gradient) => {
      gradient[0] = (2 * (x[0]! / unit - 3)) / unit;
      return (x[0]! / unit - 3) ** 2;
    };
    const inValue: ObjectiveWithGradient = (x, gradient) => {
      gradient[0] = 2 * unit * (x[0]! - 3);
      return unit * (x[0]! - 3) ** 2;
    };
    expect(lbfgsMinimum(inX, { start: [0] }).x[0]! / unit).toBeCloseTo(3, 9);
    expect(lbfgsMinimum(inValue, { start: [0] }).x[0]).toBeCloseTo(3, 9);
  });
});
