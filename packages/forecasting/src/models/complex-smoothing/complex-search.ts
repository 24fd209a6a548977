import {
  type ComplexProblem,
  type ComplexState,
  emptyState,
  filterErrors,
  PARAMETERS,
  stateAhead,
} from './complex-filter.ts';

/** The parameters with the least sum of squared errors that was found. */
export interface ComplexFit {
  problem: ComplexProblem;
  parameters: Float64Array;
  squares: number;
  /** one-step errors, 0 where a value is unknown */
  errors: Float64Array;
  /** after the last value */
  state: ComplexState;
}

/** Where the authors start, a slow level, and a level that follows every value and its trend. */
const STARTS: readonly (readonly [real: number, imaginary: number, season: number])[] = [
  [1.3, 1, 0.1],
  [1.05, 1, 0.1],
  [1.8, 1.02, 0.3],
];
const ROUNDS = 25;
const STEP = 1e-5;

/**
 * Least squares by Levenberg and Marquardt from three starts, with steps out of the region of stability refused. Each
 * round costs one filter per parameter and one per step tried, O(n) each; 5 to 15 rounds are usual.
 *
 * @see Marquardt (1963), An algorithm for least-squares estimation of nonlinear parameters, SIAM Journal 11
 */
export function leastSquaresComplex(problem: ComplexProblem): ComplexFit {
  let best: ComplexFit | undefined;
  for (const [real, imaginary, season] of STARTS) {
    const start = problem.form === 'partial' ? [real, imaginary, season] : [real, imaginary, real, imaginary];
    const fit = descended(problem, Float64Array.from(start.slice(0, PARAMETERS[problem.form])));
    if (best === undefined || fit.squares < best.squares) best = fit;
  }
  return best!;
}

function descended(problem: ComplexProblem, parameters: Float64Array): ComplexFit {
  const n = problem.observed.length;
  const count = PARAMETERS[problem.form];
  const state = emptyState(problem);
  const jacobian = new Float64Array(n * count);
  const moved = new Float64Array(n);
  let errors = new Float64Array(n);
  let trialErrors = new Float64Array(n);
  const normal = new Float64Array(count * count);
  const gradient = new Float64Array(count);
  const trial = new Float64Array(count);
  const lower = new Float64Array(count * count);
  let squares = filterErrors(problem, parameters, { state, errors });
  let damping = 1e-3;
  for (let round = 0; round < ROUNDS; round++) {
    fillJacobian(problem, parameters, { state, errors, moved, jacobian });
    normalEquations(jacobian, errors, { normal, gradient });
    let gain = 0;
    for (let attempt = 0; attempt < 8; attempt++) {
      const solvable = dampedStep(normal, gradient, { damping, step: trial, lower });
      for (let index = 0; index < count; index++) trial[index]! += parameters[index]!;
      if (solvable && stable(problem.form, trial)) {
        const trialSquares = filterErrors(problem, trial, { state, errors: trialErrors });
        if (trialSquares < squares) {
          gain = squares - trialSquares;
          squares = trialSquares;
          parameters.set(trial);
          [errors, trialErrors] = [trialErrors, errors];
          damping = Math.max(1e-9, damping * 0.1);
          break;
        }
      }
      damping *= 6;
    }
    if (!(gain > 1e-7 * squares)) break;
  }
  filterErrors(problem, parameters, { state, errors });
  return { problem, parameters, squares, errors, state };
}

function fillJacobian(
  problem: ComplexProblem,
  parameters: Float64Array,
  work: { state: ComplexState; errors: Float64Array; moved: Float64Array; jacobian: Float64Array },
): void {
  const { state, errors, moved, jacobian } = work;
  const n = errors.length;
  for (let column = 0; column < parameters.length; column++) {
    const before = parameters[column]!;
    parameters[column] = before + STEP;
    filterErrors(problem, parameters, { state, errors: moved });
    parameters[column] = before;
    for (let index = 0; index < n; index++)
      jacobian[column * n + index] = (moved[index]! - errors[index]!) / STEP;
  }
}

function normalEquations(
  jacobian: Float64Array,
  errors: Float64Array,
  { normal, gradient }: { normal: Float64Array; gradient: Float64Array },
): void {
  const n = errors.length;
  const count = gradient.length;
  for (let row = 0; row < count; row++) {
    let slope = 0;
    for (let index = 0; index < n; index++) slope += jacobian[row * n + index]! * errors[index]!;
    gradient[row] = slope;
    for (let column = 0; column <= row; column++) {
      let product = 0;
      for (let index = 0; index < n; index++)
        product += jacobian[row * n + index]! * jacobian[column * n + index]!;
      normal[row * count + column] = product;
      normal[column * count + row] = product;
    }
  }
}

