import { requireNonNegative } from '@granary/statistics';
import { minimiseFlowCost } from './minimum-cost-flow.ts';
import { type OpenProblem, openProblemQueue } from './open-problem-queue.ts';
import { shipmentsOf, type TransshipmentPlan } from './transshipment.ts';
import { laneUnits, mostGainPerUnit, mostUnits, transshipmentNetwork } from './transshipment-network.ts';
import {
  arrivesInTime,
  checkTransshipment,
  savingOfUnits,
  type TransshipmentLane,
  type TransshipmentProblem,
} from './transshipment-problem.ts';

/** A lane that costs something as soon as it is used: a truck, an hour of handling. */
export interface FixedCostLane extends TransshipmentLane {
  /** money per shipment on this lane, whatever its size; at least 0 */
  fixedCost: number;
}

export interface FixedCostTransshipmentPlan extends TransshipmentPlan {
  /** no plan saves more than this; the net saving itself when the plan is proved best */
  savingBound: number;
  /** false when the search ended at `maxNodes` with a gap between `netSaving` and `savingBound` */
  isProvedBest: boolean;
  /** relaxed problems solved */
  nodes: number;
}

/**
 * `planTransshipment` with a fixed cost for each lane in use: the fixed-charge transportation problem, which
 * is NP-hard. Branch and bound: the fixed cost is spread over the most the lane can carry, which makes a
 * minimum-cost flow that saves at least as much as any plan; the lane whose fixed cost that understates most
 * is then opened in one branch and closed in the other, the branch with the highest bound first. Each relaxed
 * flow also gives a true plan, on the lanes it uses.
 *
 * Exact for a hundred lanes within a second or two; beyond that it may end at `maxNodes`, and the gap is told
 * (400 lanes: a gap of some percent after about three seconds).
 *
 * @param maxNodes relaxed problems solved at most, a whole number, at least 1; default 20,000 for up to 50
 *   lanes, then 1,000,000 divided by the lanes, but at least 200
 * @throws RangeError as `planTransshipment`, and for a fixed cost that is negative or not finite
 * @see Balinski (1961), Fixed-cost transportation problems, Naval Research Logistics Quarterly 8
 * @example
 * planTransshipmentWithFixedCosts({
 *   sources: [{ excessUnits: 10 }],
 *   destinations: [{ benefits: [{ units: 10, valuePerUnit: 5 }] }],
 *   lanes: [{ source: 0, destination: 0, costPerUnit: 1, fixedCost: 30 }],
 * }).netSaving; // 10 × (5 − 1) − 30 = 10
 */
export function planTransshipmentWithFixedCosts(
  problem: TransshipmentProblem<FixedCostLane>,
  { maxNodes }: { maxNodes?: number } = {},
): FixedCostTransshipmentPlan {
  checkFixedCostTransshipment(problem);
  const mostNodes = maxNodes ?? affordableNodes(problem.lanes.length);
  if (!(Number.isInteger(mostNodes) && mostNodes >= 1)) {
    throw new RangeError(`maxNodes is ${mostNodes}; it must be a whole number, at least 1`);
  }
  const inTime = problem.lanes.map((lane) => arrivesInTime(problem, lane));
  const solver = createSolver(problem);
  const root = Uint8Array.from(problem.lanes, (_, lane) =>
    inTime[lane] && solver.couldGain(lane) ? UNDECIDED : CLOSED,
  );
  const { units, saving, bound, nodes } = branchAndBound(solver, root, mostNodes);
  return {
    shipments: shipmentsOf(problem.lanes, units),
    netSaving: saving,
    savingBound: Math.max(bound, saving),
    isProvedBest: bound <= saving,
    nodes,
    lanesTooSlow: inTime.flatMap((open, lane) => (open ? [] : [lane])),
  };
}

/**
 * The net saving of a plan: that of `transshipmentSaving` less the fixed cost of every lane in use.
 *
 * @param unitsPerLane units on each lane, in the order of the lanes
 * @throws RangeError as `transshipmentSaving`, and for a fixed cost that is negative or not finite
 */
export function fixedCostTransshipmentSaving(
  problem: TransshipmentProblem<FixedCostLane>,
  unitsPerLane: ArrayLike<number>,
): number {
  checkFixedCostTransshipment(problem);
  return fixedCostSavingOfUnits(problem, unitsPerLane);
}

function fixedCostSavingOfUnits(
  problem: TransshipmentProblem<FixedCostLane>,
  unitsPerLane: ArrayLike<number>,
): number {
  return problem.lanes.reduce(
    (saving, { fixedCost }, lane) => saving - (unitsPerLane[lane]! > 0 ? fixedCost : 0),
    savingOfUnits(problem, unitsPerLane),
  );
}

