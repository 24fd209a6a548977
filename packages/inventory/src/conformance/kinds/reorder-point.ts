import {
  bestReorderPoint,
  bestReorderPointPlan,
  economicQuantityWithBackordersPlan,
  economicQuantityWithSafetyStockPlan,
  expectedInventoryLevelPlan,
  lossFunctionPlan,
  normalLeadTimeDemand,
  poissonLeadTimeDemand,
  type ReorderPointPlan,
  type ReorderPointProblem,
  reorderPointCost,
} from '../../policies/reorder-point/index.ts';
import {
  demandWithMoments,
  fillRateOfReorderPoint,
  protectionMoments,
  reorderPointForFillRate,
  safetyStockForCycleService,
} from '../../policies/safety-stock/index.ts';
import type { Inputs } from '../inputs.ts';
import type { ConformanceKinds } from '../kind.ts';

export const reorderPointKinds: ConformanceKinds = {
  safety_stock_cycle_service: (inputs) => {
    const terms = safetyStockForCycleService({
      ...protectionInterval(inputs),
      cycleServiceLevel: inputs.number('cycle_service_level'),
    });
    return {
      protection_sd: terms.protectionStandardDeviation,
      k: terms.safetyFactor,
      safety_stock: terms.safetyStock,
      reorder_or_order_up_to: terms.level,
    };
  },

  // The shortcut that ignores the second term is not offered, so its value is null here as in the cases.
  reorder_point_for_fill_rate: (inputs) => {
    const moments = protectionMoments(protectionInterval(inputs));
    const options = {
      leadTimeDemand: demandWithMoments({ ...moments, shape: 'normal' }),
      orderQuantity: inputs.number('order_quantity'),
    };
    const targetFillRate = inputs.number('target_fill_rate');
    const { safetyFactor, safetyStock, level } = reorderPointForFillRate({ ...options, targetFillRate });
    return {
      k: safetyFactor,
      safety_stock: safetyStock,
      reorder_point: level,
      fill_rate: fillRateOfReorderPoint({ ...options, reorderPoint: level }),
      approx_k_ignoring_second_term: null,
    };
  },

  r_q_cost: (inputs) => ({ cost: costOfGivenPlan(inputs, normalProblem(inputs)) }),
  r_q_cost_poisson: (inputs) => ({ cost: costOfGivenPlan(inputs, poissonProblem(inputs)) }),
  r_q_poisson_exact: (inputs) => planned(bestReorderPointPlan(poissonProblem(inputs))),

  r_q_optimal_r_for_q: (inputs) => ({
    reorder_point: bestReorderPoint({
      orderQuantity: inputs.number('order_quantity'),
      holdingCost: inputs.number('holding_cost'),
      stockoutCost: inputs.number('stockout_cost'),
      leadTimeDemand: normalLeadTimeDemand(normalDemand(inputs)),
      ...tolerance(inputs),
    }),
  }),

  r_q_eil_approximation: (inputs) =>
    planned(expectedInventoryLevelPlan({ ...normalProblem(inputs), ...tolerance(inputs) })),
  r_q_eoqb_approximation: (inputs) =>
    planned(economicQuantityWithBackordersPlan({ ...normalProblem(inputs), ...tolerance(inputs) })),
  r_q_eoqss_approximation: (inputs) => planned(economicQuantityWithSafetyStockPlan(normalProblem(inputs))),
  r_q_loss_function_approximation: (inputs) =>
    planned(lossFunctionPlan({ ...normalProblem(inputs), ...tolerance(inputs) })),
};

function planned({ reorderPoint, orderQuantity, cost }: ReorderPointPlan): Record<string, unknown> {
  return { reorder_point: reorderPoint, order_quantity: orderQuantity, cost };
}

function costOfGivenPlan(inputs: Inputs, problem: ReorderPointProblem): number {
  return reorderPointCost({
    ...problem,
    reorderPoint: inputs.number('reorder_point'),
    orderQuantity: inputs.number('order_quantity'),
  });
}

function normalProblem(inputs: Inputs): ReorderPointProblem {
  const demand = normalDemand(inputs);
  return { ...costs(inputs, demand.demandMean), leadTimeDemand: normalLeadTimeDemand(demand) };
}

function poissonProblem(inputs: Inputs): ReorderPointProblem {
  const demandMean = inputs.number('demand_mean');
  const leadTimeDemand = poissonLeadTimeDemand({ demandMean, leadTime: inputs.number('lead_time') });
  return { ...costs(inputs, demandMean), leadTimeDemand };
}

function costs(inputs: Inputs, demandRate: number) {
  return {
    holdingCost: inputs.number('holding_cost'),
    stockoutCost: inputs.number('stockout_cost'),
    fixedCost: inputs.number('fixed_cost'),
    demandRate,
  };
}

function normalDemand(inputs: Inputs) {
  return {
    demandMean: inputs.number('demand_mean'),
    demandStandardDeviation: inputs.number('demand_sd'),
    leadTime: inputs.number('lead_time'),
  };
}

function protectionInterval(inputs: Inputs) {
  return {
    ...normalDemand(inputs),
    leadTimeStandardDeviation: inputs.optionalNumber('lead_time_sd') ?? 0,
    reviewPeriod: inputs.optionalNumber('review_period') ?? 0,
  };
}

/** How closely the source's iteration was asked to settle; ours is as close or closer. */
function tolerance(inputs: Inputs): { tolerance?: number } {
  const given = inputs.optionalNumber('tol');
  return given === undefined ? {} : { tolerance: given };
}
