import { dayHash, freshestFirstCustomers, seedHash, shareThreshold } from './customer-choice.ts';
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
  const counters = () => Array.from({ length: count }, () => new Int32Array(paths));
  const tallies: Tallies = {
    sold: counters(),
    soldAtMarkdown: counters(),
    wasted: counters(),
    remaining: counters(),
    transferred: counters(),
    liquidated: counters(),
    daily: input.keepDaily ? order.map(() => new Int32Array(paths * days)) : [],
  };
  const unmetUnits = new Int32Array(paths);
  const closingUnits = new Int32Array(paths);
  const dailyStock = input.keepDaily ? new Int32Array(paths * days) : undefined;
  const shelf: Shelf = {
    stock: new Int32Array(count),
    seed: seedHash(input.seed),
    share: input.freshestFirstShare,
    threshold: shareThreshold(input.freshestFirstShare),
  };
  for (let path = 0; path < paths; path++) {
    runPath(path, input.demand, prepared, shelf, tallies, unmetUnits, closingUnits, dailyStock);
  }
  const batches: BatchProjection[] = new Array(count);
  for (let j = 0; j < count; j++) {
    const index = order[j]!;
    const transferredUnits = tallies.transferred[j]!;
    const liquidatedUnits = tallies.liquidated[j]!;
    batches[index] = {
      batchId: input.batches[index]!.batchId,
      soldUnits: tallies.sold[j]!,
      soldAtMarkdown: tallies.soldAtMarkdown[j]!,
      wastedUnits: tallies.wasted[j]!,
      remainingUnits: tallies.remaining[j]!,
      transferredUnits,
      liquidatedUnits,
      removedUnits: (total(transferredUnits) + total(liquidatedUnits)) / paths,
      ...(input.keepDaily ? { dailyUnits: tallies.daily[j]! } : {}),
    };
  }
  return { paths, days, batches, unmetUnits, closingUnits, ...(dailyStock ? { dailyStock } : {}) };
}

/** Results being filled, by batch in order of expiry, then by path. */
interface Tallies {
  sold: Int32Array[];
  soldAtMarkdown: Int32Array[];
  wasted: Int32Array[];
  remaining: Int32Array[];
  transferred: Int32Array[];
  liquidated: Int32Array[];
  daily: Int32Array[];
}

interface Shelf {
  stock: Int32Array;
  seed: number;
  share: number;
  threshold: number;
}

/** One path from the first day to the last. No allocation: this is the loop everything else calls. */
function runPath(
  path: number,
  demand: DemandPathsInput,
  prepared: PreparedProjection,
  shelf: Shelf,
  tallies: Tallies,
  unmetUnits: Int32Array,
  closingUnits: Int32Array,
  dailyStock: Int32Array | undefined,
): void {
  const { count, opening, lastDay, arrivalDay, markdownFrom, extraDemand, removals } = prepared;
  const { stock, seed, share, threshold } = shelf;
  const { days, units } = demand;
  let nextRemoval = 0;
  let unmet = 0;
  for (let j = 0; j < count; j++) {
    stock[j] = 0;
    if (lastDay[j]! < arrivalDay[j]!) tallies.wasted[j]![path] = opening[j]!;
  }
  for (let day = 1; day <= days; day++) {
    const cell = path * days + day - 1;
    let available = 0;
    for (let j = 0; j < count; j++) {
      if (arrivalDay[j]! === day && lastDay[j]! >= day) stock[j] = opening[j]!;
    }
    while (nextRemoval < removals.length && removals[nextRemoval]!.day === day) {
      const removal = removals[nextRemoval++]!;
      const taken = Math.min(removal.units, stock[removal.batch]!);
      stock[removal.batch]! -= taken;
      const tally = removal.kind === 'transfer' ? tallies.transferred : tallies.liquidated;
      tally[removal.batch]![path]! += taken;
    }
    for (let j = 0; j < count; j++) available += stock[j]!;

    const wanted = units[cell]!;
    const served = wanted < available ? wanted : available;
    unmet += wanted - served;
    // When everything is sold it does not matter who took which unit.
    let freshest = 0;
    if (share >= 1) freshest = served;
    else if (share > 0 && served < available) {
      freshest = freshestFirstCustomers(dayHash(seed, path, day), served, threshold);
    }
    let oldest = served - freshest;
    for (let j = count - 1; freshest > 0 && j >= 0; j--) {
      const taken = freshest < stock[j]! ? freshest : stock[j]!;
      freshest -= taken;
      sell(j, taken, day, path, stock, markdownFrom, tallies);
    }
    for (let j = 0; oldest > 0 && j < count; j++) {
      const taken = oldest < stock[j]! ? oldest : stock[j]!;
      oldest -= taken;
      sell(j, taken, day, path, stock, markdownFrom, tallies);
    }
    let closing = 0;
    for (let j = 0; j < count; j++) {
      const extra = extraDemand[j];
      if (extra && day >= markdownFrom[j]! && day <= extra.days && stock[j]! > 0) {
        const drawn = extra.units[path * extra.days + day - 1]!;
        sell(j, drawn < stock[j]! ? drawn : stock[j]!, day, path, stock, markdownFrom, tallies);
      }
      if (dailyStock) tallies.daily[j]![cell] = stock[j]!;
      if (lastDay[j]! === day) {
        tallies.wasted[j]![path]! += stock[j]!;
        stock[j] = 0;
      }
      closing += stock[j]!;
    }
    if (dailyStock) dailyStock[cell] = closing;
  }
  let remaining = 0;
  for (let j = 0; j < count; j++) {
    const onTheWay = arrivalDay[j]! > days && lastDay[j]! >= arrivalDay[j]!;
    const left = onTheWay ? opening[j]! : stock[j]!;
    tallies.remaining[j]![path] = left;
    remaining += left;
  }
  unmetUnits[path] = unmet;
  closingUnits[path] = remaining;
}

function sell(
  batch: number,
  units: number,
  day: number,
  path: number,
  stock: Int32Array,
  markdownFrom: Int32Array,
  tallies: Tallies,
): void {
  if (units === 0) return;
  stock[batch]! -= units;
  tallies.sold[batch]![path]! += units;
  if (day >= markdownFrom[batch]!) tallies.soldAtMarkdown[batch]![path]! += units;
}

function total(values: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
