import { requireFinite, requireNonNegative, requirePositive } from '@granary/statistics';
import { costOfEchelon, customers, type EchelonCost, straightBelow } from './normal-echelon.ts';
import {
  backorderPenalty,
  requireLevelPerStage,
  requireSerialSystem,
  type SerialBaseStock,
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
 * are good to about ten digits and no grid has to be chosen. O(N² m²), with m about 200 points.
 *
 * Negative demand counts as returned: with a coefficient of variation above about 0.4 prefer Poisson or another
 * model. Assumes constant lead times, no fixed order costs, linear costs. A lead time 10¹² times shorter than
 * those downstream counts as none.
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
  const { demandStandardDeviation } = system;
  const echelonBaseStockLevels: number[] = [];
  let cost = 0;
  let below = customers(backorderPenalty(system));
  const meanDemand = meanDemandByEchelon(system);
  system.stages.forEach(({ echelonHoldingCost, leadTime }, index) => {
    const mean = meanDemand[index] ?? 0;
    const echelon = costOfEchelon(below, echelonHoldingCost, leadTime);
    const levelInUnits = mean + demandStandardDeviation * bottom(echelon);
    echelonBaseStockLevels.push(levelInUnits);
    // rounded as whoever evaluates the level returned will have it
    const level = (levelInUnits - mean) / demandStandardDeviation;
    cost = echelon.costAt(level);
    below = { ...echelon, level };
  });
  return { echelonBaseStockLevels, cost: costInUnits(system, cost) };
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
  let below = customers(backorderPenalty(system));
  const meanDemand = meanDemandByEchelon(system);
  system.stages.forEach(({ echelonHoldingCost, leadTime }, index) => {
    const levelInUnits = system.echelonBaseStockLevels[index] ?? Number.NaN;
    requireFinite(`echelonBaseStockLevels[${index}]`, levelInUnits);
    const level = (levelInUnits - (meanDemand[index] ?? 0)) / system.demandStandardDeviation;
    const echelon = costOfEchelon(below, echelonHoldingCost, leadTime);
    cost = echelon.costAt(level);
    below = { ...echelon, level };
  });
  return costInUnits(system, cost);
}

function requireNormalSystem(system: NormalSerialSystem): void {
  requireSerialSystem(system);
  requireNonNegative('demandMean', system.demandMean);
  requirePositive('demandStandardDeviation', system.demandStandardDeviation);
}

/** Mean demand over the lead times of each stage and those downstream of it, in units. */
function meanDemandByEchelon({ stages, demandMean }: NormalSerialSystem): number[] {
  let mean = 0;
  const means = stages.map(({ leadTime }) => {
    mean += demandMean * leadTime;
    return mean;
  });
  requireFinite('demandMean times the lead times', mean);
  return means;
}

/** From standard deviations to units, with the holding cost of the units in transit, which no level changes. */
function costInUnits(system: NormalSerialSystem, cost: number): number {
  const meanDemand = meanDemandByEchelon(system);
  return system.stages.reduce(
    (sum, { echelonHoldingCost }, stage) => sum + echelonHoldingCost * (meanDemand[stage - 1] ?? 0),
    system.demandStandardDeviation * cost,
  );
}

/** Where the convex cost is least, to 15 digits: bisection of its slope. */
function bottom({ slopeAt, bends }: EchelonCost): number {
  let low = straightBelow(bends);
  if (slopeAt(low) >= 0) return low;
  const widest = bends.reduce((most, { width }) => Math.max(most, width), 0);
  let step = widest > 0 ? widest : 1;
  while (slopeAt(low + step) < 0) step *= 2;
  let high = low + step;
  const enough = 1e-15 * step;
  while (high - low > enough) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (slopeAt(middle) < 0) low = middle;
    else high = middle;
  }
  return high;
}
