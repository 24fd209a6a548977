import { requirePositive } from '@granary/statistics';

/** Beyond it p/(h+p) has too few digits left to say where demand exceeds a level. */
const LARGEST_RATIO = 1e12;

/**
 * Costs of a unit too many and a unit too few, as every level of least cost needs them.
 *
 * @throws RangeError when a cost is not greater than 0, or one is more than 1e12 times the other: the level would
 *   be infinite, or its digits noise
 */
export function requireComparableCosts(costs: { holdingCost: number; stockoutCost: number }): void {
  const { holdingCost, stockoutCost } = costs;
  requirePositive('holdingCost', holdingCost);
  requirePositive('stockoutCost', stockoutCost);
  const ratio = stockoutCost / holdingCost;
  if (ratio <= LARGEST_RATIO && ratio >= 1 / LARGEST_RATIO) return;
  throw new RangeError(
    `stockoutCost is ${stockoutCost}; it must be within a factor of ${LARGEST_RATIO} of holdingCost, ${holdingCost}`,
  );
}
