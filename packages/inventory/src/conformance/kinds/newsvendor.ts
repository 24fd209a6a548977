import { type Distribution, normal } from '@granary/statistics';
import {
  myopicCost,
  myopicNewsvendor,
  newsvendor,
  newsvendorAdditiveYieldCost,
  newsvendorCost,
  newsvendorDiscrete,
  newsvendorDiscreteCost,
  newsvendorDisruptionCost,
  newsvendorNormal,
  newsvendorNormalCost,
  newsvendorPoisson,
  newsvendorPoissonCost,
  newsvendorProfit,
  newsvendorProfitPlan,
  newsvendorWithAdditiveYield,
  newsvendorWithDisruptions,
  normalProtectedDemand,
  poissonProtectedDemand,
} from '../../policies/newsvendor/index.ts';
import type { Inputs } from '../inputs.ts';
import type { ConformanceKinds } from '../kind.ts';
import { pmfOutcomes } from '../pmf-outcomes.ts';
import { scipyDistribution } from '../scipy-distribution.ts';

/** Where a base-stock level is given, its cost is asked; otherwise the best one and its cost. */
export const newsvendorKinds: ConformanceKinds = {
  newsvendor_normal: (inputs) =>
    givenOrBest(inputs, normalOptions(inputs), newsvendorNormalCost, newsvendorNormal),
  newsvendor_normal_cost: (inputs) => ({
    cost: newsvendorNormalCost({
      ...normalOptions(inputs),
      orderUpToLevel: inputs.number('base_stock_level'),
    }),
  }),
  newsvendor_poisson: (inputs) =>
    givenOrBest(inputs, poissonOptions(inputs), newsvendorPoissonCost, newsvendorPoisson),
  newsvendor_poisson_cost: (inputs) => ({
    cost: newsvendorPoissonCost({
      ...poissonOptions(inputs),
      orderUpToLevel: inputs.number('base_stock_level'),
    }),
  }),
  newsvendor_continuous: (inputs) =>
    givenOrBest(
      inputs,
      { ...costsOf(inputs), demand: scipyDistribution(inputs.object('demand_distrib')) },
      newsvendorCost,
      newsvendor,
    ),
  newsvendor_discrete: (inputs) => {
    const costs = costsOf(inputs);
    if (inputs.has('demand_pmf')) {
      const options = { ...costs, outcomes: pmfOutcomes(inputs.object('demand_pmf')) };
      return givenOrBest(inputs, options, newsvendorDiscreteCost, newsvendorDiscrete);
    }
    const options = { ...costs, demand: scipyDistribution(inputs.object('demand_distrib')) };
    return givenOrBest(inputs, options, newsvendorCost, newsvendor);
  },

  newsvendor_normal_explicit: (inputs) => profitOf(inputs, normalProtectedDemand(normalDemand(inputs))),
  newsvendor_poisson_explicit: (inputs) => profitOf(inputs, poissonProtectedDemand(poissonDemand(inputs))),

  myopic: (inputs) => givenOrBest(inputs, myopicOptions(inputs), myopicCost, myopicNewsvendor),
  myopic_cost: (inputs) => ({
    cost: myopicCost({ ...myopicOptions(inputs), orderUpToLevel: inputs.number('base_stock_level') }),
  }),

  newsvendor_with_additive_yield_uncertainty: (inputs) => {
    const options = {
      ...costsOf(inputs),
      demand: inputs.number('demand'),
      yieldDistribution: inputs.has('yield_distribution')
        ? scipyDistribution(inputs.object('yield_distribution'))
        : normal.distribution({
            mean: inputs.number('yield_mean'),
            standardDeviation: inputs.number('yield_sd'),
          }),
    };
    const given = inputs.optionalNumber(
      inputs.has('base_stock_level') ? 'base_stock_level' : 'order_quantity',
    );
    const orderQuantity = given ?? newsvendorWithAdditiveYield(options).orderQuantity;
    const cost = newsvendorAdditiveYieldCost({ ...options, orderQuantity });
    return { order_quantity: orderQuantity, base_stock_level: orderQuantity, cost };
  },

  newsvendor_with_disruptions: (inputs) =>
    givenOrBest(
      inputs,
      {
        ...costsOf(inputs),
        demand: inputs.number('demand'),
        disruptionProbability: inputs.number('disruption_prob'),
        recoveryProbability: inputs.number('recovery_prob'),
      },
      newsvendorDisruptionCost,
      newsvendorWithDisruptions,
    ),
};

function givenOrBest<Options>(
  inputs: Inputs,
  options: Options,
  costOf: (plan: Options & { orderUpToLevel: number }) => number,
  best: (options: Options) => { orderUpToLevel: number },
): Record<string, unknown> {
  const orderUpToLevel = inputs.optionalNumber('base_stock_level') ?? best(options).orderUpToLevel;
  return { base_stock_level: orderUpToLevel, cost: costOf({ ...options, orderUpToLevel }) };
}

function profitOf(inputs: Inputs, demand: Distribution): Record<string, unknown> {
  const options = {
    revenue: inputs.number('revenue'),
    unitCost: inputs.number('purchase_cost'),
    salvageValue: inputs.number('salvage_value'),
    holdingCost: inputs.optionalNumber('holding_cost') ?? 0,
    stockoutCost: inputs.optionalNumber('stockout_cost') ?? 0,
    demand,
  };
  const orderUpToLevel =
    inputs.optionalNumber('base_stock_level') ?? newsvendorProfitPlan(options).orderUpToLevel;
  return { base_stock_level: orderUpToLevel, profit: newsvendorProfit({ ...options, orderUpToLevel }) };
}

function costsOf(inputs: Inputs) {
  return { holdingCost: inputs.number('holding_cost'), stockoutCost: inputs.number('stockout_cost') };
}

function normalDemand(inputs: Inputs) {
  return {
    demandMean: inputs.number('demand_mean'),
    demandStandardDeviation: inputs.number('demand_sd'),
    leadTime: inputs.optionalNumber('lead_time') ?? 0,
  };
}

function poissonDemand(inputs: Inputs) {
  return {
    demandMean: inputs.number('demand_mean'),
    leadTime: inputs.optionalNumber('lead_time') ?? 0,
  };
}

function normalOptions(inputs: Inputs) {
  return { ...costsOf(inputs), ...normalDemand(inputs) };
}

function poissonOptions(inputs: Inputs) {
  return { ...costsOf(inputs), ...poissonDemand(inputs) };
}

function myopicOptions(inputs: Inputs) {
  return {
    ...costsOf(inputs),
    unitCost: inputs.number('purchase_cost'),
    nextUnitCost: inputs.number('purchase_cost_next_per'),
    discountFactor: inputs.optionalNumber('discount_factor') ?? 1,
    demand: normal.distribution({
      mean: inputs.number('demand_mean'),
      standardDeviation: inputs.number('demand_sd'),
    }),
  };
}
