import { requireFinite, requireNonNegative, requirePositive, requireProbability } from '@granary/statistics';
import { DEFAULT_POOL_WEIGHT } from './pool-weight.ts';

/** Days late and their probability. */
export interface LatenessOutcome {
  days: number;
  probability: number;
}

/** How late all suppliers were, and how many deliveries of a supplier's own that is worth. */
export interface LatenessPool {
  /** by growing days; a delivery of a supplier with n of them counts by 1/(n + κ) */
  outcomes: LatenessOutcome[];
  /** deliveries, between 1 and 100 [κ] */
  weight: number;
}

/** How late the next delivery of a supplier will be. */
export interface LatenessPrediction {
  meanDays: number;
  standardDeviationDays: number;
  /** by growing days */
  outcomes: LatenessOutcome[];
}

const LEAST_WEIGHT = 1;
const MOST_WEIGHT = 100;

/**
 * What the deliveries of all suppliers say of one whose own are few. The weight is the credibility constant:
 * the variance of a supplier's deliveries over the variance between the suppliers' means, kept between 1 and
 * 100 deliveries; 10 where there are fewer than two suppliers or none with two deliveries. A supplier counts by
 * its credibility n/(n + κ), so that many deliveries of one do not speak for all.
 *
 * The pool knows no delivery later than the latest: its spread means little with less than some dozens.
 *
 * @param suppliers days late of each supplier's deliveries, negative when early; empty lists are skipped
 * @throws RangeError when there is no delivery at all, or a value is not finite
 * @see Bühlmann, Straub (1970), Glaubwürdigkeit für Schadensätze; Klugman, Panjer, Willmot (2012), Loss Models,
 *   4th ed., chapter 19
 */
export function latenessPool(suppliers: number[][]): LatenessPool {
  for (const [supplier, own] of suppliers.entries()) {
    for (const [delivery, days] of own.entries()) requireFinite(`suppliers[${supplier}][${delivery}]`, days);
  }
  const delivering = suppliers.filter((days) => days.length > 0);
  if (delivering.length === 0) throw new RangeError('suppliers has no delivery; a pool needs at least one');
  const weight = credibilityConstant(delivering);
  const counted = delivering.reduce((sum, { length }) => sum + length / (length + weight), 0);
  const outcomes = delivering.flatMap((own) =>
    own.map((days) => ({ days, probability: 1 / (own.length + weight) / counted })),
  );
  return { outcomes: mixed(outcomes), weight };
}

/**
 * How late the next delivery of a supplier will be: each of its n deliveries with weight 1, the pool with weight
 * κ. This is what a Dirichlet process around the pool predicts, so the mean is the credibility estimate
 * (Σ days + κ × pool mean)/(n + κ), and the distribution keeps the skew and the steps of real lateness. Without
 * deliveries it is the pool's. Assumes that a supplier's deliveries are alike and independent: leave out
 * records from before a change.
 *
 * @param options.daysLate of the supplier's own deliveries, negative when early
 * @throws RangeError when a value is not finite, or the pool has no outcomes or no weight
 * @see Ferguson (1973), A Bayesian Analysis of Some Nonparametric Problems
 * @example predictLateness({ pool: { outcomes: [{ days: 0, probability: 1 }], weight: 2 }, daysLate: [3, 3] })
 *   // meanDays 1.5, standardDeviationDays 1.5
 */
export function predictLateness(options: { pool: LatenessPool; daysLate: number[] }): LatenessPrediction {
  const { pool, daysLate } = options;
  requirePositive('pool.weight', pool.weight);
  requireOutcomes('pool.outcomes', pool.outcomes);
  for (const [index, days] of daysLate.entries()) requireFinite(`daysLate[${index}]`, days);
  const total = pool.weight + daysLate.length;
  const outcomes = mixed([
    ...pool.outcomes.map(({ days, probability }) => ({
      days,
      probability: (probability * pool.weight) / total,
    })),
    ...daysLate.map((days) => ({ days, probability: 1 / total })),
  ]);
  return { ...moments(outcomes), outcomes };
}

/**
 * Probability of being at most so many days late.
 *
 * @throws RangeError when the days are not finite
 */
export function probabilityWithin(outcomes: LatenessOutcome[], days: number): number {
  requireFinite('days', days);
  return outcomes.reduce((sum, each) => (each.days <= days ? sum + each.probability : sum), 0);
}

/**
 * The fewest days late that are not exceeded with probability `p`.
 *
 * @param outcomes by growing days
 * @param p greater than 0 and at most 1
 * @throws RangeError when p is out of range or there is no outcome
 */
