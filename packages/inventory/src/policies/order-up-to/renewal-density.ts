import type { Distribution } from '@granary/statistics';

/**
 * Expected number of periods the position spends j units below S between two orders, for every j asked for: the
 * renewal density m(0) = 1/(1 − p₀), m(j) = Σ p_i m(j − i)/(1 − p₀) over i = 1..j. Exact, since m(j) depends on the
 * probabilities of at most j units only. Time O(j × the counts up to j that are possible).
 *
 * @see Zheng, Federgruen (1991), Finding Optimal (s, S) Policies Is About as Simple as Evaluating a Single Policy,
 *   eq. (2)
 */
export interface RenewalDensity {
  /** m(j), j = 0, 1, 2 … */
  at(drop: number): number;
  /** m(0) + … + m(drops − 1): the periods from S until the position has fallen by `drops` or more [M] */
  total(drops: number): number;
}

export function renewalDensity(demand: Distribution): RenewalDensity {
  let probabilities = new Float64Array(64);
  let density = new Float64Array(64);
  let totals = new Float64Array(65);
  let known = 0;
  // The first count with a probability above 0 in double precision; large means have many zeros before it.
  let smallest = 0;
  // With its digits where demand is rare, unlike 1 − p₀.
  const share = 1 / demand.survival(0);
  const extend = (): void => {
    addDensity();
    totals[known] = totals[known - 1]! + density[known - 1]!;
  };
  const addDensity = (): void => {
    if (known === density.length) {
      probabilities = grown(probabilities);
      density = grown(density);
      totals = grown(totals);
    }
    const drop = known++;
    if (drop === 0) {
      density[0] = share;
      return;
    }
    const probability = demand.density(drop);
    probabilities[drop] = probability;
    if (smallest === 0 && probability > 0) smallest = drop;
    if (smallest === 0) return;
    let sum = 0;
    for (let units = smallest; units <= drop; units++) sum += probabilities[units]! * density[drop - units]!;
    density[drop] = sum * share;
  };
  return {
    total(drops) {
      while (known < drops) extend();
      return totals[drops]!;
    },
    at(drop) {
      while (known <= drop) extend();
      return density[drop]!;
    },
  };
}

function grown(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(2 * values.length);
  longer.set(values);
  return longer;
}
