import { growingSeries } from './growing-series.ts';
import type { OrderUpToProblem } from './order-up-to-problem.ts';

/**
 * Newsvendor cost G(y) of a position y after ordering, for every y asked for. G is convex with
 * G(y+1) − G(y) = (h + p)F(y) − p, so a range of positions is filled from its neighbour with one probability
 * each, and only the first needs the loss function. Exact: no tail of the demand is cut off.
 */
export interface PositionCosts {
  /** the position the others are filled from: the smallest of least cost [y*] unless another was asked for */
  start: number;
  /** G(y) for a whole number y */
  at(position: number): number;
  /** Σ weights[j] G(level − j) over j = 0..drops − 1 */
  weighted(level: number, drops: number, weights: Float64Array): number;
}

/** @param from the position the others are filled from; the cheapest one if left out */
export function positionCosts(problem: OrderUpToProblem, from?: number): PositionCosts {
  const { holdingCost, stockoutCost, demand, protectionDemand = demand } = problem;
  const both = holdingCost + stockoutCost;
  const start = from ?? protectionDemand.quantile(stockoutCost / both);
  const costAtStart =
    holdingCost * protectionDemand.complementaryLoss(start) + stockoutCost * protectionDemand.loss(start);
  let cdfAbove = protectionDemand.cdf(start);
  const upward = growingSeries((offset, known) => {
    if (offset === 0) return costAtStart;
    const cost = known[offset - 1]! + both * cdfAbove - stockoutCost;
    cdfAbove += protectionDemand.density(start + offset);
    return cost;
  });
  let cdfBelow = cdfAbove;
  const downward = growingSeries((offset, known) => {
    if (offset === 0) return costAtStart;
    cdfBelow = Math.max(0, cdfBelow - protectionDemand.density(start - offset + 1));
    return known[offset - 1]! - both * cdfBelow + stockoutCost;
  });
  return {
    start,
    at: (position) => (position >= start ? upward.at(position - start) : downward.at(start - position)),
    weighted(level, drops, weights) {
      upward.at(Math.max(0, level - start));
      downward.at(Math.max(0, start - level + drops - 1));
      const above = Math.min(drops, Math.max(0, level - start));
      let sum = 0;
      for (let drop = 0; drop < above; drop++) sum += weights[drop]! * upward.values[level - start - drop]!;
      for (let drop = above; drop < drops; drop++)
        sum += weights[drop]! * downward.values[start - level + drop]!;
      return sum;
    },
  };
}
