import { type Distribution, requireFinite, requireNonNegative } from '@granary/statistics';
import { type NewsvendorCosts, type NewsvendorPlan, newsvendorCost } from './newsvendor.ts';

/** A period of several, after which stock carries over at the next period's price. */
export interface MyopicCosts extends NewsvendorCosts {
  /** money per unit bought in this period [c] */
  unitCost: number;
  /** money per unit bought in the next period [c⁺] */
  nextUnitCost: number;
  /** worth of next period's money in this period's, greater than 0 and at most 1; 1 if left out [γ] */
  discountFactor?: number;
}

/**
 * Stock level that is best for one period when a unit left over saves a purchase in the next one: the quantile
 * (p − c + γc⁺)/(h + p) of demand. Where prices rise little and demand does not fall, ordering up to it every
 * period is optimal over the whole horizon; where they vary more it is a start for dynamic programming.
 *
 * @param options.demand demand of the period, of any distribution
 * @throws RangeError when waiting is always cheaper (c − γc⁺ ≥ p), when buying ahead always is (c − γc⁺ ≤ −h), or
 *   a cost is out of range
 * @see Veinott (1966), On the Optimality of (s, S) Inventory Policies: New Conditions and a New Proof; Zipkin
 *   (2000), Foundations of Inventory Management
 * @example myopicNewsvendor({ holdingCost: 0.18, stockoutCost: 0.7, unitCost: 0.3, nextUnitCost: 0.35,
 *   discountFactor: 0.98, demand: normal.distribution({ mean: 50, standardDeviation: 8 }) })
 *   // { orderUpToLevel: 58.10, cost: 16.68, criticalRatio: 0.8443 }
 */
export function myopicNewsvendor(options: MyopicCosts & { demand: Distribution }): NewsvendorPlan {
  requireMyopicCosts(options);
  const { holdingCost, stockoutCost, unitCost, nextUnitCost, discountFactor = 1 } = options;
  const priceOfBuyingNow = unitCost - discountFactor * nextUnitCost;
  if (!(priceOfBuyingNow > -holdingCost && priceOfBuyingNow < stockoutCost)) {
    throw new RangeError(
      `unitCost - discountFactor * nextUnitCost is ${priceOfBuyingNow}; ` +
        `it must lie between -holdingCost ${-holdingCost} and stockoutCost ${stockoutCost}, both excluded`,
    );
  }
  const criticalRatio = (stockoutCost - priceOfBuyingNow) / (holdingCost + stockoutCost);
  const orderUpToLevel = options.demand.quantile(criticalRatio);
  return { orderUpToLevel, cost: myopicCost({ ...options, orderUpToLevel }), criticalRatio };
}

/**
 * Expected money of one period for a level S, with the stock carried over credited at next period's price:
 * cS + g(S) − γc⁺(S − E[D]), g being the newsvendor cost.
 *
 * @param options.orderUpToLevel units, any finite number [S]
 * @throws RangeError when a cost is negative, or the discount factor is not greater than 0 and at most 1
 * @see Veinott (1966)
 */
export function myopicCost(options: MyopicCosts & { demand: Distribution; orderUpToLevel: number }): number {
  requireMyopicCosts(options);
  const { unitCost, nextUnitCost, discountFactor = 1, demand, orderUpToLevel } = options;
  return (
    unitCost * orderUpToLevel +
    newsvendorCost(options) -
    discountFactor * nextUnitCost * (orderUpToLevel - demand.mean)
  );
}

function requireMyopicCosts(costs: MyopicCosts): void {
  requireNonNegative('holdingCost', costs.holdingCost);
  requireNonNegative('stockoutCost', costs.stockoutCost);
  requireFinite('unitCost', costs.unitCost);
  requireFinite('nextUnitCost', costs.nextUnitCost);
  const { discountFactor = 1 } = costs;
  if (!(discountFactor > 0 && discountFactor <= 1)) {
    throw new RangeError(`discountFactor is ${discountFactor}; it must be greater than 0 and at most 1`);
  }
}
