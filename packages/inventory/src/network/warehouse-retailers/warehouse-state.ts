import { poissonTable } from '../serial/poisson-table.ts';

/** The warehouse at a random moment, at one base-stock level. */
export interface WarehouseState {
  onHand: number;
  /** mean of the units that retailers wait for [E B₀] */
  backorders: number;
  backorderVariance: number;
  fillRate: number;
  /** P(B₀ = 0), P(B₀ = 1) … */
  backorderProbabilities: Float64Array;
}

/** Units on order at the warehouse are Poisson with the demand of its lead time (Palm); what exceeds S₀ waits. */
export function warehouseState(leadTimeDemand: number, baseStockLevel: number): WarehouseState {
  const demand = poissonTable(leadTimeDemand);
  const most = Math.max(0, demand.highest - baseStockLevel);
  const backorderProbabilities = new Float64Array(most + 1);
  backorderProbabilities[0] = 1 - demand.exceedance(baseStockLevel);
  let secondMoment = 0;
  for (let waiting = 1; waiting <= most; waiting++) {
    const probability = demand.probability(baseStockLevel + waiting);
    backorderProbabilities[waiting] = probability;
    secondMoment += probability * waiting * waiting;
  }
  const backorders = demand.loss(baseStockLevel);
  return {
    onHand: baseStockLevel - demand.mean + backorders,
    backorders,
    backorderVariance: secondMoment - backorders * backorders,
    fillRate: 1 - demand.exceedance(baseStockLevel - 1),
    backorderProbabilities,
  };
}
