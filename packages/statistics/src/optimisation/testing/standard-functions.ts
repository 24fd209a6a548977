import type { ObjectiveWithGradient } from '../lbfgs.ts';

/**
 * Test functions with known minima and their derivatives.
 *
 * @see Moré, Garbow, Hillstrom (1981), Testing Unconstrained Optimization Software, ACM TOMS 7(1)
 */
export interface StandardFunction {
  name: string;
  objective: ObjectiveWithGradient;
  start: number[];
  minimum: { x: number[]; value: number };
}

export const rosenbrock: StandardFunction = {
  name: 'Rosenbrock’s valley (problem 1)',
  objective: ([x, y], gradient) => {
    gradient[0] = -400 * x! * (y! - x! * x!) - 2 * (1 - x!);
    gradient[1] = 200 * (y! - x! * x!);
    return 100 * (y! - x! * x!) ** 2 + (1 - x!) ** 2;
  },
  start: [-1.2, 1],
  minimum: { x: [1, 1], value: 0 },
};

export const beale: StandardFunction = {
  name: 'Beale’s function (problem 5)',
  objective: ([x, y], gradient) => {
    gradient.fill(0);
    let value = 0;
    for (const [power, constant] of [1.5, 2.25, 2.625].entries()) {
      const residual = constant - x! * (1 - y! ** (power + 1));
      value += residual ** 2;
      gradient[0]! += -2 * residual * (1 - y! ** (power + 1));
      gradient[1]! += 2 * residual * x! * (power + 1) * y! ** power;
    }
    return value;
  },
  start: [1, 1],
  minimum: { x: [3, 0.5], value: 0 },
};

export const wood: StandardFunction = {
  name: 'Wood’s function of four variables (problem 14)',
  objective: ([a, b, c, d], gradient) => {
    const [left, right] = [b! - a! * a!, d! - c! * c!];
    const [sum, difference] = [b! + d! - 2, b! - d!];
    gradient[0] = -400 * a! * left - 2 * (1 - a!);
    gradient[1] = 200 * left + 20 * sum + 0.2 * difference;
    gradient[2] = -360 * c! * right - 2 * (1 - c!);
    gradient[3] = 180 * right + 20 * sum - 0.2 * difference;
    const squares = 100 * left ** 2 + (1 - a!) ** 2 + 90 * right ** 2 + (1 - c!) ** 2;
    return squares + 10 * sum ** 2 + 0.1 * difference ** 2;
  },
  start: [-3, -1, -3, -1],
  minimum: { x: [1, 1, 1, 1], value: 0 },
};

export const badlyScaled: StandardFunction = {
  name: 'Brown’s badly scaled function (problem 4)',
  objective: ([x, y], gradient) => {
    const [first, second, third] = [x! - 1e6, y! - 2e-6, x! * y! - 2];
    gradient[0] = 2 * first + 2 * third * y!;
    gradient[1] = 2 * second + 2 * third * x!;
    return first ** 2 + second ** 2 + third ** 2;
  },
  start: [1, 1],
  minimum: { x: [1e6, 2e-6], value: 0 },
};

/** Σ weightᵢ (xᵢ − centreᵢ)², moved up by `offset`. */
export function quadratic(centre: number[], weights: number[], offset = 0): ObjectiveWithGradient {
  return (x, gradient) => {
    let value = offset;
    for (let index = 0; index < centre.length; index++) {
      const distance = x[index]! - centre[index]!;
      value += weights[index]! * distance * distance;
      gradient[index] = 2 * weights[index]! * distance;
    }
    return value;
  };
}

/** The function alone. */
export const withoutGradient = (objective: ObjectiveWithGradient) => (x: Float64Array) =>
  objective(x, new Float64Array(x.length));
