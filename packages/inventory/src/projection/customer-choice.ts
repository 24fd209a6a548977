import type { DemandPathsInput } from './daily-demand.ts';
import { mix, seedHash } from './keyed-draws.ts';

/**
 * Which customers reach for the freshest units. The answer for the k-th customer of a day depends on
 * (seed, path, day, k) alone, so a decision that changes stock or brings more customers meets the
 * same people: the random numbers of two projections are common.
 */
export interface CustomerChoice {
  seed: number;
  /** share of customers who take the freshest unit, times 2³² */
  threshold: number;
}

export function customerChoice(options: {
  freshestFirstShare: number;
  seed: number | string;
}): CustomerChoice {
  return { seed: seedHash(options.seed), threshold: options.freshestFirstShare * 4294967296 };
}

/**
 * How many of each day's customers of one path take the freshest unit.
 *
 * @param customers of each day, from `start` on
 * @param freshest  filled for as many days as it has cells
 */
export function chooseFreshest(
  choice: CustomerChoice,
  path: number,
  customers: Int32Array,
  start: number,
  freshest: Int32Array,
): void {
  const { threshold } = choice;
  const pathHash = mix(choice.seed ^ Math.imul(path + 1, 0x9e3779b1));
  for (let day = 0; day < freshest.length; day++) {
    const dayHash = mix(pathHash ^ Math.imul(day + 1, 0x7feb352d));
    const wanted = customers[start + day]!;
    let count = 0;
    for (let k = 1; k <= wanted; k++) {
      if (mix(dayHash + Math.imul(k, 0x9e3779b1)) < threshold) count++;
    }
    freshest[day] = count;
  }
}

/**
 * Of the customers of each path and day, how many take the freshest unit on the shelf: the first k of
 * them stay who they are however many come.
 *
 * @param freshestFirstShare 0..1: probability that a customer does
 * @returns path-major like the demand, each cell between 0 and its demand
 */
export function freshestFirstUnits(options: {
  demand: DemandPathsInput;
  freshestFirstShare: number;
  seed: number | string;
}): Int32Array {
  const { paths, days, units } = options.demand;
  const choice = customerChoice(options);
  const freshest = new Int32Array(paths * days);
  for (let path = 0; path < paths; path++) {
    const start = path * days;
    chooseFreshest(choice, path, units, start, freshest.subarray(start, start + days));
  }
  return freshest;
}
