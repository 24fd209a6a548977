import { requireWhole } from '@granary/statistics';
import { checkMarkdownProblem, type MarkdownProblem } from './price-ladder.ts';
import { constantPrice, expectedProfitOfPrices } from './price-path.ts';
import { meanAfterSales, salesTable } from './sales-table.ts';
import { type ExpectedSeason, expectedSeason } from './season-outlook.ts';

export interface MarkdownOptions extends MarkdownProblem {
  /** true: the price never rises again. Default true */
  isMonotone?: boolean;
  /** changes of price at most, a whole number, at least 0; default without limit */
  maximumPriceChanges?: number;
}

export interface MarkdownPlan {
  /** money expected from sales, less price changes, plus salvage; the cost of the stock is sunk */
  expectedProfit: number;
  /** the same if the price stays where it starts */
  expectedProfitWithoutMarkdown: number;
  /** step of the ladder for the first period */
  firstPriceIndex: number;
  policy: MarkdownPolicy;
  /** what to expect of each period when the policy is followed */
  outlook: ExpectedSeason;
}

/** The best step of the ladder in every situation. */
export interface MarkdownPolicy {
  /**
   * @param period counted from 0
   * @param priceIndex step on which the article stands before the decision
   * @param stockUnits units left, 0 to the stock at the start
   * @param priceChangesLeft needed only where changes are limited
   */
  priceIndex(situation: {
    period: number;
    priceIndex: number;
    stockUnits: number;
    priceChangesLeft?: number;
  }): number;
  /** one row per period, changes left (from none), step and stock (fastest), with the best step */
  table: Uint8Array;
}

/**
 * When to mark down, and how far: the prices that bring the largest expected profit from a stock that is not
 * refilled. At the start of each period the step of the ladder is chosen in view of the stock left; demand is
 * random, independent between periods, and lost beyond the stock. Exact backward dynamic programme; demand is
 * not truncated, since what exceeds the stock sells it out. Customers are not strategic: none waits.
 *
 * O(periods × prices × stock × spread of demand × (changes allowed + 1)) time,
 * O(periods × prices × stock × (changes + 1)) bytes for the policy.
 *
 * Of equal prices it keeps the present one, then the highest.
 *
 * @throws RangeError naming the parameter out of range, a demand that is no distribution of counts, or a policy
 *   of more than 1e9 entries
 * @see Gallego, van Ryzin (1994), Optimal dynamic pricing of inventories with stochastic demand over finite
 *   horizons, Management Science 40(8) (a finite set of prices); Talluri, van Ryzin (2004), The Theory and
 *   Practice of Revenue Management, chapter 5
 * @example
 * const prices = [10, 8, 6, 4];
 * const demand = constantElasticityDemand({ prices, meanFirstPeriod: 2, elasticity: 2 });
 * planMarkdowns({ stockUnits: 10, periods: 3, prices, demand }).firstPriceIndex; // 1: 8 instead of 10 at once
 */
export function planMarkdowns(options: MarkdownOptions): MarkdownPlan {
  checkMarkdownProblem(options);
  const { stockUnits, prices, periods, maximumPriceChanges, startPriceIndex = 0 } = options;
  if (prices.length > 256)
    throw new RangeError(`prices has ${prices.length} steps; it must have at most 256`);
  if (maximumPriceChanges !== undefined) requireWhole('maximumPriceChanges', maximumPriceChanges, 0);
  const grid = {
    prices: prices.length,
    stocks: stockUnits + 1,
    // More changes than periods cannot be made; without a limit one layer stands for any number.
    layers: maximumPriceChanges === undefined ? 1 : Math.min(maximumPriceChanges, periods) + 1,
  };
  const entries = periods * grid.layers * grid.prices * grid.stocks;
  if (entries > MOST_ENTRIES) {
    throw new RangeError(
      `the policy has ${entries} entries (periods × changes × prices × stock); it must have at most ${MOST_ENTRIES}`,
    );
  }
  const { table, value } = solve(options, grid);
  const start = cell(grid, { layer: grid.layers - 1, priceIndex: startPriceIndex, stock: stockUnits });
  const policy = policyOf(table, grid, periods);
  return {
    expectedProfit: value[start]!,
    expectedProfitWithoutMarkdown: expectedProfitOfPrices(options, constantPrice(options)),
    firstPriceIndex: table[start]!,
    policy,
    outlook: expectedSeason(options, policy, maximumPriceChanges === undefined ? undefined : grid.layers - 1),
  };
}