/** Solves (J'J + damping × its diagonal) step = −J'e; false if that is not positive definite. */
function dampedStep(
  normal: Float64Array,
  gradient: Float64Array,
  { damping, step, lower }: { damping: number; step: Float64Array; lower: Float64Array },
): boolean {
  const count = gradient.length;
  if (!choleskyInto(lower, normal, { count, damping })) return false;
  for (let row = 0; row < count; row++) {
    let sum = -gradient[row]!;
    for (let k = 0; k < row; k++) sum -= lower[row * count + k]! * step[k]!;
    step[row] = sum / lower[row * count + row]!;
  }
  for (let row = count - 1; row >= 0; row--) {
    let sum = step[row]!;
    for (let k = row + 1; k < count; k++) sum -= lower[k * count + row]! * step[k]!;
    step[row] = sum / lower[row * count + row]!;
  }
  return true;
}

function choleskyInto(
  lower: Float64Array,
  normal: Float64Array,
  { count, damping }: { count: number; damping: number },
): boolean {
  for (let row = 0; row < count; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = normal[row * count + column]! * (row === column ? 1 + damping : 1);
      for (let k = 0; k < column; k++) sum -= lower[row * count + k]! * lower[column * count + k]!;
      if (row !== column) lower[row * count + column] = sum / lower[column * count + column]!;
      else if (sum > 0) lower[row * count + row] = Math.sqrt(sum);
      else return false;
    }
  }
  return true;
}

/**
 * What one standard deviation of each independent error of the parameters does to the mean ahead, by the delta
 * method: the covariance of the parameters is sigma² (J'J)⁻¹. None where the data do not determine them.
 */
export function parameterErrors(
  fit: ComplexFit,
  { sigma, horizon }: { sigma: number; horizon: number },
): Float64Array[] {
  const { problem, errors } = fit;
  const parameters = Float64Array.from(fit.parameters);
  const count = parameters.length;
  const n = errors.length;
  const state = emptyState(problem);
  const jacobian = new Float64Array(n * count);
  fillJacobian(problem, parameters, { state, errors, moved: new Float64Array(n), jacobian });
  const normal = new Float64Array(count * count);
  normalEquations(jacobian, errors, { normal, gradient: new Float64Array(count) });
  const lower = new Float64Array(count * count);
  if (!choleskyInto(lower, normal, { count, damping: 1e-9 })) return [];
  const mean = stateAhead(problem, parameters, { state: fit.state, next: n, horizon });
  const effects = Array.from(parameters, (before, index) => {
    parameters[index] = before + STEP;
    filterErrors(problem, parameters, { state, errors: new Float64Array(n) });
    const moved = stateAhead(problem, parameters, { state, next: n, horizon });
    parameters[index] = before;
    return moved.map((value, step) => ((value - mean[step]!) / STEP) * sigma);
  });
  for (let step = 0; step < horizon; step++) {
    for (let row = 0; row < count; row++) {
      let sum = effects[row]![step]!;
      for (let k = 0; k < row; k++) sum -= lower[row * count + k]! * effects[k]![step]!;
      effects[row]![step] = sum / lower[row * count + row]!;
    }
  }
  return effects;
}

/** Whether errors of the past are forgotten: the eigenvalues of the discount matrix lie within the unit circle. */
function stable(form: ComplexProblem['form'], parameters: Float64Array): boolean {
  if (!stablePair(parameters[0]!, parameters[1]!)) return false;
  if (form === 'partial') return parameters[2]! >= 0 && parameters[2]! <= 1;
  return form !== 'full' || stablePair(parameters[2]!, parameters[3]!);
}

/** @see Svetunkov, Kourentzes, Ord (2022), Complex exponential smoothing, section 3.3, condition (17) */
function stablePair(real: number, imaginary: number): boolean {
  const trace = 2 - 2 * real + imaginary;
  const determinant = (1 - real + imaginary) * (1 - real) + (1 - imaginary) * (1 - real - imaginary);
  return Math.abs(determinant) < 1 && Math.abs(trace) < 1 + determinant;
}
