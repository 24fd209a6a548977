import { requireFinite, requireNonNegative } from '@granary/statistics';

/** One number for all periods, or one for each. */
export type PerPeriod = number | readonly number[];

/** The costs of the dynamic lot-size model; each at least 0, in one currency. */
export interface LotSizingCosts {
  /** currency per order, whatever its size [K] */
  fixedCost: PerPeriod;
  /** currency per unit in stock at the end of a period [h] */
  holdingCost: PerPeriod;
  /** currency per unit ordered [c]; 0 if left out */
  purchaseCost?: PerPeriod;
}

/** Sums of decimal fractions miss by less than this share of the units summed. */
export const ROUNDING = 1e-11;

/** Orders that meet every demand on time, and what they cost. */
export interface LotSizingPlan {
  /** units ordered at the start of each period, there at once [Q] */
  orderQuantities: number[];
  /** all costs over the horizon: the sum of the next three */
  cost: number;
  fixedCost: number;
  holdingCost: number;
  purchaseCost: number;
  /** periods with an order */
  orders: number;
  /** units in stock at the end of each period */
  endingStock: number[];
}

/**
 * What a plan costs: fixed costs of the periods with an order, holding costs on the stock at the end of each
 * period, purchase costs of the units ordered. Every lot-sizing method of this package returns this
 * evaluation of its own plan, so no cost is only an algorithm's belief. O(n).
 *
 * Assumes known demand, no backorders, no stock at the start and no lead time: subtract stock on hand from
 * the first demands, and release an order its lead time earlier.
 *
 * @param demand           units wanted in each period, at least 0 [d]
 * @param orderQuantities  units ordered in each period, at least 0 [Q]
 * @throws RangeError if a number is out of range, the lengths differ, the plan leaves a demand unmet,
 *   or its cost is too large for a number
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., section 3.7
 * @example
 * lotSizingPlanCost({
 *   demand: [90, 120, 80, 70],
 *   orderQuantities: [210, 0, 150, 0],
 *   fixedCost: 500,
 *   holdingCost: 2,
 * }).cost // 1380
 */
export function lotSizingPlanCost({
  demand,
  orderQuantities,
  ...costs
}: { demand: readonly number[]; orderQuantities: readonly number[] } & LotSizingCosts): LotSizingPlan {
  requireDemand(demand);
  const { fixedCost, holdingCost, purchaseCost } = costsByPeriod(costs, demand.length);
  requireOnePerPeriod('orderQuantities', orderQuantities, demand.length);
  const plan = { cost: 0, fixedCost: 0, holdingCost: 0, purchaseCost: 0, orders: 0 };
  const endingStock: number[] = [];
  let balance = 0;
  let wanted = 0;
  demand.forEach((units, period) => {
    const ordered = orderQuantities[period] ?? 0;
    balance += ordered - units;
    wanted += units;
    if (balance < -ROUNDING * wanted) {
      throw new RangeError(
        `orderQuantities leave ${-balance} units unmet in period ${period}; stock must never fall below 0`,
      );
    }
    const stock = balance > ROUNDING * wanted ? balance : 0;
    endingStock.push(stock);
    if (ordered > 0) plan.orders++;
    if (ordered > 0) plan.fixedCost += fixedCost[period] ?? 0;
    plan.purchaseCost += ordered * (purchaseCost[period] ?? 0);
    plan.holdingCost += stock * (holdingCost[period] ?? 0);
  });
  plan.cost = plan.fixedCost + plan.holdingCost + plan.purchaseCost;
  requireFinite('the cost of the plan', plan.cost);
  return { orderQuantities: [...orderQuantities], ...plan, endingStock };
}

/** @throws RangeError unless there is at least one period and every demand is at least 0 */
function requireDemand(demand: readonly number[]): void {
  if (demand.length === 0) throw new RangeError('demand is empty; it must hold at least one period');
  requireEachNonNegative('demand', demand);
  requireFinite(
    'the sum of demand',
    demand.reduce((sum, units) => sum + units, 0),
  );
}

/** The costs as one number per period, checked. */
export function costsByPeriod(
  { fixedCost, holdingCost, purchaseCost = 0 }: LotSizingCosts,
  periods: number,
): { fixedCost: Float64Array; holdingCost: Float64Array; purchaseCost: Float64Array } {
  return {
    fixedCost: byPeriod('fixedCost', fixedCost, periods),
    holdingCost: byPeriod('holdingCost', holdingCost, periods),
    purchaseCost: byPeriod('purchaseCost', purchaseCost, periods),
  };
}

function byPeriod(name: string, value: PerPeriod, periods: number): Float64Array {
  if (typeof value === 'number') {
    requireNonNegative(name, value);
    return new Float64Array(periods).fill(value);
  }
  requireOnePerPeriod(name, value, periods);
  return Float64Array.from(value);
}

function requireOnePerPeriod(name: string, values: readonly number[], periods: number): void {
  if (values.length !== periods) {
    throw new RangeError(
      `${name} has ${values.length} numbers; it must have one for each of the ${periods} periods`,
    );
  }
  requireEachNonNegative(name, values);
}

/** Builds a name only for the number it refuses: this runs for every period of every plan. */
function requireEachNonNegative(name: string, values: readonly number[]): void {
  const wrong = values.findIndex((value) => !(value >= 0 && value < Number.POSITIVE_INFINITY));
  if (wrong >= 0) requireNonNegative(`${name}[${wrong}]`, values[wrong] ?? Number.NaN);
}
