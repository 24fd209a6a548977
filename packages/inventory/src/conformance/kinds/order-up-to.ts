import { counts, type Distribution, poisson } from '@granary/statistics';
import {
  bestOrderUpTo,
  type OrderUpToProblem,
  orderUpToCost,
  powerApproximation,
} from '../../policies/order-up-to/index.ts';
import { isObject } from '../case.ts';
import type { Inputs } from '../inputs.ts';
import type { ConformanceKinds } from '../kind.ts';

export const orderUpToKinds: ConformanceKinds = {
  s_s_cost_discrete: (inputs) => ({
    cost: orderUpToCost({
      ...problem(inputs),
      reorderPoint: inputs.number('reorder_point'),
      orderUpToLevel: inputs.number('order_up_to_level'),
    }),
  }),

  s_s_discrete_exact: (inputs) => {
    const { reorderPoint, orderUpToLevel, cost } = bestOrderUpTo(problem(inputs));
    return { reorder_point: reorderPoint, order_up_to_level: orderUpToLevel, cost };
  },

  s_s_power_approximation: (inputs) => {
    const plan = powerApproximation({
      ...costs(inputs),
      demandMean: inputs.number('demand_mean'),
      demandStandardDeviation: inputs.number('demand_sd'),
    });
    return { reorder_point: plan.reorderPoint, order_up_to_level: plan.orderUpToLevel };
  },
};

function problem(inputs: Inputs): OrderUpToProblem {
  return { ...costs(inputs), demand: periodDemand(inputs) };
}

function costs(inputs: Inputs) {
  return {
    holdingCost: inputs.number('holding_cost'),
    stockoutCost: inputs.number('stockout_cost'),
    fixedCost: inputs.number('fixed_cost'),
  };
}

/** Poisson demand of a mean, or a table of probabilities; what the source ignores for one is ignored here too. */
function periodDemand(inputs: Inputs): Distribution {
  const mean = inputs.optionalNumber('demand_mean');
  const highest = inputs.optionalNumber('demand_hi');
  const table = inputs.raw('demand_pmf');
  if (inputs.flag('use_poisson', table === undefined || table === null)) {
    return poisson.distribution({ mean: mean ?? inputs.number('demand_mean') });
  }
  const probabilities = probabilityTable(table);
  return counts.distribution({
    probabilities: scaled(highest === undefined ? probabilities : probabilities.slice(0, highest + 1)),
  });
}

/** A list by count from 0, or an object from count to probability. */
function probabilityTable(table: unknown): number[] {
  if (Array.isArray(table)) return table.map(Number);
  if (!isObject(table))
    throw new RangeError('demand_pmf must be a list or an object when use_poisson is false');
  const known = Object.entries(table).map(
    ([count, probability]) => [Number(count), Number(probability)] as const,
  );
  for (const [count] of known) {
    if (!Number.isInteger(count) || count < 0) {
      throw new RangeError(`demand_pmf has a count of ${count}; it must be a whole number, at least 0`);
    }
  }
  const highest = Math.max(0, ...known.map(([count]) => count));
  const probabilities = new Array<number>(highest + 1).fill(0);
  for (const [count, probability] of known) probabilities[count] = probability;
  return probabilities;
}

/** A table cut off far out in its tail is scaled to 1; one that misses more is left to be refused. */
function scaled(probabilities: number[]): number[] {
  const total = probabilities.reduce((sum, probability) => sum + probability, 0);
  return Math.abs(total - 1) > 1e-4 ? probabilities : probabilities.map((probability) => probability / total);
}
