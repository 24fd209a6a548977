import type { DailyRecord, LocationRun } from './project-path.ts';
import type { PreparedLocation } from './projection-input.ts';
import { NEVER } from './shelf.ts';
import type { BatchProjection, StockProjection } from './stock-types.ts';

/** Every path of one location kept: memory is paths times batches. */
export interface PathRecord {
  /** slot-major, a cell per path */
  sold: Int32Array;
  soldAtMarkdown: Int32Array;
  wasted: Int32Array;
  remaining: Int32Array;
  transferred: Int32Array;
  liquidated: Int32Array;
  unmet: Int32Array;
  closing: Int32Array;
  /** per slot, path-major days */
  dailyUnits: Int32Array[] | undefined;
  dailyStock: Int32Array | undefined;
}

export function createPathRecord(run: LocationRun): PathRecord {
  const { paths, days } = run.customers;
  const slots = run.opening.length;
  const cells = () => new Int32Array(slots * paths);
  return {
    sold: cells(),
    soldAtMarkdown: cells(),
    wasted: cells(),
    remaining: cells(),
    transferred: cells(),
    liquidated: cells(),
    unmet: new Int32Array(paths),
    closing: new Int32Array(paths),
    dailyUnits: run.daily ? Array.from(run.opening, () => new Int32Array(paths * days)) : undefined,
    dailyStock: run.daily ? new Int32Array(paths * days) : undefined,
  };
}

/** Writes down the path that was run last. */
export function recordPath(record: PathRecord, run: LocationRun, path: number): void {
  const { paths, days } = run.customers;
  const { sold, wasted } = run.shelf;
  let closing = 0;
  for (let slot = 0; slot < sold.length; slot++) {
    const cell = slot * paths + path;
    record.sold[cell] = sold[slot]!;
    record.soldAtMarkdown[cell] = run.soldAtMarkdown[slot]!;
    record.wasted[cell] = wasted[slot]!;
    record.remaining[cell] = run.closing[slot]!;
    record.transferred[cell] = run.transferred[slot]!;
    record.liquidated[cell] = run.liquidated[slot]!;
    closing += run.closing[slot]!;
  }
  if (run.unmet > NEVER) {
    throw new RangeError(`unmet demand of path ${path} is ${run.unmet}; it must be at most ${NEVER}`);
  }
  record.unmet[path] = run.unmet;
  record.closing[path] = closing;
  if (run.daily) recordDays(record, run.daily, path, days);
}

function recordDays(record: PathRecord, daily: DailyRecord, path: number, days: number): void {
  record.dailyStock?.set(daily.stock, path * days);
  record.dailyUnits?.forEach((units, slot) => {
    units.set(daily.units.subarray(slot * days, (slot + 1) * days), path * days);
  });
}

/** @param batchIds of the batches and then of what transfers bring, in the order of the input */
export function stockProjection(
  record: PathRecord,
  prepared: PreparedLocation,
  batchIds: string[],
): StockProjection {
  const { paths, days } = prepared.run.customers;
  const { unmet: unmetUnits, closing: closingUnits, dailyStock } = record;
  const batches = batchIds.map((batchId, index): BatchProjection => {
    const slot = prepared.slotOf[index]!;
    const ofSlot = (values: Int32Array) => values.subarray(slot * paths, (slot + 1) * paths);
    const transferredUnits = ofSlot(record.transferred);
    const liquidatedUnits = ofSlot(record.liquidated);
    return {
      batchId,
      soldUnits: ofSlot(record.sold),
      soldAtMarkdown: ofSlot(record.soldAtMarkdown),
      wastedUnits: ofSlot(record.wasted),
      remainingUnits: ofSlot(record.remaining),
      transferredUnits,
      liquidatedUnits,
      removedUnits: (total(transferredUnits) + total(liquidatedUnits)) / paths,
      ...(record.dailyUnits ? { dailyUnits: record.dailyUnits[slot]! } : {}),
    };
  });
  return { paths, days, batches, unmetUnits, closingUnits, ...(dailyStock ? { dailyStock } : {}) };
}

function total(values: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
