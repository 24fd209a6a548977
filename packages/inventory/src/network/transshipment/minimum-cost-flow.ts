import { createNodeQueue, type NodeQueue } from './node-queue.ts';

/**
 * A directed network in typed arrays. Arc a and its reverse a ^ 1 stand side by side: what flows through a
 * is what can flow back through a ^ 1.
 */
export interface FlowNetwork {
  nodes: number;
  arcs: number;
  /** first arc that leaves a node, -1 for none */
  firstArc: Int32Array;
  /** next arc of the same tail, -1 for none */
  nextArc: Int32Array;
  head: Int32Array;
  /** per unit; the reverse arc has the negative */
  cost: Float64Array;
  /** what still fits through the arc */
  residual: Float64Array;
}

/** @param maxArcs arcs that will be added, not counting their reverses */
export function createFlowNetwork({ nodes, maxArcs }: { nodes: number; maxArcs: number }): FlowNetwork {
  return {
    nodes,
    arcs: 0,
    firstArc: new Int32Array(nodes).fill(-1),
    nextArc: new Int32Array(2 * maxArcs),
    head: new Int32Array(2 * maxArcs),
    cost: new Float64Array(2 * maxArcs),
    residual: new Float64Array(2 * maxArcs),
  };
}

/** Adds an arc with its reverse and returns its number. */
export function addArc(
  network: FlowNetwork,
  { from, to, capacity, cost }: { from: number; to: number; capacity: number; cost: number },
): number {
  const arc = network.arcs;
  network.arcs += 2;
  network.head[arc] = to;
  network.head[arc + 1] = from;
  network.cost[arc] = cost;
  network.cost[arc + 1] = -cost;
  network.residual[arc] = capacity;
  network.residual[arc + 1] = 0;
  network.nextArc[arc] = network.firstArc[from]!;
  network.firstArc[from] = arc;
  network.nextArc[arc + 1] = network.firstArc[to]!;
  network.firstArc[to] = arc + 1;
  return arc;
}

/**
 * Sends as much from `origin` to `sink` as lowers the total cost, and leaves the flow in `residual`: units
 * through arc a are what its reverse can take back. Costs may be negative, but no cycle of the network may
 * have a negative cost; every path must pass an arc of finite capacity. Whole capacities give whole flows.
 * Fractional capacities leave crumbs when they are subtracted; what is less than 1e-12 of all that may flow is
 * taken for a crumb and does not flow.
 *
 * Successive shortest paths: the cheapest path is filled, again and again, until it would cost something.
 * Potentials keep the costs that Dijkstra's algorithm sees at 0 or more. O(paths filled × arcs × log nodes);
 * in a transshipment the paths are at most about twice the nodes.
 *
 * @see Ahuja, Magnanti, Orlin (1993), Network Flows, chapter 9
 */
export function minimiseFlowCost(
  network: FlowNetwork,
  { origin, sink }: { origin: number; sink: number },
): void {
  const { residual, head } = network;
  const potential = initialPotentials(network, origin);
  const search = createSearch(network);
  const crumb = largestCrumb(network, { origin, sink });
  // Sums of costs carry rounding errors; a path that gains less than this gains nothing.
  const leastGain = 1e-13 * largestCost(network);
  while (shortestPath(network, search, potential, { origin, sink, crumb })) {
    if (potential[sink]! - potential[origin]! >= -leastGain) break;
    let room = Number.POSITIVE_INFINITY;
    for (let node = sink; node !== origin; node = head[search.arrival[node]! ^ 1]!) {
      room = Math.min(room, residual[search.arrival[node]!]!);
    }
    for (let node = sink; node !== origin; node = head[search.arrival[node]! ^ 1]!) {
      residual[search.arrival[node]!]! -= room;
      residual[search.arrival[node]! ^ 1]! += room;
    }
  }
  if (crumb > 0) sweep(residual, crumb);
}

interface Search {
  distance: Float64Array;
  /** the arc by which the best path so far arrives */
  arrival: Int32Array;
  settled: Uint8Array;
  order: Int32Array;
  queue: NodeQueue;
}

