import { type Distribution, requireFinite } from '@granary/statistics';
import { type NewsvendorCosts, newsvendorCost } from '../newsvendor/newsvendor.ts';
import { requireComparableCosts } from './cost-ratio.ts';
import { type SafetyStockTerms, safetyStockTerms } from './safety-stock-terms.ts';

/** A base-stock level with its terms, and what it brings on average. */
export interface BaseStock extends SafetyStockTerms {
  /** expected money per time unit: holding plus backorders [g(S)] */
  cost: number;
  /** expected units on hand, when the demand of the interval is in [E[I]] */
  expectedOnHand: number;
  /** expected units backordered [E[B]] */
  expectedBackorders: number;
  /** probability that no unit is backordered: P(D ≤ S) */
  cycleServiceLevel: number;
}

/** Costs and demand of an item without a cost per order, for which a base stock is optimal. */
export interface BaseStockOptions extends NewsvendorCosts {
  /**
   * demand over the lead time when stock is watched all the time (S is best only for unit-sized or steady
   * demand); over lead time plus review period when it is reviewed, costs being charged at the period's end
   */
  protectionDemand: Distribution;
}

/**
 * The base-stock level with the least expected cost of holding and backorders, when an order costs nothing:
 * each demand is reordered at once, or at each review the position is raised to S. It is the newsvendor's level
 * for demand over the protection interval.
 *
 * @param options.holdingCost  money per unit on hand and time unit, greater than 0 [h]
 * @param options.stockoutCost money per unit backordered and time unit, greater than 0 [p]
 * @throws RangeError when a cost is not greater than 0, or one is more than 1e12 times the other
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., eq. (4.24), (4.27); Zipkin (2000),
 *   Foundations of Inventory Management, chapter 6
 * @example baseStockLevel({ protectionDemand: poisson.distribution({ mean: 4 }), holdingCost: 1, stockoutCost:
 *   9 }).level // 7
 */
export function baseStockLevel(options: BaseStockOptions): BaseStock {
  const { holdingCost, stockoutCost, protectionDemand } = options;
  requireComparableCosts(options);
  const level = protectionDemand.quantile(stockoutCost / (holdingCost + stockoutCost));
  return baseStockOf({ ...options, level });
}

/**
 * What a given base-stock level costs and brings.
 *
 * @param options.level units [S]
 * @throws RangeError when a cost is negative or the level not finite
 * @see the sources of `baseStockLevel`
 */
export function baseStockOf(options: BaseStockOptions & { level: number }): BaseStock {
  const { protectionDemand, level } = options;
  requireFinite('level', level);
  return {
    ...safetyStockTerms({
      protectionDemand: protectionDemand.mean,
      protectionStandardDeviation: Math.sqrt(protectionDemand.variance),
      level,
    }),
    cost: newsvendorCost({ ...options, demand: protectionDemand, orderUpToLevel: level }),
    expectedOnHand: protectionDemand.complementaryLoss(level),
    expectedBackorders: protectionDemand.loss(level),
    cycleServiceLevel: protectionDemand.cdf(level),
  };
}
