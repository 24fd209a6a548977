import { requireNonNegative, requirePositive } from '@granary/statistics';
import { type PoissonTable, poissonTable } from './poisson-table.ts';
import {
  backorderPenalty,
  reachableLevels,
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
 * with C̲_0(x) = (p + Σh) x⁻ and D_j the demand over L_j. Far below every C_j is a straight line, so no sum is
 * cut short, but for demand less than 1e-22 likely. O(N² λL), L the longest lead time.
 *
 * Assumes continuous review (or periodic, with demand of a period independent of others), constant lead times,
 * no fixed order costs, linear costs. Of several optimal levels it returns the smallest.
 *
 * @param stages        index 0 is nearest the customer
 * @param stockoutCost  currency per unit backordered and period, greater than 0 [p]
 * @param demandRate    units per period, greater than 0; λL at most ten million [λ]
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
    const demand = poissonTable(system.demandRate * leadTime);
    const costAt = costOfEchelon(echelon, echelonHoldingCost, demand);
    const lowest = echelon.lowest + demand.lowest;
    const costs: number[] = [];
    let least = Number.POSITIVE_INFINITY;
    for (let cost = costAt(lowest); cost < least; cost = costAt(lowest + costs.length)) {
      costs.push(cost);
      least = cost;
    }
    const slopeBelow = echelon.slopeBelow + echelonHoldingCost;
    echelon = { lowest, costs: Float64Array.from(costs), slopeBelow };
    echelonBaseStockLevels.push(lowest + costs.length - 1);
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
  const demands = system.stages.map(({ leadTime }) => poissonTable(system.demandRate * leadTime));
  const levels = reachableLevels(system.echelonBaseStockLevels);
  const leastNeeded = leastPositions(levels, demands);
  let echelon = customers(system);
  demands.forEach((demand, stage) => {
    const { echelonHoldingCost = 0 } = system.stages[stage] ?? {};
    const costAt = costOfEchelon(echelon, echelonHoldingCost, demand);
    const level = levels[stage]!;
    const lowest = Math.min(level, Math.max(leastNeeded[stage]!, echelon.lowest + demand.lowest));
    const costs = Float64Array.from({ length: level - lowest + 1 }, (_, above) => costAt(lowest + above));
    echelon = { lowest, costs, slopeBelow: echelon.slopeBelow + echelonHoldingCost };
  });
  return costAtLevel(echelon);
}

/** The least inventory position of each stage that the stages upstream can leave it, down to what is not likely. */
function leastPositions(levels: Float64Array, demands: readonly PoissonTable[]): Float64Array {
  const least = Float64Array.from(levels);
  for (let stage = levels.length - 2; stage >= 0; stage--) {
    least[stage] = Math.min(least[stage]!, least[stage + 1]! - (demands[stage + 1]?.highest ?? 0));
  }
  return least;
}

/** C̲_j: `costs` for positions from `lowest` to S_j, the last of them above, a straight line below. */
interface EchelonCosts {
  lowest: number;
  costs: Float64Array;
  slopeBelow: number;
}

/** C̲_0: the customers' side, where only backorders cost. */
function customers(system: SerialSystem): EchelonCosts {
  return { lowest: 0, costs: new Float64Array(1), slopeBelow: -backorderPenalty(system) };
}

function costAtLevel({ costs }: EchelonCosts): number {
  return costs[costs.length - 1]!;
}

/** C_j(y) by the demand that leaves the echelon below at its level, short of it, or on the line far below. */
function costOfEchelon(
  { lowest, costs, slopeBelow }: EchelonCosts,
  echelonHoldingCost: number,
  demand: PoissonTable,
): (inventoryPosition: number) => number {
  const level = lowest + costs.length - 1;
  return (position) => {
    const spare = position - level;
    const aboveLine = position - lowest;
    let sum = (1 - demand.exceedance(spare)) * costs[costs.length - 1]!;
    const most = Math.min(aboveLine, demand.highest);
    for (let count = Math.max(spare + 1, demand.lowest); count <= most; count++) {
      sum += demand.probability(count) * costs[aboveLine - count]!;
    }
    sum += demand.exceedance(aboveLine) * costs[0]! - slopeBelow * demand.loss(aboveLine);
    return echelonHoldingCost * (position - demand.mean) + sum;
  };
}

function requireWholeLevel(level: number, stage: number): void {
  const name = `echelonBaseStockLevels[${stage}]`;
  requireNonNegative(name, level);
  if (!Number.isInteger(level))
    throw new RangeError(`${name} is ${level}; it must be a whole number, at least 0`);
}
