import { freshestFirstUnits } from './customer-choice.ts';
import { type PreparedProjection, prepareProjection } from './projection-input.ts';

/** Units of one item at one location that expire together. */
export interface StockBatch {
  batchId: string;
  /** whole units, at least 0 */
  units: number;
  /** the batch can be sold on days 1..sellableDays; 0 or less: it is waste already */
  sellableDays: number;
  /** first day it can be sold, default 1; later for units on the way */
  arrivalDay?: number;
}

/** Joint demand paths, path-major: `units[path * days + day]`, day 0 is the first day after the snapshot. */
export interface DemandPathsInput {
  paths: number;
  days: number;
  units: Int32Array;
}

/** Units taken out of a batch before the customers of `day` (1 = first day) come. */
export interface StockRemoval {
  batchId: string;
  units: number;
  day: number;
}

export interface BatchMarkdown {
  batchId: string;
  /** first day of the lower price */
  fromDay: number;
  /** additional customers per path and day who buy only this batch, because of its price */
  extraDemand: DemandPathsInput;
}

export interface ProjectionDecisions {
  transfersOut?: StockRemoval[];
  liquidations?: StockRemoval[];
  markdowns?: BatchMarkdown[];
}

export interface ProjectionInput {
  batches: StockBatch[];
  demand: DemandPathsInput;
  /** 0..1: share of customers who take the latest expiry on the shelf; the others take the earliest */
  freshestFirstShare: number;
  seed: number | string;
  /** what `freshestFirstUnits` says for this demand, share and seed; pass it to project one demand many times */
  freshestFirst?: Int32Array;
  decisions?: ProjectionDecisions;
  /** also return closing stock per day */
  keepDaily?: boolean;
}

/** What became of one batch; every array has one entry per path. */
export interface BatchProjection {
  batchId: string;
  /** all units sold, at any price */
  soldUnits: Int32Array;
  /** the part of `soldUnits` sold at the lower price */
  soldAtMarkdown: Int32Array;
  wastedUnits: Int32Array;
  /** still sellable (or on the way) at the close of the last day */
  remainingUnits: Int32Array;
  transferredUnits: Int32Array;
  liquidatedUnits: Int32Array;
  /** mean over paths of transferred plus liquidated; a removal on day 1 is the same on every path */
  removedUnits: number;
  /** path-major stock at the close of each day, before units that expire on it are written off; with `keepDaily` */
  dailyUnits?: Int32Array;
}

export interface StockProjection {
  paths: number;
  days: number;
  /** in the order of the input */
  batches: BatchProjection[];
  /** per path: base demand that found no stock within the horizon */
  unmetUnits: Int32Array;
  /** per path: units still sellable (or on the way) at the close of the last day */
  closingUnits: Int32Array;
  /** path-major units on hand at the close of each day, after write-offs; with `keepDaily` */
  dailyStock?: Int32Array;
}

/**
 * Stock of one item at one location along demand paths: what is sold, wasted, moved and left, per batch.
 *
 * Each day, in this order: units arrive; transfers and liquidations leave (capped at what is left);
 * base customers buy, each with probability `freshestFirstShare` the latest expiry on the shelf, else
 * the earliest; customers drawn by a markdown buy what is left of its batch; batches on their last
 * sellable day are written off. Demand that finds no stock is lost and counted as unmet.
 *
 * Per path and batch: units = sold + wasted + transferred + liquidated + remaining.
 * The result depends on the input and the seed alone; projections with one seed share their random
 * numbers, whatever was decided.
 *
 * @throws RangeError naming the parameter when units are not whole, days not positive, a decision
 *   names an unknown batch, or removals exceed the batch
 */
export function projectStock(input: ProjectionInput): StockProjection {
  const prepared = prepareProjection(input);
  const { count, order } = prepared;
  const { paths, days } = input.demand;
  const results: PathResults = {
    sold: new Int32Array(count * paths),
    soldAtMarkdown: new Int32Array(count * paths),
    wasted: new Int32Array(count * paths),
    remaining: new Int32Array(count * paths),
    transferred: new Int32Array(count * paths),
    liquidated: new Int32Array(count * paths),
    unmet: new Int32Array(paths),
    closing: new Int32Array(paths),
    dailyUnits: input.keepDaily ? order.map(() => new Int32Array(paths * days)) : undefined,
    dailyStock: input.keepDaily ? new Int32Array(paths * days) : undefined,
  };
  const { freshestFirstShare: share } = input;
  const freshestFirst =
    share > 0 && share < 1 ? (input.freshestFirst ?? freshestFirstUnits(input)) : undefined;
  const stock = new Int32Array(count);
  for (let path = 0; path < paths; path++) {
    runPath(path, input.demand, prepared, share >= 1, freshestFirst, stock, results);
  }
  const batches: BatchProjection[] = new Array(count);
  for (let j = 0; j < count; j++) {
    const index = order[j]!;
    const ofBatch = (values: Int32Array) => values.subarray(j * paths, (j + 1) * paths);
    const transferredUnits = ofBatch(results.transferred);
    const liquidatedUnits = ofBatch(results.liquidated);
    batches[index] = {
      batchId: input.batches[index]!.batchId,
      soldUnits: ofBatch(results.sold),
      soldAtMarkdown: ofBatch(results.soldAtMarkdown),
      wastedUnits: ofBatch(results.wasted),
      remainingUnits: ofBatch(results.remaining),
      transferredUnits,
      liquidatedUnits,
      removedUnits: (total(transferredUnits) + total(liquidatedUnits)) / paths,
      ...(results.dailyUnits ? { dailyUnits: results.dailyUnits[j]! } : {}),
    };
  }
  const { unmet: unmetUnits, closing: closingUnits, dailyStock } = results;
  return { paths, days, batches, unmetUnits, closingUnits, ...(dailyStock ? { dailyStock } : {}) };
}

