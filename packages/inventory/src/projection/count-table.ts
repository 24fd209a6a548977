import type { Distribution } from '@granary/statistics';

/** A distribution of 0, 1, 2 … as a table: for sums in exact methods and for draws by inversion. */
export interface CountTable {
  /** probabilities of 0, 1, 2 …; they add up to 1 */
  probabilities: Float64Array;
  mean: number;
  /** P(X ≤ x) times 2³², for each x but the last, which takes all that is left */
  thresholds: Float64Array;
  /** for the first 8 bits of a draw, the smallest x it can be */
  guide: Uint32Array;
}

/** What a demand of whole units may be given as: probabilities of 0, 1, 2 …, or a distribution of counts. */
export type CountsInput = ArrayLike<number> | Distribution;

/** Mass that a table may leave out at its end; a draw of 32 bits cannot tell it from nothing. */
const LEFT_OUT = 2 ** -40;
/** Cells of a table, so that a distribution without end does not ask for endless memory. */
const MOST_CELLS = 1 << 20;
const ROUNDING = 1e-9;

/**
 * @param name of the parameter, for messages
 * @throws RangeError when a distribution is not of counts, or its probabilities are not 0..1 or do not add up
 *   to 1
 */
export function countTable(counts: CountsInput, name: string): CountTable {
  return isDistribution(counts) ? tableOfDistribution(counts, name) : tableOfProbabilities(counts, name);
}

/** One draw by inversion: never fewer units at a larger `uniform`. */
export function drawCount(table: CountTable, uniform: number): number {
  const { thresholds } = table;
  let count = table.guide[uniform >>> 24]!;
  while (count < thresholds.length && uniform >= thresholds[count]!) count++;
  return count;
}

/** @throws RangeError naming the cell, or the sum */
export function requireProbabilities(name: string, probabilities: ArrayLike<number>): void {
  let sum = 0;
  for (let count = 0; count < probabilities.length; count++) {
    const probability = probabilities[count]!;
    if (!(probability >= 0 && probability <= 1)) {
      throw new RangeError(`${name}[${count}] is ${probability}; it must lie between 0 and 1`);
    }
    sum += probability;
  }
  if (Math.abs(sum - 1) > ROUNDING) throw new RangeError(`${name} adds up to ${sum}; it must add up to 1`);
}

function isDistribution(counts: CountsInput): counts is Distribution {
  return 'cdf' in counts;
}

function tableOfProbabilities(given: ArrayLike<number>, name: string): CountTable {
  requireProbabilities(name, given);
  return withDraws(Float64Array.from(given));
}

function tableOfDistribution(distribution: Distribution, name: string): CountTable {
  if (distribution.support !== 'counts') {
    throw new RangeError(`${name}.support is ${distribution.support}; it must be counts`);
  }
  const last = distribution.quantile(1 - LEFT_OUT);
  if (!(last < MOST_CELLS)) {
    throw new RangeError(`${name} reaches ${last} units a day; it must stay below ${MOST_CELLS}`);
  }
  const probabilities = new Float64Array(last + 1);
  let sum = 0;
  for (let count = 0; count < last; count++) {
    probabilities[count] = distribution.density(count);
    sum += probabilities[count]!;
  }
  probabilities[last] = Math.max(0, 1 - sum);
  return withDraws(probabilities);
}

function withDraws(probabilities: Float64Array): CountTable {
  const thresholds = new Float64Array(Math.max(0, probabilities.length - 1));
  let sum = 0;
  let mean = 0;
  for (let count = 0; count < probabilities.length; count++) {
    sum += probabilities[count]!;
    mean += count * probabilities[count]!;
    if (count < thresholds.length) thresholds[count] = sum * 4294967296;
  }
  const guide = new Uint32Array(256);
  let count = 0;
  for (let cell = 0; cell < 256; cell++) {
    while (count < thresholds.length && cell * 16777216 >= thresholds[count]!) count++;
    guide[cell] = count;
  }
  return { probabilities, mean, thresholds, guide };
}
