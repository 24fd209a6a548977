import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lbfgsMinimum, type ObjectiveWithGradient } from './lbfgs.ts';
import { numericalGradient, withNumericalGradient } from './numerical-gradient.ts';
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

describe('lbfgsMinimum', () => {
  it.each([rosenbrock, beale, wood])('finds the minimum of $name', ({ objective, start, minimum }) => {
    const found = lbfgsMinimum(objective, { start });
    expect(largestError(found.x, minimum.x)).toBeLessThan(1e-7);
    expect(found.value).toBeLessThan(1e-14);
    expect(found.converged).toBe(true);
    expect(found.evaluations).toBeLessThan(150);
  });

  it('finds the minimum of a badly scaled function', () => {
    const found = lbfgsMinimum(badlyScaled.objective, { start: badlyScaled.start });
    expect(found.x[0]! / 1e6).toBeCloseTo(1, 8);
    expect(found.x[1]! / 2e-6).toBeCloseTo(1, 8);
  });

  it('needs few iterations for a chain of 1000 coupled variables', () => {
    // Σ (xᵢ − 1)² + Σ (xᵢ₊₁ − xᵢ)² is 0 at xᵢ = 1.
    const size = 1000;
    const objective: ObjectiveWithGradient = (x, gradient) => {
      let value = 0;
      for (let index = 0; index < size; index++) {
        gradient[index] = 2 * (x[index]! - 1);
        value += (x[index]! - 1) ** 2;
      }
      for (let index = 0; index + 1 < size; index++) {
        const jump = x[index + 1]! - x[index]!;
        value += jump * jump;
        gradient[index]! -= 2 * jump;
        gradient[index + 1]! += 2 * jump;
      }
      return value;
    };
    const start = Array.from({ length: size }, (_, index) => Math.sin(index));
    const found = lbfgsMinimum(objective, { start });
    expect(largestError(found.x, new Float64Array(size).fill(1))).toBeLessThan(1e-8);
    expect(found.iterations).toBeLessThan(60);
  });

  it('stops where it starts if that is the minimum', () => {
    const found = lbfgsMinimum(quadratic([2, 3], [1, 1], 5), { start: [2, 3] });
    expect(found).toEqual({
      x: Float64Array.of(2, 3),
      value: 5,
      iterations: 0,
      evaluations: 1,
      converged: true,
    });
  });

  it('holds the bounds and returns them exactly where they bind', () => {
    const seen: Float64Array[] = [];
    const objective: ObjectiveWithGradient = (x, gradient) => {
      seen.push(x.slice());
      return quadratic([3, -1, 2], [1, 2, 3])(x, gradient);
    };
    const found = lbfgsMinimum(objective, { start: [0.5, 0.5, 0], lower: [0, 0, -9], upper: [1, 10, 9] });
    expect([found.x[0], found.x[1]]).toEqual([1, 0]);
    expect(found.x[2]).toBeCloseTo(2, 9);
    expect(found.converged).toBe(true);
    expect(found.evaluations).toBe(seen.length);
    expect(seen.every(([x, y]) => x! >= 0 && x! <= 1 && y! >= 0 && y! <= 10)).toBe(true);
  });

  it('leaves a bound again that binds at the start only', () => {
    // From (0, 0), on both lower bounds, to (1, 1).
    const found = lbfgsMinimum(rosenbrock.objective, { start: [0, 0], lower: [0, 0] });
    expect(largestError(found.x, [1, 1])).toBeLessThan(1e-7);
  });

  it('follows a valley along a bound: Rosenbrock with x at most 0.5 is lowest at (0.5, 0.25)', () => {
    const found = lbfgsMinimum(rosenbrock.objective, { start: [-1.2, 1], upper: [0.5, 9] });
    expect(found.x[0]).toBe(0.5);
    expect(found.x[1]).toBeCloseTo(0.25, 8);
    expect(found.value).toBeCloseTo(0.25, 14);
    expect(found.converged).toBe(true);
  });

  it('steps back from values of plus infinity: x − ln x from 0.001', () => {
    const objective: ObjectiveWithGradient = (x, gradient) => {
      if (x[0]! <= 0) return Number.POSITIVE_INFINITY;
      gradient[0] = 1 - 1 / x[0]!;
      return x[0]! - Math.log(x[0]!);
    };
    expect(lbfgsMinimum(objective, { start: [0.001] }).x[0]).toBeCloseTo(1, 7);
  });

  it('stops, converged, when the digits of the value are used up: 1000 + cosh x', () => {
    const catenary: ObjectiveWithGradient = (x, gradient) => {
      gradient[0] = Math.sinh(x[0]!);
      return 1000 + Math.cosh(x[0]!);
    };
    const found = lbfgsMinimum(catenary, { start: [3], gradientTolerance: 1e-300 });
    expect(found.converged).toBe(true);
    expect(Math.abs(found.x[0]!)).toBeLessThan(1e-5);
    expect(found.iterations).toBeLessThan(30);
  });

  it('measures the slope over free variables only: 10¹² x + (y − 3)² / 1000 with x at least 0', () => {
    const objective: ObjectiveWithGradient = (x, gradient) => {
      gradient[0] = 1e12;
      gradient[1] = 0.002 * (x[1]! - 3);
      return 1e12 * x[0]! + 0.001 * (x[1]! - 3) ** 2;
    };
    const found = lbfgsMinimum(objective, { start: [0, 0], lower: [0, -9] });
    expect(found.x[0]).toBe(0);
    expect(found.x[1]).toBeCloseTo(3, 9);
    expect(found).toMatchObject({ converged: true });
    expect(found.iterations).toBeLessThan(10);
  });

  it('names the point at which a derivative is missing on the way', () => {
    const broken: ObjectiveWithGradient = (x, gradient) => {
      gradient[0] = x[0]! < 1 ? Number.NaN : 1;
      gradient[1] = 0;
      return x[0]!;
    };
    expect(() => lbfgsMinimum(broken, { start: [1, 5] })).toThrow(
      'gradient[0] at (0, 5) is NaN; it must be finite',
    );
    const infinite: ObjectiveWithGradient = (x, gradient) => {
      gradient.set([1, 0]);
      return x[0]! < 1 ? Number.NaN : x[0]!;
    };
    expect(() => lbfgsMinimum(infinite, { start: [1, 5] })).toThrow(
      'objective(0, 5) is NaN; it must be a number',
    );
  });

  it('says that it has not converged when the iterations run out or the gradient is wrong', () => {
    const found = lbfgsMinimum(rosenbrock.objective, { start: [-1.2, 1], maxIterations: 3 });
    expect(found).toMatchObject({ converged: false, iterations: 3 });
    const uphill: ObjectiveWithGradient = (x, gradient) => {
      gradient[0] = -2 * x[0]!;
      return x[0]! ** 2;
    };
    expect(lbfgsMinimum(uphill, { start: [1] })).toMatchObject({
      x: Float64Array.of(1),
      value: 1,
      converged: false,
    });
  });

  it('agrees with its own tolerance and memory: less of either costs accuracy or steps, not the answer', () => {
    const coarse = lbfgsMinimum(wood.objective, { start: wood.start, gradientTolerance: 1e-3 });
    const fine = lbfgsMinimum(wood.objective, { start: wood.start });
    const forgetful = lbfgsMinimum(wood.objective, { start: wood.start, memory: 1 });
    expect(coarse.iterations).toBeLessThan(fine.iterations);
    expect(largestError(forgetful.x, [1, 1, 1, 1])).toBeLessThan(1e-6);
  });

  it('finds any quadratic within any box: the centre moved to the nearest bound', () => {
    const variable = fc.record({
      centre: fc.double({ min: -20, max: 20, noNaN: true }),
      weight: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      low: fc.double({ min: -20, max: 0, noNaN: true }),
      width: fc.double({ min: 0, max: 20, noNaN: true }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(variable, { minLength: 1, maxLength: 8 }), (all) => {
        const lower = all.map(({ low }) => low);
        const upper = all.map(({ low, width }) => low + width);
        const start = all.map(({ low, width, share }) => Math.min(low + width, low + share * width));
        const objective = quadratic(
          all.map(({ centre }) => centre),
          all.map(({ weight }) => weight),
        );
        const found = lbfgsMinimum(objective, { start, lower, upper });
        const expected = all.map(({ centre }, index) =>
          Math.min(upper[index]!, Math.max(lower[index]!, centre)),
        );
        expect(largestError(found.x, expected)).toBeLessThan(1e-5);
        expect(found.value).toBeLessThanOrEqual(withoutGradient(objective)(Float64Array.from(start)));
      }),
      { numRuns: 200 },
    );
  });

  it('reaches the same point when the objective is scaled by a power of two', () => {
    fc.assert(
      fc.property(fc.integer({ min: -60, max: 60 }), (power) => {
        const scaled: ObjectiveWithGradient = (x, gradient) => {
          const value = beale.objective(x, gradient);
          for (let index = 0; index < 2; index++) gradient[index]! *= 2 ** power;
          return value * 2 ** power;
        };
        expect(largestError(lbfgsMinimum(scaled, { start: beale.start }).x, beale.minimum.x)).toBeLessThan(
          1e-6,
        );
      }),
      { numRuns: 121 },
    );
  });

  it('refuses starts, bounds and limits that make no sense, and accepts the nearest that do', () => {
    const objective = quadratic([0], [1]);
    expect(() => lbfgsMinimum(objective, { start: [] })).toThrow('start has length 0');
    expect(() => lbfgsMinimum(objective, { start: [2], upper: [1] })).toThrow(
      'start[0] is 2; it must lie between',
    );
    expect(() => lbfgsMinimum(objective, { start: [2], memory: 0 })).toThrow(
      'memory is 0; it must be a whole',
    );
    expect(() => lbfgsMinimum(objective, { start: [2], maxIterations: 0.5 })).toThrow('maxIterations is 0.5');
    expect(() => lbfgsMinimum(objective, { start: [2], gradientTolerance: 0 })).toThrow(
      'gradientTolerance is 0',
    );
    expect(() => lbfgsMinimum(objective, { start: [2], valueTolerance: -1 })).toThrow('valueTolerance is -1');
    const smallest = { memory: 1, maxIterations: 1, gradientTolerance: 1e-300, valueTolerance: 0 };
    expect(lbfgsMinimum(objective, { start: [2], upper: [2], ...smallest }).iterations).toBe(1);
  });

  it('refuses values and derivatives that are not numbers', () => {
    const constant = (value: number, derivative: number): ObjectiveWithGradient => {
      return (_, gradient) => {
        gradient[0] = derivative;
        return value;
      };
    };
    expect(() => lbfgsMinimum(constant(Number.NaN, 0), { start: [3] })).toThrow('objective(3) is NaN');
    expect(() => lbfgsMinimum(constant(Number.POSITIVE_INFINITY, 0), { start: [3] })).toThrow(
      'objective at start is Infinity; it must be finite',
    );
    expect(() => lbfgsMinimum(constant(1, Number.NaN), { start: [3] })).toThrow(
      'gradient[0] at (3) is NaN; it must be finite',
    );
    expect(lbfgsMinimum(constant(1, 0), { start: [3] })).toMatchObject({ value: 1, converged: true });
  });
});

describe('numericalGradient', () => {
  it('agrees with the derivatives of the standard functions to nine digits', () => {
    for (const { objective } of [rosenbrock, beale]) {
      const gradient = new Float64Array(2);
      objective(Float64Array.of(0.7, -0.4), gradient);
      const found = numericalGradient(withoutGradient(objective), [0.7, -0.4]);
      for (const index of [0, 1]) expect(found[index]! / gradient[index]!).toBeCloseTo(1, 8);
    }
  });

  it('writes into the array given, leaves x alone and stays within the bounds', () => {
    const x = [1, 2];
    const gradient = new Float64Array(2);
    const seen: number[] = [];
    const objective = (point: Float64Array) => {
      seen.push(point[1]!);
      return point[0]! ** 2 + 3 * point[1]!;
    };
    expect(numericalGradient(objective, x, gradient, { lower: [1, 2], upper: [1, 9] })).toBe(gradient);
    expect(gradient[0]).toBe(0); // fixed by its bounds
    expect(gradient[1]).toBeCloseTo(3, 8);
    expect(Math.min(...seen)).toBe(2);
    expect(x).toEqual([1, 2]);
  });

  it('takes steps relative to large numbers', () => {
    expect(numericalGradient(([x]) => x! * x!, [1e8])[0]! / 2e8).toBeCloseTo(1, 9);
  });

  it('refuses an array of another length', () => {
    expect(() => numericalGradient(() => 1, [1, 2], new Float64Array(3))).toThrow(
      'gradient has length 3; it must have the length of x, 2',
    );
    expect([...numericalGradient(() => 1, [1, 2], new Float64Array(2))]).toEqual([0, 0]);
  });
});

describe('withNumericalGradient', () => {
  it('lets lbfgsMinimum find a minimum from values alone, within bounds', () => {
    const objective = withNumericalGradient(withoutGradient(beale.objective));
    const found = lbfgsMinimum(objective, { start: beale.start, gradientTolerance: 1e-8 });
    expect(largestError(found.x, beale.minimum.x)).toBeLessThan(1e-6);
    const bounds = { lower: [0] };
    const root = withNumericalGradient(([x]) => x! - Math.sqrt(x!), bounds);
    expect(lbfgsMinimum(root, { start: [1], ...bounds }).x[0]).toBeCloseTo(0.25, 6);
  });

  it('asks for no derivative where the value is infinite', () => {
    let calls = 0;
    const infinite = withNumericalGradient(() => {
      calls += 1;
      return Number.POSITIVE_INFINITY;
    });
    expect(infinite(Float64Array.of(1), new Float64Array(1))).toBe(Number.POSITIVE_INFINITY);
    expect(calls).toBe(1);
  });
});
