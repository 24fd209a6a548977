import { defineModel } from '../define-model.ts';
import { mean } from '../simple/mean.ts';
import { SIZE_WAYS } from './demand-sizes.ts';
import { type DiscountOption, discountsOf, mixtureFit } from './mixture-model.ts';
import { NOT_DEMAND } from './smoothing-share.ts';

/** Sizes of the history, with now and then a new one. */
const SEEN_WAYS = SIZE_WAYS.flatMap(({ smooth }, way) => (smooth === Number.POSITIVE_INFINITY ? [] : [way]));

/**
 * The demands of the history as they were, recent ones with more weight, smoothed: with the weight of one or six
 * demands, a size that was not seen yet. Keeps what is particular to an item (packs of 6 and of 12, one large
 * customer) where smooth distributions lose it. It knows no season.
 *
 * @see Willemain, Smart, Schwarz (2004), A new approach to forecasting intermittent demand for service parts
 *   inventories, International Journal of Forecasting 20(3) (sizes of the history, jittered)
 * @see Blackwell, MacQueen (1973), Ferguson distributions via Pólya urn schemes (the weight of a new size)
 */
export const empiricalCounts = defineModel<DiscountOption>({
  name: 'empirical-counts',
  fallback: mean,
  fit(input, options) {
    const discounts = discountsOf(options);
    if (input.smallest < 0) return NOT_DEMAND;
    return mixtureFit('empirical-counts', input, { levels: 0, ways: SEEN_WAYS, discounts, seasonal: false });
  },
});
