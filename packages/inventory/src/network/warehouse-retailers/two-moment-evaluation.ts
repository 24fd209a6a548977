import { negativeBinomial } from '@granary/statistics';
import { poissonTable } from '../serial/poisson-table.ts';
import {
  performanceBy,
  type UnitsOnOrder,
  type WarehouseRetailerLevels,
  type WarehouseRetailerPerformance,
  type WarehouseRetailerSystem,
} from './warehouse-retailer-system.ts';

/**
 * Graves's two-moment approximation for a warehouse and its retailers: units on order at a retailer are taken
 * to be negative binomial with their true mean and variance. Nearly exact, where METRIC is not. O(n).
 *
 * @param warehouse   lead time and holding cost [L₀, h₀]
 * @param retailers   demand rate, lead time, costs of each [λ_i, L_i, h_i, p_i]
 * @param warehouseBaseStockLevel  units, a whole number, at least 0 [S₀]
 * @param retailerBaseStockLevels  units, one whole number, at least 0 for each retailer [S_i]
 * @throws RangeError that names the retailer and the field if a number is out of range
 * @see Graves (1985), A Multi-Echelon Inventory Model for a Repairable Item with One-for-One Replenishment,
 *      Management Science 31
 */
export function twoMomentPerformance(
  plan: WarehouseRetailerSystem & WarehouseRetailerLevels,
): WarehouseRetailerPerformance {
  return performanceBy(plan, ({ demandRate, leadTime }, share, { backorders, backorderVariance }) => {
    const mean = demandRate * leadTime + share * backorders;
    // a share of the backorders, each unit drawn on its own: binomial within, plus the share of their variance
    const variance = mean - share * share * backorders + share * share * backorderVariance;
    return countsWith(mean, variance);
  });
}

/** Negative binomial with this mean and variance; Poisson where the variance is no larger, but for rounding. */
function countsWith(mean: number, variance: number): UnitsOnOrder {
  const surplus = variance - mean;
  if (surplus <= 1e-12 * mean) {
    const counts = poissonTable(mean);
    return Float64Array.from({ length: counts.highest + 1 }, (_, units) => counts.probability(units));
  }
  const parameters = { mean, size: (mean * mean) / surplus };
  const probabilities: number[] = [];
  let units = 0;
  for (let probability = 1; units <= mean || probability > 1e-22; units++) {
    probability = negativeBinomial.pmf(units, parameters);
    probabilities.push(probability);
  }
  return Float64Array.from(probabilities);
}
