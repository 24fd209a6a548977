import { requireFinite, requireNonNegative, requirePositive } from '@granary/statistics';

export interface ElasticityMarkdownInput {
  /** units customers want at `fullPrice` until the end, at least 0 */
  demandAtFullPrice: number;
  /** today's price per unit, greater than 0; a markdown never exceeds it [p0] */
  fullPrice: number;
  /** own-price elasticity as a positive number, greater than 0: demand is D0 (p / p0)^-ε [ε] */
  elasticity: number;
  /** worth of a unit left at the end; negative when disposal costs [c] */
  salvageValuePerUnit: number;
  /** units on hand, at least 0; infinity when stock is no limit */
  stockUnits: number;
}

export interface ElasticityMarkdown {
  price: number;
  /** units sold at that price: demand or stock, whichever is less */
  unitsSold: number;
  /** money: what the sales bring above the salvage of the same units; negative if salvage exceeds every price */
  gainOverSalvage: number;
  /** share off the full price, 0 to 1 */
  discount: number;
}

/**
 * The best single price until the end of a season when demand is certain and has constant elasticity: sell
 * down to the run-out price, but not below the price at which a further unit brings no more than salvage.
 *
 *     p = min(p0, max(c ε / (ε − 1), p0 (D0 / stock)^(1/ε)))   for ε > 1
 *
 * With ε ≤ 1 a lower price loses revenue, so the full price stays, unless disposal costs money and clearing
 * everything is better. Of equal prices the higher. Demand is certain here: for risk and several price
 * steps use `planMarkdowns`.
 *
 * @throws RangeError for a demand, price, elasticity or stock out of range, and when stock without limit, ε > 1
 *   and a salvage value of 0 or less let the gain grow without bound
 * @see Talluri, van Ryzin (2004), The Theory and Practice of Revenue Management, chapter 5
 * @example
 * bestSinglePrice({ demandAtFullPrice: 25, fullPrice: 10, elasticity: 2, salvageValuePerUnit: 2, stockUnits: 100 });
 * // run-out price 10 × (25 / 100)^(1/2) = 5, above 2 × 2 / (2 − 1) = 4: price 5, all 100 sold, gain 300
 */
export function bestSinglePrice(input: ElasticityMarkdownInput): ElasticityMarkdown {
  check(input);
  const { fullPrice, salvageValuePerUnit } = input;
  const price = bestPrice(input);
  const unitsSold = unitsAt(input, price);
  return {
    price,
    unitsSold,
    gainOverSalvage: (price - salvageValuePerUnit) * unitsSold,
    discount: 1 - price / fullPrice,
  };
}

function bestPrice(input: ElasticityMarkdownInput): number {
  const { demandAtFullPrice, fullPrice, elasticity, salvageValuePerUnit, stockUnits } = input;
  if (demandAtFullPrice === 0 || stockUnits <= demandAtFullPrice) return fullPrice;
  const runOutPrice = fullPrice * (demandAtFullPrice / stockUnits) ** (1 / elasticity);
  if (elasticity > 1) {
    const unlimitedPrice = (salvageValuePerUnit * elasticity) / (elasticity - 1);
    return Math.min(fullPrice, Math.max(unlimitedPrice, runOutPrice));
  }
  // Between the two the gain has no maximum: it rises with the price, or falls first where disposal costs.
  const gainAt = (price: number) => (price - salvageValuePerUnit) * unitsAt(input, price);
  return stockUnits < Number.POSITIVE_INFINITY && gainAt(runOutPrice) > gainAt(fullPrice)
    ? runOutPrice
    : fullPrice;
}

function unitsAt(input: ElasticityMarkdownInput, price: number): number {
  const { demandAtFullPrice, fullPrice, elasticity, stockUnits } = input;
  if (demandAtFullPrice === 0) return 0;
  return Math.min(stockUnits, demandAtFullPrice * (price / fullPrice) ** -elasticity);
}

function check(input: ElasticityMarkdownInput): void {
  const { demandAtFullPrice, fullPrice, elasticity, salvageValuePerUnit, stockUnits } = input;
  requireNonNegative('demandAtFullPrice', demandAtFullPrice);
  requirePositive('fullPrice', fullPrice);
  requirePositive('elasticity', elasticity);
  requireFinite('salvageValuePerUnit', salvageValuePerUnit);
  if (!(stockUnits >= 0)) {
    throw new RangeError(`stockUnits is ${stockUnits}; it must be at least 0 (infinity: no limit)`);
  }
  const gainIsBounded =
    demandAtFullPrice === 0 ||
    stockUnits < Number.POSITIVE_INFINITY ||
    (elasticity > 1 ? salvageValuePerUnit > 0 : salvageValuePerUnit >= 0);
  if (!gainIsBounded) {
    throw new RangeError(
      `salvageValuePerUnit is ${salvageValuePerUnit}; without a limit on stock it must be ${elasticity > 1 ? 'greater than' : 'at least'} 0`,
    );
  }
}
