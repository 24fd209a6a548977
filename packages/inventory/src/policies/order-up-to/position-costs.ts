import type { OrderUpToProblem } from './order-up-to-problem.ts';

/**
 * Newsvendor cost G(y) of a position y after ordering, for every y asked for. G is convex with
 * G(y+1) − G(y) = (h + p)F(y) − p, so a range of positions is filled from its neighbour with one probability each,
 * and only the first needs the loss function. Exact: no tail of the demand is cut off.
 */
export interface PositionCosts {
  /** the smallest position of least cost [y*] */
  cheapest: number;
  /** G(y) for a whole number y */
  at(position: number): number;
}

export function positionCosts(problem: OrderUpToProblem, from?: number): PositionCosts {
  const { holdingCost, stockoutCost, demand, protectionDemand = demand } = problem;
  const both = holdingCost + stockoutCost;
  const cheapest = from ?? protectionDemand.quantile(stockoutCost / both);
  // upward[i] is G(cheapest + i), downward[i] is G(cheapest − i).
  const first =
    holdingCost * protectionDemand.complementaryLoss(cheapest) +
    stockoutCost * protectionDemand.loss(cheapest);
  const upward = [first];
  const downward = [first];
  const cdfAtStart = protectionDemand.cdf(cheapest);
  let topCdf = cdfAtStart;
  let bottomCdf = cdfAtStart;
  const at = (position: number): number => {
    const offset = position - cheapest;
    while (upward.length <= offset) {
      const top = cheapest + upward.length - 1;
      upward.push(upward[upward.length - 1]! + both * topCdf - stockoutCost);
      topCdf += protectionDemand.density(top + 1);
    }
    while (downward.length <= -offset) {
      const bottom = cheapest - downward.length + 1;
      bottomCdf = Math.max(0, bottomCdf - protectionDemand.density(bottom));
      downward.push(downward[downward.length - 1]! - both * bottomCdf + stockoutCost);
    }
    return offset >= 0 ? upward[offset]! : downward[-offset]!;
  };
  return { cheapest, at };
}
