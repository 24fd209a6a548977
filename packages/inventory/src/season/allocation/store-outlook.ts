import type { TwoStageStore } from './two-stage-problem.ts';

/**
 * What may happen at one store, tabulated. Sales s of the first stage show the demand when some stock is left,
 * and only that it was at least the stock x when none is: the belief about the scenario is updated by Bayes'
 * rule either way. All money values are expectations.
 */
export interface StoreOutlook {
  /** most units worth sending in the first stage */
  most: number;
  /** P(first demand = s), s < most */
  demandProbability: Float64Array;
  /** P(first demand ≥ x), x ≤ most */
  sellOutProbability: Float64Array;
  /** m E[min(first demand, x)], x ≤ most */
  firstMargin: Float64Array;
  /** `afterSales[s][j]`: what the j-th unit of second-stage stock earns, j ≥ 1, if first demand was s */
  afterSales: Float64Array[];
  /** `afterSellOut[x][j]`: the same if all x units were sold; index 0 of each row is unused */
  afterSellOut: Float64Array[];
  /** running sums of `afterSales`: what the first j units earn together */
  sumAfterSales: Float64Array[];
  sumAfterSellOut: Float64Array[];
}

/** Demand above a count that is less likely than this earns nothing that shows. */
const NEGLIGIBLE = 1e-13;

/** O(units² × scenarios) time and memory, for units up to the demand that can occur. */
export function storeOutlook({ marginPerUnit, scenarios }: TwoStageStore, supplyUnits: number): StoreOutlook {
  const reach = (quantiles: number[]) => Math.min(supplyUnits, Math.max(...quantiles));
  const first = reach(scenarios.map(({ firstStage }) => firstStage.quantile(1 - NEGLIGIBLE)));
  const second = reach(scenarios.map(({ secondStage }) => secondStage.quantile(1 - NEGLIGIBLE)));
  const most = Math.min(supplyUnits, first + second);
  const weights = scenarios.map(({ probability }) => probability);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const priors = weights.map((weight) => weight / total);
  const secondMargins = scenarios.map(({ secondStage }) =>
    Float64Array.from({ length: second + 1 }, (_, unit) =>
      unit === 0 ? 0 : marginPerUnit * secondStage.survival(unit - 1),
    ),
  );
  const exactly = jointTable(priors, most, (scenario, units) =>
    scenarios[scenario]!.firstStage.density(units),
  );
  const atLeast = jointTable(priors, most + 1, (scenario, units) =>
    scenarios[scenario]!.firstStage.survival(units - 1),
  );
  const afterSales = exactly.joint.map((joint, units) => mean(joint, exactly.sum[units]!, secondMargins));
  const afterSellOut = atLeast.joint.map((joint, units) => mean(joint, atLeast.sum[units]!, secondMargins));
  const firstMargin = new Float64Array(most + 1);
  for (let x = 1; x <= most; x++) firstMargin[x] = firstMargin[x - 1]! + marginPerUnit * atLeast.sum[x]!;
  return {
    most,
    demandProbability: exactly.sum,
    sellOutProbability: atLeast.sum,
    firstMargin,
    afterSales,
    afterSellOut,
    sumAfterSales: afterSales.map(runningSum),
    sumAfterSellOut: afterSellOut.map(runningSum),
  };
}

/**
 * The expected margin of `units` sent now when nothing is kept back, or, with a price for kept units, when as
 * many as wanted can be had at that price in the second stage, less the price of the units sent now.
 *
 * Since the true second stage cannot buy more than was kept, the second is an upper bound that falls apart by
 * store: Lagrangian relaxation of the one constraint the stores share.
 *
 * @param price per unit of the supply; infinity for nothing kept back, and then no price is charged
 */
export function storeValue(outlook: StoreOutlook, units: number, price: number): number {
  const charged = price === Number.POSITIVE_INFINITY ? 0 : price * units;
  let value = outlook.firstMargin[units]! - charged;
  for (let sold = 0; sold < units; sold++) {
    const left = units - sold;
    const gains = outlook.afterSales[sold]!;
    value +=
      outlook.demandProbability[sold]! * valueWithPrice(gains, outlook.sumAfterSales[sold]!, left, price);
  }
  const gains = outlook.afterSellOut[units]!;
  return (
    value +
    outlook.sellOutProbability[units]! * valueWithPrice(gains, outlook.sumAfterSellOut[units]!, 0, price)
  );
}

/** What second-stage stock earns, topped up while a further unit earns more than the price. */
function valueWithPrice(gains: Float64Array, sums: Float64Array, left: number, price: number): number {
  const last = gains.length - 1;
  let low = Math.min(left, last);
  let high = last;
  // Gains fall with the units: the last one above the price is found by halving.
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (gains[middle]! > price) low = middle;
    else high = middle - 1;
  }
  const bought = Math.max(0, low - left);
  return sums[low]! - (bought === 0 ? 0 : price * bought);
}

/** Prior × likelihood for each number of units below `length`, and their sums over the scenarios. */
function jointTable(
  priors: number[],
  length: number,
  likelihood: (scenario: number, units: number) => number,
): { joint: Float64Array[]; sum: Float64Array } {
  const joint = Array.from({ length }, (_, units) =>
    Float64Array.from(priors, (prior, scenario) => prior * likelihood(scenario, units)),
  );
  return { joint, sum: Float64Array.from(joint, (row) => row.reduce((sum, each) => sum + each, 0)) };
}

/** The mean of the rows with weights `joint` / `sum`; zeros where nothing can happen. */
function mean(joint: Float64Array, sum: number, rows: Float64Array[]): Float64Array {
  const result = new Float64Array(rows[0]!.length);
  if (sum === 0) return result;
  joint.forEach((weight, scenario) => {
    const row = rows[scenario]!;
    const share = weight / sum;
    for (let index = 0; index < row.length; index++) result[index]! += share * row[index]!;
  });
  return result;
}

function runningSum(values: Float64Array): Float64Array {
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum;
  });
}
