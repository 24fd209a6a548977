import type { Distribution } from '@granary/statistics';
import { growingSeries } from './growing-series.ts';

/**
 * Expected number of periods the position spends j units below S between two orders, for every j asked for: the
 * renewal density m(0) = 1/(1 − p₀), m(j) = Σ p_i m(j − i)/(1 − p₀) over i = 1..j. Exact, since m(j) depends on
 * the probabilities of at most j units only. Time O(j × the counts up to j that are possible), where counts beyond
 * which demand lies with a probability below 1e-40 are taken as impossible: they change no digit.
 *
 * @see Zheng, Federgruen (1991), Finding Optimal (s, S) Policies Is About as Simple as Evaluating a Single
 *   Policy
 */
export interface RenewalDensity {
  /** m(j), j = 0, 1, 2 … */
  at(drop: number): number;
  /** m(0), m(1) … at least to the drop before the highest total asked for */
  values(): Float64Array;
  /** m(0) + … + m(drops − 1): the periods from S until the position has fallen by `drops` or more [M] */
  total(drops: number): number;
}

export function renewalDensity(demand: Distribution): RenewalDensity {
  const probabilities = growingSeries((count) => demand.density(count));
  // With its digits where demand is rare, unlike 1 − p₀.
  const share = 1 / demand.survival(0);
  // The first count with a probability above 0 in double precision; large means have many zeros before it.
  let smallest = 0;
  let largest = Number.POSITIVE_INFINITY;
  const density = growingSeries((drop, known) => {
    if (drop === 0) return share;
    if (probabilities.at(drop) > 0 && smallest === 0) smallest = drop;
    if (smallest === 0) return 0;
    if (drop > demand.mean && drop < largest && demand.survival(drop) < 1e-40) largest = drop;
    const { values } = probabilities;
    const last = Math.min(drop, largest);
    let sum = 0;
    for (let units = smallest; units <= last; units++) sum += values[units]! * known[drop - units]!;
    return sum * share;
  });
  const totals = growingSeries((drops, known) =>
    drops === 0 ? 0 : known[drops - 1]! + density.at(drops - 1),
  );
  return { at: density.at, values: () => density.values, total: totals.at };
}
