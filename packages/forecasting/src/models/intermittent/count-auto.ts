import { defineModel } from '../define-model.ts';
import { mean } from '../simple/mean.ts';
import { EVERY_WAY } from './count-mixture.ts';
import { type DiscountOption, discountsOf, mixtureFit } from './mixture-model.ts';
import { NOT_DEMAND } from './smoothing-share.ts';

export interface CountAutoOptions extends DiscountOption {
  /** whether seasons that the history clearly shows are used; true if left out */
  seasonal?: boolean;
}

/** Prior weight of negative binomial levels: they are the simpler account, and shorter histories rest on it. */
const PRIOR_OF_LEVELS = 0.7;

/**
 * The pooled distribution of `negative-binomial`, `zero-inflated` and `empirical-counts`: each way to predict has a
 * prior weight, the same for all series, and gains or loses by the likelihood with which it foretold every period of
 * this series from those before it. A short history stays near the prior, a long one chooses. For every class of
 * demand that comes in whole units or packs.
 *
 * @see Yelland (2009), Bayesian forecasting for low-count time series using state-space models: an empirical
 *   evaluation for inventory management, International Journal of Production Economics 118(1)
 */
export const countAuto = defineModel<CountAutoOptions>({
  name: 'count-auto',
  fallback: mean,
  fit(input, options) {
    const discounts = discountsOf(options);
    if (input.smallest < 0) return NOT_DEMAND;
    const { seasonal = true } = options;
    return mixtureFit('count-auto', input, { levels: PRIOR_OF_LEVELS, ways: EVERY_WAY, discounts, seasonal });
  },
});
