import type { InformationCriteria } from '../../model.ts';
import { informationCriteria } from '../define-model.ts';
import { type ArmaLikelihood, armaLikelihood, type LikelihoodWorkspace } from './arma-likelihood.ts';
import type { ArimaOrders } from './arma-orders.ts';
import { type ArmaPolynomials, fillPolynomials, rootsBeyond } from './arma-polynomials.ts';
import type { DifferencedData } from './differenced-data.ts';
import { type MinimiseWorkspace, minimise } from './minimise.ts';

/** A series differenced once for all forms of a search. */
export interface ArimaProblem {
  /** absent where a mean or drift is not allowed */
  withConstant: DifferencedData | undefined;
  withoutConstant: DifferencedData;
  likelihood: LikelihoodWorkspace;
  minimiser: MinimiseWorkspace;
}

/** One form fitted to a series. */
export interface ArimaEstimate {
  orders: ArimaOrders;
  /** whether the likelihood is exact */
  exact: boolean;
  /** unrestricted numbers behind the polynomials */
  free: Float64Array;
  criteria: InformationCriteria;
  /** [sigma²] residual sum of squares over the number of values */
  variance: number;
  /** whether all roots are far enough from the unit circle */
  rootsClear: boolean;
}

export interface EstimateOptions {
  /** the exact likelihood; else the conditional sum of squares, which is cheaper */
  exact: boolean;
  /** what is added to the criteria of conditional fits, to bring them to the level of exact ones */
  offset?: number;
  /** an earlier fit of the same form to start from; a rough conditional fit if left out */
  start?: ArimaEstimate;
  /** minus twice the log likelihood is found to this accuracy, 1e-4 if left out */
  tolerance?: number;
  /** whether the numbers of `start` are taken as they are, and only the coefficients of the columns found anew */
  keepStart?: boolean;
}

/**
 * Roots nearer to the unit circle are refused, as in R's auto.arima: they are differences that the tests did not
 * ask for, or take one back. Long series can tell a moving average from 1 down to a distance of about 1 / n, which
 * is the limit then. R refuses seasonal moving averages too. But a season that never changes is a seasonal
 * difference with a seasonal moving average near -1, which the exact likelihood handles: with these OWA is .79 on NN5
 * daily and .874 on 160 M3 monthly series, without .88 and .879.
 */
const NEAREST_ROOT = 1.01;
/** The exact fit starts from partial autocorrelations within tanh(2) = 0.96, where its slope is not lost. */
const FURTHEST_START = 2;
const MOST_ITERATIONS = 60;
/**
 * Values times states times evaluations of an exact fit: a form that looks back two days of hours over two months of
 * them stops after ten iterations, monthly series never get there. Single fits took 6 seconds without.
 */
const EXACT_WORK = 1e7;
const FEWEST_ITERATIONS = 10;
const TOLERANCE = 1e-4;
/** How well a conditional fit is found that only starts an exact one. */
const ROUGH_TOLERANCE = 0.05;

/**
 * Fits one form by maximum likelihood, from where the conditional sum of squares is least. p + q + P + Q numbers
 * are searched; variance and coefficients follow from them.
 */
export function estimate(
  problem: ArimaProblem,
  orders: ArimaOrders,
  options: EstimateOptions,
): ArimaEstimate {
  const { exact, offset = 0, tolerance = TOLERANCE } = options;
  const data = dataOf(problem, orders);
  const likelihood = armaLikelihood(data, orders, problem.likelihood);
  const { observations } = data;
  const describe = (deviance: number, variance: number, free: Float64Array): ArimaEstimate => {
    const parameters = free.length + data.columns.length - data.missing + data.settled;
    const criteria = informationCriteria({ logLikelihood: -0.5 * deviance, parameters, observations });
    return {
      orders,
      exact,
      free,
      criteria,
      variance,
      rootsClear: rootsClear(likelihood.polynomials, orders, free, observations),
    };
  };
  if (!exact) {
    if (!conditionable(likelihood, data)) {
      return describe(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, new Float64Array(likelihood.size));
    }
    const free = options.start?.free ?? conditionalFit(likelihood, data, problem, tolerance);
    const variance = likelihood.conditionalVariance(free);
    return describe(offset + observations * Math.log(variance), variance, free);
  }
  const start = options.start?.exact
    ? options.start.free
    : conditionalStart(likelihood, data, problem, options);
  const free = options.keepStart ? start : exactFit(likelihood, data, problem, { start, tolerance });
  const deviance = likelihood.deviance(free);
  return describe(deviance, likelihood.variance(), free);
}

