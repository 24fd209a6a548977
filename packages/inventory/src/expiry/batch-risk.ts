import { meanOf, quantilesOf } from '../projection/path-quantiles.ts';
import type { StockProjection } from '../projection/stock-types.ts';

export interface BatchRisk {
  batchId: string;
  /** expected units of the batch sold by the close of its last sellable day */
  expectedSalesToExpiry: number;
  /** at-risk units: expected units unsold at the end of life, 0..units */
  atRiskUnits: number;
  /** 10 % and 90 % quantiles over paths */
  atRiskUnitsLow: number;
  atRiskUnitsHigh: number;
  /** at-risk units x unit cost */
  atRiskValue: number;
  /** 0..1: probability that any unit is wasted */
  wasteProbability: number;
  /** whole number 0..100; 0 only if no path wastes a unit, 100 for expired stock */
  riskScore: number;
}

/**
 * Risk of one batch, read from a projection without decisions. The score is the probability of waste
 * in percent, so it is calibrated as far as the demand paths are.
 *
 * With the same demand paths the score never falls when the batch has more units, or fewer days as
 * long as it does not overtake a batch that expired before it: overtaking moves it up the queue, where
 * it truly sells sooner.
 *
 * @param sellableDays last day it can be sold, as given to `projectStock`; 0 or less is expired
 * @throws RangeError when the projection has no such batch or ends before its last sellable day
 */
export function assessBatchRisk(options: {
  projection: StockProjection;
  batchId: string;
  sellableDays: number;
  unitCost: number;
}): BatchRisk {
  const { projection, batchId, sellableDays, unitCost } = options;
  const batch = projection.batches.find((candidate) => candidate.batchId === batchId);
  if (!batch) throw new RangeError(`batchId is ${batchId}, which is not in the projection`);
  if (!Number.isInteger(sellableDays)) {
    throw new RangeError(`sellableDays is ${sellableDays}; it must be a whole number`);
  }
  if (sellableDays > projection.days) {
    throw new RangeError(
      `sellableDays is ${sellableDays}, the projection of ${projection.days} days ends before it`,
    );
  }
  if (!(unitCost >= 0 && unitCost < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`unitCost is ${unitCost}; it must be a finite number of at least 0`);
  }
  const wasted = batch.wastedUnits;
  let wastingPaths = 0;
  for (let path = 0; path < wasted.length; path++) if (wasted[path]! > 0) wastingPaths++;
  const wasteProbability = wastingPaths / projection.paths;
  const atRiskUnits = meanOf(wasted);
  const [atRiskUnitsLow, atRiskUnitsHigh] = quantilesOf(wasted, [0.1, 0.9]);
  return {
    batchId,
    expectedSalesToExpiry: meanOf(batch.soldUnits),
    atRiskUnits,
    atRiskUnitsLow: atRiskUnitsLow!,
    atRiskUnitsHigh: atRiskUnitsHigh!,
    atRiskValue: atRiskUnits * unitCost,
    wasteProbability,
    riskScore: riskScore(wasteProbability),
  };
}

/** Percent, rounded; any waste at all scores at least 1. */
export function riskScore(wasteProbability: number): number {
  return wasteProbability === 0 ? 0 : Math.max(1, Math.round(100 * wasteProbability));
}
