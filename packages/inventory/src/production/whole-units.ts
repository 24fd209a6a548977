/**
 * What sums and quotients of quantities of a size may be off by rounding. Less than a thousandth of a unit up
 * to 1e10 units, so that no unit that is really needed is lost.
 */
export function roundingSlack(quantity: number): number {
  return Math.max(1e-9, 1e-13 * Math.abs(quantity));
}

/**
 * The next whole number at or above a quantity. A quantity such as 30.000000000000004, which is 27 / 0.9
 * after rounding, counts as 30: the 31st unit would be made for the sake of a rounding error.
 *
 * @param quantity at least 0
 */
export function roundUpToWhole(quantity: number): number {
  const nearest = Math.round(quantity);
  return Math.abs(quantity - nearest) <= roundingSlack(quantity) ? nearest : Math.ceil(quantity);
}

/**
 * The smallest multiple at or above a quantity.
 *
 * @param multiple greater than 0
 */
export function roundUpToMultiple(quantity: number, multiple: number): number {
  return roundUpToWhole(quantity / multiple) * multiple;
}
