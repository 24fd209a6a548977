import {
  additiveYieldCost,
  approximateDisruptionCost,
  approximateOrderQuantityWithDisruptions,
  type DiscountCosts,
  type DiscountedOrderQuantity,
  type DisruptionCosts,
  disruptionCost,
  economicOrderQuantity,
  economicOrderQuantityWithAdditiveYield,
  economicOrderQuantityWithAllUnitsDiscounts,
  economicOrderQuantityWithBackorders,
  economicOrderQuantityWithDisruptions,
  economicOrderQuantityWithIncrementalDiscounts,
  economicOrderQuantityWithMultiplicativeYield,
  economicProductionQuantity,
  jointReplenishmentBySilver,
  multiplicativeYieldCost,
  orderQuantityCost,
  orderQuantityCostWithBackorders,
  productionQuantityCost,
} from '../../policies/economic-order-quantity/index.ts';
import type { Inputs } from '../inputs.ts';
import type { ConformanceKinds } from '../kind.ts';

/** Where an order quantity is given, its cost is asked; otherwise the best one and its cost. */
export const economicOrderQuantityKinds: ConformanceKinds = {
  economic_order_quantity: (inputs) =>
    givenOrBest(inputs, orderCosts(inputs), orderQuantityCost, economicOrderQuantity),

  economic_order_quantity_with_backorders: (inputs) => {
    const costs = { ...orderCosts(inputs), stockoutCost: inputs.number('stockout_cost') };
    const orderQuantity = inputs.optionalNumber('order_quantity');
    const stockoutFraction = inputs.optionalNumber('stockout_fraction');
    if (orderQuantity === undefined && stockoutFraction === undefined) {
      const best = economicOrderQuantityWithBackorders(costs);
      return {
        order_quantity: best.orderQuantity,
        stockout_fraction: best.stockoutFraction,
        cost: best.cost,
      };
    }
    if (orderQuantity === undefined || stockoutFraction === undefined) {
      throw new RangeError('order_quantity and stockout_fraction must be given both, or neither');
    }
    return {
      order_quantity: orderQuantity,
      stockout_fraction: stockoutFraction,
      cost: orderQuantityCostWithBackorders({ ...costs, orderQuantity, stockoutFraction }),
    };
  },

  economic_production_quantity: (inputs) =>
    givenOrBest(
      inputs,
      { ...orderCosts(inputs), productionRate: inputs.number('production_rate') },
      productionQuantityCost,
      economicProductionQuantity,
    ),

  economic_order_quantity_with_all_units_discounts: (inputs) =>
    discounted(inputs, economicOrderQuantityWithAllUnitsDiscounts),

  economic_order_quantity_with_incremental_discounts: (inputs) =>
    discounted(inputs, economicOrderQuantityWithIncrementalDiscounts),

  eoq_with_additive_yield_uncertainty: (inputs) =>
    givenOrBest(inputs, yieldCosts(inputs), additiveYieldCost, economicOrderQuantityWithAdditiveYield),

  eoq_with_multiplicative_yield_uncertainty: (inputs) =>
    givenOrBest(
      inputs,
      yieldCosts(inputs),
      multiplicativeYieldCost,
      economicOrderQuantityWithMultiplicativeYield,
    ),

  eoq_with_disruptions: (inputs) => {
    const costs = disruptionCosts(inputs);
    return inputs.flag('approximate', false)
      ? givenOrBest(inputs, costs, approximateDisruptionCost, approximateOrderQuantityWithDisruptions)
      : givenOrBest(inputs, costs, disruptionCost, economicOrderQuantityWithDisruptions);
  },

  eoq_with_disruptions_cost: (inputs) => {
    const plan = { ...disruptionCosts(inputs), orderQuantity: inputs.number('order_quantity') };
    const approximate = inputs.flag('approximate', false);
    return { cost: approximate ? approximateDisruptionCost(plan) : disruptionCost(plan) };
  },

  joint_replenishment_problem_silver_heuristic: (inputs) => {
    const holdingCosts = inputs.numbers('holding_costs');
    const demandRates = inputs.numbers('demand_rates');
    const fixedCosts = inputs.numbers('individual_fixed_costs');
    const plan = jointReplenishmentBySilver({
      sharedFixedCost: inputs.number('shared_fixed_cost'),
      items: fixedCosts.map((fixedCost, index) => ({
        fixedCost,
        holdingCost: holdingCosts[index] ?? Number.NaN,
        demandRate: demandRates[index] ?? Number.NaN,
      })),
    });
    return {
      order_quantities: plan.orderQuantities,
      base_cycle_time: plan.baseCycleTime,
      order_multiples: plan.orderMultiples,
      cost: plan.cost,
    };
  },
};

function givenOrBest<Costs>(
  inputs: Inputs,
  costs: Costs,
  costOf: (plan: Costs & { orderQuantity: number }) => number,
  best: (costs: Costs) => { orderQuantity: number; cost: number },
): Record<string, unknown> {
  const given = inputs.optionalNumber('order_quantity');
  if (given !== undefined) return { order_quantity: given, cost: costOf({ ...costs, orderQuantity: given }) };
  const { orderQuantity, cost } = best(costs);
  return { order_quantity: orderQuantity, cost };
}

function discounted(
  inputs: Inputs,
  best: (costs: DiscountCosts) => DiscountedOrderQuantity,
): Record<string, unknown> {
  const { orderQuantity, region, cost } = best(discountCosts(inputs));
  return { order_quantity: orderQuantity, region_index0: region, cost };
}

function orderCosts(inputs: Inputs) {
  return {
    fixedCost: inputs.number('fixed_cost'),
    holdingCost: inputs.number('holding_cost'),
    demandRate: inputs.number('demand_rate'),
  };
}

function yieldCosts(inputs: Inputs) {
  return {
    ...orderCosts(inputs),
    yieldMean: inputs.number('yield_mean'),
    yieldStandardDeviation: inputs.number('yield_sd'),
  };
}

function discountCosts(inputs: Inputs): DiscountCosts {
  const breakpoints = inputs.numbers('breakpoints');
  const unitCosts = inputs.numbers('unit_costs');
  if (breakpoints.length !== unitCosts.length) {
    throw new RangeError(`unit_costs has ${unitCosts.length} entries; it must have ${breakpoints.length}`);
  }
  return {
    fixedCost: inputs.number('fixed_cost'),
    holdingCostRate: inputs.number('holding_cost_rate'),
    demandRate: inputs.number('demand_rate'),
    priceBreaks: breakpoints.map((fromQuantity, index) => ({
      fromQuantity,
      unitCost: unitCosts[index] ?? Number.NaN,
    })),
  };
}

function disruptionCosts(inputs: Inputs): DisruptionCosts {
  return {
    ...orderCosts(inputs),
    stockoutCost: inputs.number('stockout_cost'),
    disruptionRate: inputs.number('disruption_rate'),
    recoveryRate: inputs.number('recovery_rate'),
  };
}
