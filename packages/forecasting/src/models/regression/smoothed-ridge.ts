import { type RidgePath, ridgePath } from './ridge-path.ts';

/** A column of explaining numbers: what it was in the past, and what it will be. */
export interface Column {
  name: string;
  /** one per value of the history */
  past: Float64Array;
  /** one per period ahead */
  ahead(horizon: number): Float64Array;
  /** how large its effect may be beside others, above 0: the penalty is divided by its square; 1 if left out */
  reach?: number;
}

/** What the ridge is fitted to: all that does not depend on the smoothing weight. */
export interface PreparedRidge {
  target: Float64Array;
  /** columns with mean 0 and, over the values that are known, a standard deviation of their reach */
  columns: readonly Float64Array[];
  means: Float64Array;
  /** 0 for a column that never varies */
  deviations: Float64Array;
  /** places of the known values, and the square roots of their weights */
  places: Int32Array;
  roots: Float64Array;
}

/** One smoothing weight with the coefficients that belong to it. */
export interface SmoothedRidgeFit {
  /** [alpha] share of a surprise that stays in the level */
  alpha: number;
  /** [lambda] penalty on the squared coefficients of standardised columns */
  penalty: number;
  /** coefficient of each column in its own units, 0 for a column that never varies */
  coefficients: Float64Array;
  /** level before the first value, columns at 0 */
  firstLevel: number;
  /** level after the last value, columns at 0 */
  lastLevel: number;
  /** forecasts of each value from those before it, on the scale of the target */
  fitted: Float64Array;
  /** effective number of parameters, the level among them */
  parameters: number;
  residualSumOfSquares: number;
  observations: number;
  /** [GCV] estimate of the mean squared error of a value that was left out, by the effective parameters */
  crossValidation: number;
  /** variance that the doubt about the coefficients adds at a value of each column, over that of an error */
  leverage(x: ArrayLike<number>): number;
}

/** Penalties in steps of half a power of ten; columns have standard deviation 1. */
const PENALTIES = Float64Array.from({ length: 14 }, (_, step) => 10 ** (-3 + step / 2));
/** Penalties on each effective parameter beyond what GCV asks [gamma]: Kim, Gu (2004), section 3. */
const CAUTION = 1.4;

/**
 * Ridge regression of a target whose level wanders: target = level + columns · coefficients + error, where the
 * level moves by [alpha] times each error (simple exponential smoothing with regressors). Given alpha the model
 * is linear: the target and each column lose their own smoothed past, and what remains is ordinary regression
 * with independent errors. The penalty minimises generalised cross-validation. Values not known are left out and
 * move nothing. n p² + 2 p³ operations.
 *
 * @param prepared what `prepareRidge` made of target and columns
 * @param alpha    from 0 (a fixed level) to below 1
 * @see Hyndman, Koehler, Ord, Snyder (2008), Forecasting with Exponential Smoothing, section 9.1 (regressors)
 *   and 2.5.1 (the linear form of the errors)
 * @see Golub, Heath, Wahba (1979), Generalized Cross-Validation as a Method for Choosing a Good Ridge Parameter
 */
export function smoothedRidge(prepared: PreparedRidge, alpha: number): SmoothedRidgeFit {
  const { target, columns, means, deviations } = prepared;
  const observations = prepared.places.length;
  const normal = normalEquations({
    filtered: columns.map((column) => withoutSmoothedPast(column, prepared, alpha)),
    one: withoutSmoothedPast(new Float64Array(target.length).fill(1), prepared, alpha),
    rest: withoutSmoothedPast(target, prepared, alpha),
  });
  const path = ridgePath(normal);
  const chosen = bestPenalty(path, { observations, own: alpha > 0 ? 2 : 1, square: normal.square });
  const beta = path.coefficientsAt(chosen.penalty);
  const coefficients = beta.map((value, column) =>
    deviations[column]! > 0 ? value / deviations[column]! : 0,
  );
  const start = normal.oneTarget - dot(normal.oneColumns, beta);
  const states = runLevel({ target, columns, beta, start, alpha });
  const shift = dot(coefficients, means);
  return {
    alpha,
    ...chosen,
    coefficients,
    firstLevel: start - shift,
    lastLevel: states.lastLevel - shift,
    fitted: states.fitted,
    observations,
    leverage(x) {
      const standard = deviations.map((deviation, place) =>
        deviation > 0 ? (x[place]! - means[place]!) / deviation : 0,
      );
      return path.leverageAt(chosen.penalty, standard);
    },
  };
}

/**
 * Standardises columns for fits with several smoothing weights.
 *
 * @param options.target  NaN where it is not known
 * @param options.weights one per value, above 0 and up to 1; all 1 if left out
 */
