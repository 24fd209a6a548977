import type { EstimatedLinearModel } from '../../forecasts/estimated-linear-forecast.ts';
import { type ArimaEstimate, type ArimaProblem, dataOf } from './arima-estimate.ts';
import { advance, standardisedInnovations } from './arma-innovations.ts';
import { type Differences, differencedAway } from './arma-orders.ts';
import { type ArmaPolynomials, emptyPolynomials, fillPolynomials } from './arma-polynomials.ts';
import { fillWeights } from './arma-start.ts';
import {
  concentrate,
  type RegressionWorkspace,
  regressionWorkspace,
  solveCoefficients,
} from './concentrated-regression.ts';
import { constantStep, differenceAll, differencingOperator, type Explained } from './differenced-data.ts';

/** A fitted model with what is needed to continue it. All in units of the series divided by its scale. */
export interface FittedArima {
  orders: ArimaEstimate['orders'];
  polynomials: ArmaPolynomials;
  /** of regressors, then of the constant if there is one */
  coefficients: Float64Array;
  /** the series with its missing values filled in by the model */
  completed: Float64Array;
  /** [sigma] standard deviation of one step's error, corrected for estimated coefficients */
  sigma: number;
  degreesOfFreedom: number;
  /** state of each column after the last value: the target, missing values, regressors, constant */
  states: readonly Float64Array[];
  /** coefficients of all columns but the target */
  corrections: Float64Array;
  regression: RegressionWorkspace;
  explained: Explained;
}

/** Runs the chosen form over the whole series once more and keeps the state after it. */
export function fittedArima(
  { orders, free }: ArimaEstimate,
  problem: ArimaProblem,
  explained: Explained,
): FittedArima {
  const data = dataOf(problem, orders);
  const { columns, missing, takenOff, observations } = data;
  const polynomials = emptyPolynomials(orders);
  fillPolynomials(polynomials, orders, free);
  const errors = columns.map((column) => new Float64Array(column.length));
  standardisedInnovations(polynomials, columns, errors, problem.likelihood.innovations, true);
  const regression = regressionWorkspace(columns.length);
  const { residualSumOfSquares } = concentrate(errors, missing, regression);
  const corrections = solveCoefficients(regression, columns.length - 1);
  const completed = Float64Array.from(explained.values);
  explained.missing.forEach((place, which) => {
    completed[place] = completed[place]! - corrections[which]!;
  });
  const degreesOfFreedom = Math.max(1, observations - free.length - (columns.length - 1 - missing));
  return {
    orders,
    polynomials,
    coefficients: takenOff.map((value, index) => value + corrections[index]!).subarray(missing),
    completed,
    sigma: Math.sqrt(residualSumOfSquares / degreesOfFreedom),
    degreesOfFreedom,
    states: problem.likelihood.innovations.states.slice(0, columns.length).map((state) => state.slice()),
    corrections,
    regression,
    explained,
  };
}

/**
 * What a fitted model says about the periods ahead: the mean by the recursion, errors of the periods by the weights
 * of the infinite moving average, and the errors of all regression coefficients.
 *
 * @param regressorsAhead values of the regressors, one array per regressor, as many as periods ahead
 * @see Harvey (1989), Forecasting, Structural Time Series Models and the Kalman Filter, section 4.2
 */
export function continued(
  fitted: FittedArima,
  regressorsAhead: readonly Float64Array[],
  horizon: number,
): EstimatedLinearModel {
  const { polynomials, orders, coefficients, completed, states, corrections } = fitted;
  const ahead = columnsAhead(fitted, regressorsAhead, horizon);
  const predicted = states.map((state) => predictions(state, polynomials, horizon));
  const differences = combined(predicted, corrections);
  coefficients.forEach((coefficient, which) => {
    for (let step = 0; step < horizon; step++) differences[step]! += coefficient * ahead[which]![step]!;
  });
  return {
    mean: summed(differences, orders, completed),
    weights: summedWeights(polynomials, orders, horizon),
    sigma: fitted.sigma,
    degreesOfFreedom: fitted.degreesOfFreedom,
    // Only quantiles and paths ask for these.
    get parameterErrors() {
      return coefficientErrors(fitted, ahead, predicted, horizon);
    },
  };
}