/** Results being filled: batches in order of expiry, each with its paths. */
interface PathResults {
  sold: Int32Array;
  soldAtMarkdown: Int32Array;
  wasted: Int32Array;
  remaining: Int32Array;
  transferred: Int32Array;
  liquidated: Int32Array;
  unmet: Int32Array;
  closing: Int32Array;
  dailyUnits: Int32Array[] | undefined;
  dailyStock: Int32Array | undefined;
}

/** One path from the first day to the last. No allocation: this is the loop everything else calls. */
function runPath(
  path: number,
  demand: DemandPathsInput,
  prepared: PreparedProjection,
  allFreshestFirst: boolean,
  freshestFirst: Int32Array | undefined,
  stock: Int32Array,
  results: PathResults,
): void {
  const { count, opening, lastDay, arrivalDay, lastArrival, markdownFrom, extraDemand, removals } = prepared;
  const { sold, soldAtMarkdown, wasted, remaining, dailyUnits, dailyStock } = results;
  const { paths, days, units } = demand;
  const firstCell = path * days;
  let nextRemoval = 0;
  let unmet = 0;
  let available = 0;
  for (let j = 0; j < count; j++) {
    stock[j] = 0;
    if (lastDay[j]! < arrivalDay[j]!) wasted[j * paths + path] = opening[j]!;
  }
  for (let day = 1; day <= days; day++) {
    const cell = firstCell + day - 1;
    if (day <= lastArrival) {
      for (let j = 0; j < count; j++) {
        if (arrivalDay[j]! === day && lastDay[j]! >= day) {
          stock[j] = opening[j]!;
          available += opening[j]!;
        }
      }
    }
    while (nextRemoval < removals.length && removals[nextRemoval]!.day === day) {
      const removal = removals[nextRemoval++]!;
      const taken = Math.min(removal.units, stock[removal.batch]!);
      stock[removal.batch]! -= taken;
      available -= taken;
      const tally = removal.kind === 'transfer' ? results.transferred : results.liquidated;
      tally[removal.batch * paths + path]! += taken;
    }
    const wanted = units[cell]!;
    if (available === 0) {
      unmet += wanted;
      continue;
    }
    const served = wanted < available ? wanted : available;
    unmet += wanted - served;
    available -= served;
    // When everything is sold it does not matter who took which unit.
    let freshest = allFreshestFirst ? served : 0;
    if (freshestFirst !== undefined && served === wanted) freshest = freshestFirst[cell]!;
    let oldest = served - freshest;
    for (let j = count - 1; freshest > 0; j--) {
      const taken = freshest < stock[j]! ? freshest : stock[j]!;
      if (taken === 0) continue;
      freshest -= taken;
      stock[j]! -= taken;
      sold[j * paths + path]! += taken;
      if (day >= markdownFrom[j]!) soldAtMarkdown[j * paths + path]! += taken;
    }
    for (let j = 0; oldest > 0; j++) {
      const taken = oldest < stock[j]! ? oldest : stock[j]!;
      if (taken === 0) continue;
      oldest -= taken;
      stock[j]! -= taken;
      sold[j * paths + path]! += taken;
      if (day >= markdownFrom[j]!) soldAtMarkdown[j * paths + path]! += taken;
    }
    for (let j = 0; j < count; j++) {
      let left = stock[j]!;
      if (left === 0) continue;
      if (day >= markdownFrom[j]!) {
        const extra = extraDemand[j]!;
        const drawn = day <= extra.days ? extra.units[path * extra.days + day - 1]! : 0;
        const taken = drawn < left ? drawn : left;
        left -= taken;
        available -= taken;
        sold[j * paths + path]! += taken;
        soldAtMarkdown[j * paths + path]! += taken;
      }
      if (dailyUnits !== undefined) dailyUnits[j]![cell] = left;
      if (lastDay[j]! === day) {
        wasted[j * paths + path]! += left;
        available -= left;
        left = 0;
      }
      stock[j] = left;
    }
    if (dailyStock !== undefined) dailyStock[cell] = available;
  }
  let closing = 0;
  for (let j = 0; j < count; j++) {
    const onTheWay = arrivalDay[j]! > days && lastDay[j]! >= arrivalDay[j]!;
    const left = onTheWay ? opening[j]! : stock[j]!;
    remaining[j * paths + path] = left;
    closing += left;
  }
  results.unmet[path] = unmet;
  results.closing[path] = closing;
}

function total(values: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
