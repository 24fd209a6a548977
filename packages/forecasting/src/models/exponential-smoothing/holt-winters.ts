import type { DataNote } from '../../time-series.ts';
import { defineModel } from '../define-model.ts';
import { mean } from '../simple/index.ts';
import { shortSeason } from './ets.ts';
import { fitForms } from './fit-forms.ts';
import { etsForm } from './form.ts';

export interface HoltWintersOptions {
  /**
   * how the season enters: 'additive', ETS(A,A,A), or 'multiplicative', ETS(M,A,M), which needs values above zero;
   * additive if left out
   */
  season?: 'additive' | 'multiplicative';
  /** whether the trend is damped; false if left out */
  damped?: boolean;
}

/**
 * Holt and Winters' method: a level, a slope and a season of up to 24 periods, with weights and first states of
 * greatest likelihood. Without a season in the series it is Holt's method; a multiplicative season becomes an
 * additive one where values are not all above zero. Either is noted.
 *
 * @see Hyndman, Koehler, Ord, Snyder (2008), Forecasting with Exponential Smoothing, section 2.3.4
 */
export const holtWinters = defineModel<HoltWintersOptions>({
  name: 'holt-winters',
  fallback: mean,
  fit(input, { season = 'additive', damped = false }) {
    if (season !== 'additive' && season !== 'multiplicative') {
      throw new RangeError(`season is '${season}'; it must be 'additive' or 'multiplicative'`);
    }
    const period = shortSeason(input);
    const trend = damped ? 'Ad' : 'A';
    const notes: DataNote[] = [];
    const replaced = (message: string): void => {
      notes.push({ code: 'model-replaced', message });
    };
    if (period === 1) {
      replaced('holt-winters needs a season of 2 to 24 periods: the season was left out.');
      return fitForms(input, { forms: [etsForm(`A${trend}N`)], period, notes });
    }
    const factors = season === 'multiplicative' && input.smallest > 0;
    if (season === 'multiplicative' && !factors) {
      replaced('A multiplicative season needs values above zero: an additive one was used instead.');
    }
    return fitForms(input, { forms: [etsForm(factors ? `M${trend}M` : `A${trend}A`)], period, notes });
  },
});
