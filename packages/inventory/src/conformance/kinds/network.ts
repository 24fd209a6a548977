import {
  optimalServiceTimes,
  type SerialBaseStock,
  type SerialStage,
  type SerialSystem,
  type ServiceStage,
  type StageId,
  serialBaseStockNormal,
  serialBaseStockPoisson,
  serialCostNormal,
  serialCostPoisson,
  serviceTimeCost,
} from '../../network/index.ts';
import type { Inputs } from '../inputs.ts';
import type { ConformanceKinds } from '../kind.ts';

export const networkKinds: ConformanceKinds = {
  serial_clark_scarf_poisson(inputs) {
    const system = { ...serialSystem(inputs), demandRate: inputs.number('demand_mean_poisson') };
    const { echelonBaseStockLevels } = serialBaseStockPoisson(system);
    return levelsAndCost({
      echelonBaseStockLevels,
      cost: serialCostPoisson({ ...system, echelonBaseStockLevels }),
    });
  },
  serial_clark_scarf_normal(inputs) {
    const system = {
      ...serialSystem(inputs),
      demandMean: inputs.number('demand_mean'),
      demandStandardDeviation: inputs.number('demand_sd'),
    };
    const { echelonBaseStockLevels } = serialBaseStockNormal(system);
    return levelsAndCost({
      echelonBaseStockLevels,
      cost: serialCostNormal({ ...system, echelonBaseStockLevels }),
    });
  },
  gsm_tree(inputs) {
    const tree = { stages: inputs.objects('nodes').map(serviceStage), arcs: arcs(inputs) };
    const { stages } = optimalServiceTimes(tree);
    const outboundServiceTimes = stages.map((stage) => stage.outboundServiceTime);
    return {
      cost: serviceTimeCost({ ...tree, outboundServiceTimes }).cost,
      cst: Object.fromEntries(stages.map((stage) => [stage.id, stage.outboundServiceTime])),
    };
  },
};

function serviceStage(node: Inputs): ServiceStage {
  const maxOutboundServiceTime = node.optionalNumber('max_outbound_cst');
  return {
    id: stageId(node.raw('id')),
    processingTime: node.number('processing_time'),
    holdingCost: node.number('local_holding_cost'),
    safetyFactor: node.number('z'),
    demandStandardDeviation: node.optionalNumber('demand_sd') ?? 0,
    externalInboundServiceTime: node.optionalNumber('external_inbound_cst') ?? 0,
    ...(maxOutboundServiceTime === undefined ? {} : { maxOutboundServiceTime }),
  };
}

function arcs(inputs: Inputs): [StageId, StageId][] {
  const edges = inputs.raw('edges');
  if (!Array.isArray(edges)) throw new RangeError('inputs.edges must be a list of pairs');
  return edges.map((edge: unknown) => {
    if (!Array.isArray(edge) || edge.length !== 2)
      throw new RangeError('inputs.edges must be a list of pairs');
    return [stageId(edge[0]), stageId(edge[1])];
  });
}

function stageId(value: unknown): StageId {
  if (typeof value === 'number' || typeof value === 'string') return value;
  throw new RangeError(`a node is called ${JSON.stringify(value)}; it must be a number or a text`);
}

function serialSystem(inputs: Inputs): SerialSystem {
  const order = inputs.optionalText('stages') ?? 'index 0 = downstream';
  if (order !== 'index 0 = downstream') {
    throw new RangeError(`inputs.stages is "${order}"; it must be "index 0 = downstream"`);
  }
  const leadTimes = inputs.numbers('lead_time');
  const stages = inputs.numbers('echelon_holding_cost').map(
    (echelonHoldingCost, stage): SerialStage => ({
      echelonHoldingCost,
      leadTime: leadTimes[stage] ?? Number.NaN,
    }),
  );
  if (leadTimes.length !== stages.length) {
    throw new RangeError(`inputs.lead_time has ${leadTimes.length} numbers for ${stages.length} stages`);
  }
  return { stages, stockoutCost: inputs.number('stockout_cost') };
}

function levelsAndCost({ echelonBaseStockLevels, cost }: SerialBaseStock) {
  return { echelon_base_stock: echelonBaseStockLevels, cost };
}
