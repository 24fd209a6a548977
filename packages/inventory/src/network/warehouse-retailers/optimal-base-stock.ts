import { requirePositive } from '@granary/statistics';
import { poissonTable } from '../serial/poisson-table.ts';
import { exactUnitsOnOrder, warehouseRetailerPerformance } from './exact-evaluation.ts';
import {
  type Retailer,
  requireWarehouseRetailers,
  stockPerformance,
  type UnitsOnOrder,
  type WarehouseRetailerLevels,
  type WarehouseRetailerPerformance,
  type WarehouseRetailerSystem,
} from './warehouse-retailer-system.ts';
import { type WarehouseState, warehouseState } from './warehouse-state.ts';

/**
 * The base-stock levels of a warehouse and its retailers that cost least, by the exact evaluation. At a given
 * warehouse level each retailer is a newsvendor on its own: the smallest level that covers its units on order
 * with probability p_i / (p_i + h_i). The cost need not be convex in the warehouse level, so levels are tried
 * one by one: from the least demand of its lead time, since below that each unit more only spares waiting, until
 * nobody waits any more or the warehouse's stock alone, with retailers that never wait, would cost more than the
 * best so far. O(n B³), B about 20 √(L₀ Σλ): meant for slow movers, it takes seconds from L₀ Σλ = 2,000 on.
 *
 * Among policies of this kind (installation base stock, first come first served) it is the optimum; sending
 * stock where it is most needed could do better still.
 *
 * @param warehouse  lead time [L₀] and holding cost, greater than 0 [h₀]
 * @param retailers  demand rate, lead time, costs of each [λ_i, L_i, h_i, p_i]
 * @returns the levels and what they bring
 * @throws RangeError that names the retailer and the field if a number is out of range
 * @see Axsäter (2015), Inventory Control, 3rd ed., chapter 10; Graves (1985), A Multi-Echelon Inventory Model
 *      for a Repairable Item with One-for-One Replenishment, Management Science 31
 */
export function optimalWarehouseRetailerLevels(
  system: WarehouseRetailerSystem,
): WarehouseRetailerLevels & WarehouseRetailerPerformance {
  requireWarehouseRetailers(system);
  const { warehouse, retailers } = system;
  requirePositive('warehouse.holdingCost', warehouse.holdingCost);
  const totalRate = retailers.reduce((sum, { demandRate }) => sum + demandRate, 0);
  const leadTimeDemand = totalRate * warehouse.leadTime;
  const sites = retailers.map((retailer) => ({
    retailer,
    underWay: poissonTable(retailer.demandRate * retailer.leadTime),
  }));
  const newsvendors = (state: WarehouseState) =>
    sites.map(({ retailer, underWay }) =>
      newsvendor(retailer, exactUnitsOnOrder(underWay, retailer.demandRate / totalRate, state)),
    );
  const costOf = (places: { cost: number }[]) => places.reduce((sum, { cost }) => sum + cost, 0);
  const costWithoutWaiting = costOf(newsvendors(NOBODY_WAITS));

  let best = { cost: Number.POSITIVE_INFINITY, warehouseLevel: 0, retailerLevels: [0] };
  const { lowest, highest } = poissonTable(leadTimeDemand);
  for (let warehouseLevel = lowest; warehouseLevel <= highest; warehouseLevel++) {
    const state = warehouseState(leadTimeDemand, warehouseLevel);
    const warehouseCost = warehouse.holdingCost * state.onHand;
    if (warehouseCost + costWithoutWaiting > best.cost) break;
    const places = newsvendors(state);
    const cost = warehouseCost + costOf(places);
    if (cost < best.cost) best = { cost, warehouseLevel, retailerLevels: places.map(({ level }) => level) };
  }
  const levels: WarehouseRetailerLevels = {
    warehouseBaseStockLevel: best.warehouseLevel,
    retailerBaseStockLevels: best.retailerLevels,
  };
  return { ...levels, ...warehouseRetailerPerformance({ ...system, ...levels }) };
}

const NOBODY_WAITS: WarehouseState = {
  onHand: 0,
  backorders: 0,
  backorderVariance: 0,
  fillRate: 1,
  backorderProbabilities: Float64Array.of(1),
};

function newsvendor({ holdingCost, stockoutCost }: Retailer, unitsOnOrder: UnitsOnOrder) {
  const ratio = stockoutCost / (stockoutCost + holdingCost);
  let level = 0;
  let covered = unitsOnOrder[0] ?? 0;
  while (covered < ratio && level < unitsOnOrder.length - 1) {
    level++;
    covered += unitsOnOrder[level]!;
  }
  const { onHand, backorders } = stockPerformance(unitsOnOrder, level);
  return { level, cost: holdingCost * onHand + stockoutCost * backorders };
}
