import { requirePositive } from '@granary/statistics';

const MOST_ROUNDS = 100_000;

/**
 * Finds r and Q that fit each other, in turns, from a first Q: r from Q, then Q from r, until both change by less
 * than the tolerance.
 *
 * @param options.tolerance units, greater than 0; a 1e-12th of the first quantity and point if left out
 * @throws RangeError when the tolerance is not greater than 0, or 100,000 rounds do not reach it
 */
export function alternatingSearch(options: {
  firstQuantity: number;
  pointFor: (orderQuantity: number) => number;
  quantityFor: (reorderPoint: number) => number;
  tolerance?: number | undefined;
}): { reorderPoint: number; orderQuantity: number } {
  const { firstQuantity, pointFor, quantityFor } = options;
  let orderQuantity = firstQuantity;
  let reorderPoint = pointFor(orderQuantity);
  // Of both, since a point far from 0 has no finer digits.
  const { tolerance = 1e-12 * (firstQuantity + Math.abs(reorderPoint)) } = options;
  requirePositive('tolerance', tolerance);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const nextQuantity = quantityFor(reorderPoint);
    const nextPoint = pointFor(nextQuantity);
    const settled =
      Math.abs(nextQuantity - orderQuantity) < tolerance && Math.abs(nextPoint - reorderPoint) < tolerance;
    orderQuantity = nextQuantity;
    reorderPoint = nextPoint;
    if (settled) return { reorderPoint, orderQuantity };
  }
  throw new RangeError(`tolerance is ${tolerance}; it must be larger: ${MOST_ROUNDS} rounds do not reach it`);
}
