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
  /** unrestricted numbers behind the polynomials */
  free: Float64Array;
  criteria: InformationCriteria;
  /** [sigma²] residual sum of squares over the number of values */
  variance: number;
  /** whether all autoregressive roots are far enough from the unit circle */
  rootsClear: boolean;
}

export interface EstimateOptions {
  /** the exact likelihood; else the conditional sum of squares, which is cheaper */
  exact: boolean;
  /** what is added to the criteria of conditional fits, to bring them to the level of exact ones */
  offset?: number;
  /** unrestricted numbers to start from; the conditional fit if left out */
  start?: Float64Array;
}

/**
 * Autoregressive roots nearer to the unit circle are refused, as in R's auto.arima: they are differences that the
 * tests did not ask for. R refuses moving averages too. But a season that never changes is a seasonal difference
 * with a seasonal moving average near -1, which the exact likelihood handles: with them OWA falls from .879 to
 * .795 on NN5 daily, .865 to .846 on M3 monthly, .865 to .855 on hospital, and rises on tourism by .005.
 */
const NEAREST_ROOT = 1.01;
/** The exact fit starts from partial autocorrelations within tanh(2) = 0.96, where its slope is not lost. */
const FURTHEST_START = 2;
const MOST_ITERATIONS = 60;
/** Minus twice the log likelihood is found to this accuracy. */
const DEVIANCE_TOLERANCE = 1e-4;

/**
 * Fits one form by maximum likelihood, from where the conditional sum of squares is least. p + q + P + Q numbers
 * are searched; variance and coefficients follow from them.
 */
export function estimate(
  problem: ArimaProblem,
  orders: ArimaOrders,
  { exact, offset = 0, start }: EstimateOptions,
): ArimaEstimate {
  const data = orders.constant && problem.withConstant ? problem.withConstant : problem.withoutConstant;
  const likelihood = armaLikelihood(data, orders, problem.likelihood);
  const free = start ?? conditionalFit(likelihood, data, problem);
  const parameters = free.length + data.columns.length - data.missing;
  const { observations } = data;
  const states = (deviance: number, variance: number, found: Float64Array): ArimaEstimate => ({
    orders,
    free: found,
    criteria: informationCriteria({ logLikelihood: -0.5 * deviance, parameters, observations }),
    variance,
    rootsClear: rootsClear(likelihood.process, orders, found),
  });
  if (!exact) {
    const variance = conditionable(likelihood, data)
      ? likelihood.conditionalVariance(free)
      : Number.POSITIVE_INFINITY;
    return states(offset + observations * Math.log(variance), variance, free);
  }
  const found = exactFit(likelihood, data, problem, free);
  const deviance = likelihood.deviance(found);
  return states(deviance, likelihood.variance(), found);
}

function conditionalFit(
  likelihood: ArmaLikelihood,
  data: DifferencedData,
  { minimiser }: ArimaProblem,
): Float64Array {
  const start = new Float64Array(likelihood.process.factors.length);
  if (start.length === 0 || !conditionable(likelihood, data)) return start;
  const objective = (free: Float64Array): number => 0.5 * Math.log(likelihood.conditionalVariance(free));
  const tolerance = (0.5 * DEVIANCE_TOLERANCE) / data.observations;
  return minimise(objective, { start, tolerance, maxIterations: MOST_ITERATIONS }, minimiser).point;
}

function exactFit(
  likelihood: ArmaLikelihood,
  { observations }: DifferencedData,
  { minimiser }: ArimaProblem,
  from: Float64Array,
): Float64Array {
  const start = from.map((value) => Math.max(-FURTHEST_START, Math.min(FURTHEST_START, value)));
  const objective = (free: Float64Array): number => (0.5 * likelihood.deviance(free)) / observations;
  const tolerance = (0.5 * DEVIANCE_TOLERANCE) / observations;
  const search = { tolerance, maxIterations: MOST_ITERATIONS };
  const found = minimise(objective, { start, ...search }, minimiser);
  if (Number.isFinite(found.value)) return found.point;
  return minimise(objective, { start: new Float64Array(start.length), ...search }, minimiser).point;
}

/** Whether enough values remain after those the conditional fit passes over. */
function conditionable({ process }: ArmaLikelihood, data: DifferencedData): boolean {
  const estimated = process.factors.length + data.columns.length - data.missing;
  return data.observations - process.ar.length > estimated;
}

/** Whether all roots of the autoregressive polynomials are further from zero than 1.01, in B, not in B^m. */
function rootsClear(process: ArmaPolynomials, orders: ArimaOrders, free: Float64Array): boolean {
  fillPolynomials(process, orders, free);
  const { p, q, P, period } = orders;
  const { factors } = process;
  return (
    rootsBeyond(factors, { start: 0, order: p, modulus: NEAREST_ROOT }) &&
    rootsBeyond(factors, { start: p + q, order: P, modulus: NEAREST_ROOT ** period })
  );
}