export function latenessQuantile(outcomes: LatenessOutcome[], p: number): number {
  if (!(p > 0 && p <= 1)) throw new RangeError(`p is ${p}; it must be greater than 0 and at most 1`);
  const last = outcomes.at(-1);
  if (!last) throw new RangeError('outcomes is empty; it must hold at least one outcome');
  let cumulative = 0;
  for (const { days, probability } of outcomes) {
    cumulative += probability;
    // Probabilities of a few dozen outcomes add up with an error in the last place.
    if (cumulative >= p - 1e-12) return days;
  }
  return last.days;
}

/**
 * Mean and standard deviation of the lead time of an order, from what the supplier quotes and how late it will be;
 * all its variation is that of the lateness. An order that would come before it was placed comes at once.
 *
 * @param options.quotedLeadTimeDays days from order to promised date, at least 0
 * @param options.outcomes           of a prediction of lateness
 * @throws RangeError when the quoted lead time is negative or there is no outcome
 * @example leadTimeWithLateness({ quotedLeadTimeDays: 14, outcomes: [{ days: -1, probability: 0.5 },
 *   { days: 7, probability: 0.5 }] }) // { leadTimeMeanDays: 17, leadTimeStandardDeviationDays: 4 }
 */
export function leadTimeWithLateness(options: { quotedLeadTimeDays: number; outcomes: LatenessOutcome[] }): {
  leadTimeMeanDays: number;
  leadTimeStandardDeviationDays: number;
} {
  const { quotedLeadTimeDays, outcomes } = options;
  requireNonNegative('quotedLeadTimeDays', quotedLeadTimeDays);
  requireOutcomes('outcomes', outcomes);
  const { meanDays, standardDeviationDays } = moments(
    outcomes.map(({ days, probability }) => ({ days: Math.max(0, quotedLeadTimeDays + days), probability })),
  );
  return { leadTimeMeanDays: meanDays, leadTimeStandardDeviationDays: standardDeviationDays };
}

/** Outcomes by growing days, equal days as one. */
function mixed(outcomes: LatenessOutcome[]): LatenessOutcome[] {
  const byDays = new Map<number, number>();
  for (const { days, probability } of outcomes) byDays.set(days, (byDays.get(days) ?? 0) + probability);
  return [...byDays].map(([days, probability]) => ({ days, probability })).sort((a, b) => a.days - b.days);
}

function moments(outcomes: LatenessOutcome[]): { meanDays: number; standardDeviationDays: number } {
  const meanDays = outcomes.reduce((sum, { days, probability }) => sum + days * probability, 0);
  const variance = outcomes.reduce(
    (sum, { days, probability }) => sum + (days - meanDays) ** 2 * probability,
    0,
  );
  return { meanDays, standardDeviationDays: Math.sqrt(variance) };
}

function requireOutcomes(name: string, outcomes: LatenessOutcome[]): void {
  if (outcomes.length === 0) throw new RangeError(`${name} is empty; it must hold at least one outcome`);
  for (const [index, { days, probability }] of outcomes.entries()) {
    requireFinite(`${name}[${index}].days`, days);
    requireProbability(`${name}[${index}].probability`, probability);
  }
}

function credibilityConstant(suppliers: number[][]): number {
  const deliveries = suppliers.reduce((sum, days) => sum + days.length, 0);
  const degreesOfFreedom = deliveries - suppliers.length;
  if (suppliers.length < 2 || degreesOfFreedom === 0) return DEFAULT_POOL_WEIGHT;
  const means = suppliers.map((days) => days.reduce((sum, each) => sum + each, 0) / days.length);
  const counts = suppliers.map((days) => days.length);
  const poolMean = suppliers.flat().reduce((sum, each) => sum + each, 0) / deliveries;
  let within = 0;
  let between = 0;
  let squares = 0;
  for (const [index, mean] of means.entries()) {
    const count = counts[index] ?? 0;
    for (const days of suppliers[index] ?? []) within += (days - mean) ** 2;
    between += count * (mean - poolMean) ** 2;
    squares += count * count;
  }
  const processVariance = within / degreesOfFreedom;
  const meansVariance =
    (between - (suppliers.length - 1) * processVariance) / (deliveries - squares / deliveries);
  // Means that differ no more than chance would have it: the suppliers are alike.
  if (!(meansVariance > 0)) return MOST_WEIGHT;
  return Math.min(MOST_WEIGHT, Math.max(LEAST_WEIGHT, processVariance / meansVariance));
}
