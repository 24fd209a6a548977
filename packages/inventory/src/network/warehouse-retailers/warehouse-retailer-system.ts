import { requireNonNegative, requirePositive, requireWhole } from '@granary/statistics';
import { type WarehouseState, warehouseState } from './warehouse-state.ts';

/** A place that sells, and replenishes each unit sold with an order for one at the warehouse. */
export interface Retailer {
  /** units per period, Poisson, greater than 0 [λ_i] */
  demandRate: number;
  /** periods from shipment at the warehouse to receipt, at least 0 [L_i] */
  leadTime: number;
  /** currency per unit on hand and period, greater than 0 [h_i] */
  holdingCost: number;
  /** currency per unit backordered and period, greater than 0 [p_i] */
  stockoutCost: number;
}

/** One warehouse, supplied from outside without limit, and the retailers it serves first come, first served. */
export interface WarehouseRetailerSystem {
  /** lead time in periods, at least 0 [L₀]; holding cost per unit on hand and period, at least 0 [h₀] */
  warehouse: { leadTime: number; holdingCost: number };
  retailers: readonly Retailer[];
}

/** Local base-stock levels: stock on hand plus on order less backorders is kept at them. Whole numbers. */
export interface WarehouseRetailerLevels {
  /** [S₀] */
  warehouseBaseStockLevel: number;
  /** in the order of the retailers [S_i] */
  retailerBaseStockLevels: readonly number[];
}

/** Long-run averages at one place. */
export interface StockPerformance {
  onHand: number;
  /** units wanted and not yet delivered */
  backorders: number;
  /** share of units delivered from stock at once */
  fillRate: number;
}

export interface WarehouseRetailerPerformance {
  /** currency per period: stock on hand everywhere, backorders of customers; not stock in transit, which no level changes */
  cost: number;
  warehouse: StockPerformance;
  retailers: StockPerformance[];
}

/** The probabilities of 0, 1, 2 … units on order at a retailer: waiting at the warehouse or under way. */
export type UnitsOnOrder = Float64Array;

/** What all three evaluations share: only the distribution of units on order at a retailer differs. */
export function performanceBy(
  { warehouse, retailers, ...levels }: WarehouseRetailerSystem & WarehouseRetailerLevels,
  unitsOnOrder: (retailer: Retailer, share: number, state: WarehouseState) => UnitsOnOrder,
): WarehouseRetailerPerformance {
  requireWarehouseRetailers({ warehouse, retailers });
  requireLevels(levels, retailers.length);
  const totalRate = retailers.reduce((sum, { demandRate }) => sum + demandRate, 0);
  const state = warehouseState(totalRate * warehouse.leadTime, levels.warehouseBaseStockLevel);
  const served = retailers.map((retailer, index) =>
    stockPerformance(
      unitsOnOrder(retailer, retailer.demandRate / totalRate, state),
      levels.retailerBaseStockLevels[index] ?? 0,
    ),
  );
  const cost = retailers.reduce((sum, retailer, index) => {
    const { onHand = 0, backorders = 0 } = served[index] ?? {};
    return sum + retailer.holdingCost * onHand + retailer.stockoutCost * backorders;
  }, warehouse.holdingCost * state.onHand);
  return {
    cost,
    warehouse: { onHand: state.onHand, backorders: state.backorders, fillRate: state.fillRate },
    retailers: served,
  };
}

/** On hand E[(S − N)⁺], backorders E[(N − S)⁺], fill rate P(N < S): a customer finds what a random moment finds. */
export function stockPerformance(unitsOnOrder: UnitsOnOrder, baseStockLevel: number): StockPerformance {
  let onHand = 0;
  let backorders = 0;
  let fillRate = 0;
  unitsOnOrder.forEach((probability, units) => {
    if (units < baseStockLevel) {
      onHand += probability * (baseStockLevel - units);
      fillRate += probability;
    } else backorders += probability * (units - baseStockLevel);
  });
  return { onHand, backorders, fillRate };
}

/** @throws RangeError that names the retailer and the field */
export function requireWarehouseRetailers({ warehouse, retailers }: WarehouseRetailerSystem): void {
  requireNonNegative('warehouse.leadTime', warehouse.leadTime);
  requireNonNegative('warehouse.holdingCost', warehouse.holdingCost);
  if (retailers.length === 0) throw new RangeError('retailers is empty; there must be at least one');
  retailers.forEach((retailer, index) => {
    requirePositive(`retailers[${index}].demandRate`, retailer.demandRate);
    requireNonNegative(`retailers[${index}].leadTime`, retailer.leadTime);
    requirePositive(`retailers[${index}].holdingCost`, retailer.holdingCost);
    requirePositive(`retailers[${index}].stockoutCost`, retailer.stockoutCost);
  });
}

function requireLevels(
  { warehouseBaseStockLevel, retailerBaseStockLevels }: WarehouseRetailerLevels,
  retailers: number,
): void {
  requireWhole('warehouseBaseStockLevel', warehouseBaseStockLevel, 0);
  if (retailerBaseStockLevels.length !== retailers) {
    throw new RangeError(
      `retailerBaseStockLevels has ${retailerBaseStockLevels.length} numbers; it must have one for each of the ${retailers} retailers`,
    );
  }
  retailerBaseStockLevels.forEach((level, index) => {
    requireWhole(`retailerBaseStockLevels[${index}]`, level, 0);
  });
}
