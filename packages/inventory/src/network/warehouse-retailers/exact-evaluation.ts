import { type PoissonTable, poissonTable } from '../serial/poisson-table.ts';
import {
  performanceBy,
  type UnitsOnOrder,
  type WarehouseRetailerLevels,
  type WarehouseRetailerPerformance,
  type WarehouseRetailerSystem,
} from './warehouse-retailer-system.ts';
import type { WarehouseState } from './warehouse-state.ts';

/**
 * Stock, backorders, fill rates and cost of a warehouse and its retailers at given base-stock levels, exact for
 * Poisson demand: each unit that waits at the warehouse belongs to retailer i with probability λ_i / Σλ,
 * independently, and what is under way to it is Poisson. O(n B²), B the units that may wait.
 *
 * Assumes continuous review, one-for-one orders, backorders everywhere, first come first served at the
 * warehouse, constant lead times.
 *
 * @param warehouse   lead time and holding cost [L₀, h₀]
 * @param retailers   demand rate, lead time, costs of each [λ_i, L_i, h_i, p_i]
 * @param warehouseBaseStockLevel  units, a whole number, at least 0 [S₀]
 * @param retailerBaseStockLevels  units, one whole number, at least 0 for each retailer [S_i]
 * @throws RangeError that names the retailer and the field if a number is out of range
 * @see Simon (1971), Stationary Properties of a Two-Echelon Inventory Model for Low Demand Items, Operations
 *      Research 19; Graves (1985), A Multi-Echelon Inventory Model for a Repairable Item with One-for-One
 *      Replenishment, Management Science 31
 * @example
 * const retailer = { demandRate: 1, leadTime: 1, holdingCost: 1, stockoutCost: 9 };
 * warehouseRetailerPerformance({
 *   warehouse: { leadTime: 1, holdingCost: 0.5 },
 *   retailers: [retailer, retailer],
 *   warehouseBaseStockLevel: 2,
 *   retailerBaseStockLevels: [3, 3],
 * }).cost // 4.982
 */
export function warehouseRetailerPerformance(
  plan: WarehouseRetailerSystem & WarehouseRetailerLevels,
): WarehouseRetailerPerformance {
  return performanceBy(plan, ({ demandRate, leadTime }, share, state) =>
    exactUnitsOnOrder(poissonTable(demandRate * leadTime), share, state),
  );
}

/** Waiting at the warehouse, drawn from its backorders one by one, plus under way. */
export function exactUnitsOnOrder(
  underWay: PoissonTable,
  share: number,
  state: WarehouseState,
): UnitsOnOrder {
  const waiting = thinned(state.backorderProbabilities, share);
  const probabilities = new Float64Array(waiting.length + underWay.highest);
  waiting.forEach((probability, units) => {
    for (let more = underWay.lowest; more <= underWay.highest; more++) {
      probabilities[units + more]! += probability * underWay.probability(more);
    }
  });
  return probabilities;
}

/**
 * The number kept when each unit is kept with probability `share`. Horner's scheme on the generating function
 * Σ p_b (1 − s + s x)^b: it adds and multiplies numbers between 0 and 1 only, so nothing cancels.
 */
function thinned(probabilities: Float64Array, share: number): Float64Array {
  const kept = new Float64Array(probabilities.length);
  for (let count = probabilities.length - 1; count >= 0; count--) {
    for (let units = kept.length - 1 - count; units > 0; units--) {
      kept[units] = (1 - share) * kept[units]! + share * kept[units - 1]!;
    }
    kept[0] = (1 - share) * kept[0]! + probabilities[count]!;
  }
  return kept;
}
