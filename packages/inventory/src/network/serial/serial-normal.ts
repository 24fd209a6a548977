import { requireFinite, requireNonNegative, requirePositive } from '@granary/statistics';
import { costOfEchelon, customers, type EchelonCost, type NormalLeadTimeDemand } from './normal-echelon.ts';
import {
  requireLevelPerStage,
  requireSerialSystem,
  type SerialBaseStock,
  type SerialStage,
  type SerialSystem,
} from './serial-system.ts';

/** A serial system whose demand per period is normal and independent from period to period. */
export interface NormalSerialSystem extends SerialSystem {
  /** units per period, at least 0 [μ] */
  demandMean: number;
  /** units, of the demand of one period, greater than 0 [σ] */
  demandStandardDeviation: number;
}

/**
 * Optimal echelon base-stock levels of a serial system with normal demand and backorders: the recursion of
 * Clark and Scarf in the form of Chen and Zheng, as in `serialBaseStockPoisson`. Demand over a lead time is
 * normal with mean μL and standard deviation σ√L, so lead times need not be whole numbers.
 *
 * The expectation is integrated by Gauss–Legendre on panels no wider than a standard deviation, with the parts
 * above S and on the straight line far below in closed form; the level is the root of the derivative. So both
 * are good to about ten digits and no grid has to be chosen. O(N m²), with m about 12 points per standard
 * deviation of lead-time demand.
 *
 * Negative demand counts as returned: with a coefficient of variation above about 0.4 prefer Poisson or another
 * model. Assumes constant lead times, no fixed order costs, linear costs. A lead time thousands of times
 * shorter than another makes it slow; set it to 0.
 *
 * @param stages        index 0 is nearest the customer
 * @param stockoutCost  currency per unit backordered and period, greater than 0 [p]
 * @param demandMean    units per period, at least 0 [μ]
 * @param demandStandardDeviation units per period, greater than 0 [σ]
 * @throws RangeError that names the stage and the field if a number is out of range
 * @see Clark, Scarf (1960), Optimal Policies for a Multi-Echelon Inventory Problem, Management Science 6
 * @see Chen, Zheng (1994), Lower Bounds for Multi-Echelon Stochastic Inventory Systems, Management Science 40
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., section 6.2, example 6.1
 * @example
 * serialBaseStockNormal({
 *   stages: [
 *     { echelonHoldingCost: 3, leadTime: 1 },
 *     { echelonHoldingCost: 2, leadTime: 1 },
 *     { echelonHoldingCost: 2, leadTime: 2 },
 *   ],
 *   stockoutCost: 37.12,
 *   demandMean: 5,
 *   demandStandardDeviation: 1,
 * }); // { echelonBaseStockLevels: [6.491, 12.018, 22.705], cost: 47.660 }
 */
export function serialBaseStockNormal(system: NormalSerialSystem): SerialBaseStock {
  requireNormalSystem(system);
  const echelonBaseStockLevels: number[] = [];
  let cost = 0;
  let below = customers(system);
  for (const stage of system.stages) {
    const echelon = costOfEchelon(below, stage.echelonHoldingCost, leadTimeDemand(system, stage));
    const level = bottom(echelon);
    echelonBaseStockLevels.push(level);
    cost = echelon.costAt(level);
    below = { ...echelon, level };
  }
  return { echelonBaseStockLevels, cost };
}

/**
 * What a serial system with normal demand costs per period at given echelon base-stock levels, optimal or not.
 *
 * @param echelonBaseStockLevels  one finite number for each stage, index 0 nearest the customer
 * @throws RangeError that names the stage and the field if a number is out of range
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., section 6.2
 * @example
 * serialCostNormal({
 *   stages: [{ echelonHoldingCost: 0.18, leadTime: 4 }],
 *   stockoutCost: 0.7,
 *   demandMean: 50,
 *   demandStandardDeviation: 8,
 *   echelonBaseStockLevels: [213.2],
 * }); // 3.9952: the newsvendor's cost for demand over four periods
 */
export function serialCostNormal(
  system: NormalSerialSystem & { echelonBaseStockLevels: readonly number[] },
): number {
  requireNormalSystem(system);
  requireLevelPerStage(system.echelonBaseStockLevels, system.stages);
  let cost = 0;
  let below = customers(system);
  system.stages.forEach((stage, index) => {
    const level = system.echelonBaseStockLevels[index] ?? Number.NaN;
    requireFinite(`echelonBaseStockLevels[${index}]`, level);
    const echelon = costOfEchelon(below, stage.echelonHoldingCost, leadTimeDemand(system, stage));
    cost = echelon.costAt(level);
    below = { ...echelon, level };
  });
  return cost;
}

function requireNormalSystem(system: NormalSerialSystem): void {
  requireSerialSystem(system);
  requireNonNegative('demandMean', system.demandMean);
  requirePositive('demandStandardDeviation', system.demandStandardDeviation);
}

function leadTimeDemand(system: NormalSerialSystem, { leadTime }: SerialStage): NormalLeadTimeDemand {
  return {
    mean: system.demandMean * leadTime,
    standardDeviation: system.demandStandardDeviation * Math.sqrt(leadTime),
  };
}

/** Where the convex cost is least: bisection of its slope until no number lies between the two ends. */
function bottom({ slopeAt, straightBelow, spread }: EchelonCost): number {
  let low = straightBelow;
  let step = spread > 0 ? spread : 1;
  while (slopeAt(low + step) < 0) step *= 2;
  let high = low + step;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    if (slopeAt(middle) < 0) low = middle;
    else high = middle;
  }
}
