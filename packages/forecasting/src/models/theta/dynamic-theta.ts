import { defineModel } from '../define-model.ts';
import { naive } from '../simple/naive.ts';
import { fitTheta } from './fit-theta.ts';

/**
 * The dynamic standard theta model (DSTM): a smoothed level that is pulled along the least-squares line of the
 * values so far by half its slope [theta 2], with the smoothing [alpha] and the initial level estimated. Needs four
 * values and errors of about equal size once the seasons are taken off.
 *
 * @see Fiorucci, Pellegrini, Louzada, Petropoulos, Koehler (2016), Models for optimising the theta method and
 *   their relationship to state space models, International Journal of Forecasting 32, section 2.3
 */
export const dynamicTheta = defineModel({
  name: 'dynamic-theta',
  fallback: naive,
  fit: (input) => fitTheta(input, { dynamic: true, theta: 2 }),
});
