import { symmetricEigen } from '@granary/statistics';

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

/** What the ridge is fitted to. */
export interface SmoothedRidgeInput {
  /** the target, transformed; NaN where it is not known */
  target: Float64Array;
  columns: readonly Column[];
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
  /** per column: mean over the known values, standard deviation; and the inverse of the penalised Gram matrix */
  means: Float64Array;
  deviations: Float64Array;
  inverseGram: Float64Array;
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
 * move nothing. n p² + 10 p³ operations.
 *
 * @param alpha  from 0 (a fixed level) to below 1
 * @param options.weights one per value, from 0 to 1; all 1 if left out
 * @see Hyndman, Koehler, Ord, Snyder (2008), Forecasting with Exponential Smoothing, section 9.1 (regressors)
 *   and 2.5.1 (the linear form of the errors)
 * @see Golub, Heath, Wahba (1979), Generalized Cross-Validation as a Method for Choosing a Good Ridge Parameter
 */
export function smoothedRidge(
  { target, columns }: SmoothedRidgeInput,
  alpha: number,
  options: { weights?: Float64Array } = {},
): SmoothedRidgeFit {
  const length = target.length;
  const standard = standardised(columns, target);
  const rows = knownRows(target, options.weights);
  const filtered = standard.columns.map((column) => withoutSmoothedPast(column, rows, alpha));
  const one = withoutSmoothedPast(new Float64Array(length).fill(1), rows, alpha);
  const rest = withoutSmoothedPast(target, rows, alpha);
  const normal = normalEquations({ filtered, one, rest });
  const solution = bestPenalty(normal, rows.places.length, alpha > 0);
  const { beta } = solution;
  const coefficients = Float64Array.from(beta, (value, column) =>
    standard.deviations[column]! > 0 ? value / standard.deviations[column]! : 0,
  );
  const start = normal.oneTarget - dot(normal.oneColumns, beta);
  const states = runLevel({ target, columns: standard.columns, beta, start, alpha });
  let shift = 0;
  for (let column = 0; column < columns.length; column++) {
    shift += coefficients[column]! * standard.means[column]!;
  }
  return {
    alpha,
    penalty: solution.penalty,
    coefficients,
    firstLevel: start - shift,
    lastLevel: states.lastLevel - shift,
    fitted: states.fitted,
    parameters: solution.parameters,
    residualSumOfSquares: solution.residualSumOfSquares,
    observations: rows.places.length,
    crossValidation: solution.crossValidation,
    means: standard.means,
    deviations: standard.deviations,
    inverseGram: solution.inverseGram,
  };
}

/** Columns with mean 0 and, over the values that are known, a standard deviation of their reach. */
function standardised(columns: readonly Column[], target: Float64Array) {
  const means = new Float64Array(columns.length);
  const deviations = new Float64Array(columns.length);
  const scaled = columns.map(({ past, reach = 1 }, place) => {
    let count = 0;
    let sum = 0;
    for (let row = 0; row < target.length; row++) {
      if (Number.isNaN(target[row]!)) continue;
      sum += past[row]!;
      count++;
    }
    const mean = count > 0 ? sum / count : 0;
    let squares = 0;
    for (let row = 0; row < target.length; row++) {
      if (!Number.isNaN(target[row]!)) squares += (past[row]! - mean) ** 2;
    }
    const deviation = count > 0 ? Math.sqrt(squares / count) : 0;
    means[place] = mean;
    deviations[place] = deviation > 1e-12 * Math.abs(mean) ? deviation / reach : 0;
    const factor = deviations[place] === 0 ? 0 : 1 / deviations[place]!;
    return Float64Array.from(past, (value) => (value - mean) * factor);
  });
  return { columns: scaled, means, deviations };
}

interface KnownRows {
  places: Int32Array;
  /** square roots of the weights */
  roots: Float64Array;
}

function knownRows(target: Float64Array, weights: Float64Array | undefined): KnownRows {
  const places = new Int32Array(target.length);
  let count = 0;
  for (let row = 0; row < target.length; row++) if (!Number.isNaN(target[row]!)) places[count++] = row;
  const roots = Float64Array.from({ length: count }, (_, known) =>
    weights === undefined ? 1 : Math.sqrt(weights[places[known]!]!),
  );
  return { places: places.subarray(0, count), roots };
}

/** Each known number minus the exponentially smoothed known ones before it, times the root of its weight. */
function withoutSmoothedPast(
  values: Float64Array,
  { places, roots }: KnownRows,
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

/** All penalties from one eigendecomposition of the Gram matrix. */
function bestPenalty(normal: NormalEquations, observations: number, smooths: boolean) {
  const { size, gram, product, square } = normal;
  const own = smooths ? 2 : 1;
  const eigen =
    size > 0
      ? symmetricEigen({ rows: size, columns: size, values: gram })
      : { values: new Float64Array(0), vectors: { rows: 0, columns: 0, values: new Float64Array(0) } };
  const vectors = eigen.vectors.values;
  const rotated = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++)
      rotated[column]! += vectors[row * size + column]! * product[row]!;
  }
  const best = {
    crossValidation: Number.POSITIVE_INFINITY,
    penalty: PENALTIES[PENALTIES.length - 1]!,
    parameters: own,
    residualSumOfSquares: square,
  };
  for (const penalty of size > 0 ? PENALTIES : PENALTIES.subarray(0, 1)) {
    let residual = square;
    let parameters = own;
    for (let place = 0; place < size; place++) {
      const value = Math.max(0, eigen.values[place]!);
      residual -= (rotated[place]! ** 2 * (value + 2 * penalty)) / (value + penalty) ** 2;
      parameters += value / (value + penalty);
    }
    residual = Math.max(residual, 1e-14 * square);
    const spare = observations - CAUTION * parameters;
    if (!(spare > 0)) continue;
    const crossValidation = (observations * residual) / spare ** 2;
    if (crossValidation < best.crossValidation) {
      Object.assign(best, { crossValidation, penalty, parameters, residualSumOfSquares: residual });
    }
  }
  const beta = new Float64Array(size);
  const inverseGram = new Float64Array(size * size);
  for (let place = 0; place < size; place++) {
    const weight = 1 / (Math.max(0, eigen.values[place]!) + best.penalty);
    for (let row = 0; row < size; row++) {
      const component = vectors[row * size + place]! * weight;
      beta[row]! += component * rotated[place]!;
      for (let column = 0; column < size; column++) {
        inverseGram[row * size + column]! += component * vectors[column * size + place]!;
      }
    }
  }
  return { ...best, beta, inverseGram };
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
