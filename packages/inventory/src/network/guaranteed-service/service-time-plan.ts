import { requireFinite, requireNonNegative } from '@granary/statistics';
import {
  type IndexedTree,
  indexTree,
  type ServiceStage,
  type ServiceTree,
  type StageId,
} from './service-tree.ts';

/** What one stage promises and holds. */
export interface PlannedServiceStage {
  id: StageId;
  /** periods until the last of its inputs is there [SI] */
  inboundServiceTime: number;
  /** periods after an order in which it serves every customer, without exception [S] */
  outboundServiceTime: number;
  /** periods of demand its stock must cover: SI + T − S */
  netReplenishmentTime: number;
  /** units per period, own demand and that of all stages served, pooled [σ] */
  demandStandardDeviation: number;
  /** units, z σ √(SI + T − S); the base-stock level is this plus the mean demand over the net time */
  safetyStock: number;
  /** currency per period, h times the safety stock */
  cost: number;
}

/** Service times of all stages, and what the safety stock they force costs. */
export interface ServiceTimePlan {
  /** currency per period: the sum over the stages */
  cost: number;
  /** in the order of the stages given */
  stages: PlannedServiceStage[];
}

/**
 * The safety stock and its cost for given outbound service times, in the guaranteed-service model: demand over
 * any τ periods is taken to stay within its mean plus z σ √τ, and stock is set to cover exactly that. O(n).
 *
 * @param outboundServiceTimes  periods, one for each stage in the order of `stages`, at least 0 [S]
 * @throws RangeError that names the stage when the tree is malformed, a number is out of range, or a stage
 *   promises to be slower than its customers allow or than it can be
 * @see Graves, Willems (2000), Optimizing Strategic Safety Stock Placement in Supply Chains, Manufacturing and
 *      Service Operations Management 2, problem P
 * @example
 * // Snyder and Shen, example 6.5
 * const customer = { processingTime: 1, holdingCost: 3, safetyFactor: 1, demandStandardDeviation: 1 };
 * serviceTimeCost({
 *   stages: [
 *     { id: 1, processingTime: 2, holdingCost: 1, safetyFactor: 1, externalInboundServiceTime: 1 },
 *     { id: 3, processingTime: 1, holdingCost: 2, safetyFactor: 1 },
 *     { id: 2, ...customer, maxOutboundServiceTime: 0 },
 *     { id: 4, ...customer, maxOutboundServiceTime: 1 },
 *   ],
 *   arcs: [[1, 3], [3, 2], [3, 4]],
 *   outboundServiceTimes: [0, 0, 0, 1],
 * }).cost // √2 √3 + 2 √2 √1 + 3 √1 + 3 √0 = 8.2779
 */
export function serviceTimeCost({
  outboundServiceTimes,
  ...tree
}: ServiceTree & { outboundServiceTimes: readonly number[] }): ServiceTimePlan {
  const indexed = indexTree(tree);
  if (outboundServiceTimes.length !== tree.stages.length) {
    throw new RangeError(
      `outboundServiceTimes has ${outboundServiceTimes.length} numbers; it must have one for each of the ${tree.stages.length} stages`,
    );
  }
  return planOf(tree.stages, indexed, outboundServiceTimes);
}

/** The evaluation itself, for a tree that is already read. */
export function planOf(
  stages: readonly ServiceStage[],
  { suppliers, pooledStandardDeviation }: Pick<IndexedTree, 'suppliers' | 'pooledStandardDeviation'>,
  outboundServiceTimes: ArrayLike<number>,
): ServiceTimePlan {
  const planned = stages.map((stage, index): PlannedServiceStage => {
    const { id, processingTime, holdingCost, safetyFactor, externalInboundServiceTime = 0 } = stage;
    const outboundServiceTime = outboundServiceTimes[index] ?? Number.NaN;
    requireNonNegative(`outboundServiceTimes[${index}], of stage ${id},`, outboundServiceTime);
    const inboundServiceTime = (suppliers[index] ?? []).reduce(
      (latest, supplier) => Math.max(latest, outboundServiceTimes[supplier] ?? 0),
      externalInboundServiceTime,
    );
    const longest = Math.min(
      inboundServiceTime + processingTime,
      stage.maxOutboundServiceTime ?? Number.POSITIVE_INFINITY,
    );
    if (outboundServiceTime > longest) {
      throw new RangeError(
        `outboundServiceTimes[${index}], of stage ${id}, is ${outboundServiceTime}; it must lie between 0 and ${longest}`,
      );
    }
    const netReplenishmentTime = inboundServiceTime + processingTime - outboundServiceTime;
    const demandStandardDeviation = pooledStandardDeviation[index] ?? 0;
    const safetyStock = safetyFactor * demandStandardDeviation * Math.sqrt(netReplenishmentTime);
    return {
      id,
      inboundServiceTime,
      outboundServiceTime,
      netReplenishmentTime,
      demandStandardDeviation,
      safetyStock,
      cost: holdingCost * safetyStock,
    };
  });
  const cost = planned.reduce((sum, stage) => sum + stage.cost, 0);
  requireFinite('the cost of the plan', cost);
  return { cost, stages: planned };
}
