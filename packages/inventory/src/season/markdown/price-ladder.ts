import {
  type Distribution,
  requireFinite,
  requireNonNegative,
  requirePositive,
  requireWhole,
} from '@granary/statistics';
import { requireList } from '../require-list.ts';

/** Demand of a period at a price of the ladder: a distribution of counts. Periods and prices count from 0. */
export type PriceLadderDemand = (period: number, priceIndex: number) => Distribution;

/** One article with a stock that is not refilled, to be sold until the end of its season. */
export interface MarkdownProblem {
  /** whole units on hand, at least 0 */
  stockUnits: number;
  /** periods until the end, a whole number, at least 1 [T] */
  periods: number;
  /** price per unit of each step of the ladder, from the highest to the lowest */
  prices: number[];
  /** demand of each period at each price; independent between periods; what exceeds the stock is lost */
  demand: PriceLadderDemand;
  /** worth of a unit left after the last period; negative when disposal costs; default 0 */
  salvageValuePerUnit?: number;
  /** money each time the price changes, the first period included; at least 0, default 0 */
  priceChangeCost?: number;
  /** step of the ladder on which the article stands today; default 0 */
  startPriceIndex?: number;
}

/** @throws RangeError naming the parameter out of range */
export function checkMarkdownProblem(problem: MarkdownProblem): void {
  const { stockUnits, periods, prices, salvageValuePerUnit = 0, priceChangeCost = 0 } = problem;
  requireWhole('stockUnits', stockUnits, 0);
  requireWhole('periods', periods, 1);
  checkPrices(prices);
  if (typeof problem.demand !== 'function') {
    throw new RangeError(`demand is ${problem.demand}; it must be a function of period and price`);
  }
  requireFinite('salvageValuePerUnit', salvageValuePerUnit);
  requireNonNegative('priceChangeCost', priceChangeCost);
  requirePriceIndex('startPriceIndex', problem.startPriceIndex ?? 0, prices.length);
}

/** @throws RangeError unless prices are positive and fall from step to step */
export function checkPrices(prices: number[]): void {
  requireList('prices', prices);
  if (prices.length === 0) throw new RangeError('prices is empty; it must hold at least one price');
  prices.forEach((price, index) => {
    requirePositive(`prices[${index}]`, price);
    const before = prices[index - 1] ?? Number.POSITIVE_INFINITY;
    if (price >= before) {
      throw new RangeError(`prices[${index}] is ${price}; it must be below the price before it, ${before}`);
    }
  });
}

export function requirePriceIndex(name: string, value: number, length: number): void {
  if (!Number.isInteger(value) || value < 0 || value >= length) {
    throw new RangeError(`${name} is ${value}; it must be a whole number from 0 to ${length - 1}`);
  }
}
