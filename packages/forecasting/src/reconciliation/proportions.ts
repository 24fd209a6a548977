import { type Hierarchy, sumUp } from './hierarchy.ts';
import { checkBase } from './minimum-trace.ts';

/**
 * Bottom-up: the sums of the leaves' own forecasts. Right where leaves are forecast well; it throws away what the
 * sums know of the season.
 *
 * @param base one forecast per node; those of the sums are not used
 */
export function bottomUp({ hierarchy, base }: { hierarchy: Hierarchy; base: Float64Array }): Float64Array {
  checkBase(hierarchy, base);
  return sumUp(hierarchy, base.slice(hierarchy.sumCount));
}

/**
 * Top-down: the forecast of the total, shared among the leaves in these proportions.
 *
 * @param options.base   one forecast per node; only that of the total is used
 * @param options.shares at least 0, at least one above 0; only their ratios matter. The leaves' own forecasts are
 *                       taken if left out (proportions of the forecasts); history's averages are the classical choice
 * @throws RangeError if a share is negative or not finite, or all are 0
 * @see Athanasopoulos, Ahmed, Hyndman (2009), Hierarchical Forecasts for Australian Domestic Tourism, section 3
 */
export function topDown(options: {
  hierarchy: Hierarchy;
  base: Float64Array;
  shares?: ArrayLike<number>;
}): Float64Array {
  const { hierarchy, base } = options;
  const { sumCount, leafCount } = hierarchy;
  checkBase(hierarchy, base);
  const shares =
    options.shares === undefined
      ? base.slice(sumCount).map((value) => Math.max(0, value))
      : Float64Array.from(options.shares);
  if (shares.length !== leafCount) {
    throw new RangeError(`shares has ${shares.length} values; it must have ${leafCount}, one per leaf`);
  }
  const broken = shares.findIndex((share) => !(share >= 0 && share < Number.POSITIVE_INFINITY));
  if (broken >= 0) {
    throw new RangeError(`shares[${broken}] is ${shares[broken]}; it must be a finite number, at least 0`);
  }
  const all = shares.reduce((sum, share) => sum + share, 0);
  if (all === 0 && options.shares !== undefined) {
    throw new RangeError('shares are all 0; at least one must be above 0');
  }
  const total = base[0]!;
  return sumUp(
    hierarchy,
    shares.map((share) => total * (all === 0 ? 1 / leafCount : share / all)),
  );
}
