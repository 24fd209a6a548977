import { defineModel } from '../define-model.ts';
import { mean } from '../simple/mean.ts';
import { type DiscountOption, discountsOf, mixtureFit } from './mixture-model.ts';
import { NOT_DEMAND } from './smoothing-share.ts';

export interface NegativeBinomialOptions extends DiscountOption {
  /** whether seasons that the history clearly shows are used; true if left out */
  seasonal?: boolean;
}

/**
 * Negative binomial demand around an exponentially weighted level. Discounts and dispersions are averaged by the
 * likelihood with which each foretold the history; the level of the periods ahead is uncertain, since it rests on few
 * periods and drifts. For counts from a handful of zeros to many; demand that comes in packs of several sizes is better
 * with `empirical-counts`, and a variance below the mean is outside of it.
 *
 * @see Snyder, Ord, Beaumont (2012), Forecasting the intermittent demand for slow-moving inventories: a modelling
 *   approach, International Journal of Forecasting 28(2), section 3
 * @see Harvey, Fernandes (1989), Time series models for count or qualitative observations, Journal of Business &
 *   Economic Statistics 7(4)
 */
export const negativeBinomial = defineModel<NegativeBinomialOptions>({
  name: 'negative-binomial',
  fallback: mean,
  fit(input, options) {
    const discounts = discountsOf(options);
    if (input.smallest < 0) return NOT_DEMAND;
    const { seasonal = true } = options;
    return mixtureFit('negative-binomial', input, { levels: 1, ways: [], discounts, seasonal });
  },
});
