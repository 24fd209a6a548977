import { requireNonNegative, requirePositive } from '@granary/statistics';
import { type PoissonTable, poissonTable } from './poisson-table.ts';
import {
  backorderPenalty,
  requireLevelPerStage,
  requireSerialSystem,
  type SerialBaseStock,
  type SerialSystem,
} from './serial-system.ts';

/** A serial system whose customers each want one unit, at random times. */
export interface PoissonSerialSystem extends SerialSystem {
  /** units per period, greater than 0 [λ] */
  demandRate: number;
}

/**
 * Optimal echelon base-stock levels of a serial system with Poisson demand and backorders, exact. The stages
 * are solved one by one from the customer up: stage j bears its echelon's holding cost and what its shortage
 * does to the stages below (Clark and Scarf, in the form of Chen and Zheng):
 *
 * Ĉ_j(x) = h_j x + C̲_{j−1}(x), C_j(y) = E[Ĉ_j(y − D_j)], S_j = argmin C_j, C̲_j(x) = C_j(min(S_j, x)),
 *
 * with C̲_0(x) = (p + Σh) x⁻ and D_j the demand over L_j. Below 0 every C_j is a straight line, so no sum is
 * cut short. O(Σ S_j √(λ L_j)).
 *
 * Assumes continuous review (or periodic, with demand of a period independent of others), constant lead times,
 * no fixed order costs, linear costs. Of several optimal levels it returns the smallest.
 *
 * @param stages        index 0 is nearest the customer
 * @param stockoutCost  currency per unit backordered and period, greater than 0 [p]
 * @param demandRate    units per period, greater than 0 [λ]
 * @throws RangeError that names the stage and the field if a number is out of range
 * @see Clark, Scarf (1960), Optimal Policies for a Multi-Echelon Inventory Problem, Management Science 6
 * @see Chen, Zheng (1994), Lower Bounds for Multi-Echelon Stochastic Inventory Systems, Management Science 40
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., section 6.2
 * @example
 * const stage = { echelonHoldingCost: 0.25, leadTime: 0.25 };
 * serialBaseStockPoisson({ stages: [stage, stage, stage, stage], stockoutCost: 9, demandRate: 16 });
 * // { echelonBaseStockLevels: [8, 13, 18, 22], cost: 12.6879 }   (Shang and Song 2003, table 1)
 */
export function serialBaseStockPoisson(system: PoissonSerialSystem): SerialBaseStock {
  requireSerialSystem(system);
  requirePositive('demandRate', system.demandRate);
  const echelonBaseStockLevels: number[] = [];
  let echelon = customers(system);
  for (const { echelonHoldingCost, leadTime } of system.stages) {
    const costAt = costOfEchelon(echelon, echelonHoldingCost, poissonTable(system.demandRate * leadTime));
    const costs: number[] = [];
    let least = Number.POSITIVE_INFINITY;
    for (let cost = costAt(0); cost < least; cost = costAt(costs.length)) {
      costs.push(cost);
      least = cost;
    }
    echelon = { costs: Float64Array.from(costs), slopeBelow: echelon.slopeBelow + echelonHoldingCost };
    echelonBaseStockLevels.push(costs.length - 1);
  }
  return { echelonBaseStockLevels, cost: costAtLevel(echelon) };
}

/**
 * What a serial system with Poisson demand costs per period at given echelon base-stock levels, optimal or
 * not. The recursion of `serialBaseStockPoisson` with these levels in place of the best ones. Exact.
 *
 * @param echelonBaseStockLevels  one for each stage, whole numbers of at least 0, index 0 nearest the customer
 * @throws RangeError that names the stage and the field if a number is out of range
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., section 6.2
 * @example
 * const stage = { echelonHoldingCost: 0.25, leadTime: 0.25 };
 * serialCostPoisson({
 *   stages: [stage, stage, stage, stage],
 *   stockoutCost: 9,
 *   demandRate: 16,
 *   echelonBaseStockLevels: [8, 13, 18, 22],
 * }); // 12.6879
 */
export function serialCostPoisson(
  system: PoissonSerialSystem & { echelonBaseStockLevels: readonly number[] },
): number {
  requireSerialSystem(system);
  requirePositive('demandRate', system.demandRate);
  requireLevelPerStage(system.echelonBaseStockLevels, system.stages);
  system.echelonBaseStockLevels.forEach(requireWholeLevel);
  let echelon = customers(system);
  system.stages.forEach(({ echelonHoldingCost, leadTime }, stage) => {
    const costAt = costOfEchelon(echelon, echelonHoldingCost, poissonTable(system.demandRate * leadTime));
    const costs = new Float64Array((system.echelonBaseStockLevels[stage] ?? 0) + 1);
    for (let level = 0; level < costs.length; level++) costs[level] = costAt(level);
    echelon = { costs, slopeBelow: echelon.slopeBelow + echelonHoldingCost };
  });
  return costAtLevel(echelon);
}

/** C̲_j: `costs[x]` for x from 0 to S_j, the last of them above, a straight line below 0. */
interface EchelonCosts {
  costs: Float64Array;
  slopeBelow: number;
}

/** C̲_0: the customers' side, where only backorders cost. */
function customers(system: SerialSystem): EchelonCosts {
  return { costs: new Float64Array(1), slopeBelow: -backorderPenalty(system) };
}

function costAtLevel({ costs }: EchelonCosts): number {
  return costs[costs.length - 1]!;
}

/** C_j(y) for y of at least 0, by the demand that leaves the echelon below at its level, short of it, or below 0. */
function costOfEchelon(
  { costs, slopeBelow }: EchelonCosts,
  echelonHoldingCost: number,
  demand: PoissonTable,
): (inventoryPosition: number) => number {
  const level = costs.length - 1;
  return (position) => {
    const spare = position - level;
    const reached = spare < 0 ? 0 : 1 - demand.exceedance(spare);
    let sum = reached * costs[level]!;
    const most = Math.min(position, demand.highest);
    for (let count = Math.max(spare + 1, demand.lowest); count <= most; count++) {
      sum += demand.probability(count) * costs[position - count]!;
    }
    sum += demand.exceedance(position) * costs[0]! - slopeBelow * demand.loss(position);
    return echelonHoldingCost * (position - demand.mean) + sum;
  };
}

function requireWholeLevel(level: number, stage: number): void {
  const name = `echelonBaseStockLevels[${stage}]`;
  requireNonNegative(name, level);
  if (!Number.isInteger(level))
    throw new RangeError(`${name} is ${level}; it must be a whole number, at least 0`);
}
