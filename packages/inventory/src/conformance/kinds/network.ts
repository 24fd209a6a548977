import {
  type SerialBaseStock,
  type SerialStage,
  type SerialSystem,
  serialBaseStockNormal,
  serialBaseStockPoisson,
  serialCostNormal,
  serialCostPoisson,
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
};

function serialSystem(inputs: Inputs): SerialSystem {
  const order = inputs.optionalText('stages') ?? 'index 0 = downstream';
  if (order !== 'index 0 = downstream') {
    throw new RangeError(`inputs.stages is "${order}"; it must be "index 0 = downstream"`);
  }
  const leadTimes = inputs.numbers('lead_time');
  const stages = inputs
    .numbers('echelon_holding_cost')
    .map(
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