/** The differenced series that a form explains. */
export function dataOf(problem: ArimaProblem, { constant }: ArimaOrders): DifferencedData {
  return constant && problem.withConstant ? problem.withConstant : problem.withoutConstant;
}

function conditionalStart(
  likelihood: ArmaLikelihood,
  data: DifferencedData,
  problem: ArimaProblem,
  { start }: EstimateOptions,
): Float64Array {
  if (!start && !conditionable(likelihood, data)) return new Float64Array(likelihood.size);
  const free = start?.free ?? conditionalFit(likelihood, data, problem, ROUGH_TOLERANCE);
  return free.map((value) => Math.max(-FURTHEST_START, Math.min(FURTHEST_START, value)));
}

function conditionalFit(
  likelihood: ArmaLikelihood,
  { observations }: DifferencedData,
  { minimiser }: ArimaProblem,
  tolerance: number,
): Float64Array {
  const objective = (free: Float64Array): number => 0.5 * Math.log(likelihood.conditionalVariance(free));
  const start = new Float64Array(likelihood.size);
  const search = { start, tolerance: (0.5 * tolerance) / observations, maxIterations: MOST_ITERATIONS };
  return minimise(objective, search, minimiser).point;
}

function exactFit(
  likelihood: ArmaLikelihood,
  { observations }: DifferencedData,
  { minimiser }: ArimaProblem,
  { start, tolerance }: { start: Float64Array; tolerance: number },
): Float64Array {
  const objective = (free: Float64Array): number => (0.5 * likelihood.deviance(free)) / observations;
  const { ar, ma } = likelihood.polynomials;
  const workOfIteration = observations * Math.max(ar.length, ma.length + 1) * (likelihood.size + 1);
  const affordable = Math.max(FEWEST_ITERATIONS, Math.floor(EXACT_WORK / workOfIteration));
  const maxIterations = Math.min(MOST_ITERATIONS, affordable);
  const search = { tolerance: (0.5 * tolerance) / observations, maxIterations };
  const found = minimise(objective, { start, ...search }, minimiser);
  if (Number.isFinite(found.value)) return found.point;
  return minimise(objective, { start: new Float64Array(start.length), ...search }, minimiser).point;
}

/** Whether enough values remain after those the conditional fit passes over. */
function conditionable({ polynomials }: ArmaLikelihood, data: DifferencedData): boolean {
  const estimated = polynomials.factors.length + data.columns.length - data.missing;
  return data.observations - polynomials.ar.length > estimated;
}

/** Whether roots are further from zero than the limit, in B, not in B^m. A seasonal moving average may have any. */
function rootsClear(
  polynomials: ArmaPolynomials,
  orders: ArimaOrders,
  free: Float64Array,
  observations: number,
): boolean {
  fillPolynomials(polynomials, orders, free);
  const { p, q, P, period } = orders;
  const { factors } = polynomials;
  const nearestMovingAverage = Math.min(NEAREST_ROOT, 1 + 1 / observations);
  return (
    rootsBeyond(factors, { start: 0, order: p, sign: 1, modulus: NEAREST_ROOT }) &&
    rootsBeyond(factors, { start: p, order: q, sign: -1, modulus: nearestMovingAverage }) &&
    rootsBeyond(factors, { start: p + q, order: P, sign: 1, modulus: NEAREST_ROOT ** period })
  );
}
