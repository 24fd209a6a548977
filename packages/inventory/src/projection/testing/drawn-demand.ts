import type { DemandPathsInput } from '../daily-demand.ts';

/** Demand of the tests: independent draws from another generator than the product's (mulberry32). */
export function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Inverse of the Poisson distribution function, by summing its terms: grows with `mean` for one `uniform`. */
export function poissonInverse(mean: number, uniform: number): number {
  let value = 0;
  let term = Math.exp(-mean);
  let cumulative = term;
  while (uniform > cumulative && value < 10_000) {
    value++;
    term *= mean / value;
    cumulative += term;
  }
  return value;
}

/** Poisson demand; with the same seed a larger mean never gives fewer units on any day of any path. */
export function poissonPaths(options: {
  paths: number;
  days: number;
  meanPerDay: number;
  seed: number;
}): DemandPathsInput {
  const random = mulberry32(options.seed);
  const units = new Int32Array(options.paths * options.days);
  for (let i = 0; i < units.length; i++) units[i] = poissonInverse(options.meanPerDay, random());
  return { paths: options.paths, days: options.days, units };
}

/** Inverse of the distribution function of failures before `successes` (any positive number) at `probability`. */
function negativeBinomialInverse(successes: number, probability: number, uniform: number): number {
  let value = 0;
  let term = probability ** successes;
  let cumulative = term;
  while (uniform > cumulative && value < 10_000) {
    term *= ((successes + value) / (value + 1)) * (1 - probability);
    value++;
    cumulative += term;
  }
  return value;
}

export function negativeBinomialPaths(options: {
  paths: number;
  days: number;
  successes: number;
  probability: number;
  seed: number;
}): DemandPathsInput {
  const random = mulberry32(options.seed);
  const units = new Int32Array(options.paths * options.days);
  for (let i = 0; i < units.length; i++) {
    units[i] = negativeBinomialInverse(options.successes, options.probability, random());
  }
  return { paths: options.paths, days: options.days, units };
}

/** The same demand on every path: one outcome a reader can follow. */
export function knownDemand(...unitsPerDay: number[]): DemandPathsInput {
  return { paths: 1, days: unitsPerDay.length, units: Int32Array.from(unitsPerDay) };
}
