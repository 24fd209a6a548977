import { defineModel } from '../define-model.ts';
import { mean } from '../simple/index.ts';
import { fitForms } from './fit-forms.ts';
import { etsForm } from './form.ts';

/**
 * Holt's method: a level and a slope, ETS(A,A,N), with weights and first states of greatest likelihood. The slope goes on
 * for ever: for more than a few periods ahead the damped form errs less.
 *
 * @see Hyndman, Koehler, Ord, Snyder (2008), Forecasting with Exponential Smoothing, section 2.3.2
 */
export const holt = defineModel({
  name: 'holt',
  fallback: mean,
  fit: (input) => fitForms(input, { forms: [etsForm('AAN')], period: 1 }),
});