function createSearch({ nodes }: FlowNetwork): Search {
  return {
    distance: new Float64Array(nodes),
    arrival: new Int32Array(nodes),
    settled: new Uint8Array(nodes),
    order: new Int32Array(nodes),
    queue: createNodeQueue(nodes),
  };
}

/**
 * Dijkstra's algorithm on reduced costs, ended when the sink is reached; potentials are moved so that
 * `potential[sink] - potential[origin]` is the true cost of the path. False when there is no path.
 */
function shortestPath(
  network: FlowNetwork,
  { distance, arrival, settled, order, queue }: Search,
  potential: Float64Array,
  { origin, sink, crumb }: { origin: number; sink: number; crumb: number },
): boolean {
  const { firstArc, nextArc, head, cost, residual } = network;
  distance.fill(Number.POSITIVE_INFINITY);
  settled.fill(0);
  queue.clear();
  distance[origin] = 0;
  queue.lower(origin, 0);
  let count = 0;
  while (!queue.isEmpty()) {
    const node = queue.takeSmallest();
    if (node === sink) break;
    settled[node] = 1;
    order[count++] = node;
    const offset = distance[node]! + potential[node]!;
    for (let arc = firstArc[node]!; arc >= 0; arc = nextArc[arc]!) {
      const next = head[arc]!;
      if (residual[arc]! <= crumb || settled[next] === 1) continue;
      const reached = Math.max(distance[node]!, offset + cost[arc]! - potential[next]!);
      // What is no nearer than the sink cannot lie on the way to it.
      if (reached < distance[next]! && reached < distance[sink]!) {
        distance[next] = reached;
        arrival[next] = arc;
        queue.lower(next, reached);
      }
    }
  }
  const end = distance[sink]!;
  if (end === Number.POSITIVE_INFINITY) return false;
  for (let index = 0; index < count; index++) potential[order[index]!]! += distance[order[index]!]! - end;
  return true;
}

/** Cheapest costs from the origin by Bellman and Ford, since arcs may have negative costs; 0 if unreachable. */
function initialPotentials(network: FlowNetwork, origin: number): Float64Array {
  const { nodes, firstArc, nextArc, head, cost, residual } = network;
  const potential = new Float64Array(nodes).fill(Number.POSITIVE_INFINITY);
  potential[origin] = 0;
  for (let changed = true; changed; ) {
    changed = false;
    for (let node = 0; node < nodes; node++) {
      if (potential[node] === Number.POSITIVE_INFINITY) continue;
      for (let arc = firstArc[node]!; arc >= 0; arc = nextArc[arc]!) {
        const reached = potential[node]! + cost[arc]!;
        if (residual[arc]! > 0 && reached < potential[head[arc]!]!) {
          potential[head[arc]!] = reached;
          changed = true;
        }
      }
    }
  }
  return potential.map((value) => (value === Number.POSITIVE_INFINITY ? 0 : value));
}

/** The largest cost of an arc that can carry something. */
function largestCost({ cost, residual, arcs }: FlowNetwork): number {
  let largest = 0;
  for (let arc = 0; arc < arcs; arc += 2) {
    if (residual[arc]! > 0) largest = Math.max(largest, Math.abs(cost[arc]!));
  }
  return largest;
}

/** What subtracting fractional units may leave of them; 0 where all capacities are whole. */
function largestCrumb(
  { head, residual, arcs }: FlowNetwork,
  { origin, sink }: { origin: number; sink: number },
): number {
  let supply = 0;
  let demand = 0;
  let isWhole = true;
  for (let arc = 0; arc < arcs; arc += 2) {
    const capacity = residual[arc]!;
    if (!Number.isInteger(capacity) && capacity < Number.POSITIVE_INFINITY) isWhole = false;
    if (head[arc + 1] === origin) supply += capacity;
    if (head[arc] === sink) demand += capacity;
  }
  return isWhole ? 0 : 1e-12 * Math.min(supply, demand);
}

function sweep(residual: Float64Array, crumb: number): void {
  for (let arc = 0; arc < residual.length; arc++) {
    if (residual[arc]! <= crumb) residual[arc] = 0;
  }
}
