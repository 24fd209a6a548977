import type { MarkdownPolicy } from './markdown-plan.ts';
import type { MarkdownProblem } from './price-ladder.ts';
import { type SalesTable, salesTable } from './sales-table.ts';

/** What to expect when a policy is followed, period by period. */
export interface ExpectedSeason {
  /** mean price per unit in each period, over all that may happen; a sold-out article keeps its last price */
  prices: number[];
  /** probability of each step of the ladder in each period: `priceProbabilities[period][priceIndex]` */
  priceProbabilities: number[][];
  /** mean units sold in each period */
  unitsSold: number[];
  /** mean units left after the last period */
  unitsLeft: number;
  /** mean number of price changes */
  priceChanges: number;
}

/** Where the season may stand: a probability for each step of the ladder, changes left and stock. */
interface Standing {
  probability: Float64Array;
  layers: number;
  stocks: number;
}

/**
 * Follows the policy forward from the start, exactly. O(periods × prices × stock × spread of demand) for each
 * number of changes left.
 *
 * @param priceChangesLeft where changes are limited
 */
export function expectedSeason(
  problem: MarkdownProblem,
  policy: MarkdownPolicy,
  priceChangesLeft?: number,
): ExpectedSeason {
  const { stockUnits, periods, prices, demand, startPriceIndex = 0 } = problem;
  const layers = (priceChangesLeft ?? 0) + 1;
  const stocks = stockUnits + 1;
  const size = prices.length * layers * stocks;
  let standing: Standing = { probability: new Float64Array(size), layers, stocks };
  standing.probability[((startPriceIndex + 1) * layers - 1) * stocks + stockUnits] = 1;
  const season: ExpectedSeason = {
    prices: [],
    priceProbabilities: [],
    unitsSold: [],
    unitsLeft: 0,
    priceChanges: 0,
  };
  for (let period = 0; period < periods; period++) {
    const priced = afterPricing(standing, policy, { period, isLimited: priceChangesLeft !== undefined });
    season.priceChanges += priced.changes;
    const salesByPrice = prices.map((_, priceIndex) => salesTable(demand(period, priceIndex), stockUnits));
    const sold = afterSales(priced.standing, salesByPrice);
    standing = sold.standing;
    season.unitsSold.push(sold.unitsSold);
    const probabilities = prices.map((_, priceIndex) => priceProbability(standing, priceIndex));
    season.priceProbabilities.push(probabilities);
    season.prices.push(prices.reduce((sum, price, index) => sum + price * probabilities[index]!, 0));
  }
  season.unitsLeft = stockUnits - season.unitsSold.reduce((sum, units) => sum + units, 0);
  return season;
}

function afterPricing(
  { probability, layers, stocks }: Standing,
  policy: MarkdownPolicy,
  { period, isLimited }: { period: number; isLimited: boolean },
): { standing: Standing; changes: number } {
  const next = new Float64Array(probability.length);
  let changes = 0;
  probability.forEach((weight, at) => {
    if (weight === 0) return;
    const stock = at % stocks;
    const layer = Math.floor(at / stocks) % layers;
    const present = Math.floor(at / (stocks * layers));
    const priceIndex = policy.priceIndex({
      period,
      priceIndex: present,
      stockUnits: stock,
      priceChangesLeft: layer,
    });
    const isChange = priceIndex !== present;
    if (isChange) changes += weight;
    next[(priceIndex * layers + layer - (isChange && isLimited ? 1 : 0)) * stocks + stock]! += weight;
  });
  return { standing: { probability: next, layers, stocks }, changes };
}

function afterSales(
  { probability, layers, stocks }: Standing,
  salesByPrice: SalesTable[],
): { standing: Standing; unitsSold: number } {
  const next = new Float64Array(probability.length);
  let unitsSold = 0;
  probability.forEach((weight, at) => {
    if (weight === 0) return;
    const stock = at % stocks;
    const sales = salesByPrice[Math.floor(at / (stocks * layers))]!;
    unitsSold += weight * sales.expectedSales[stock]!;
    next[at - stock]! += weight * sales.sellOut[stock]!;
    const end = Math.min(sales.last, stock - 1);
    for (let sold = sales.first; sold <= end; sold++) next[at - sold]! += weight * sales.probability[sold]!;
  });
  return { standing: { probability: next, layers, stocks }, unitsSold };
}

function priceProbability({ probability, layers, stocks }: Standing, priceIndex: number): number {
  const from = priceIndex * layers * stocks;
  return probability.subarray(from, from + layers * stocks).reduce((sum, weight) => sum + weight, 0);
}
