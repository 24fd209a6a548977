import { normal } from '@granary/statistics';

/** The distribution of one period's demand over multiples of a unit. */
export interface CountTable {
  /** demand is a multiple of it */
  unit: number;
  /** `cumulative[k]` is the probability of at most k units; the last is 1 */
  cumulative: Float64Array;
}

/** A part of a mixture of counts: `shift` units more than a negative binomial number of units. */
export interface NegativeBinomialPart {
  /** of the number before the shift, at least 0 */
  mean: number;
  /** 1 / size: the variance is mean + dispersion × mean²; 0 is the Poisson distribution */
  dispersion: number;
  weight: number;
  shift?: number;
}

/** Weight that a part may leave out beyond its last entry. */
const TAIL = 1e-5;
/** Entries of a table: with a lattice of at most 16,384 cells to the largest value, room for twice as much. */
const LONGEST_TABLE = 32_768;
/** Below this a part starts where it has weight, not at zero: its first terms would underflow. */
const SMALLEST_LOG_TERM = -600;

/** Weights of counts 0, 1, 2 … that grow as parts are added; `countTable` makes a distribution of them. */
export class CountWeights {
  private weights = new Float64Array(64);
  private length = 1;

  addAtom(count: number, weight: number): void {
    const at = Math.min(count, LONGEST_TABLE - 1);
    this.reach(at);
    this.weights[at]! += weight;
  }

  /** Term by term, each from the one before; terms of a part stop where it has little weight left. */
  addNegativeBinomial({ mean, dispersion, weight, shift = 0 }: NegativeBinomialPart): void {
    if (!(weight > 0)) return;
    const size = 1 / dispersion;
    const odds = mean / (1 + dispersion * mean);
    let count = 0;
    let logTerm = dispersion === 0 ? -mean : -size * Math.log1p(dispersion * mean);
    if (logTerm < SMALLEST_LOG_TERM) {
      const deviation = Math.sqrt(mean + dispersion * mean * mean);
      for (count = 0; count < mean - 20 * deviation || logTerm < SMALLEST_LOG_TERM; count++) {
        logTerm += Math.log(((1 + count * dispersion) * odds) / (count + 1));
        if (count >= mean) break;
      }
    }
    let term = weight * Math.exp(logTerm);
    let left = weight;
    for (let at = count + shift; at < LONGEST_TABLE; at++, count++) {
      if (at >= this.weights.length) this.reach(at);
      this.weights[at]! += term;
      if (at >= this.length) this.length = at + 1;
      left -= term;
      if (left < TAIL && count >= mean) return;
      term *= ((1 + count * dispersion) * odds) / (count + 1);
    }
  }

  table(unit: number): CountTable {
    const cumulative = new Float64Array(this.length);
    let total = 0;
    for (let count = 0; count < this.length; count++) total += this.weights[count]!;
    let sum = 0;
    for (let count = 0; count < this.length; count++) {
      sum += this.weights[count]!;
      cumulative[count] = sum / total;
    }
    cumulative[this.length - 1] = 1;
    return { unit, cumulative };
  }

  private reach(at: number): void {
    if (at >= this.length) this.length = at + 1;
    if (at < this.weights.length) return;
    const longer = new Float64Array(Math.min(LONGEST_TABLE, Math.max(2 * this.weights.length, at + 1)));
    longer.set(this.weights);
    this.weights = longer;
  }
}

/** The smallest demand that is not exceeded with the probability. */
export function tableQuantile({ unit, cumulative }: CountTable, probability: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle]! >= probability) high = middle;
    else low = middle + 1;
  }
  return low * unit;
}

export function tableMean({ unit, cumulative }: CountTable): number {
  let sum = 0;
  for (let count = 0; count < cumulative.length; count++) sum += 1 - cumulative[count]!;
  return sum * unit;
}

export function tableVariance({ unit, cumulative }: CountTable): number {
  let mean = 0;
  let squares = 0;
  for (let count = 0; count < cumulative.length; count++) {
    const beyond = 1 - cumulative[count]!;
    mean += beyond;
    squares += (2 * count + 1) * beyond;
  }
  return Math.max(0, squares - mean * mean) * unit * unit;
}

/** Steps of the distribution function that a slope is summed over, at least; more are taken in strides. */
const SLOPE_STEPS = 256;

/**
 * Mean of z × demand at z, for a standard normal score z: the slope of the demand on the score. It is the sum of
 * φ(Φ⁻¹(F)) over the steps of the distribution function (integration by parts).
 */
export function tableSlope({ unit, cumulative }: CountTable): number {
  const stride = Math.max(1, Math.floor(cumulative.length / SLOPE_STEPS));
  let sum = 0;
  for (let count = stride >> 1; count < cumulative.length - 1; count += stride) {
    const share = cumulative[count]!;
    if (share > 1e-12 && share < 1 - 1e-12) sum += normal.pdf(normal.standardQuantile(share));
  }
  return sum * stride * unit;
}
