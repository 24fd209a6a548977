import type { IndexedTree, ServiceStage } from './service-tree.ts';
import type { StageStates } from './stage-states.ts';

/** Periods to replenish, summed over the stages: each takes 8 bytes of choices, and 16 while its stage is at work. */
const MOST_TIMES = 50_000_000;

/** The states of a stage are made when its first branch is added, and gone when it has become a branch itself. */
export class StatesOnDemand {
  private readonly stages: readonly ServiceStage[];
  private readonly costPerRoot: Float64Array;
  private readonly longestInbound: Float64Array;
  private readonly longestOutbound: Float64Array;
  private readonly roots: Float64Array;
  private readonly atWork = new Map<number, StageStates>();

  constructor(
    stages: readonly ServiceStage[],
    { suppliers, downstream, pooledStandardDeviation }: IndexedTree,
  ) {
    this.stages = stages;
    this.costPerRoot = Float64Array.from(
      stages,
      ({ holdingCost, safetyFactor }, index) => holdingCost * safetyFactor * pooledStandardDeviation[index]!,
    );
    this.longestInbound = new Float64Array(stages.length);
    this.longestOutbound = new Float64Array(stages.length);
    let longest = 0;
    let times = 0;
    for (const index of downstream) {
      const { id, processingTime, externalInboundServiceTime = 0, maxOutboundServiceTime } = stages[index]!;
      let inbound = externalInboundServiceTime;
      for (const supplier of suppliers[index] ?? [])
        inbound = Math.max(inbound, this.longestOutbound[supplier]!);
      const reach = inbound + processingTime;
      longest = Math.max(longest, reach);
      times += reach;
      if (times > MOST_TIMES) {
        throw new RangeError(
          `the times of the stages up to ${id} add up to ${times} periods; at most ${MOST_TIMES} fit in memory, so count in longer periods`,
        );
      }
      this.longestInbound[index] = inbound;
      this.longestOutbound[index] = Math.min(reach, maxOutboundServiceTime ?? reach);
    }
    this.roots = Float64Array.from({ length: longest + 1 }, (_, periods) => Math.sqrt(periods));
  }

  /** @param index the place of the stage in the list */
  of(index: number): StageStates {
    const known = this.atWork.get(index);
    if (known) return known;
    const { processingTime, externalInboundServiceTime = 0 } = this.stages[index]!;
    const states = {
      processingTime,
      earliestInbound: externalInboundServiceTime,
      costByInbound: new Float64Array(this.longestInbound[index]! + 1),
      costByOutbound: new Float64Array(this.longestOutbound[index]! + 1),
      costPerRoot: this.costPerRoot[index]!,
      roots: this.roots,
    };
    this.atWork.set(index, states);
    return states;
  }

  /** The states of a stage whose branches are all added; they are not kept. */
  take(index: number): StageStates {
    const states = this.of(index);
    this.atWork.delete(index);
    return states;
  }
}
