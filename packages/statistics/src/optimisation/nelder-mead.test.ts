import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NelderMeadSearch, nelderMeadMinimum } from './nelder-mead.ts';
import {
  badlyScaled,
  beale,
  quadratic,
  rosenbrock,
  withoutGradient,
  wood,
} from './testing/standard-functions.ts';

const largestError = (found: ArrayLike<number>, expected: ArrayLike<number>): number =>
  Math.max(...Array.from(found, (value, index) => Math.abs(value - expected[index]!)));

describe('nelderMeadMinimum', () => {
  it.each([rosenbrock, beale, wood])('finds the minimum of $name', ({ objective, start, minimum }) => {
    const found = nelderMeadMinimum(withoutGradient(objective), { start });
    expect(largestError(found.x, minimum.x)).toBeLessThan(1e-6);
    expect(found.value).toBeLessThan(1e-12);
    expect(found.converged).toBe(true);
  });

  // scipy.optimize.minimize of SciPy 1.17.1, Nelder-Mead, adaptive, the same first simplex, stopped early.
  it.each([
    { of: rosenbrock, steps: 4, evaluations: 11, value: 4.283476562499995 },
    { of: rosenbrock, steps: 19, evaluations: 39, value: 3.328126790575668 },
    { of: rosenbrock, steps: 59, evaluations: 113, value: 0.8591270619105417 },
    { of: rosenbrock, steps: 99, evaluations: 188, value: 1.2846400334834107e-5 },
    { of: wood, steps: 4, evaluations: 12, value: 14229.292671247806 },
    { of: wood, steps: 19, evaluations: 41, value: 616.1194286533824 },
    { of: wood, steps: 59, evaluations: 109, value: 231.23524120062558 },
    { of: wood, steps: 99, evaluations: 175, value: 18.39102049924887 },
    { of: beale, steps: 4, evaluations: 10, value: 5.613864360000001 },
    { of: beale, steps: 19, evaluations: 39, value: 0.23096276 },
    { of: beale, steps: 59, evaluations: 115, value: 1.7750914625931412e-11 },
  ])('is where SciPy is after $steps steps on $of.name', ({ of, steps, evaluations, value }) => {
    const objective = withoutGradient(of.objective);
    const found = nelderMeadMinimum(objective, { start: of.start, maxEvaluations: evaluations });
    expect(found).toMatchObject({ iterations: steps, evaluations, converged: false });
    expect(found.value / value).toBeCloseTo(1, 6);
  });

  it('finds the minimum of a badly scaled function, given steps of its size', () => {
    const { objective, start, minimum } = badlyScaled;
    const search = { start, steps: [1e6, 1e-6], maxEvaluations: 20_000 };
    const found = nelderMeadMinimum(withoutGradient(objective), search);
    expect(found.x[0]! / minimum.x[0]!).toBeCloseTo(1, 6);
    expect(found.x[1]! / minimum.x[1]!).toBeCloseTo(1, 6);
  });

  it('works with one variable and with a start at the minimum', () => {
    expect(nelderMeadMinimum(([x]) => (x! - 4) ** 2, { start: [100] }).x[0]).toBeCloseTo(4, 6);
    const found = nelderMeadMinimum(withoutGradient(quadratic([2, 3], [1, 1], 5)), { start: [2, 3] });
    expect(found).toMatchObject({ x: Float64Array.of(2, 3), value: 5, converged: true });
  });

  it('holds the bounds and returns them exactly where they bind', () => {
    const seen: number[][] = [];
    const objective = (x: Float64Array) => {
      seen.push([...x]);
      return (x[0]! - 3) ** 2 + (x[1]! + 1) ** 2;
    };
    const found = nelderMeadMinimum(objective, { start: [0.5, 0.5], lower: [0, 0], upper: [1, 10] });
    expect([...found.x]).toEqual([1, 0]);
    expect(found.value).toBe(5);
    expect(seen.every(([x, y]) => x! >= 0 && x! <= 1 && y! >= 0 && y! <= 10)).toBe(true);
    expect(found.evaluations).toBe(seen.length);
  });

  it('follows a valley along a bound: Rosenbrock with x at most 0.5 is lowest at (0.5, 0.25)', () => {
    const found = nelderMeadMinimum(withoutGradient(rosenbrock.objective), {
      start: [-1.2, 1],
      upper: [0.5, 9],
    });
    expect(found.x[0]).toBe(0.5);
    expect(found.x[1]).toBeCloseTo(0.25, 6);
    expect(found.value).toBeCloseTo(0.25, 10);
  });

  it('leaves a variable alone whose bounds are equal', () => {
    const found = nelderMeadMinimum(withoutGradient(quadratic([1, 2], [1, 1])), {
      start: [7, 0],
      lower: [7, -9],
      upper: [7, 9],
    });
    expect(found.x[0]).toBe(7);
    expect(found.x[1]).toBeCloseTo(2, 6);
  });

  it('walks around points that are not allowed: plus infinity below x + y = 1', () => {
    const objective = ([x, y]: Float64Array) =>
      x! + y! < 1 ? Number.POSITIVE_INFINITY : (x! - 2) ** 2 + 2 * (y! - 1) ** 2;
    const found = nelderMeadMinimum(objective, { start: [0.9, 0.2] });
    expect(largestError(found.x, [2, 1])).toBeLessThan(1e-6);
  });

  it('says that it has not converged when the evaluations run out, and keeps the best', () => {
    const objective = withoutGradient(rosenbrock.objective);
    const found = nelderMeadMinimum(objective, { start: [-1.2, 1], maxEvaluations: 30 });
    expect(found.converged).toBe(false);
    expect(found.evaluations).toBeLessThanOrEqual(34);
    expect(found.value).toBeLessThan(objective(Float64Array.of(-1.2, 1)));
    expect(found.value).toBe(objective(found.x));
  });

  it('stops earlier for a coarse tolerance', () => {
    const objective = withoutGradient(wood.objective);
    const coarse = nelderMeadMinimum(objective, { start: wood.start, tolerance: 1e-2 });
    const fine = nelderMeadMinimum(objective, { start: wood.start });
    expect(coarse.evaluations).toBeLessThan(fine.evaluations);
    expect(coarse.iterations).toBeLessThan(fine.iterations);
  });

  it('finds any quadratic, moved and scaled, and is never worse than the start', () => {
    const variable = fc.record({
      centre: fc.double({ min: -20, max: 20, noNaN: true }),
      weight: fc.double({ min: 0.1, max: 10, noNaN: true }),
      start: fc.double({ min: -20, max: 20, noNaN: true }),
    });
    const variables = fc.array(variable, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(variables, fc.double({ min: -9, max: 9, noNaN: true }), (all, offset) => {
        const pick = (key: keyof (typeof all)[number]) => all.map((each) => each[key]);
        const objective = withoutGradient(quadratic(pick('centre'), pick('weight'), offset));
        const found = nelderMeadMinimum(objective, { start: pick('start') });
        expect(largestError(found.x, pick('centre'))).toBeLessThan(1e-5);
        expect(found.value).toBeLessThanOrEqual(objective(Float64Array.from(pick('start'))));
        expect(found.value).toBe(objective(found.x));
      }),
      { numRuns: 150 },
    );
  });

  it('refuses an empty start and one that is not finite, and accepts zeros', () => {
    expect(() => nelderMeadMinimum(() => 1, { start: [] })).toThrow(
      'start has length 0; it must hold at least one',
    );
    expect(() => nelderMeadMinimum(() => 1, { start: [0, Number.NaN] })).toThrow(
      'start[1] is NaN; it must be a finite',
    );
    expect(nelderMeadMinimum(() => 1, { start: [0, 0] })).toMatchObject({ value: 1, converged: true });
  });

  it('refuses bounds that are empty, too few or exclude the start, and accepts a start on them', () => {
    const objective = withoutGradient(quadratic([0, 0], [1, 1]));
    const start = [1, 1];
    expect(() => nelderMeadMinimum(objective, { start, lower: [0, 2], upper: [3, 1] })).toThrow(
      'upper[1] is 1; it must be at least lower[1], 2',
    );
    expect(() => nelderMeadMinimum(objective, { start, lower: [0] })).toThrow(
      'lower has length 1; it must have the length of start, 2',
    );
    expect(() => nelderMeadMinimum(objective, { start, upper: [1, 0.5] })).toThrow(
      'start[1] is 1; it must lie between -Infinity and 0.5',
    );
    expect(() => nelderMeadMinimum(objective, { start, lower: [1, 1.5] })).toThrow(
      'start[1] is 1; it must lie',
    );
    expect(() => nelderMeadMinimum(objective, { start, lower: [0, Number.NaN] })).toThrow(
      'lower[1] is NaN; it must be a number',
    );
    expect([...nelderMeadMinimum(objective, { start, lower: [1, 1] }).x]).toEqual([1, 1]);
    expect(largestError(nelderMeadMinimum(objective, { start, upper: [1, 1] }).x, [0, 0])).toBeLessThan(1e-6);
  });

  it('refuses steps of 0 and limits of 0, and accepts small ones', () => {
    const objective = withoutGradient(quadratic([0], [1]));
    expect(() => nelderMeadMinimum(objective, { start: [1], steps: [0] })).toThrow(
      'steps[0] is 0; it must be',
    );
    expect(() => nelderMeadMinimum(objective, { start: [1], steps: [1, 1] })).toThrow('steps has length 2');
    expect(() => nelderMeadMinimum(objective, { start: [1], tolerance: 0 })).toThrow('tolerance is 0');
    expect(() => nelderMeadMinimum(objective, { start: [1], maxEvaluations: 0 })).toThrow(
      'maxEvaluations is 0',
    );
    expect(nelderMeadMinimum(objective, { start: [1], steps: [1e-6] }).x[0]).toBeCloseTo(0, 6);
    expect(nelderMeadMinimum(objective, { start: [1], maxEvaluations: 1 }).converged).toBe(false);
  });

  it('refuses values that are not numbers, and infinity at the start only', () => {
    expect(() => nelderMeadMinimum(([x]) => Math.sqrt(x!), { start: [-4] })).toThrow(
      'objective(-4) is NaN; it must be a number',
    );
    expect(() => nelderMeadMinimum(([x]) => 1 / x!, { start: [0] })).toThrow(
      'objective at start is Infinity; it must be finite',
    );
    expect(nelderMeadMinimum(([x]) => x! + 1 / x!, { start: [3], lower: [0] }).x[0]).toBeCloseTo(1, 5);
  });

  /** The points looked at, in order. */
  const seenBy = (f: (x: number) => number, search: Omit<NelderMeadSearch, 'start'>, start: number) => {
    const seen: number[] = [];
    nelderMeadMinimum(
      ([x]) => {
        seen.push(x!);
        return f(x!);
      },
      { ...search, start: [start] },
    );
    return seen;
  };

  it('begins with a step away from the nearer bound if it does not fit: a tenth of the range, else 5 %', () => {
    const square = (x: number) => x * x;
    expect(seenBy(square, { lower: [0], upper: [10] }, 2)[1]).toBe(3);
    expect(seenBy(square, { lower: [0], upper: [10] }, 9.5)[1]).toBe(8.5);
    expect(seenBy(square, {}, 0.5)[1]).toBeCloseTo(0.55, 15);
    expect(seenBy(square, {}, -40)[1]).toBeCloseTo(-38, 15);
    // A step of 0.7 fits on neither side of a unit: up where that is not shorter.
    expect(seenBy(square, { lower: [0], upper: [1], steps: [0.7] }, 0.4)[1]).toBe(1);
    expect(seenBy(square, { lower: [0], upper: [1], steps: [0.7] }, 0.5)[1]).toBe(1);
    expect(seenBy(square, { lower: [0], upper: [1], steps: [0.7] }, 0.6)[1]).toBe(0);
  });

  it('begins again with a tenth of the steps once the simplex is small', () => {
    // |x| with its minimum at the start: trial points close in on it, then the second round begins 0.1 beside.
    const seen = seenBy(Math.abs, { steps: [1] }, 0);
    expect(seen[1]).toBe(1);
    const smallest = seen.findIndex((x) => x !== 0 && Math.abs(x) <= 1e-8);
    expect(smallest).toBeGreaterThan(10);
    expect(seen.slice(smallest).find((x) => Math.abs(x) > 1e-3)).toBeCloseTo(0.1, 15);
  });

  it('contracts all points towards the best where only its neighbourhood has values', () => {
    const island = ([x, y]: Float64Array) =>
      Math.hypot(x!, y!) < 1e-3 ? (x! - 5e-4) ** 2 + (y! + 3e-4) ** 2 : Number.POSITIVE_INFINITY;
    const { x, converged } = nelderMeadMinimum(island, { start: [0, 0] });
    expect(largestError(x, [5e-4, -3e-4])).toBeLessThan(1e-8);
    expect(converged).toBe(true);
  });

  it('names the point at which a function of two variables is NaN', () => {
    expect(() => nelderMeadMinimum(() => Number.NaN, { start: [1, 2] })).toThrow(
      'objective(1, 2) is NaN; it must be a number',
    );
  });
});
