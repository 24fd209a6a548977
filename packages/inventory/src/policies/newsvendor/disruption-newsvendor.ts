import { requireFinite, requireNonNegative, requirePositive } from '@granary/statistics';
import { type NewsvendorCosts, requireNewsvendorCosts } from './newsvendor.ts';

/** A supplier that fails and recovers from period to period; unmet demand is backordered. */
export interface DisruptionNewsvendorInput extends NewsvendorCosts {
  /** units demanded in every period, greater than 0 [d] */
  demand: number;
  /** probability that a working supplier is down in the next period, greater than 0 and less than 1 [α] */
  disruptionProbability: number;
  /** probability that a failed one works in the next period, greater than 0 and at most 1 [β] */
  recoveryProbability: number;
}

/**
 * Order-up-to level with the least expected cost of stock and backorders when demand is known and the supplier
 * fails at random: demand of n + 1 periods, with n the fewest periods so that no longer failure is going on with
 * probability p/(h+p). The length n of the failure going on has P(n ≤ k) = 1 − α/(α+β) × (1−β)^k.
 *
 * @returns units, a whole multiple of the demand, and expected money per period
 * @throws RangeError when a cost, the demand or a probability is out of range
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., lemma 9.2, eq. (9.14), (9.18)
 * @example newsvendorWithDisruptions({ holdingCost: 0.25, stockoutCost: 3, demand: 2000, disruptionProbability: 0.04,
 *   recoveryProbability: 0.25 }) // { orderUpToLevel: 8000, cost: 2737.07 }
 */
export function newsvendorWithDisruptions(input: DisruptionNewsvendorInput): {
  orderUpToLevel: number;
  cost: number;
} {
  requireNewsvendorCosts(input);
  requireSupply(input);
  const { holdingCost, stockoutCost, recoveryProbability } = input;
  const tolerated = holdingCost / (holdingCost + stockoutCost);
  const estimate = Math.log(tolerated / failedLongerThan(0, input)) / Math.log1p(-recoveryProbability);
  // One below, since the logarithm may round up to the next whole number.
  let periods = Math.max(0, Math.ceil(estimate) - 1);
  while (failedLongerThan(periods, input) > tolerated) periods++;
  const orderUpToLevel = (periods + 1) * input.demand;
  return { orderUpToLevel, cost: newsvendorDisruptionCost({ ...input, orderUpToLevel }) };
}

/**
 * Expected money per period of a given order-up-to level S: Σ πₙ (h (S − (n+1)d)⁺ + p ((n+1)d − S)⁺), where πₙ is
 * the share of periods at the end of which the supplier has been down for n. The tail of the sum is taken
 * in closed form, so the time does not grow with the level.
 *
 * @param input.orderUpToLevel units, any finite number [S]
 * @throws RangeError when a cost is negative, or the demand, a probability or the level is out of range
 * @see Snyder, Shen (2019), eq. (9.14)
 */
export function newsvendorDisruptionCost(
  input: DisruptionNewsvendorInput & { orderUpToLevel: number },
): number {
  const { holdingCost, stockoutCost, demand, recoveryProbability, orderUpToLevel } = input;
  requireNonNegative('holdingCost', holdingCost);
  requireNonNegative('stockoutCost', stockoutCost);
  requireSupply(input);
  requireFinite('orderUpToLevel', orderUpToLevel);
  // Units demanded since the last receipt: one period's and those of the failure.
  const wanted = demand * (1 + failedLongerThan(0, input) / recoveryProbability);
  const covered = Math.floor(orderUpToLevel / demand);
  // A failure that lasted as long as the stock goes on for 1/β periods more on average.
  const short =
    covered < 1
      ? wanted - orderUpToLevel
      : failedLongerThan(covered - 1, input) *
        (demand * (covered + 1 / recoveryProbability) - orderUpToLevel);
  return stockoutCost * short + holdingCost * (orderUpToLevel - wanted + short);
}

/** P(n > k): the supplier has been down for more than k periods. */
function failedLongerThan(periods: number, input: DisruptionNewsvendorInput): number {
  const { disruptionProbability, recoveryProbability } = input;
  const down = disruptionProbability / (disruptionProbability + recoveryProbability);
  return down * (1 - recoveryProbability) ** periods;
}

function requireSupply(input: DisruptionNewsvendorInput): void {
  const { demand, disruptionProbability, recoveryProbability } = input;
  requirePositive('demand', demand);
  if (!(disruptionProbability > 0 && disruptionProbability < 1)) {
    throw new RangeError(
      `disruptionProbability is ${disruptionProbability}; it must be greater than 0 and less than 1`,
    );
  }
  if (!(recoveryProbability > 0 && recoveryProbability <= 1)) {
    throw new RangeError(
      `recoveryProbability is ${recoveryProbability}; it must be greater than 0 and at most 1`,
    );
  }
}
