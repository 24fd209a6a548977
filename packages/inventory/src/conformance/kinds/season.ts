import { poisson } from '@granary/statistics';
import {
  allocateByMarginalValue,
  bestSinglePrice,
  constantElasticityDemand,
  type DemandScenario,
  planMarkdowns,
  planTwoStageAllocation,
} from '../../season/index.ts';
import type { Inputs } from '../inputs.ts';
import type { ConformanceKinds } from '../kind.ts';
import {
  backorders,
  demandIsSeen,
  factorChanges,
  factorIsShared,
  movesBetweenStores,
  refuseOtherRules,
} from './season-rules.ts';
import { transferKinds } from './season-transfers.ts';

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
      marginPerUnit: unitMargin(inputs, store),
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
    refuseOtherRules(inputs, [movesBetweenStores, backorders]);
    return twoStages(inputs, (store) => [
      {
        probability: 1,
        firstStage: poisson.distribution({ mean: store.number('poisson_mean_stage1') }),
        secondStage: poisson.distribution({ mean: store.number('poisson_mean_stage2') }),
      },
    ]);
  },

  allocation_two_stage_holdback_learning: (inputs) => {
    refuseOtherRules(inputs, [movesBetweenStores, backorders, demandIsSeen, factorIsShared, factorChanges]);
    const factors = inputs.numbers('store_factor_values');
    const prior = priorOfFactors(inputs, factors.length);
    return twoStages(inputs, (store) => {
      const first = store.number('base_mean_stage1');
      const second = store.number('base_mean_stage2');
      return factors.flatMap((factor, index) =>
        prior[index] === 0
          ? []
          : [
              {
                probability: prior[index]!,
                firstStage: poisson.distribution({ mean: factor * first }),
                secondStage: poisson.distribution({ mean: factor * second }),
              },
            ],
      );
    });
  },

  ...transferKinds,
};

/** The only form of demand these cases know: base × decay^t × (price / prices[0])^−elasticity, Poisson. */
function elasticDemand(model: Inputs, prices: number[]) {
  const form = model.optionalText('form') ?? 'constant elasticity';
  if (/linear|exponential|logit/i.test(form) && !/elastic/i.test(form)) {
    throw new RangeError(`inputs.demand_model.form is "${form}"; it must be constant elasticity`);
  }
  const rate = model.optionalText('rate') ?? 'Poisson';
  if (/binomial|normal|gamma|deterministic/i.test(rate)) {
    throw new RangeError(`inputs.demand_model.rate is "${rate}"; it must be the rate of a Poisson demand`);
  }
  return constantElasticityDemand({
    prices,
    meanFirstPeriod: model.number('base_rate_first_period'),
    decayPerPeriod: model.optionalNumber('decay_per_period') ?? 1,
    elasticity: model.number('elasticity'),
  });
}

/** The prior as a list of probabilities, as probabilities written out in words, or uniform. */
function priorOfFactors(inputs: Inputs, length: number): number[] {
  if (Array.isArray(inputs.raw('factor_prior'))) {
    const prior = inputs.numbers('factor_prior');
    if (prior.length === length) return prior;
    throw new RangeError(
      `inputs.factor_prior has ${prior.length} entries; it must have ${length}, one per factor`,
    );
  }
  const text = inputs.optionalText('factor_prior') ?? 'uniform';
  const written = (text.match(/\d*\.\d+/g) ?? []).map(Number);
  const isDistribution =
    written.length === length && Math.abs(written.reduce((sum, each) => sum + each, -1)) < 1e-6;
  if (isDistribution) return written;
  if (/non-?uniform|unequal|normal|gamma|beta|binomial|triang|proportional/i.test(text)) {
    throw new RangeError(`inputs.factor_prior is "${text}"; it must be uniform, or a list of probabilities`);
  }
  return new Array<number>(length).fill(1);
}

function twoStages(inputs: Inputs, scenarios: (store: Inputs) => DemandScenario[]): Record<string, unknown> {
  const stores = inputs.objects('stores');
  const plan = planTwoStageAllocation({
    stores: stores.map((store) => ({
      marginPerUnit: unitMargin(inputs, store),
      scenarios: scenarios(store),
    })),
    supplyUnits: inputs.number('supply'),
  });
  return {
    optimal_expected_margin: plan.expectedMargin,
    holdback: plan.holdbackUnits,
    initial: plan.initialUnits,
    no_holdback_best: plan.withoutHoldback.expectedMargin,
  };
}

/** A margin of the store's own, or the one that all stores have. */
function unitMargin(inputs: Inputs, store: Inputs): number {
  const common = inputs.optionalNumber('unit_margin');
  return store.optionalNumber('unit_margin') ?? common ?? store.number('unit_margin');
}
