import { requireList } from '../require-list.ts';
import { checkMarkdownProblem, type MarkdownProblem, requirePriceIndex } from './price-ladder.ts';
import { meanAfterSales, salesTable } from './sales-table.ts';

/**
 * The expected profit when the price of every period is fixed now, whatever sells: sales, less price changes,
 * plus salvage. O(periods × stock × spread of demand). `planMarkdowns` is never worse, since it may look at
 * the stock; the difference is what reacting is worth. A change is paid even when nothing is left to sell.
 *
 * @param priceIndexes step of the ladder in each period
 * @throws RangeError naming the parameter out of range
 * @example
 * const demand = constantElasticityDemand({ prices: [10, 5], meanFirstPeriod: 1, elasticity: 0 });
 * expectedProfitOfPrices({ stockUnits: 1, periods: 1, prices: [10, 5], demand }, [1]); // 5 (1 − e^-1) = 3.16
 */
export function expectedProfitOfPrices(problem: MarkdownProblem, priceIndexes: number[]): number {
  checkMarkdownProblem(problem);
  const { stockUnits, periods, prices, demand, salvageValuePerUnit = 0, priceChangeCost = 0 } = problem;
  requireList('priceIndexes', priceIndexes);
  if (priceIndexes.length !== periods) {
    throw new RangeError(
      `priceIndexes has ${priceIndexes.length} entries; it must have ${periods}, one per period`,
    );
  }
  priceIndexes.forEach((index, period) => {
    requirePriceIndex(`priceIndexes[${period}]`, index, prices.length);
  });
  let value = Float64Array.from({ length: stockUnits + 1 }, (_, stock) => stock * salvageValuePerUnit);
  for (let period = periods - 1; period >= 0; period--) {
    const price = prices[priceIndexes[period]!]!;
    const sales = salesTable(demand(period, priceIndexes[period]!), stockUnits);
    const later = value;
    value = Float64Array.from(
      later,
      (_, stock) => price * sales.expectedSales[stock]! + meanAfterSales(sales, stock, later),
    );
  }
  const start = problem.startPriceIndex ?? 0;
  const changes = priceIndexes.filter(
    (index, period) => index !== (priceIndexes[period - 1] ?? start),
  ).length;
  return value[stockUnits]! - changes * priceChangeCost;
}

/** The start price in every period. */
export function constantPrice({ periods, startPriceIndex = 0 }: MarkdownProblem): number[] {
  return new Array<number>(periods).fill(startPriceIndex);
}
