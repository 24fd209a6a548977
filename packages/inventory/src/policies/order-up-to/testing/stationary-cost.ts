import type { OrderUpToProblem } from '../order-up-to-problem.ts';

/**
 * Cost per period of (s, S) from the long-run frequencies of the Markov chain of positions after ordering, s+1..S, found
 * by repeated multiplication: a check that shares no formula with the renewal reward.
 */
export function stationaryCost(
  problem: OrderUpToProblem & { reorderPoint: number; orderUpToLevel: number },
): number {
  const { holdingCost, stockoutCost, fixedCost, demand, protectionDemand = demand } = problem;
  const { reorderPoint, orderUpToLevel } = problem;
  const positions = orderUpToLevel - reorderPoint;
  const probabilities = Array.from({ length: positions }, (_, count) => demand.density(count));
  // Index 0 is S. Half of each step stays in place, which makes periodic chains settle too.
  let share = new Float64Array(positions).fill(1 / positions);
  for (let step = 0; step < 200_000; step++) {
    const next = new Float64Array(positions);
    for (let drop = 0; drop < positions; drop++) {
      let stays = 0;
      for (let units = 0; drop + units < positions; units++) {
        next[drop + units]! += share[drop]! * probabilities[units]!;
        stays += probabilities[units]!;
      }
      next[0]! += share[drop]! * (1 - stays);
    }
    let change = 0;
    for (let drop = 0; drop < positions; drop++) {
      next[drop] = (next[drop]! + share[drop]!) / 2;
      change = Math.max(change, Math.abs(next[drop]! - share[drop]!));
    }
    share = next;
    if (change < 1e-15) break;
  }
  let cost = 0;
  for (let drop = 0; drop < positions; drop++) {
    const position = orderUpToLevel - drop;
    let orders = 1;
    for (let units = 0; drop + units < positions; units++) orders -= probabilities[units]!;
    const stock =
      holdingCost * protectionDemand.complementaryLoss(position) +
      stockoutCost * protectionDemand.loss(position);
    cost += share[drop]! * (stock + fixedCost * orders);
  }
  return cost;
}
