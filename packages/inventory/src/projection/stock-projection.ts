import { createPathRecord, recordPath, stockProjection } from './path-record.ts';
import { projectPath } from './project-path.ts';
import { prepareLocation } from './projection-input.ts';
import type { ProjectionInput, StockProjection } from './stock-types.ts';

/**
 * Stock of one item at one location along demand paths: what is sold, wasted, moved and left, per batch and
 * path. Where only distributions are wanted, `summariseStock` needs less memory.
 *
 * Each day, in this order: units arrive; transfers and liquidations leave (capped at what is left);
 * base customers buy, each with probability `freshestFirstShare` the latest expiry on the shelf, else
 * the earliest; customers drawn by a markdown buy what is left of its batch; batches on their last
 * sellable day are written off. Demand that finds no stock is lost and counted as unmet.
 *
 * Per path and batch: units = sold + wasted + transferred + liquidated + remaining.
 * The result depends on the input and the seed alone; projections with one seed share their random
 * numbers, whatever was decided. Time grows with paths times days, plus paths times batches.
 *
 * @throws RangeError naming the parameter when units are not whole, days not positive, a decision
 *   names an unknown batch, or removals exceed the batch
 */
export function projectStock(input: ProjectionInput): StockProjection {
  const prepared = prepareLocation(input, [], input.keepDaily);
  const { run } = prepared;
  const record = createPathRecord(run);
  const { paths, days } = run.customers;
  const locations = [run];
  for (let path = 0; path < paths; path++) {
    projectPath(locations, days, path);
    recordPath(record, run, path);
  }
  const batchIds = input.batches.map(({ batchId }) => batchId);
  return stockProjection(record, prepared, batchIds);
}
