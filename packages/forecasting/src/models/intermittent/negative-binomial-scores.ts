import { logGamma } from '@granary/statistics';

/** A product is turned into a logarithm before it could overflow. */
const LARGEST_PRODUCT = 1e250;

/**
 * Log-likelihood of the demand of each period, negative binomial around the level known before it, without the terms
 * that are the same for all levels (`countTerm`) and for all dispersions (`levelTerm`): add these. Linear in the
 * periods, with one logarithm for each period with demand; those of the others are taken together, of their product.
 *
 * @param cells      demand per period; -1 is unknown and skipped
 * @param expected   demand of each period as it was expected before it, above 0
 * @param dispersion 1 / size, at least 0 [φ]: the variance is expected + φ expected²
 */
export function spreadTerm(cells: Int32Array, expected: Float64Array, dispersion: number): number {
  let demandSum = 0;
  let product = 1;
  let logProduct = 0;
  let expectedSum = 0;
  for (let period = 0; period < cells.length; period++) {
    const demand = cells[period]!;
    if (demand < 0) continue;
    const mean = expected[period]!;
    if (dispersion === 0) {
      expectedSum += mean;
      continue;
    }
    const widened = 1 + dispersion * mean;
    if (demand > 0) {
      const log = Math.log(widened);
      demandSum += demand * log;
      logProduct += log;
    } else {
      product *= widened;
      if (product > LARGEST_PRODUCT) {
        logProduct += Math.log(product);
        product = 1;
      }
    }
  }
  if (dispersion === 0) return -expectedSum;
  return -demandSum - (logProduct + Math.log(product)) / dispersion;
}

/** Sum of demand × log expected: the part of the log-likelihood that no dispersion changes. */
export function levelTerm(cells: Int32Array, expected: Float64Array): number {
  let sum = 0;
  for (let period = 0; period < cells.length; period++) {
    const demand = cells[period]!;
    if (demand > 0) sum += demand * Math.log(expected[period]!);
  }
  return sum;
}

/** The part of the log-likelihood that no level changes. */
export function countTerm(cells: Int32Array, dispersion: number): number {
  let sum = 0;
  for (let period = 0; period < cells.length; period++) {
    const demand = cells[period]!;
    if (demand > 1) sum += logRising(demand, dispersion);
  }
  return sum;
}

/** Logarithm of the product of (1 + φ j) / (j + 1) for j below `count`: the part of a term without the level. */
export function logRising(count: number, dispersion: number): number {
  if (count === 1) return 0;
  if (count <= 16) {
    let product = 1;
    for (let step = 1; step < count; step++) product *= (1 + dispersion * step) / (step + 1);
    return Math.log(product);
  }
  if (dispersion === 0) return -logGamma(count + 1);
  const size = 1 / dispersion;
  return logGamma(count + size) - logGamma(size) + count * Math.log(dispersion) - logGamma(count + 1);
}
