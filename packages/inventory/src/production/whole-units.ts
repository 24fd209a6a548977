/** Relative slack below which a quantity counts as the whole number it was meant to be. */
const SLACK = 1e-9;

/**
 * The next whole number at or above a quantity. A quantity such as 30.000000000000004, which is 27 / 0.9
 * after rounding, counts as 30: the 31st unit would be made for the sake of a rounding error.
 *
 * @param quantity at least 0
 */
export function roundUpToWhole(quantity: number): number {
  return Math.ceil(quantity - SLACK * Math.max(1, quantity));
}

/**
 * The smallest multiple at or above a quantity.
 *
 * @param multiple greater than 0
 */
export function roundUpToMultiple(quantity: number, multiple: number): number {
  return roundUpToWhole(quantity / multiple) * multiple;
}
