import { defineModel } from '../define-model.ts';
import { mean } from '../simple/mean.ts';
import { SIZE_WAYS } from './demand-sizes.ts';
import { type DiscountOption, discountsOf, mixtureFit } from './mixture-model.ts';
import { NOT_DEMAND } from './smoothing-share.ts';

/** Sizes that are always drawn anew: one unit and a negative binomial number more. */
const SMOOTH_WAYS = SIZE_WAYS.flatMap(({ smooth }, way) =>
  smooth === Number.POSITIVE_INFINITY ? [way] : [],
);

/**
 * A hurdle model: a period has demand with a probability of its own, exponentially weighted; a demand is one unit
 * plus a negative binomial number of units. Where the zeros do not follow from the sizes (a few large orders a
 * year), it fits better than `negative-binomial`. It knows no season.
 *
 * @see Mullahy (1986), Specification and testing of some modified count data models, Journal of Econometrics 33(3)
 */
export const zeroInflated = defineModel<DiscountOption>({
  name: 'zero-inflated',
  fallback: mean,
  fit(input, options) {
    const discounts = discountsOf(options);
    if (input.smallest < 0) return NOT_DEMAND;
    return mixtureFit('zero-inflated', input, { levels: 0, ways: SMOOTH_WAYS, discounts, seasonal: false });
  },
});
