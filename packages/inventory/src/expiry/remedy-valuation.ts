import { freshestFirstUnits } from '../projection/customer-choice.ts';
import type { DemandPathsInput } from '../projection/daily-demand.ts';
import { meanOf } from '../projection/path-quantiles.ts';
import { projectStock } from '../projection/stock-projection.ts';
import type { StockBatch, StockProjection } from '../projection/stock-types.ts';
import { extraDemand } from './markdown.ts';
import type { RemedyInput } from './remedy-types.ts';

/** What is decided about the batch at its own location. */
export interface OriginDecision {
  /** units that leave before the first day, wherever they go */
  removed: number;
  /** percent; 0: no markdown */
  discountPct: number;
  /** first day of the lower price */
  markdownFromDay: number;
}

/** One location under one decision. Means are over paths and all batches there. */
export interface LocationOutcome {
  /** value per path, without what transfers cost and a liquidation brings: those are the same on every path */
  net: Float64Array;
  meanNet: number;
  soldUnits: number;
  soldAtMarkdown: number;
  wastedUnits: number;
  unmetUnits: number;
  /** the batch at risk alone, per path */
  batchWasted: Int32Array;
  batchSold: number;
}

/** Values locations under decisions; each distinct decision is projected once. */
export interface RemedyValuation {
  batch: StockBatch;
  paths: number;
  baseDemand: DemandPathsInput;
  origin(decision: OriginDecision): LocationOutcome;
  /** `units` of the batch arrive at destination `index`; 0: as it is */
  destination(index: number, units: number): LocationOutcome;
  /** units of the batch at the origin at the close of each day, path-major over the horizon */
  batchPerDay(decision: OriginDecision): Int32Array;
}

const MOVED = 'moved';

/**
 * Value of one location on one path:
 *   sales at the usual price + sales at the lower price
 *   + liquidated units x (recovery - handling) - waste x disposal cost
 *   + closing stock x unit cost                       (it replaces a later purchase)
 *   + unmet base demand x rho x (price - unit cost)   (a later purchase serves it)
 * The cost of the stock itself is sunk and left out.
 */