/** A byte each. */
const MOST_ENTRIES = 1e9;

interface Grid {
  prices: number;
  stocks: number;
  layers: number;
}

interface Cell {
  layer: number;
  priceIndex: number;
  stock: number;
}

function cell({ prices, stocks }: Grid, { layer, priceIndex, stock }: Cell): number {
  return (layer * prices + priceIndex) * stocks + stock;
}

function solve(options: MarkdownOptions, grid: Grid): { table: Uint8Array; value: Float64Array } {
  const { periods, salvageValuePerUnit = 0 } = options;
  const cells = grid.layers * grid.prices * grid.stocks;
  const table = new Uint8Array(periods * cells);
  let later = Float64Array.from({ length: cells }, (_, at) => (at % grid.stocks) * salvageValuePerUnit);
  let value = new Float64Array(cells);
  const afterPricing = new Float64Array(cells);
  for (let period = periods - 1; period >= 0; period--) {
    valueAfterPricing(options, grid, { period, later, afterPricing });
    choosePrices(options, grid, {
      afterPricing,
      value,
      choice: table.subarray(period * cells, (period + 1) * cells),
    });
    [later, value] = [value, later];
  }
  return { table, value: later };
}

/** The worth of a period and all later ones once its price stands. */
function valueAfterPricing(
  { prices, demand }: MarkdownOptions,
  grid: Grid,
  step: { period: number; later: Float64Array; afterPricing: Float64Array },
): void {
  const { period, later, afterPricing } = step;
  for (let priceIndex = 0; priceIndex < grid.prices; priceIndex++) {
    const sales = salesTable(demand(period, priceIndex), grid.stocks - 1);
    for (let layer = 0; layer < grid.layers; layer++) {
      const row = cell(grid, { layer, priceIndex, stock: 0 });
      const laterRow = later.subarray(row, row + grid.stocks);
      for (let stock = 0; stock < grid.stocks; stock++) {
        const revenue = prices[priceIndex]! * sales.expectedSales[stock]!;
        afterPricing[row + stock] = revenue + meanAfterSales(sales, stock, laterRow);
      }
    }
  }
}

function choosePrices(
  { isMonotone = true, maximumPriceChanges, priceChangeCost = 0 }: MarkdownOptions,
  grid: Grid,
  step: { afterPricing: Float64Array; value: Float64Array; choice: Uint8Array },
): void {
  const { afterPricing, value, choice } = step;
  const isLimited = maximumPriceChanges !== undefined;
  for (let layer = 0; layer < grid.layers; layer++) {
    // A change leads one layer down, where there is one fewer left.
    const layerAfterChange = isLimited ? layer - 1 : layer;
    for (let present = 0; present < grid.prices; present++) {
      const row = cell(grid, { layer, priceIndex: present, stock: 0 });
      for (let stock = 0; stock < grid.stocks; stock++) {
        let best = afterPricing[row + stock]!;
        let bestPrice = present;
        if (layerAfterChange >= 0) {
          for (let next = isMonotone ? present + 1 : 0; next < grid.prices; next++) {
            if (next === present) continue;
            const other = cell(grid, { layer: layerAfterChange, priceIndex: next, stock });
            const worth = afterPricing[other]! - priceChangeCost;
            if (worth > best) {
              best = worth;
              bestPrice = next;
            }
          }
        }
        value[row + stock] = best;
        choice[row + stock] = bestPrice;
      }
    }
  }
}

function policyOf(table: Uint8Array, grid: Grid, periods: number): MarkdownPolicy {
  const cells = grid.layers * grid.prices * grid.stocks;
  const within = (name: string, value: number, length: number) => {
    if (!Number.isInteger(value) || value < 0 || value >= length) {
      throw new RangeError(`${name} is ${value}; it must be a whole number from 0 to ${length - 1}`);
    }
  };
  return {
    table,
    priceIndex({ period, priceIndex, stockUnits, priceChangesLeft = grid.layers - 1 }) {
      within('period', period, periods);
      within('priceIndex', priceIndex, grid.prices);
      within('stockUnits', stockUnits, grid.stocks);
      requireWhole('priceChangesLeft', priceChangesLeft, 0);
      const layer = Math.min(priceChangesLeft, grid.layers - 1);
      return table[period * cells + cell(grid, { layer, priceIndex, stock: stockUnits })]!;
    },
  };
}
