import { advance, updateGain } from './arma-innovations.ts';
import { type Differences, differencedAway } from './arma-orders.ts';
import type { ArmaPolynomials } from './arma-polynomials.ts';
import { startOfProcess, startWorkspace } from './arma-start.ts';
import { differencingOperator } from './differenced-data.ts';

/** An integrated process that values follow; what explains them has been taken off. */
export interface IntegratedProcess {
  polynomials: ArmaPolynomials;
  by: Differences;
  /** mean of the differenced values */
  constant: number;
}

/**
 * The prediction of each value from those before it; NaN for the first d + m D, which differencing uses up. A
 * missing value is replaced by its own prediction, so that nothing later is read.
 *
 * @param values one per period; those at missing places among the first d + m D stand for the true ones
 */
export function oneStepPredictions(
  { polynomials, by, constant }: IntegratedProcess,
  values: Float64Array,
  isMissing: (place: number) => boolean,
): Float64Array {
  const reach = Math.max(polynomials.ar.length, polynomials.ma.length + 1);
  const operator = differencingOperator(by);
  const known = values.slice();
  const predictions = new Float64Array(values.length).fill(Number.NaN);
  const gain = new Float64Array(reach + 1);
  const state = new Float64Array(reach + 1);
  let variance = startOfProcess(polynomials, gain, startWorkspace(reach));
  const change = gain.slice();
  let weight = -1 / variance;
  for (let time = differencedAway(by); time < values.length; time++) {
    let prediction = state[0]! + constant;
    for (let lag = 0; lag < operator.length; lag++) prediction += operator[lag]! * known[time - 1 - lag]!;
    predictions[time] = prediction;
    if (isMissing(time)) known[time] = prediction;
    advance(state, polynomials.ar, gain, reach, (known[time]! - prediction) / variance);
    const first = change[0]!;
    const next = Math.max(1, variance + weight * first * first);
    updateGain(gain, change, polynomials.ar, reach, weight * first, first / variance);
    weight -= (weight * weight * first * first) / next;
    variance = next;
  }
  return predictions;
}
