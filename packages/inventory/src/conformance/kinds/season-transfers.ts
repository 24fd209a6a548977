import {
  type FixedCostLane,
  planTransshipment,
  planTransshipmentWithFixedCosts,
  type TransshipmentSource,
} from '../../network/transshipment/index.ts';
import { isObject } from '../case.ts';
import type { Inputs } from '../inputs.ts';
import type { ConformanceKinds } from '../kind.ts';
import { mustShipAll, refuseOtherRules } from './season-rules.ts';

export const transferKinds: ConformanceKinds = {
  transfer_transportation_lp: (inputs) => {
    const { netSaving } = planTransshipment(problem(inputs));
    return { max_net_saving: netSaving };
  },

  transfer_fixed_charge: (inputs) => {
    const { netSaving, shipments } = planTransshipmentWithFixedCosts(problem(inputs));
    return {
      max_net_saving: netSaving,
      open_lanes: shipments.map(({ source, destination }) => [source, destination]),
    };
  },
};

function problem(inputs: Inputs) {
  refuseOtherRules(inputs, [mustShipAll]);
  const places = { sources: sources(inputs), destinations: destinations(inputs) };
  return { ...places, lanes: inputs.has('lanes') ? listedLanes(inputs) : lanesOfAllPairs(inputs, places) };
}

/** Sources stand as objects, or as bare quantities without salvage. */
function sources(inputs: Inputs): TransshipmentSource[] {
  const given = inputs.raw('sources');
  if (Array.isArray(given) && given.every((each) => !isObject(each))) {
    return inputs.numbers('sources').map((excessUnits) => ({ excessUnits }));
  }
  return inputs.objects('sources').map((source) => ({
    excessUnits: source.number('excess'),
    salvageValuePerUnit: source.optionalNumber('salvage_value') ?? 0,
  }));
}

function destinations(inputs: Inputs) {
  return inputs.objects('destinations').map((destination) => ({
    benefits: [{ units: destination.number('absorbable'), valuePerUnit: destination.number('unit_value') }],
  }));
}

function listedLanes(inputs: Inputs): FixedCostLane[] {
  return inputs.objects('lanes').map((lane) => ({
    source: lane.number('source'),
    destination: lane.number('dest'),
    costPerUnit: lane.optionalNumber('unit_cost') ?? 0,
    capacityUnits: lane.optionalNumber('capacity') ?? Number.POSITIVE_INFINITY,
    fixedCost: lane.optionalNumber('fixed_cost_per_shipment') ?? 0,
  }));
}

/** Without a list of lanes every pair has one, at the costs of the matrices; null where there is none. */
function lanesOfAllPairs(
  inputs: Inputs,
  places: { sources: unknown[]; destinations: unknown[] },
): FixedCostLane[] {
  const unitCost = byPair(inputs, 'unit_cost', places);
  const fixedCost = byPair(inputs, 'fixed_cost_per_shipment', places);
  return places.sources.flatMap((_, source) =>
    places.destinations.flatMap((_, destination) => {
      const costs = { costPerUnit: unitCost(source, destination), fixedCost: fixedCost(source, destination) };
      const { costPerUnit, fixedCost: fixed } = costs;
      return costPerUnit === null || fixed === null
        ? []
        : [{ source, destination, costPerUnit, fixedCost: fixed }];
    }),
  );
}

/** A number for every pair: a matrix by source and destination, one number for all, or 0 when absent. */
function byPair(
  inputs: Inputs,
  name: string,
  { sources, destinations }: { sources: unknown[]; destinations: unknown[] },
): (source: number, destination: number) => number | null {
  const given = inputs.raw(name);
  if (given === undefined || given === null) return () => 0;
  if (typeof given === 'number') return () => given;
  const isMatrix =
    Array.isArray(given) &&
    given.length === sources.length &&
    given.every(
      (row) =>
        Array.isArray(row) &&
        row.length === destinations.length &&
        row.every((each) => each === null || typeof each === 'number'),
    );
  if (!isMatrix) {
    throw new RangeError(
      `inputs.${name} is ${JSON.stringify(given)}; it must be a number, or ${sources.length} lists of ${destinations.length} numbers`,
    );
  }
  return (source, destination) => given[source][destination];
}
