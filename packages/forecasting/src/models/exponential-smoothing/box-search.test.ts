import { describe, expect, it } from 'vitest';
import { boxMinimum, type Objective, searchRoom } from './box-search.ts';

const LIMITS = { tolerance: 1e-12, iterations: 200 };

function minimum(
  objective: Objective,
  start: number[],
  { lower, upper }: { lower: number[]; upper: number[] },
): { point: number[]; value: number } {
  const size = start.length;
  const room = searchRoom(size);
  for (let index = 0; index < size; index++) room.inverse[index * size + index] = 1;
  const point = Float64Array.from(start);
  const value = boxMinimum(objective, point, room, {
    lower: Float64Array.from(lower),
    upper: Float64Array.from(upper),
    bounded: size,
    ...LIMITS,
  });
  return { point: [...point], value };
}

const rosenbrock: Objective = (point, gradient) => {
  const [x, y] = [point[0]!, point[1]!];
  gradient[0] = -400 * x * (y - x * x) - 2 * (1 - x);
  gradient[1] = 200 * (y - x * x);
  return 100 * (y - x * x) ** 2 + (1 - x) ** 2;
};

describe('boxMinimum', () => {
  it('finds the bottom of the curved valley of Rosenbrock, at (1, 1)', () => {
    const { point } = minimum(rosenbrock, [-1.2, 1], { lower: [-5, -5], upper: [5, 5] });
    expect(point[0]).toBeCloseTo(1, 5);
    expect(point[1]).toBeCloseTo(1, 5);
  });

  it('stops at a bound: with x at most 0.5 the least is at (0.5, 0.25)', () => {
    const { point, value } = minimum(rosenbrock, [-1.2, 1], { lower: [-5, -5], upper: [0.5, 5] });
    expect(point[0]).toBe(0.5);
    expect(point[1]).toBeCloseTo(0.25, 6);
    expect(value).toBeCloseTo(0.25, 9);
  });

  it('leaves a bound that it started on', () => {
    const { point } = minimum(rosenbrock, [-5, 5], { lower: [-5, -5], upper: [5, 5] });
    expect(point[0]).toBeCloseTo(1, 5);
  });

  it('steps back from where the function is not defined', () => {
    const logarithmic: Objective = (point, gradient) => {
      const x = point[0]!;
      if (!(x > 0)) return Number.POSITIVE_INFINITY;
      gradient[0] = 50 - 1 / x;
      return 50 * x - Math.log(x);
    };
    expect(minimum(logarithmic, [1], { lower: [-10], upper: [10] }).point[0]).toBeCloseTo(0.02, 6);
  });
});
