import { type Column, prepareRidge, type SmoothedRidgeFit, smoothedRidge } from './smoothed-ridge.ts';

/** Ridge fits with several smoothing weights, averaged. */
export interface AveragedRidge {
  fits: readonly { weight: number; fit: SmoothedRidgeFit }[];
  /** the fit with the largest weight */
  best: SmoothedRidgeFit;
  /** forecast of each value from those before it, on the scale of the target */
  fitted: Float64Array;
  /** averages of what the fits say; of alpha the root of the mean square, since its square spreads the horizon */
  alpha: number;
  parameters: number;
  level: number;
  coefficients: Float64Array;
  /** standard deviation of an error, corrected for the parameters [sigma] */
  sigma: number;
  /** errors of the known values */
  residuals: Float64Array;
}

/** From a level that hardly moves to one that follows every value. */
export const SMOOTHING_WEIGHTS: readonly number[] = [0.02, 0.05, 0.1, 0.2, 0.35, 0.6, 0.9];

/** A fit with less than this share of the weight of the best is left out. */
const SMALLEST_WEIGHT = 1e-3;

/**
 * Fits with each smoothing weight, averaged with the weights exp(-n/2 log GCV), which an information criterion
 * would give them. One alone is close to arbitrary: how fast a level wanders is the least certain number of the
 * model, and averaging took the orange juice set from OWA .520 to .514 (medians, regressors known).
 *
 * @see Burnham, Anderson (2002), Model Selection and Multimodel Inference, section 2.9 (weights)
 */
export function averagedRidge(options: {
  target: Float64Array;
  columns: readonly Column[];
  weights?: Float64Array;
  smoothingWeights?: readonly number[];
}): AveragedRidge {
  const { target, columns, weights, smoothingWeights = SMOOTHING_WEIGHTS } = options;
  const prepared = prepareRidge({ target, columns, weights });
  const all = smoothingWeights.map((alpha) => smoothedRidge(prepared, alpha));
  const best = all.reduce((a, b) => (b.crossValidation < a.crossValidation ? b : a));
  const relative = all.map((fit) => relativeWeight(fit, best));
  let sum = 0;
  for (const weight of relative) sum += weight;
  const fits = all
    .map((fit, place) => ({ weight: relative[place]! / sum, fit }))
    .filter(({ weight }) => weight > 0);
  return { fits, best, ...averages(fits, target) };
}

function relativeWeight(fit: SmoothedRidgeFit, best: SmoothedRidgeFit): number {
  if (fit === best) return 1;
  const weight = (best.crossValidation / fit.crossValidation) ** (fit.observations / 2);
  return weight >= SMALLEST_WEIGHT ? weight : 0;
}

function averages(fits: AveragedRidge['fits'], target: Float64Array) {
  const coefficients = new Float64Array(fits[0]!.fit.coefficients.length);
  const fitted = new Float64Array(target.length);
  let [alpha, parameters, level] = [0, 0, 0];
  for (const { weight, fit } of fits) {
    for (let row = 0; row < fitted.length; row++) fitted[row]! += weight * fit.fitted[row]!;
    for (let place = 0; place < coefficients.length; place++)
      coefficients[place]! += weight * fit.coefficients[place]!;
    alpha += weight * fit.alpha * fit.alpha;
    parameters += weight * fit.parameters;
    level += weight * fit.lastLevel;
  }
  const residuals = target.map((value, row) => value - fitted[row]!).filter((value) => !Number.isNaN(value));
  let squares = 0;
  for (const residual of residuals) squares += residual * residual;
  const spare = Math.max(1, residuals.length - parameters);
  return {
    alpha: Math.sqrt(alpha),
    parameters,
    level,
    coefficients,
    fitted,
    residuals,
    sigma: Math.sqrt(squares / spare),
  };
}

/** What the model says of the periods ahead, on the scale of the target. */
export interface RidgeAhead {
  location: Float64Array;
  /** standard deviation of the error h periods ahead over that of one period: level and coefficients are in it */
  spread: Float64Array;
}

/**
 * Location and spread of the periods ahead. The error h periods ahead has the variance of one period times
 * 1 + (h - 1) alpha² + x' (X'X + lambda)⁻¹ x, the last term for the uncertain coefficients, plus the variance of the
 * locations between the fits that were averaged.
 *
 * @see Burnham, Anderson (2002), Model Selection and Multimodel Inference, equation 4.7 (variance between models)
 */
export function ridgeAhead(ridge: AveragedRidge, columns: readonly Column[], horizon: number): RidgeAhead {
  const ahead = columns.map((column) => column.ahead(horizon));
  const { location, between } = locationsAhead(ridge, ahead, horizon);
  const spread = new Float64Array(horizon);
  const variance = ridge.sigma * ridge.sigma;
  for (let step = 0; step < horizon; step++) {
    const leverage = ridge.best.leverage(ahead.map((column) => column[step]!));
    const models = variance > 0 ? between[step]! / variance : 0;
    spread[step] = Math.sqrt(1 + step * ridge.alpha * ridge.alpha + leverage + models);
  }
  return { location, spread };
}

/** Weighted mean and variance of what the fits expect. */
function locationsAhead({ fits }: AveragedRidge, ahead: readonly Float64Array[], horizon: number) {
  const location = new Float64Array(horizon);
  const between = new Float64Array(horizon);
  const each = fits.map(({ fit }) => {
    const values = new Float64Array(horizon).fill(fit.lastLevel);
    for (let place = 0; place < ahead.length; place++) {
      for (let step = 0; step < horizon; step++)
        values[step]! += fit.coefficients[place]! * ahead[place]![step]!;
    }
    return values;
  });
  for (let step = 0; step < horizon; step++) {
    for (const [place, { weight }] of fits.entries()) location[step]! += weight * each[place]![step]!;
    for (const [place, { weight }] of fits.entries()) {
      between[step]! += weight * (each[place]![step]! - location[step]!) ** 2;
    }
  }
  return { location, between };
}

/** Errors beyond this many robust standard deviations count less: 95 % efficient for normal ones (Huber 1964). */
const HUBER = 1.345;

/** Weights that bound the influence of outliers: 1 up to 1.345 robust deviations, then falling; NaN stays out. */
export function huberWeights(target: Float64Array, fitted: Float64Array): Float64Array | undefined {
  const sizes = target.map((value, row) => Math.abs(value - fitted[row]!));
  const ordered = sizes.filter((size) => !Number.isNaN(size)).sort();
  const bound = (HUBER * ordered[ordered.length >> 1]!) / 0.6745;
  if (!(bound > 0)) return undefined;
  return sizes.map((size) => (size > bound ? bound / size : 1));
}