export function valueRemedies(input: RemedyInput): RemedyValuation {
  const { origin, destinations, rules, seed } = input;
  const batch = origin.batches.find((candidate) => candidate.batchId === input.batchId);
  if (!batch) throw new RangeError(`batchId is ${input.batchId}, which is not in origin.batches`);
  if ((batch.arrivalDay ?? 1) > 1) {
    throw new RangeError(`batch ${batch.batchId} arrives on day ${batch.arrivalDay}; it must be on hand`);
  }
  const baseDemand = origin.demand(1);
  checkHorizon(baseDemand, batch, 'origin.demand(1)');
  for (const { demand, storeId } of destinations) {
    checkHorizon(demand, batch, `demand of destination ${storeId}`);
    if (demand.paths !== baseDemand.paths) {
      throw new RangeError(
        `demand of destination ${storeId} has ${demand.paths} paths, the origin ${baseDemand.paths}`,
      );
    }
  }
  const extras = new Map<number, DemandPathsInput>();
  const extraAt = (discountPct: number): DemandPathsInput => {
    let extra = extras.get(discountPct);
    if (!extra) {
      extra = extraDemand(input, baseDemand, discountPct);
      extras.set(discountPct, extra);
    }
    return extra;
  };

  const originFreshestFirst = freshestFirstUnits({ ...origin, demand: baseDemand, seed });
  const projectOrigin = (decision: OriginDecision, keepDaily: boolean): StockProjection => {
    const { removed, discountPct, markdownFromDay } = decision;
    const { batchId } = batch;
    return projectStock({
      batches: origin.batches,
      demand: baseDemand,
      freshestFirstShare: origin.freshestFirstShare,
      seed,
      freshestFirst: originFreshestFirst,
      keepDaily,
      decisions: {
        transfersOut: removed > 0 ? [{ batchId, units: removed, day: 1 }] : [],
        markdowns:
          discountPct > 0 ? [{ batchId, fromDay: markdownFromDay, extraDemand: extraAt(discountPct) }] : [],
      },
    });
  };
  const shoppers = new Map<number, ReturnType<typeof shoppersOf>>();
  const shoppersOf = (index: number) => {
    const { demand, freshestFirstShare = origin.freshestFirstShare, storeId } = destinations[index]!;
    const known = { demand, freshestFirstShare, seed: `${seed}/${storeId}` };
    return { ...known, freshestFirst: freshestFirstUnits(known) };
  };
  const projectDestination = (index: number, units: number): StockProjection => {
    const destination = destinations[index]!;
    const customers = shoppers.get(index) ?? shoppersOf(index);
    shoppers.set(index, customers);
    // A lot may have gone to several stores, so its code may be taken there: name batches by position.
    const batches: StockBatch[] = destination.batches.map((own, i) => ({ ...own, batchId: `own-${i}` }));
    const arrivalDay = 1 + destination.lane.leadTimeDays;
    batches.push({ batchId: MOVED, units, sellableDays: batch.sellableDays, arrivalDay });
    return projectStock({ batches, ...customers });
  };

  const originOutcomes = new Map<string, LocationOutcome>();
  const destinationOutcomes = new Map<string, LocationOutcome>();
  return {
    batch,
    paths: baseDemand.paths,
    baseDemand,
    origin(decision) {
      const key = `${decision.removed} ${decision.discountPct} ${decision.markdownFromDay}`;
      let outcome = originOutcomes.get(key);
      if (!outcome) {
        outcome = outcomeOf(projectOrigin(decision, false), batch.batchId, {
          ...origin,
          discountPct: decision.discountPct,
          disposalCostPerUnit: rules.disposalCostPerUnit,
        });
        originOutcomes.set(key, outcome);
      }
      return outcome;
    },
    destination(index, units) {
      const key = `${index} ${units}`;
      let outcome = destinationOutcomes.get(key);
      if (!outcome) {
        outcome = outcomeOf(projectDestination(index, units), MOVED, {
          ...destinations[index]!,
          discountPct: 0,
          disposalCostPerUnit: rules.disposalCostPerUnit,
        });
        destinationOutcomes.set(key, outcome);
      }
      return outcome;
    },
    batchPerDay(decision) {
      const projection = projectOrigin(decision, true);
      return projection.batches.find(({ batchId }) => batchId === batch.batchId)!.dailyUnits!;
    },
  };
}

interface LocationMoney {
  price: number;
  unitCost: number;
  replenished: number;
  discountPct: number;
  disposalCostPerUnit: number;
}

function outcomeOf(projection: StockProjection, batchId: string, money: LocationMoney): LocationOutcome {
  const { paths } = projection;
  const net = new Float64Array(paths);
  const laterMargin = money.replenished * (money.price - money.unitCost);
  const discount = money.price * (money.discountPct / 100);
  let sold = 0;
  let soldAtMarkdown = 0;
  let wasted = 0;
  for (const batch of projection.batches) {
    for (let path = 0; path < paths; path++) {
      net[path]! +=
        batch.soldUnits[path]! * money.price -
        batch.soldAtMarkdown[path]! * discount -
        batch.wastedUnits[path]! * money.disposalCostPerUnit +
        batch.remainingUnits[path]! * money.unitCost;
      sold += batch.soldUnits[path]!;
      soldAtMarkdown += batch.soldAtMarkdown[path]!;
      wasted += batch.wastedUnits[path]!;
    }
  }
  for (let path = 0; path < paths; path++) net[path]! += projection.unmetUnits[path]! * laterMargin;
  const batch = projection.batches.find((candidate) => candidate.batchId === batchId)!;
  return {
    net,
    meanNet: meanOf(net),
    soldUnits: sold / paths,
    soldAtMarkdown: soldAtMarkdown / paths,
    wastedUnits: wasted / paths,
    unmetUnits: meanOf(projection.unmetUnits),
    batchWasted: batch.wastedUnits,
    batchSold: meanOf(batch.soldUnits),
  };
}

function checkHorizon(demand: DemandPathsInput, batch: StockBatch, name: string): void {
  if (demand.days < batch.sellableDays) {
    throw new RangeError(
      `${name} covers ${demand.days} days, batch ${batch.batchId} can be sold for ${batch.sellableDays}`,
    );
  }
}
