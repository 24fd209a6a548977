import { differenced } from '../../series/unit-root.ts';
import type { Differences } from './arma-orders.ts';
import { concentrate, regressionWorkspace, solveCoefficients } from './concentrated-regression.ts';

/**
 * A series made ready for its ARMA errors: differenced, together with the columns that explain it. What the
 * columns explain by least squares is taken off beforehand, so that the likelihood has only corrections to find.
 */
export interface DifferencedData {
  /** the differenced target, then one column per missing value, then regressors, then the constant if there is one */
  columns: readonly Float64Array[];
  /** how many columns stand for missing values */
  missing: number;
  /** coefficient of each column that was taken off beforehand, in the units of the columns */
  takenOff: Float64Array;
  /** regressors that were taken off and are no columns */
  settled: number;
  /** values the likelihood is of */
  observations: number;
}

/** A series and what explains it, before differencing; everything divided by `scale`. */
export interface Explained {
  values: Float64Array;
  /** places of the values that are not known; `values` holds something there */
  missing: readonly number[];
  regressors: readonly Float64Array[];
}

/**
 * @param options.constant whether a mean or drift is among the columns
 * @param options.settled  whether what least squares says of the regressors is the last word, so that they are no
 *                         columns: for a search with many of them
 */
export function differencedData(
  { values, missing, regressors }: Explained,
  by: Differences,
  { constant, settled = false }: { constant: boolean; settled?: boolean },
): DifferencedData {
  const target = differenceAll(values, by);
  const dummies = missing.map((place) => {
    const dummy = new Float64Array(values.length);
    dummy[place] = 1;
    return differenceAll(dummy, by);
  });
  const explaining = regressors.map((regressor) => differenceAll(regressor, by));
  if (constant) explaining.push(new Float64Array(target.length).fill(constantStep(by)));
  const space = regressionWorkspace(explaining.length);
  concentrate([target, ...explaining], 0, space);
  const fit = solveCoefficients(space, explaining.length);
  explaining.forEach((column, which) => {
    const coefficient = fit[which]!;
    for (let index = 0; index < target.length; index++) target[index]! -= coefficient * column[index]!;
  });
  const takenOff = new Float64Array(missing.length + explaining.length);
  takenOff.set(fit, missing.length);
  const kept = settled ? explaining.slice(regressors.length) : explaining;
  return {
    columns: [target, ...dummies, ...kept],
    missing: missing.length,
    takenOff,
    settled: settled ? regressors.length : 0,
    observations: target.length - missing.length,
  };
}

/** What one unit of drift per period (or of mean) is in the differenced series. */
export function constantStep({ d, D, period }: Differences): number {
  return d === 0 && D === 1 ? period : 1;
}

export function differenceAll(values: Float64Array, { d, D, period }: Differences): Float64Array {
  let rest: Float64Array = Float64Array.from(values);
  for (let times = 0; times < D; times++) rest = differenced(rest, period);
  for (let times = 0; times < d; times++) rest = differenced(rest, 1);
  return rest;
}

/** Coefficients c of (1 - B)^d (1 - B^m)^D = 1 - c[0] B - c[1] B² - ... */
export function differencingOperator({ d, D, period }: Differences): Float64Array {
  const polynomial = new Float64Array(d + D * period + 1);
  polynomial[0] = 1;
  const multiply = (lag: number): void => {
    for (let index = polynomial.length - 1; index >= lag; index--)
      polynomial[index]! -= polynomial[index - lag]!;
  };
  for (let times = 0; times < d; times++) multiply(1);
  for (let times = 0; times < D; times++) multiply(period);
  return polynomial.subarray(1).map((value) => -value);
}
