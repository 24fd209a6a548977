import { poissonTable } from '../serial/poisson-table.ts';
import {
  performanceBy,
  type WarehouseRetailerLevels,
  type WarehouseRetailerPerformance,
  type WarehouseRetailerSystem,
} from './warehouse-retailer-system.ts';

/**
 * Sherbrooke's METRIC for a warehouse and its retailers: the mean delay at the warehouse is added to each
 * retailer's lead time, and units on order are taken to be Poisson. Fast and simple, but it leaves out that
 * the delay varies: it shows too few backorders at retailers when the warehouse holds little. Use
 * `warehouseRetailerPerformance`, which is exact, unless the many retailers make it too slow. O(n).
 *
 * @param warehouse   lead time and holding cost [L₀, h₀]
 * @param retailers   demand rate, lead time, costs of each [λ_i, L_i, h_i, p_i]
 * @param warehouseBaseStockLevel  units, a whole number, at least 0 [S₀]
 * @param retailerBaseStockLevels  units, one whole number, at least 0 for each retailer [S_i]
 * @throws RangeError that names the retailer and the field if a number is out of range
 * @see Sherbrooke (1968), METRIC: A Multi-Echelon Technique for Recoverable Item Control, Operations Research 16
 */
export function metricPerformance(
  plan: WarehouseRetailerSystem & WarehouseRetailerLevels,
): WarehouseRetailerPerformance {
  return performanceBy(plan, ({ demandRate, leadTime }, share, { backorders }) => {
    const onOrder = poissonTable(demandRate * leadTime + share * backorders);
    return Float64Array.from({ length: onOrder.highest + 1 }, (_, units) => onOrder.probability(units));
  });
}
