import { requireFinite, requireNonNegative, requirePositive } from '@granary/statistics';

/** One stage of a serial system. */
export interface SerialStage {
  /**
   * currency per unit and period that the stage adds to the holding cost of the stage upstream, greater than 0:
   * its local holding cost less that of the next stage upstream [h]
   */
  echelonHoldingCost: number;
  /** periods from the shipment at the stage upstream to the receipt here, at least 0 [L] */
  leadTime: number;
}

/**
 * Stages in a line. Customers draw on the first; each stage orders from the next; the last from a supplier
 * that always has stock.
 */
export interface SerialSystem {
  /** index 0 is nearest the customer [j = 1 … N] */
  stages: readonly SerialStage[];
  /** currency per unit backordered and period at the first stage, greater than 0 [p] */
  stockoutCost: number;
}

export interface SerialBaseStock {
  /**
   * optimal echelon base-stock level of each stage [S*]: order whenever stock here, below and on order, less
   * backorders, is under it
   */
  echelonBaseStockLevels: number[];
  /** expected currency per period: holding at all stages and in transit between them, and backorders */
  cost: number;
}

/**
 * Echelon base-stock levels as local ones: each stage keeps what its echelon has above the next stage
 * downstream. A level higher than one further upstream can never be reached, so it is cut to that first.
 * O(N).
 *
 * @param echelonBaseStockLevels finite, at least one, index 0 nearest the customer [S]
 * @returns units per stage; their sum is the level of the last stage
 * @throws RangeError if there is no level, or one is not finite
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., section 6.2
 * @example localBaseStockLevels([8, 13, 11, 22]) // [8, 3, 0, 11]
 */
export function localBaseStockLevels(echelonBaseStockLevels: readonly number[]): number[] {
  if (echelonBaseStockLevels.length === 0)
    throw new RangeError('echelonBaseStockLevels is empty; it must have one number for each stage');
  echelonBaseStockLevels.forEach((level, stage) => {
    requireFinite(`echelonBaseStockLevels[${stage}]`, level);
  });
  const reachable = reachableLevels(echelonBaseStockLevels);
  return Array.from(reachable, (level, stage) => level - (reachable[stage - 1] ?? 0));
}

/** A level higher than one further upstream cannot be filled: cut to that. */
export function reachableLevels(echelonBaseStockLevels: readonly number[]): Float64Array {
  const reachable = Float64Array.from(echelonBaseStockLevels);
  for (let stage = reachable.length - 2; stage >= 0; stage--) {
    reachable[stage] = Math.min(reachable[stage]!, reachable[stage + 1]!);
  }
  return reachable;
}

/** @throws RangeError that names the stage */
export function requireSerialSystem({ stages, stockoutCost }: SerialSystem): void {
  if (stages.length === 0) throw new RangeError('stages is empty; there must be at least one');
  stages.forEach(({ echelonHoldingCost, leadTime }, stage) => {
    requirePositive(`stages[${stage}].echelonHoldingCost`, echelonHoldingCost);
    requireNonNegative(`stages[${stage}].leadTime`, leadTime);
  });
  requirePositive('stockoutCost', stockoutCost);
  requireFinite(
    'the sum of stockoutCost and all echelonHoldingCost',
    backorderPenalty({ stages, stockoutCost }),
  );
}

/** @throws RangeError unless there is one level for each stage */
export function requireLevelPerStage(levels: readonly number[], stages: readonly SerialStage[]): void {
  if (levels.length === stages.length) return;
  throw new RangeError(
    `echelonBaseStockLevels has ${levels.length} numbers; it must have one for each of the ${stages.length} stages`,
  );
}

/** What a backorder costs in terms of echelon stock: the stockout cost and every echelon's holding cost [p + Σh]. */
export function backorderPenalty({ stages, stockoutCost }: SerialSystem): number {
  return stages.reduce((sum, stage) => sum + stage.echelonHoldingCost, stockoutCost);
}