/** Regressors and constant over the periods ahead, differenced. */
function columnsAhead(
  { explained, orders }: FittedArima,
  regressorsAhead: readonly Float64Array[],
  horizon: number,
): Float64Array[] {
  const past = differencedAway(orders);
  const columns = explained.regressors.map((regressor, which) => {
    const around = new Float64Array(past + horizon);
    around.set(regressor.subarray(regressor.length - past));
    around.set(regressorsAhead[which]!, past);
    return differenceAll(around, orders);
  });
  if (orders.constant) columns.push(new Float64Array(horizon).fill(constantStep(orders)));
  return columns;
}

/** What a process predicts from a state on. */
function predictions(from: Float64Array, { ar }: ArmaPolynomials, horizon: number): Float64Array {
  const state = from.slice();
  const noGain = new Float64Array(state.length);
  const values = new Float64Array(horizon);
  for (let step = 0; step < horizon; step++) {
    values[step] = state[0]!;
    advance(state, ar, noGain, state.length - 1, 0);
  }
  return values;
}

/** The first column minus the others times their coefficients. */
function combined(columns: readonly Float64Array[], coefficients: Float64Array): Float64Array {
  const sum = columns[0]!.slice();
  for (let which = 0; which < coefficients.length; which++) {
    const column = columns[which + 1]!;
    for (let index = 0; index < sum.length; index++) sum[index]! -= coefficients[which]! * column[index]!;
  }
  return sum;
}

/** Undoes differencing: the values whose differences are given, continuing `history`. */
function summed(differences: Float64Array, by: Differences, history: Float64Array): Float64Array {
  const operator = differencingOperator(by);
  const past = operator.length;
  const values = new Float64Array(past + differences.length);
  values.set(history.subarray(history.length - past));
  for (let step = 0; step < differences.length; step++) {
    let value = differences[step]!;
    for (let lag = 0; lag < past; lag++) value += operator[lag]! * values[past + step - 1 - lag]!;
    values[past + step] = value;
  }
  return values.subarray(past).slice();
}

function summedWeights(polynomials: ArmaPolynomials, by: Differences, horizon: number): Float64Array {
  const weights = new Float64Array(horizon);
  fillWeights(polynomials, weights, horizon);
  return summed(weights, by, new Float64Array(differencedAway(by)));
}

/** What one standard deviation of each independent error of the coefficients does to the periods ahead. */
function coefficientErrors(
  { corrections, regression, explained, orders, sigma }: FittedArima,
  ahead: readonly Float64Array[],
  predicted: readonly Float64Array[],
  horizon: number,
): Float64Array[] {
  const size = corrections.length;
  const missing = explained.missing.length;
  const past = differencedAway(orders);
  const errors: Float64Array[] = [];
  for (let which = 0; which < size; which++) {
    const history = new Float64Array(past);
    const differences = predicted[which + 1]!.map((value) => -value);
    if (which < missing) {
      const place = explained.missing[which]! - (explained.values.length - past);
      if (place >= 0) history[place] = -1;
    } else {
      const column = ahead[which - missing]!;
      for (let step = 0; step < horizon; step++) differences[step]! += column[step]!;
    }
    const error = summed(differences, orders, history);
    // Divided by the Cholesky factor of the precision of the coefficients, row by row.
    const { factor } = regression;
    const root = factor[which * size + which]!;
    for (let step = 0; step < horizon; step++) {
      let value = error[step]!;
      for (let before = 0; before < which; before++) {
        value -= (factor[which * size + before]! * errors[before]![step]!) / sigma;
      }
      error[step] = root > 0 && sigma > 0 ? (sigma * value) / root : 0;
    }
    errors.push(error);
  }
  return errors;
}
