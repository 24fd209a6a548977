/** The probability of a demand in the period ahead, and how well it was known before each period. */
export interface DemandOccurrence {
  probability: number;
  /** log-likelihood of demand or none in each period */
  score: number;
  /** periods that the probability rests on, discounted */
  weight: number;
}

/** Weight, in periods, that the share of the whole history keeps: no run makes the other outcome impossible. */
const SHARE_WEIGHT = 0.5;

/**
 * The discounted share of periods with demand.
 *
 * @param cells    demand per period; -1 is unknown and only lets time pass
 * @param discount weight of a period against the one after it, above 0 and at most 1 [δ]
 * @param share    of all periods, above 0 and below 1
 */
export function demandOccurrence(
  cells: Int32Array,
  { discount, share }: { discount: number; share: number },
): DemandOccurrence {
  const shared = SHARE_WEIGHT * share;
  let demands = 0;
  let weight = 0;
  let product = 1;
  let score = 0;
  for (let period = 0; period < cells.length; period++) {
    const demand = cells[period]!;
    const probability = (demands + shared) / (weight + SHARE_WEIGHT);
    demands *= discount;
    weight *= discount;
    if (demand < 0) continue;
    weight += 1;
    if (demand > 0) {
      demands += 1;
      product *= probability;
    } else product *= 1 - probability;
    if (product < 1e-250) {
      score += Math.log(product);
      product = 1;
    }
  }
  return {
    probability: (demands + shared) / (weight + SHARE_WEIGHT),
    score: score + Math.log(product),
    weight: weight + SHARE_WEIGHT,
  };
}