function checkFixedCostTransshipment(problem: TransshipmentProblem<FixedCostLane>): void {
  checkTransshipment(problem);
  problem.lanes.forEach((lane, index) => {
    requireNonNegative(`lanes[${index}].fixedCost`, lane.fixedCost);
  });
}

/** A relaxed problem takes time in proportion to its lanes: some seconds in all, whatever their number. */
function affordableNodes(lanes: number): number {
  return Math.max(200, Math.min(20_000, Math.floor(1_000_000 / Math.max(1, lanes))));
}

const UNDECIDED = 0;
const OPEN = 1;
const CLOSED = 2;

interface Solver {
  /** The relaxed problem where some lanes are decided: a bound, and the lane to decide next, -1 for none. */
  relax(state: Uint8Array): OpenProblem;
  /** The best true plan among those met so far. */
  best(): { units: Float64Array; saving: number };
  /** False for a lane whose fixed cost exceeds all it can ever gain: some best plan leaves it out. */
  couldGain(lane: number): boolean;
}

function branchAndBound(solver: Solver, root: Uint8Array, maxNodes: number) {
  const open = openProblemQueue();
  open.add(solver.relax(root));
  let nodes = 1;
  while (!open.isEmpty()) {
    const { bound, state, branchLane } = open.takeHighestBound();
    const incumbent = solver.best().saving;
    // The highest bound of all: nothing that is left can do better by more than rounding.
    if (branchLane < 0 || bound <= incumbent + 1e-9 * Math.abs(bound)) break;
    if (nodes + 2 > maxNodes) return { ...solver.best(), bound, nodes };
    for (const decision of [OPEN, CLOSED]) {
      const decided = Uint8Array.from(state);
      decided[branchLane] = decision;
      const child = solver.relax(decided);
      nodes++;
      if (child.branchLane >= 0 && child.bound > solver.best().saving) open.add(child);
    }
  }
  const best = solver.best();
  return { ...best, bound: best.saving, nodes };
}

function createSolver(problem: TransshipmentProblem<FixedCostLane>): Solver {
  const { lanes } = problem;
  const most = lanes.map((_, lane) => mostUnits(problem, lane));
  const network = transshipmentNetwork(problem, () => true);
  const emptyResidual = Float64Array.from(network.flow.residual);
  let bestUnits = new Float64Array(lanes.length);
  let bestSaving = 0;

  /** Solves the flow on the lanes with room, at the given price per unit on each, and returns the units. */
  const solve = (isOpen: (lane: number) => boolean, price: (lane: number) => number): Float64Array => {
    network.flow.residual.set(emptyResidual);
    network.laneArcs.forEach((arc, lane) => {
      if (!isOpen(lane)) network.flow.residual[arc] = 0;
      network.flow.cost[arc] = price(lane);
      network.flow.cost[arc + 1] = -price(lane);
    });
    minimiseFlowCost(network.flow, network);
    return laneUnits(network);
  };
  const consider = (units: Float64Array) => {
    const saving = fixedCostSavingOfUnits(problem, units);
    if (saving > bestSaving) {
      bestSaving = saving;
      bestUnits = new Float64Array(units);
    }
  };

  return {
    relax(state) {
      const spread = (lane: number) =>
        state[lane] === UNDECIDED ? lanes[lane]!.fixedCost / Math.max(most[lane]!, 1e-300) : 0;
      const units = solve(
        (lane) => state[lane] !== CLOSED,
        (lane) => lanes[lane]!.costPerUnit + spread(lane),
      );
      // With the fixed costs of these lanes paid, other quantities may be better; none is worse.
      const used = units.map((each) => (each > 0 ? 1 : 0));
      consider(
        solve(
          (lane) => used[lane] === 1,
          (lane) => lanes[lane]!.costPerUnit,
        ),
      );
      return judge(problem, { state, units, spread });
    },
    best: () => ({ units: bestUnits, saving: bestSaving }),
    couldGain(lane) {
      return mostGainPerUnit(problem, lane) * most[lane]! > lanes[lane]!.fixedCost;
    },
  };
}

/** The bound of a relaxed flow, and the undecided lane whose fixed cost it understates most. */
function judge(
  problem: TransshipmentProblem<FixedCostLane>,
  { state, units, spread }: { state: Uint8Array; units: Float64Array; spread: (lane: number) => number },
): OpenProblem {
  let bound = savingOfUnits(problem, units);
  let branchLane = -1;
  let largest = 0;
  problem.lanes.forEach(({ fixedCost }, lane) => {
    if (state[lane] === OPEN) bound -= fixedCost;
    if (state[lane] !== UNDECIDED || units[lane] === 0) return;
    const charged = units[lane]! * spread(lane);
    bound -= charged;
    // Units of a full lane are charged the whole fixed cost, but for rounding.
    const understated = fixedCost - charged;
    if (understated > largest && understated > 1e-9 * fixedCost) {
      largest = understated;
      branchLane = lane;
    }
  });
  return { bound, state, branchLane };
}
