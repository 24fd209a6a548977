import { defineModel } from '../define-model.ts';
import { naive } from '../simple/naive.ts';
import { fitTheta } from './fit-theta.ts';

/**
 * The optimised theta model (OTM): a smoothed level that is pulled along the least-squares line of the whole
 * history, with the smoothing [alpha], the initial level and the weight of the line [theta, from 1] estimated.
 * Theta 1 leaves the level alone; the larger it is, the more of the line's slope is carried on. Needs four values
 * and errors of about equal size once the seasons are taken off.
 *
 * @see Fiorucci, Pellegrini, Louzada, Petropoulos, Koehler (2016), Models for optimising the theta method and
 *   their relationship to state space models, International Journal of Forecasting 32, section 2.2
 */
export const optimisedTheta = defineModel({
  name: 'optimised-theta',
  fallback: naive,
  fit: (input) => fitTheta(input, { dynamic: false }),
});
