import { poisson } from '@granary/statistics';
import {
  type FixedCostLane,
  planTransshipment,
  planTransshipmentWithFixedCosts,
  type TransshipmentLane,
  type TransshipmentSource,
} from '../../network/transshipment/index.ts';
import {
  allocateByMarginalValue,
  bestSinglePrice,
  constantElasticityDemand,
  type DemandScenario,
  planMarkdowns,
  planTwoStageAllocation,
} from '../../season/index.ts';
import { isObject } from '../case.ts';
import type { Inputs } from '../inputs.ts';
import type { ConformanceKinds } from '../kind.ts';

export const seasonKinds: ConformanceKinds = {
  markdown_deterministic_elasticity: (inputs) => {
    const { price, unitsSold, gainOverSalvage } = bestSinglePrice({
      demandAtFullPrice: inputs.number('base_demand_at_p0'),
      fullPrice: inputs.number('p0'),
      elasticity: inputs.number('elasticity'),
      salvageValuePerUnit: inputs.optionalNumber('salvage_value') ?? 0,
      stockUnits: inputs.optionalNumber('stock') ?? Number.POSITIVE_INFINITY,
    });
    return { price, units: unitsSold, revenue_plus_salvage_delta: gainOverSalvage };
  },

  markdown_dp_poisson: (inputs) => {
    const prices = inputs.numbers('prices_desc');
    const plan = planMarkdowns({
      stockUnits: inputs.number('initial_stock'),
      periods: inputs.number('periods'),
      prices,
      demand: elasticDemand(inputs.object('demand_model'), prices),
      startPriceIndex: inputs.optionalNumber('start_price_index') ?? 0,
      salvageValuePerUnit: inputs.optionalNumber('salvage_value') ?? 0,
      priceChangeCost: inputs.optionalNumber('price_change_cost') ?? 0,
      isMonotone: inputs.flag('monotone_markdown', true),
    });
    return {
      optimal_expected_profit: plan.expectedProfit,
      first_price_index: plan.firstPriceIndex,
      no_markdown_expected: plan.expectedProfitWithoutMarkdown,
    };
  },

  allocation_marginal_newsvendor: (inputs) => {
    const stores = inputs.objects('stores').map((store) => ({
      demand: poisson.distribution({ mean: store.number('poisson_mean') }),
      marginPerUnit: store.number('unit_margin'),
      presentationUnits: store.optionalNumber('min_presentation') ?? 0,
    }));
    const { expectedMargin, units, leftoverUnits } = allocateByMarginalValue({
      stores,
      supplyUnits: inputs.number('supply'),
      packSize: inputs.optionalNumber('pack_size') ?? 1,
      leastGain: 1e-6,
    });
    return { expected_margin: expectedMargin, allocation: units, leftover: leftoverUnits };
  },

  allocation_two_stage_holdback: (inputs) => {
    requireWords('reallocation', inputs.text('reallocation'), [
      'DC holdback only',
      'no store-to-store moves',
      'demand independent between stages',
      'lost sales',
    ]);
    return twoStages(inputs, (store) => [
      {
        probability: 1,
        firstStage: poisson.distribution({ mean: store.number('poisson_mean_stage1') }),
        secondStage: poisson.distribution({ mean: store.number('poisson_mean_stage2') }),
      },
    ]);
  },

  allocation_two_stage_holdback_learning: (inputs) => {
    requireWords('factor_prior', inputs.text('factor_prior'), [
      'uniform',
      'independent per store',
      'same factor',
    ]);
    requireWords('rules', inputs.text('rules'), [
      'censored at stock',
      'Bayes',
      'lost sales',
      'no store-to-store',
    ]);
    const factors = inputs.numbers('store_factor_values');
    return twoStages(inputs, (store) => {
      const first = store.number('base_mean_stage1');
      const second = store.number('base_mean_stage2');
      return factors.map((factor) => ({
        probability: 1 / factors.length,
        firstStage: poisson.distribution({ mean: factor * first }),
        secondStage: poisson.distribution({ mean: factor * second }),
      }));
    });
  },

  transfer_transportation_lp: (inputs) => {
    const lanes = inputs.objects('lanes').map((lane): TransshipmentLane => {
      const capacityUnits = lane.optionalNumber('capacity') ?? Number.POSITIVE_INFINITY;
      return {
        source: lane.number('source'),
        destination: lane.number('dest'),
        costPerUnit: lane.number('unit_cost'),
        capacityUnits,
      };
    });
    const { netSaving } = planTransshipment({
      sources: sources(inputs),
      destinations: destinations(inputs),
      lanes,
    });
    return { max_net_saving: netSaving };
  },

  transfer_fixed_charge: (inputs) => {
    const problem = {
      sources: sources(inputs),
      destinations: destinations(inputs),
      lanes: fixedCostLanes(inputs),
    };
    const { netSaving, shipments } = planTransshipmentWithFixedCosts(problem);
    return {
      max_net_saving: netSaving,
      open_lanes: shipments.map(({ source, destination }) => [source, destination]),
    };
  },
};

/** The only form of demand these cases know: base × decay^t × (price / prices[0])^−elasticity. */
function elasticDemand(model: Inputs, prices: number[]) {
  requireWords('demand_model.form', model.optionalText('form') ?? 'constant elasticity', [
    'constant elasticity',
  ]);
  requireWords('demand_model.rate', model.optionalText('rate') ?? 'Poisson', ['Poisson']);
  return constantElasticityDemand({
    prices,
    meanFirstPeriod: model.number('base_rate_first_period'),
    decayPerPeriod: model.optionalNumber('decay_per_period') ?? 1,
    elasticity: model.number('elasticity'),
  });
}

function twoStages(inputs: Inputs, scenarios: (store: Inputs) => DemandScenario[]): Record<string, unknown> {
  const marginPerUnit = inputs.number('unit_margin');
  const plan = planTwoStageAllocation({
    stores: inputs.objects('stores').map((store) => ({ marginPerUnit, scenarios: scenarios(store) })),
    supplyUnits: inputs.number('supply'),
  });
  return {
    optimal_expected_margin: plan.expectedMargin,
    holdback: plan.holdbackUnits,
    initial: plan.initialUnits,
    no_holdback_best: plan.withoutHoldback.expectedMargin,
  };
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

/** Costs as matrices by source and destination; null where there is no lane. */
function fixedCostLanes(inputs: Inputs): FixedCostLane[] {
  const unitCosts = matrix(inputs, 'unit_cost');
  const fixedCosts = matrix(inputs, 'fixed_cost_per_shipment');
  return unitCosts.flatMap((row, source) =>
    row.flatMap((costPerUnit, destination) => {
      const fixedCost = fixedCosts[source]?.[destination];
      if (costPerUnit === null || fixedCost === null || fixedCost === undefined) return [];
      return [{ source, destination, costPerUnit, fixedCost }];
    }),
  );
}

function matrix(inputs: Inputs, name: string): (number | null)[][] {
  const rows = inputs.raw(name);
  const isMatrix =
    Array.isArray(rows) &&
    rows.every((row) => Array.isArray(row) && row.every((each) => each === null || typeof each === 'number'));
  if (!isMatrix)
    throw new RangeError(`inputs.${name} is ${JSON.stringify(rows)}; it must be a list of lists of numbers`);
  return rows;
}

/** A case says its rules in words; other rules would be another problem. */
function requireWords(name: string, text: string, words: string[]): void {
  for (const each of words) {
    if (!text.toLowerCase().includes(each.toLowerCase())) {
      throw new RangeError(`inputs.${name} is "${text}"; it must say "${each}"`);
    }
  }
}
