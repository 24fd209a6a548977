import { defineModel } from '../define-model.ts';
import { mean } from '../simple/index.ts';
import { fitForms } from './fit-forms.ts';
import { etsForm } from './form.ts';

/**
 * Simple exponential smoothing: a level that moves by a share [alpha] of each error, ETS(A,N,N), with alpha and the
 * first level of greatest likelihood. Flat ahead; right where demand wanders without trend or season.
 *
 * @see Hyndman, Koehler, Ord, Snyder (2008), Forecasting with Exponential Smoothing, section 2.3.1
 */
export const ses = defineModel({
  name: 'ses',
  fallback: mean,
  fit: (input) => fitForms(input, { forms: [etsForm('ANN')], period: 1 }),
});