export function prepareRidge(options: {
  target: Float64Array;
  columns: readonly Column[];
  weights?: Float64Array | undefined;
}): PreparedRidge {
  const { target, columns, weights } = options;
  const all = new Int32Array(target.length);
  let count = 0;
  for (let row = 0; row < target.length; row++) if (!Number.isNaN(target[row]!)) all[count++] = row;
  const places = all.subarray(0, count);
  const roots = new Float64Array(count).fill(1);
  if (weights) for (let known = 0; known < count; known++) roots[known] = Math.sqrt(weights[places[known]!]!);
  const means = new Float64Array(columns.length);
  const deviations = new Float64Array(columns.length);
  const standard = columns.map(({ past, reach = 1 }, place) => {
    const { mean, deviation } = spreadOf(past, places);
    means[place] = mean;
    deviations[place] = deviation > 1e-12 * Math.abs(mean) ? deviation / reach : 0;
    const factor = deviations[place] === 0 ? 0 : 1 / deviations[place]!;
    const scaled = new Float64Array(past.length);
    for (let row = 0; row < past.length; row++) scaled[row] = (past[row]! - mean) * factor;
    return scaled;
  });
  return { target, columns: standard, means, deviations, places, roots };
}

function spreadOf(values: Float64Array, places: Int32Array): { mean: number; deviation: number } {
  let sum = 0;
  for (let known = 0; known < places.length; known++) sum += values[places[known]!]!;
  const mean = places.length > 0 ? sum / places.length : 0;
  let squares = 0;
  for (let known = 0; known < places.length; known++) squares += (values[places[known]!]! - mean) ** 2;
  return { mean, deviation: places.length > 0 ? Math.sqrt(squares / places.length) : 0 };
}

/** Each known number minus the exponentially smoothed known ones before it, times the root of its weight. */
function withoutSmoothedPast(
  values: Float64Array,
  { places, roots }: PreparedRidge,
  alpha: number,
): Float64Array {
  const result = new Float64Array(places.length);
  let level = 0;
  for (let known = 0; known < places.length; known++) {
    const surprise = values[places[known]!]! - level;
    result[known] = surprise * roots[known]!;
    level += alpha * surprise;
  }
  return result;
}

interface NormalEquations {
  size: number;
  gram: Float64Array;
  product: Float64Array;
  square: number;
  /** coefficient of the level alone, and of each column on it */
  oneTarget: number;
  oneColumns: Float64Array;
}

/** Gram matrix and products after the level, which is not penalised, was regressed out of everything. */
function normalEquations(data: {
  filtered: readonly Float64Array[];
  one: Float64Array;
  rest: Float64Array;
}): NormalEquations {
  const { filtered, one, rest } = data;
  const size = filtered.length;
  const unit = dot(one, one);
  const oneTarget = takeOut(rest, one, unit);
  const oneColumns = Float64Array.from(filtered, (column) => takeOut(column, one, unit));
  const gram = new Float64Array(size * size);
  const product = new Float64Array(size);
  for (let left = 0; left < size; left++) {
    product[left] = dot(filtered[left]!, rest);
    for (let right = 0; right <= left; right++) {
      gram[left * size + right] = dot(filtered[left]!, filtered[right]!);
      gram[right * size + left] = gram[left * size + right]!;
    }
  }
  return { size, gram, product, square: dot(rest, rest), oneTarget, oneColumns };
}

/** Regresses a column on another, in place; returns its share. */
function takeOut(column: Float64Array, other: Float64Array, square: number): number {
  const share = dot(column, other) / square;
  for (let row = 0; row < column.length; row++) column[row]! -= share * other[row]!;
  return share;
}

function bestPenalty(
  path: RidgePath,
  { observations, own, square }: { observations: number; own: number; square: number },
) {
  const best = {
    crossValidation: Number.POSITIVE_INFINITY,
    penalty: PENALTIES[PENALTIES.length - 1]!,
    parameters: own,
    residualSumOfSquares: square,
  };
  for (const penalty of PENALTIES) {
    const error = path.errorAt(penalty);
    const parameters = own + error.parameters;
    const spare = observations - CAUTION * parameters;
    if (!(spare > 0)) continue;
    const crossValidation = (observations * error.residualSumOfSquares) / spare ** 2;
    if (!(crossValidation < best.crossValidation)) continue;
    best.crossValidation = crossValidation;
    best.penalty = penalty;
    best.parameters = parameters;
    best.residualSumOfSquares = error.residualSumOfSquares;
  }
  return best;
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let place = 0; place < left.length; place++) sum += left[place]! * right[place]!;
  return sum;
}

/** Runs the level through the history: the forecast of each value from those before it. */
function runLevel(run: {
  target: Float64Array;
  columns: readonly Float64Array[];
  beta: Float64Array;
  start: number;
  alpha: number;
}): { fitted: Float64Array; lastLevel: number } {
  const { target, columns, beta, start, alpha } = run;
  const fitted = new Float64Array(target.length);
  for (let column = 0; column < columns.length; column++) {
    const values = columns[column]!;
    for (let row = 0; row < target.length; row++) fitted[row]! += beta[column]! * values[row]!;
  }
  let level = start;
  for (let row = 0; row < target.length; row++) {
    fitted[row]! += level;
    const surprise = target[row]! - fitted[row]!;
    if (!Number.isNaN(surprise)) level += alpha * surprise;
  }
  return { fitted, lastLevel: level };
}
