import type { DemandPathsInput, ProjectionInput, StockRemoval } from './stock-projection.ts';

export interface PreparedRemoval {
  /** position of the batch in order of expiry */
  batch: number;
  day: number;
  units: number;
  kind: 'transfer' | 'liquidation';
}

/** The input checked and laid out in order of expiry, earliest first. */
export interface PreparedProjection {
  count: number;
  /** order[j]: position in the input of the j-th batch to expire */
  order: number[];
  opening: Int32Array;
  lastDay: Int32Array;
  arrivalDay: Int32Array;
  /** last day on which any batch arrives */
  lastArrival: number;
  /** first day of the lower price, a day beyond any horizon when there is none */
  markdownFrom: Int32Array;
  extraDemand: (DemandPathsInput | undefined)[];
  /** by day; transfers before liquidations */
  removals: PreparedRemoval[];
}

const NEVER = 0x7fffffff;

/** @throws RangeError naming the parameter, its value and its range */
export function prepareProjection(input: ProjectionInput): PreparedProjection {
  const { batches, demand } = input;
  checkPaths(demand, 'demand');
  if (!(input.freshestFirstShare >= 0 && input.freshestFirstShare <= 1)) {
    throw new RangeError(`freshestFirstShare is ${input.freshestFirstShare}, it must be 0 to 1`);
  }
  if (input.freshestFirst && input.freshestFirst.length !== demand.units.length) {
    throw new RangeError(
      `freshestFirst has ${input.freshestFirst.length} cells, demand.units ${demand.units.length}`,
    );
  }
  for (const batch of batches) {
    checkWhole(`units of batch ${batch.batchId}`, batch.units, 0);
    checkWhole(`sellableDays of batch ${batch.batchId}`, batch.sellableDays, -NEVER);
    checkWhole(`arrivalDay of batch ${batch.batchId}`, batch.arrivalDay ?? 1, 1);
  }
  const order = batches.map((_, index) => index);
  order.sort((a, b) => batches[a]!.sellableDays - batches[b]!.sellableDays || a - b);
  const count = batches.length;
  const position = new Map<string, number>();
  order.forEach((index, j) => {
    position.set(batches[index]!.batchId, j);
  });
  if (position.size !== count) throw new RangeError('batches must have distinct batchId values');

  const arrivalDay = Int32Array.from(order, (index) => batches[index]!.arrivalDay ?? 1);
  const prepared: PreparedProjection = {
    count,
    order,
    opening: Int32Array.from(order, (index) => batches[index]!.units),
    lastDay: Int32Array.from(order, (index) => batches[index]!.sellableDays),
    arrivalDay,
    lastArrival: arrivalDay.reduce((latest, day) => Math.max(latest, day), 0),
    markdownFrom: new Int32Array(count).fill(NEVER),
    extraDemand: new Array(count).fill(undefined),
    removals: [],
  };
  const find = (batchId: string, decision: string): number => {
    const j = position.get(batchId);
    if (j === undefined) throw new RangeError(`${decision} names batch ${batchId}, which is not in batches`);
    return j;
  };
  addRemovals(prepared, input.decisions?.transfersOut ?? [], 'transfer', find);
  addRemovals(prepared, input.decisions?.liquidations ?? [], 'liquidation', find);
  prepared.removals.sort((a, b) => a.day - b.day);
  for (const markdown of input.decisions?.markdowns ?? []) {
    const j = find(markdown.batchId, 'markdowns');
    checkWhole('fromDay of a markdown', markdown.fromDay, 1);
    checkPaths(markdown.extraDemand, 'extraDemand');
    if (markdown.extraDemand.paths !== demand.paths) {
      throw new RangeError(`extraDemand has ${markdown.extraDemand.paths} paths, demand ${demand.paths}`);
    }
    if (prepared.extraDemand[j]) throw new RangeError(`batch ${markdown.batchId} has two markdowns`);
    prepared.markdownFrom[j] = markdown.fromDay;
    prepared.extraDemand[j] = markdown.extraDemand;
  }
  return prepared;
}

function addRemovals(
  prepared: PreparedProjection,
  removals: StockRemoval[],
  kind: PreparedRemoval['kind'],
  find: (batchId: string, decision: string) => number,
): void {
  for (const removal of removals) {
    const batch = find(removal.batchId, kind);
    checkWhole(`units of a ${kind}`, removal.units, 0);
    checkWhole(`day of a ${kind}`, removal.day, 1);
    prepared.removals.push({ batch, day: removal.day, units: removal.units, kind });
    let planned = 0;
    for (const other of prepared.removals) if (other.batch === batch) planned += other.units;
    if (planned > prepared.opening[batch]!) {
      throw new RangeError(
        `removals from batch ${removal.batchId} add up to ${planned}, it holds ${prepared.opening[batch]} units`,
      );
    }
  }
}

function checkPaths(demand: DemandPathsInput, name: string): void {
  checkWhole(`${name}.paths`, demand.paths, 1);
  checkWhole(`${name}.days`, demand.days, 1);
  if (demand.units.length !== demand.paths * demand.days) {
    throw new RangeError(
      `${name}.units has ${demand.units.length} cells, paths times days is ${demand.paths * demand.days}`,
    );
  }
  for (let i = 0; i < demand.units.length; i++) {
    if (demand.units[i]! < 0) throw new RangeError(`${name}.units[${i}] is ${demand.units[i]}, at least 0`);
  }
}

function checkWhole(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least || value > NEVER) {
    throw new RangeError(`${name} is ${value}, it must be a whole number of at least ${least}`);
  }
}
