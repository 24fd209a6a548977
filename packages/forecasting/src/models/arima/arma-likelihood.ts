import {
  conditionalErrors,
  type InnovationsWorkspace,
  innovationsWorkspace,
  standardisedInnovations,
} from './arma-innovations.ts';
import type { ArmaOrders } from './arma-orders.ts';
import { type ArmaPolynomials, emptyPolynomials, fillPolynomials } from './arma-polynomials.ts';
import { concentrate, type RegressionWorkspace, regressionWorkspace } from './concentrated-regression.ts';
import type { DifferencedData } from './differenced-data.ts';

/** Room for the likelihoods of one series, shared by all forms of a search. */
export interface LikelihoodWorkspace {
  errors: readonly Float64Array[];
  innovations: InnovationsWorkspace;
  regression: RegressionWorkspace;
}

/** @param reach largest max(p + m P, q + m Q + 1) of the forms */
export function likelihoodWorkspace(widest: DifferencedData, reach: number): LikelihoodWorkspace {
  const { columns, missing } = widest;
  const innovations = innovationsWorkspace(reach, columns.length);
  const regression = regressionWorkspace(columns.length);
  // Columns of missing values begin late; they come first, so the other forms of the series share these places.
  for (let column = 1; column <= missing; column++) {
    const start = columns[column]!.findIndex((value) => value !== 0);
    innovations.starts[column] = start;
    regression.starts[column] = start;
  }
  return { errors: columns.map((column) => new Float64Array(column.length)), innovations, regression };
}

/** How well one form explains a series, as functions of the unrestricted numbers behind its polynomials. */
export interface ArmaLikelihood {
  polynomials: ArmaPolynomials;
  /** how many unrestricted numbers it has */
  size: number;
  /** residual variance of the conditional fit; infinite where there is no fit */
  conditionalVariance(free: Float64Array): number;
  /** minus twice the logarithm of the exact Gaussian likelihood, at the best variance and coefficients */
  deviance(free: Float64Array): number;
  /** [sigma²] of the last call of `deviance` */
  variance(): number;
}

/** A residual variance below this share of that of the target is rounding. */
const SMALLEST_SHARE = 1e-22;

/**
 * The likelihood of one form. Coefficients of regressors, mean or drift are the generalised least squares ones,
 * so that they need no search.
 *
 * Missing values are columns too: their coefficients fill them in, and the determinant of these columns makes
 * the likelihood of the filled series that of the known values alone.
 *
 * @see Gómez, Maravall, Peña (1999), Missing observations in ARIMA models: skipping approach versus additive
 *      outlier approach, Journal of Econometrics 88
 * @see Harvey, Phillips (1979), Maximum likelihood estimation of regression models with autoregressive-moving
 *      average disturbances, Biometrika 66
 */
export function armaLikelihood(
  data: DifferencedData,
  orders: ArmaOrders,
  space: LikelihoodWorkspace,
): ArmaLikelihood {
  const { columns, missing, observations } = data;
  const { innovations, regression } = space;
  const polynomials = emptyPolynomials(orders);
  const errors = space.errors.slice(0, columns.length);
  const floor = SMALLEST_SHARE * meanSquare(columns[0]!);
  let variance = Number.NaN;
  return {
    polynomials,
    size: polynomials.factors.length,
    conditionalVariance(free) {
      fillPolynomials(polynomials, orders, free);
      conditionalErrors(polynomials, columns, errors);
      const used = observations - polynomials.ar.length;
      return Math.max(floor, concentrate(errors, 0, regression).residualSumOfSquares / used);
    },
    deviance(free) {
      fillPolynomials(polynomials, orders, free);
      const sumOfLogs = standardisedInnovations(polynomials, columns, errors, innovations);
      if (Number.isNaN(sumOfLogs)) return Number.POSITIVE_INFINITY;
      const { residualSumOfSquares, logDeterminant } = concentrate(errors, missing, regression);
      variance = Math.max(floor, residualSumOfSquares / observations);
      return observations * (Math.log(2 * Math.PI * variance) + 1) + sumOfLogs + logDeterminant;
    },
    variance: () => variance,
  };
}

function meanSquare(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum / values.length;
}
