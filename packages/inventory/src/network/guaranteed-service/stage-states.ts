/** The times a stage may have, and what its branches towards the leaves cost for each. */
export interface StageStates {
  /** [T] */
  processingTime: number;
  /** what the outside supplier takes: no inbound time is shorter */
  earliestInbound: number;
  /** by inbound service time 0, 1 … [SI]: the suppliers' branches, never rising */
  costByInbound: Float64Array;
  /** by outbound service time 0, 1 … [S]: the customers' branches, never falling */
  costByOutbound: Float64Array;
  /** currency per root of a period of net replenishment time [h z σ] */
  costPerRoot: number;
  /** square roots of 0, 1, 2 … */
  roots: Float64Array;
}

/** For each time of one side the least cost of stage and branches, and the time of the other side that gives it. */
interface BestStates {
  costs: Float64Array;
  companion: Int32Array;
}

/**
 * θᵒ(S): for each outbound time the best inbound time, from max(earliest, S − T) on.
 *
 * The stage's own cost, a root, is concave in SI. Where the branches' cost is concave too, so is the sum, and
 * a point between two others cannot be the only best one: ends and convex kinks are enough. O(M × kinks).
 */
export function bestInbound(states: StageStates): BestStates {
  const { processingTime, earliestInbound, costByInbound, costByOutbound, costPerRoot, roots } = states;
  const last = costByInbound.length - 1;
  const kinks = convexKinks(costByInbound);
  const costs = new Float64Array(costByOutbound.length);
  const companion = new Int32Array(costByOutbound.length);
  for (let outbound = 0; outbound < costs.length; outbound++) {
    const own = processingTime - outbound;
    const first = Math.max(earliestInbound, -own);
    let chosen = first;
    let best = costPerRoot * roots[first + own]! + costByInbound[first]!;
    for (let index = kinks.length; index >= 0; index--) {
      const inbound = index === kinks.length ? last : kinks[index]!;
      if (inbound <= first) break;
      const cost = costPerRoot * roots[inbound + own]! + costByInbound[inbound]!;
      if (cost < best) {
        best = cost;
        chosen = inbound;
      }
    }
    costs[outbound] = best + costByOutbound[outbound]!;
    companion[outbound] = chosen;
  }
  return { costs, companion };
}

/** θⁱ(SI): for each inbound time the best outbound time, up to min(longest, SI + T); too early ones cost infinity. */
export function bestOutbound(states: StageStates): BestStates {
  const { processingTime, earliestInbound, costByInbound, costByOutbound, costPerRoot, roots } = states;
  const longest = costByOutbound.length - 1;
  const kinks = convexKinks(costByOutbound);
  const costs = new Float64Array(costByInbound.length).fill(Number.POSITIVE_INFINITY);
  const companion = new Int32Array(costByInbound.length);
  for (let inbound = earliestInbound; inbound < costs.length; inbound++) {
    const own = inbound + processingTime;
    const last = Math.min(longest, own);
    let chosen = last;
    let best = costPerRoot * roots[own - last]! + costByOutbound[last]!;
    for (let index = -1; index < kinks.length; index++) {
      const outbound = index < 0 ? 0 : kinks[index]!;
      if (outbound >= last) break;
      const cost = costPerRoot * roots[own - outbound]! + costByOutbound[outbound]!;
      if (cost < best) {
        best = cost;
        chosen = outbound;
      }
    }
    costs[inbound] = best + costByInbound[inbound]!;
    companion[inbound] = chosen;
  }
  return { costs, companion };
}

/** The places where a sequence bends upwards: value below the middle of its two neighbours. */
function convexKinks(values: Float64Array): Int32Array {
  const kinks: number[] = [];
  for (let index = 1; index < values.length - 1; index++) {
    if (values[index - 1]! + values[index + 1]! > 2 * values[index]!) kinks.push(index);
  }
  return Int32Array.from(kinks);
}
