import { negativeBinomial, poisson, requireNonNegative, requirePositive } from '@granary/statistics';
import { checkPrices, type PriceLadderDemand } from './price-ladder.ts';

/**
 * Counts with mean λ0 δ^t (p / p0)^-ε in period t at price p: constant elasticity, and interest that wanes.
 *
 * @param prices per unit, from the highest to the lowest; the first is p0
 * @param meanFirstPeriod mean demand in period 0 at the first price, at least 0 [λ0]
 * @param decayPerPeriod factor from one period to the next, greater than 0; default 1 [δ]
 * @param elasticity own-price elasticity as a positive number, at least 0 [ε]
 * @param size dispersion of a negative binomial count: variance = mean + mean² / size; Poisson when absent
 * @throws RangeError naming the parameter out of range
 * @see Gallego, van Ryzin (1994), Optimal dynamic pricing of inventories with stochastic demand over finite
 *   horizons, Management Science 40(8) (demand that depends on price and time)
 * @example
 * constantElasticityDemand({ prices: [10, 5], meanFirstPeriod: 3, elasticity: 2 })(0, 1).mean; // 3 × 0.5^-2 = 12
 */
export function constantElasticityDemand(options: {
  prices: number[];
  meanFirstPeriod: number;
  elasticity: number;
  decayPerPeriod?: number;
  size?: number;
}): PriceLadderDemand {
  const { prices, meanFirstPeriod, elasticity, decayPerPeriod = 1, size } = options;
  checkPrices(prices);
  requireNonNegative('meanFirstPeriod', meanFirstPeriod);
  requireNonNegative('elasticity', elasticity);
  requirePositive('decayPerPeriod', decayPerPeriod);
  if (size !== undefined) requirePositive('size', size);
  return (period, priceIndex) => {
    const uplift = (prices[priceIndex]! / prices[0]!) ** -elasticity;
    const mean = meanFirstPeriod * decayPerPeriod ** period * uplift;
    return size === undefined
      ? poisson.distribution({ mean })
      : negativeBinomial.distribution({ mean, size });
  };
}
