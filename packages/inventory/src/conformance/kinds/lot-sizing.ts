import {
  type LotSizingHeuristicInput,
  type LotSizingPlan,
  leastUnitCostPlan,
  type PerPeriod,
  partPeriodBalancingPlan,
  silverMealPlan,
  wagnerWhitinPlan,
} from '../../lot-sizing/index.ts';
import type { Inputs } from '../inputs.ts';
import type { ConformanceKinds, SolveKind } from '../kind.ts';

export const lotSizingKinds: ConformanceKinds = {
  wagner_whitin(inputs) {
    const periods = inputs.number('num_periods');
    const demand = perPeriod(inputs, 'demand', periods);
    const plan = wagnerWhitinPlan({
      demand: typeof demand === 'number' ? new Array<number>(periods).fill(demand) : demand,
      fixedCost: perPeriod(inputs, 'fixed_cost', periods),
      holdingCost: perPeriod(inputs, 'holding_cost', periods),
      purchaseCost: inputs.has('purchase_cost') ? perPeriod(inputs, 'purchase_cost', periods) : 0,
    });
    if (plan.orderQuantities.length !== periods) {
      throw new RangeError(
        `inputs.num_periods is ${periods}; demand has ${plan.orderQuantities.length} periods`,
      );
    }
    return ordersAndCost(plan);
  },
  lot_sizing_silver_meal: heuristic(silverMealPlan),
  lot_sizing_least_unit_cost: heuristic(leastUnitCostPlan),
  lot_sizing_part_period_balancing: heuristic(partPeriodBalancingPlan),
};

function heuristic(method: (input: LotSizingHeuristicInput) => LotSizingPlan): SolveKind {
  return (inputs) =>
    ordersAndCost(
      method({
        demand: inputs.numbers('demand'),
        fixedCost: inputs.number('fixed_cost'),
        holdingCost: inputs.number('holding_cost'),
      }),
    );
}

function ordersAndCost({ orderQuantities, cost }: LotSizingPlan) {
  return { order_quantities: orderQuantities, cost };
}

/** One number for all periods, or a list; stockpyl also takes lists counted from 1, with a 0 in front. */
function perPeriod(inputs: Inputs, name: string, periods: number): PerPeriod {
  if (typeof inputs.raw(name) === 'number') return inputs.number(name);
  const values = inputs.numbers(name);
  return values.length === periods + 1 && values[0] === 0 ? values.slice(1) : values;
}
