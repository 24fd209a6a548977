import { projectStock } from '../stock-projection.ts';
import type { ProjectionDecisions, StockBatch } from '../stock-types.ts';

/**
 * Every course demand can take, as a path of its own with its probability, projected one by one: the brute force
 * that exact methods are compared with. Customers' choices are enumerated too.
 *
 * @param pmf of daily demand, a few cells; `days` few: there are (cells x choices) ^ days paths
 */
export function everyOutcome(options: {
  batches: StockBatch[];
  pmf: number[];
  days: number;
  freshestFirstShare: number;
  decisions?: ProjectionDecisions;
}) {
  const { batches, pmf, days, freshestFirstShare: share, decisions } = options;
  const dayOutcomes: { wanted: number; freshest: number; probability: number }[] = [];
  pmf.forEach((probability, wanted) => {
    for (let freshest = 0; freshest <= wanted; freshest++) {
      const choice = chooseCount(wanted, freshest) * share ** freshest * (1 - share) ** (wanted - freshest);
      if (choice > 0) dayOutcomes.push({ wanted, freshest, probability: probability * choice });
    }
  });
  const paths = dayOutcomes.length ** days;
  const units = new Int32Array(paths * days);
  const freshestFirst = new Int32Array(paths * days);
  const weights = new Float64Array(paths).fill(1);
  for (let path = 0; path < paths; path++) {
    let rest = path;
    for (let day = 0; day < days; day++) {
      const outcome = dayOutcomes[rest % dayOutcomes.length]!;
      rest = Math.floor(rest / dayOutcomes.length);
      units[path * days + day] = outcome.wanted;
      freshestFirst[path * days + day] = outcome.freshest;
      weights[path]! *= outcome.probability;
    }
  }
  const projection = projectStock({
    batches,
    demand: { paths, days, units },
    freshestFirstShare: share,
    freshestFirst,
    seed: 0,
    ...(decisions ? { decisions } : {}),
  });
  /** the expectation of what a path gives */
  const expected = (value: (path: number) => number): number =>
    weights.reduce((sum, weight, path) => sum + weight * value(path), 0);
  return { projection, expected };
}

function chooseCount(n: number, k: number): number {
  let count = 1;
  for (let i = 1; i <= k; i++) count = (count * (n - k + i)) / i;
  return count;
}
