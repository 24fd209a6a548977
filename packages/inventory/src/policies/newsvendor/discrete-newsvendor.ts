import { requireFinite, requireNonNegative, requireProbability } from '@granary/statistics';
import { type NewsvendorCosts, type NewsvendorPlan, newsvendorCriticalRatio } from './newsvendor.ts';

/** One value demand can take, in units, and how likely it is. */
export interface DiscreteDemandOutcome {
  units: number;
  /** 0 to 1; all of a list add up to 1, within 1e-6 */
  probability: number;
}

/**
 * Newsvendor for demand given as a list of outcomes: the smallest outcome whose cumulative probability reaches
 * p/(h+p). For a count distribution with a name use `newsvendor`. Time grows with n log n.
 *
 * @param options.outcomes values in any order; a value may appear more than once
 * @throws RangeError when a cost is negative or both are 0, or the outcomes are no distribution
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., example 4.7
 * @example newsvendorDiscrete({ holdingCost: 1, stockoutCost: 1, outcomes: [{ units: 2, probability: 0.4 },
 *   { units: 5, probability: 0.6 }] }) // { orderUpToLevel: 5, cost: 1.2, criticalRatio: 0.5 }
 */
export function newsvendorDiscrete(
  options: NewsvendorCosts & { outcomes: DiscreteDemandOutcome[] },
): NewsvendorPlan {
  const { outcomes } = options;
  const criticalRatio = newsvendorCriticalRatio(options);
  requireOutcomes(outcomes);
  const ascending = outcomes.filter(({ probability }) => probability > 0).sort((a, b) => a.units - b.units);
  let cumulative = 0;
  let orderUpToLevel = 0;
  for (const { units, probability } of ascending) {
    cumulative += probability;
    orderUpToLevel = units;
    // Sums of decimal fractions fall short of what was meant by a few units in the last place.
    if (cumulative >= criticalRatio - 1e-12) break;
  }
  return { orderUpToLevel, cost: newsvendorDiscreteCost({ ...options, orderUpToLevel }), criticalRatio };
}

/**
 * Expected money per period of a given level for demand given as a list of outcomes.
 *
 * @param options.orderUpToLevel units, any finite number [S]
 * @throws RangeError when a cost is negative, the level not finite, or the outcomes are no distribution
 * @see Snyder, Shen (2019), eq. (4.6)
 */
export function newsvendorDiscreteCost(
  options: NewsvendorCosts & { outcomes: DiscreteDemandOutcome[]; orderUpToLevel: number },
): number {
  const { holdingCost, stockoutCost, outcomes, orderUpToLevel } = options;
  requireNonNegative('holdingCost', holdingCost);
  requireNonNegative('stockoutCost', stockoutCost);
  requireFinite('orderUpToLevel', orderUpToLevel);
  requireOutcomes(outcomes);
  return outcomes.reduce((cost, { units, probability }) => {
    const left = orderUpToLevel - units;
    return cost + probability * (left > 0 ? holdingCost * left : -stockoutCost * left);
  }, 0);
}

function requireOutcomes(outcomes: DiscreteDemandOutcome[]): void {
  if (outcomes.length === 0) throw new RangeError('outcomes is empty; it must hold at least one outcome');
  let sum = 0;
  for (const [index, { units, probability }] of outcomes.entries()) {
    requireFinite(`outcomes[${index}].units`, units);
    requireProbability(`outcomes[${index}].probability`, probability);
    sum += probability;
  }
  if (!(Math.abs(sum - 1) <= 1e-6)) {
    throw new RangeError(`the probabilities of outcomes add up to ${sum}; they must add up to 1`);
  }
}
