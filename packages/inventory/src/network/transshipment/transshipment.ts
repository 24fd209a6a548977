import { minimiseFlowCost } from './minimum-cost-flow.ts';
import { laneUnits, mostGainPerUnit, transshipmentNetwork } from './transshipment-network.ts';
import {
  arrivesInTime,
  checkTransshipment,
  type Shipment,
  savingOfUnits,
  type TransshipmentLane,
  type TransshipmentProblem,
} from './transshipment-problem.ts';

export interface TransshipmentPlan {
  /** lanes in use, in the order of the lanes; empty when nothing is worth moving */
  shipments: Shipment[];
  /** money: value at the destinations − transport − salvage forgone, for these shipments */
  netSaving: number;
  /** lanes on which the units would arrive too late to be sold, as indexes */
  lanesTooSlow: number[];
}

/**
 * Which places with too much of an item should send how much to which places that can use it, so that the
 * net saving is largest: the transportation problem with capacities on lanes, units that may stay, and
 * benefits that fall in steps. A unit moves only when that gains; with whole units given the plan is whole
 * (total unimodularity), and fractional units such as kilograms are moved as they are. Value, cost and salvage are known amounts per unit: uncertain demand enters as steps
 * (the expected worth of the 1st, 2nd … unit). A cost for each lane used needs
 * `planTransshipmentWithFixedCosts`.
 *
 * Minimum-cost flow by successive shortest paths; about O((sources + destinations) × lanes × log).
 *
 * @returns a plan; of several best plans one, the same for the same input. In another order of sources, lanes or
 *   destinations it may be another of the best plans
 * @throws RangeError naming the entry that is negative, not a number, out of range, or a benefit that rises
 * @see Ahuja, Magnanti, Orlin (1993), Network Flows, chapter 9 (successive shortest paths); Herer, Tzur,
 *   Yücesan (2006), The multilocation transshipment problem, IIE Transactions 38
 * @example
 * planTransshipment({
 *   sources: [{ excessUnits: 10, salvageValuePerUnit: 1 }],
 *   destinations: [{ benefits: [{ units: 6, valuePerUnit: 5 }] }, { benefits: [{ units: 9, valuePerUnit: 7 }] }],
 *   lanes: [
 *     { source: 0, destination: 0, costPerUnit: 1 },
 *     { source: 0, destination: 1, costPerUnit: 2 },
 *   ],
 * }).netSaving; // 9 × (7 − 2 − 1) + 1 × (5 − 1 − 1) = 39
 */
export function planTransshipment(problem: TransshipmentProblem): TransshipmentPlan {
  checkTransshipment(problem);
  const inTime = problem.lanes.map((lane) => arrivesInTime(problem, lane));
  // A plan without the units of a lane that cannot gain is no worse, and costs that forbid would drown others.
  const mayUse = (lane: number) => inTime[lane]! && mostGainPerUnit(problem, lane) > 0;
  const network = transshipmentNetwork(problem, mayUse);
  minimiseFlowCost(network.flow, network);
  const units = laneUnits(network);
  return {
    shipments: shipmentsOf(problem.lanes, units),
    netSaving: savingOfUnits(problem, units),
    lanesTooSlow: inTime.flatMap((open, lane) => (open ? [] : [lane])),
  };
}

/** The lanes in use. */
export function shipmentsOf(lanes: TransshipmentLane[], unitsPerLane: Float64Array): Shipment[] {
  return lanes.flatMap(({ source, destination }, lane) => {
    const units = unitsPerLane[lane]!;
    return units > 0 ? [{ lane, source, destination, units }] : [];
  });
}
