import { defineModel } from '../define-model.ts';
import { mean } from '../simple/index.ts';
import { fitForms } from './fit-forms.ts';
import { etsForm } from './form.ts';

/**
 * Holt's method with a damped trend: each period ahead the slope is multiplied by phi, 0.8 to 0.98, ETS(A,Ad,N), with
 * weights and first states of greatest likelihood.
 *
 * @see Gardner, McKenzie (1985), Forecasting Trends in Time Series
 * @see Hyndman, Koehler, Ord, Snyder (2008), Forecasting with Exponential Smoothing, section 2.3.3
 */
export const dampedHolt = defineModel({
  name: 'damped-holt',
  fallback: mean,
  fit: (input) => fitForms(input, { forms: [etsForm('AAdN')], period: 1 }),
});
