import { requireNonNegative } from '@granary/statistics';

export type StageId = string | number;

/** A place in a supply chain that may hold safety stock: an item at a location, after its process step. */
export interface ServiceStage {
  id: StageId;
  /** whole periods from having all inputs to having the output, at least 0 [T] */
  processingTime: number;
  /** currency per unit of safety stock and period, at least 0 [h] */
  holdingCost: number;
  /** standard deviations of demand that the safety stock must cover, at least 0 [z] */
  safetyFactor: number;
  /** units per period, of the stage's own outside customers, at least 0; 0 if left out [σ] */
  demandStandardDeviation?: number;
  /** whole periods the outside supplier of the stage takes, at least 0; 0 if left out */
  externalInboundServiceTime?: number;
  /** the longest whole number of periods its customers may be made to wait, at least 0; no limit if left out */
  maxOutboundServiceTime?: number;
}

/** Stages and who supplies whom. Ignoring directions, the arcs must connect all stages without a cycle. */
export interface ServiceTree {
  stages: readonly ServiceStage[];
  /** [supplier, customer] */
  arcs: readonly (readonly [StageId, StageId])[];
}

/** The tree by the places of its stages in the list, checked. */
export interface IndexedTree {
  suppliers: number[][];
  customers: number[][];
  /** every stage after its suppliers */
  downstream: number[];
  /** of the stage's own demand and that of all stages it serves, directly or not, pooled [σ] */
  pooledStandardDeviation: Float64Array;
}

/**
 * Reads the arcs of a tree. O(n).
 *
 * @throws RangeError that names the stage or arc for a number out of range, an id that is taken or unknown, a
 *   cycle, or stages that are not connected
 */
export function indexTree({ stages, arcs }: ServiceTree): IndexedTree {
  const indexOf = indexById(stages);
  stages.forEach(requireStage);
  const suppliers: number[][] = stages.map(() => []);
  const customers: number[][] = stages.map(() => []);
  const groups = new DisjointGroups(stages.length);
  arcs.forEach(([from, to], arc) => {
    const supplier = indexOf.get(from);
    const customer = indexOf.get(to);
    if (supplier === undefined)
      throw new RangeError(`arcs[${arc}] starts at stage ${from}, which is not in stages`);
    if (customer === undefined)
      throw new RangeError(`arcs[${arc}] ends at stage ${to}, which is not in stages`);
    if (supplier === customer) throw new RangeError(`arcs[${arc}] leads from stage ${from} to itself`);
    if (!groups.join(supplier, customer)) {
      const cycle = pathBetween(supplier, customer, suppliers, customers).map((stage) => stages[stage]?.id);
      throw new RangeError(
        `arcs[${arc}] closes a cycle of stages ${cycle.join(', ')}; the arcs must form a tree, whatever their direction`,
      );
    }
    suppliers[customer]?.push(supplier);
    customers[supplier]?.push(customer);
  });
  stages.forEach(({ id }, stage) => {
    if (groups.of(stage) === groups.of(0)) return;
    throw new RangeError(
      `stage ${id} is not connected with stage ${stages[0]?.id}; the arcs must form one tree`,
    );
  });
  const downstream = suppliersFirst(suppliers, customers);
  return { suppliers, customers, downstream, pooledStandardDeviation: pooled(stages, customers, downstream) };
}

function indexById(stages: readonly ServiceStage[]): Map<StageId, number> {
  if (stages.length === 0) throw new RangeError('stages is empty; there must be at least one');
  const indexOf = new Map<StageId, number>();
  stages.forEach(({ id }, index) => {
    const other = indexOf.get(id);
    if (other !== undefined)
      throw new RangeError(`stages[${index}].id is ${id}, as is that of stages[${other}]`);
    indexOf.set(id, index);
  });
  return indexOf;
}

function requireStage(stage: ServiceStage): void {
  const { id, processingTime, externalInboundServiceTime = 0, maxOutboundServiceTime = 0 } = stage;
  for (const [name, periods] of Object.entries({
    processingTime,
    externalInboundServiceTime,
    maxOutboundServiceTime,
  })) {
    if (Number.isSafeInteger(periods) && periods >= 0) continue;
    throw new RangeError(`${name} of stage ${id} is ${periods}; it must be a whole number, at least 0`);
  }
  requireNonNegative(`holdingCost of stage ${id}`, stage.holdingCost);
  requireNonNegative(`safetyFactor of stage ${id}`, stage.safetyFactor);
  requireNonNegative(`demandStandardDeviation of stage ${id}`, stage.demandStandardDeviation ?? 0);
}

function suppliersFirst(suppliers: number[][], customers: number[][]): number[] {
  const waitingFor = Int32Array.from(suppliers, (each) => each.length);
  const order: number[] = [];
  waitingFor.forEach((count, stage) => {
    if (count === 0) order.push(stage);
  });
  // the list grows while it is read
  for (const stage of order) {
    for (const customer of customers[stage] ?? []) {
      waitingFor[customer]!--;
      if (waitingFor[customer] === 0) order.push(customer);
    }
  }
  return order;
}

/** In a tree each stage reaches a customer on one path only, so that variances of the branches add up. */
function pooled(stages: readonly ServiceStage[], customers: number[][], downstream: number[]): Float64Array {
  const variance = Float64Array.from(stages, (stage) => (stage.demandStandardDeviation ?? 0) ** 2);
  for (const stage of downstream.toReversed()) {
    for (const customer of customers[stage] ?? []) variance[stage]! += variance[customer]!;
  }
  return variance.map(Math.sqrt);
}

/** The stages from one to the other, both included, over arcs of either direction. */
function pathBetween(start: number, end: number, suppliers: number[][], customers: number[][]): number[] {
  const cameFrom = new Map<number, number>([[end, end]]);
  for (const stage of cameFrom.keys()) {
    for (const next of [...(suppliers[stage] ?? []), ...(customers[stage] ?? [])]) {
      if (!cameFrom.has(next)) cameFrom.set(next, stage);
    }
  }
  const path = [start];
  for (let stage = start; stage !== end; path.push(stage)) stage = cameFrom.get(stage) ?? end;
  return path;
}

/** Which stages are connected so far: union by size, with path halving. */
class DisjointGroups {
  private readonly parent: Int32Array;
  private readonly size: Int32Array;

  constructor(count: number) {
    this.parent = Int32Array.from({ length: count }, (_, index) => index);
    this.size = new Int32Array(count).fill(1);
  }

  of(member: number): number {
    let root = member;
    while (this.parent[root]! !== root) {
      this.parent[root] = this.parent[this.parent[root]!]!;
      root = this.parent[root]!;
    }
    return root;
  }

  /** Whether they were apart. */
  join(one: number, other: number): boolean {
    let large = this.of(one);
    let small = this.of(other);
    if (large === small) return false;
    if (this.size[large]! < this.size[small]!) [large, small] = [small, large];
    this.parent[small] = large;
    this.size[large]! += this.size[small]!;
    return true;
  }
}
