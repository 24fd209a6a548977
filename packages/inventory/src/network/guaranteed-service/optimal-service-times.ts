import { planOf, type ServiceTimePlan } from './service-time-plan.ts';
import { type IndexedTree, indexTree, type ServiceStage, type ServiceTree } from './service-tree.ts';
import { bestInbound, bestOutbound, type StageStates } from './stage-states.ts';
import { StatesOnDemand } from './states-on-demand.ts';

/**
 * Where to hold safety stock in a supply chain: the outbound service times that make it cheapest, while every
 * stage serves its customers within the time they accept. The guaranteed-service model on a tree, solved
 * exactly by the dynamic programme of Graves and Willems over whole periods.
 *
 * The tree is taken from its leaves to one stage. For a stage upstream of the rest the least cost of its branch
 * is a function of what it promises, θᵒ(S); for one downstream, of what it is promised, θⁱ(SI). The textbook's
 * O(n M²), M the longest time to replenish, is cut short: all pieces are concave, so that only ends and convex
 * kinks of the branches' costs can be best. Measured, time grows about like n M.
 *
 * Assumes demand stays within its bound (what exceeds z σ √τ is met by other means), processing times do not
 * depend on load, and orders pass on at once. For stock-outs with a cost use the serial system.
 *
 * @param stages  processing times, holding costs, safety factors, demand, service times promised from and to
 *   outside
 * @param arcs    [supplier, customer] by stage id; a tree if directions are ignored
 * @returns one plan of least cost, in the order of `stages`
 * @throws RangeError that names the stage or arc when the tree is malformed or a number out of range
 * @see Graves, Willems (2000), Optimizing Strategic Safety Stock Placement in Supply Chains, Manufacturing and
 *      Service Operations Management 2, section 5, with the erratum in volume 5 (2003)
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., section 6.3.6, example 6.5
 * @example
 * const customer = { processingTime: 1, holdingCost: 3, safetyFactor: 1, demandStandardDeviation: 1 };
 * optimalServiceTimes({
 *   stages: [
 *     { id: 1, processingTime: 2, holdingCost: 1, safetyFactor: 1, externalInboundServiceTime: 1 },
 *     { id: 3, processingTime: 1, holdingCost: 2, safetyFactor: 1 },
 *     { id: 2, ...customer, maxOutboundServiceTime: 0 },
 *     { id: 4, ...customer, maxOutboundServiceTime: 1 },
 *   ],
 *   arcs: [[1, 3], [3, 2], [3, 4]],
 * }).stages.map((stage) => stage.outboundServiceTime) // [0, 0, 0, 1], at a cost of 8.2779
 */
export function optimalServiceTimes(tree: ServiceTree): ServiceTimePlan {
  const indexed = indexTree(tree);
  const states = new StatesOnDemand(tree.stages, indexed);
  const { order, towardsRoot } = fromRoot(indexed);
  const links = new Map<number, Link>();
  for (const stage of order.slice(1).toReversed()) {
    const next = towardsRoot[stage]!;
    const own = states.take(stage);
    const other = states.of(next);
    const supplies = indexed.customers[stage]?.includes(next) ?? false;
    links.set(stage, supplies ? linkToCustomer(own, other) : linkToSupplier(own, other));
  }
  const times = chosenTimes(tree.stages, indexed, states.of(0), order, towardsRoot, links);
  return planOf(tree.stages, indexed, times);
}

/** What a branch chooses for each value of the time it shares with the stage next to it, nearer the root. */
interface Link {
  supplies: boolean;
  /** by the shared time: the time of the branch's own stage that goes with it [S, or SI] */
  chosen: Int32Array;
  /** by the stage's own S (or SI): its SI (or S) */
  companion: Int32Array;
}

/** Adds a supplier's branch to what its customer pays by inbound time: any promise of at most that will do. */
function linkToCustomer(supplier: StageStates, customer: StageStates): Link {
  const { costs, companion } = bestInbound(supplier);
  const chosen = new Int32Array(customer.costByInbound.length);
  let best = 0;
  for (let inbound = 0; inbound < chosen.length; inbound++) {
    if (inbound < costs.length && costs[inbound]! < costs[best]!) best = inbound;
    chosen[inbound] = best;
    customer.costByInbound[inbound]! += costs[best]!;
  }
  return { supplies: true, chosen, companion };
}

/** Adds a customer's branch to what its supplier pays by outbound time: it may wait longer, not shorter. */
function linkToSupplier(customer: StageStates, supplier: StageStates): Link {
  const { costs, companion } = bestOutbound(customer);
  const chosen = new Int32Array(supplier.costByOutbound.length);
  let best = costs.length - 1;
  for (let outbound = costs.length - 1; outbound >= 0; outbound--) {
    if (costs[outbound]! <= costs[best]!) best = outbound;
    if (outbound >= chosen.length) continue;
    chosen[outbound] = best;
    supplier.costByOutbound[outbound]! += costs[best]!;
  }
  return { supplies: false, chosen, companion };
}

/** From the root outwards: the times each branch chose, then trimmed to what the stage can really promise. */
function chosenTimes(
  stages: readonly ServiceStage[],
  { suppliers, downstream }: IndexedTree,
  root: StageStates,
  order: number[],
  towardsRoot: Int32Array,
  links: Map<number, Link>,
): Int32Array {
  const inbound = new Int32Array(stages.length);
  const outbound = new Int32Array(stages.length);
  for (const stage of order) {
    const link = links.get(stage);
    const next = towardsRoot[stage]!;
    if (!link) {
      const { costs, companion } = bestInbound(root);
      outbound[stage] = costs.indexOf(costs.reduce((least, cost) => Math.min(least, cost)));
      inbound[stage] = companion[outbound[stage]!]!;
    } else if (link.supplies) {
      outbound[stage] = link.chosen[inbound[next]!]!;
      inbound[stage] = link.companion[outbound[stage]!]!;
    } else {
      inbound[stage] = link.chosen[outbound[next]!]!;
      outbound[stage] = link.companion[inbound[stage]!]!;
    }
  }
  // where stock is free a stage may have been given more time than its suppliers take
  for (const stage of downstream) {
    const { processingTime, externalInboundServiceTime = 0 } = stages[stage]!;
    let latest = externalInboundServiceTime;
    for (const supplier of suppliers[stage] ?? []) latest = Math.max(latest, outbound[supplier]!);
    outbound[stage] = Math.min(outbound[stage]!, latest + processingTime);
  }
  return outbound;
}

/**
 * Every stage after its neighbour on the way to the first stage of the list, which is its own; one branch after
 * the other, so that few stages are at work at a time.
 */
function fromRoot({ suppliers, customers }: IndexedTree): { order: number[]; towardsRoot: Int32Array } {
  const towardsRoot = new Int32Array(suppliers.length);
  const order: number[] = [];
  const open = [0];
  for (let stage = open.pop(); stage !== undefined; stage = open.pop()) {
    order.push(stage);
    for (const next of [...(suppliers[stage] ?? []), ...(customers[stage] ?? [])]) {
      if (next === towardsRoot[stage]) continue;
      towardsRoot[next] = stage;
      open.push(next);
    }
  }
  return { order, towardsRoot };
}
