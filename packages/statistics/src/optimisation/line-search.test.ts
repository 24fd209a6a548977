import { describe, expect, it } from 'vitest';
import { lineSearch } from './line-search.ts';
import { QuasiNewtonMemory } from './quasi-newton-memory.ts';

/** A line search on a function of one number, with the points it looks at. */
function searched(
  f: (x: number) => number,
  slope: (x: number) => number,
  {
    from,
    step,
    direction = 1,
    upper = Number.POSITIVE_INFINITY,
  }: { from: number; step: number; direction?: number; upper?: number },
) {
  const seen: number[] = [];
  const found = lineSearch(
    ([x], gradient) => {
      seen.push(x!);
      gradient[0] = slope(x!);
      return f(x!);
    },
    { x: Float64Array.of(from), value: f(from), gradient: Float64Array.of(slope(from)) },
    Float64Array.of(direction),
    { lower: Float64Array.of(Number.NEGATIVE_INFINITY), upper: Float64Array.of(upper) },
    step,
  );
  return { x: found?.x[0], value: found?.value, gradient: found?.gradient[0], seen };
}

const square = [(x: number) => x * x, (x: number) => 2 * x] as const;

describe('lineSearch', () => {
  it('takes the first step if it lowers the value enough and flattens the slope to nine tenths', () => {
    expect(searched(...square, { from: -10, step: 2 })).toEqual({
      x: -8,
      value: 64,
      gradient: -16,
      seen: [-8],
    });
  });

  it('doubles a step after which the slope is still steeper than nine tenths', () => {
    // Slopes −20 at the start, −19.8, −19.6, −19.2 and −18.4: only past −18 is the step long enough.
    expect(searched(...square, { from: -10, step: 0.1 }).seen).toEqual([-9.9, -9.8, -9.6, -9.2, -8.4]);
  });

  it('halves a step that overshoots, then goes between the bounds it knows', () => {
    expect(searched(...square, { from: -1, step: 8 }).seen).toEqual([7, 3, 1, 0]);
    const steep = [(x: number) => (x < 3 ? -x : 10 * x), (x: number) => (x < 3 ? -1 : 10)] as const;
    // 1 and 2 are too short, 4 is too long: then 3, 2.5, 2.75 … never flat, so the best that was lower counts.
    const kink = searched(...steep, { from: 0, step: 1 });
    expect(kink.seen.slice(0, 6)).toEqual([1, 2, 4, 3, 2.5, 2.75]);
    expect(kink.x).toBeCloseTo(3, 12);
    expect(kink.x).toBeLessThan(3);
  });

  it('steps back from infinite values', () => {
    const barrier = (x: number) => (x > 1 ? Number.POSITIVE_INFINITY : -x);
    expect(searched(barrier, () => -1, { from: 0, step: 4 }).seen.slice(0, 3)).toEqual([4, 2, 1]);
  });

  it('stops at a bound, where longer steps no longer move', () => {
    const found = searched(
      (x) => -x,
      () => -1,
      { from: 0, step: 1, upper: 4 },
    );
    expect(found).toEqual({ x: 4, value: -4, gradient: -1, seen: [1, 2, 4] });
    expect(
      searched(
        (x) => -x,
        () => -1,
        { from: 4, step: 1, upper: 4 },
      ).seen,
    ).toEqual([]);
  });

  it('finds nothing uphill, after sixty trials at most', () => {
    const found = searched(
      (x) => x,
      () => -1,
      { from: 0, step: 1 },
    );
    expect(found.x).toBeUndefined();
    expect(found.seen).toHaveLength(60);
    expect(
      searched(
        () => 5,
        () => 0,
        { from: 0, step: 1 },
      ).x,
    ).toBeUndefined();
  });
});

describe('QuasiNewtonMemory', () => {
  const at = (x: number[], gradient: number[]) => ({
    x: Float64Array.from(x),
    gradient: Float64Array.from(gradient),
  });
  const bothFree = Uint8Array.of(1, 1);

  it('is steepest descent while it is empty, over the free variables', () => {
    const memory = new QuasiNewtonMemory(2, 5);
    expect(memory.isEmpty).toBe(true);
    expect([...memory.direction(Float64Array.of(3, -4), bothFree)]).toEqual([-3, 4]);
    expect([...memory.direction(Float64Array.of(3, -4), Uint8Array.of(0, 1))]).toEqual([0, 4]);
  });

  it('knows the curvature after a step along each axis: Newton’s step on 2x² + 5y²', () => {
    const memory = new QuasiNewtonMemory(2, 5);
    memory.remember(at([0, 0], [0, 0]), at([1, 0], [4, 0]));
    memory.remember(at([1, 0], [4, 0]), at([1, 1], [4, 10]));
    expect(memory.isEmpty).toBe(false);
    const [x, y] = memory.direction(Float64Array.of(4, 10), bothFree);
    expect(x).toBeCloseTo(-1, 12);
    expect(y).toBeCloseTo(-1, 12);
    // With x fixed only the curvature of y counts.
    expect([...memory.direction(Float64Array.of(4, 10), Uint8Array.of(0, 1))]).toEqual([
      0,
      expect.closeTo(-1, 12),
    ]);
  });

  it('forgets the oldest step beyond its capacity, and all when cleared', () => {
    const memory = new QuasiNewtonMemory(2, 1);
    memory.remember(at([0, 0], [0, 0]), at([1, 0], [4, 0]));
    memory.remember(at([1, 0], [4, 0]), at([1, 1], [4, 10]));
    // The curvature of y, 10, now stands for x too: 4 / 10.
    expect([...memory.direction(Float64Array.of(4, 10), bothFree)]).toEqual([
      expect.closeTo(-0.4, 12),
      expect.closeTo(-1, 12),
    ]);
    memory.clear();
    expect(memory.isEmpty).toBe(true);
    expect([...memory.direction(Float64Array.of(4, 10), bothFree)]).toEqual([-4, -10]);
  });

  it('passes over steps along which the slope did not rise', () => {
    const memory = new QuasiNewtonMemory(1, 3);
    memory.remember(at([0], [5]), at([1], [2]));
    expect([...memory.direction(Float64Array.of(2), Uint8Array.of(1))]).toEqual([-2]);
    memory.remember(at([1], [2]), at([1], [2]));
    expect([...memory.direction(Float64Array.of(2), Uint8Array.of(1))]).toEqual([-2]);
  });
});
