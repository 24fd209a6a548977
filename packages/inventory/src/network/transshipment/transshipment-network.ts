import { addArc, createFlowNetwork, type FlowNetwork } from './minimum-cost-flow.ts';
import { absorbableUnits, type TransshipmentProblem } from './transshipment-problem.ts';

/**
 * A transshipment as a flow: origin → sources → destinations → sink. An arc from the origin costs the salvage
 * forgone, an arc of a lane the transport, an arc to the sink the negative benefit of its step. Steps of a
 * destination are parallel arcs; since their values fall, the cheapest path fills the best first.
 */
export interface TransshipmentNetwork {
  flow: FlowNetwork;
  origin: number;
  sink: number;
  /** arc of each lane */
  laneArcs: Int32Array;
}

/** @param mayUse false for lanes that are closed */
export function transshipmentNetwork(
  { sources, destinations, lanes }: TransshipmentProblem,
  mayUse: (lane: number) => boolean,
): TransshipmentNetwork {
  const origin = sources.length + destinations.length;
  const sink = origin + 1;
  const steps = destinations.reduce((sum, destination) => sum + destination.benefits.length, 0);
  const flow = createFlowNetwork({ nodes: sink + 1, maxArcs: sources.length + steps + lanes.length });
  sources.forEach(({ excessUnits, salvageValuePerUnit = 0 }, source) => {
    addArc(flow, { from: origin, to: source, capacity: excessUnits, cost: salvageValuePerUnit });
  });
  destinations.forEach(({ benefits }, destination) => {
    for (const { units, valuePerUnit } of benefits) {
      addArc(flow, { from: sources.length + destination, to: sink, capacity: units, cost: -valuePerUnit });
    }
  });
  const laneArcs = Int32Array.from(lanes, (lane, index) => {
    const { source, destination, costPerUnit, capacityUnits = Number.POSITIVE_INFINITY } = lane;
    const to = sources.length + destination;
    const capacity = mayUse(index) ? capacityUnits : 0;
    return addArc(flow, { from: source, to, capacity, cost: costPerUnit });
  });
  return { flow, origin, sink, laneArcs };
}

/** The most a lane can carry: its capacity, the excess at its start, what its end absorbs. */
export function mostUnits({ sources, destinations, lanes }: TransshipmentProblem, lane: number): number {
  const { source, destination, capacityUnits = Number.POSITIVE_INFINITY } = lanes[lane]!;
  return Math.min(
    capacityUnits,
    sources[source]!.excessUnits,
    absorbableUnits(destinations[destination]!.benefits),
  );
}

/** What a unit on a lane gains at most: the first step of the benefit, less transport and salvage. */
export function mostGainPerUnit(
  { sources, destinations, lanes }: TransshipmentProblem,
  lane: number,
): number {
  const { source, destination, costPerUnit } = lanes[lane]!;
  const value = destinations[destination]!.benefits[0]?.valuePerUnit ?? 0;
  return value - costPerUnit - (sources[source]!.salvageValuePerUnit ?? 0);
}

/** Units on each lane, once the flow is found. */
export function laneUnits({ flow, laneArcs }: TransshipmentNetwork): Float64Array {
  return Float64Array.from(laneArcs, (arc) => flow.residual[arc ^ 1]!);
}
