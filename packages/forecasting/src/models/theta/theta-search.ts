import { refinedMinimum } from './refined-minimum.ts';
import type { ThetaLines } from './theta-lines.ts';

/** What the parameters of a theta model are searched for on. */
export interface ThetaProblem {
  /** relative to an origin near the first value, so that sums of squares keep their digits; NaN where unknown */
  observed: Float64Array;
  /** information in each value, above 0 and at most 1: what its error counts and moves the level, relatively */
  weights: Float64Array;
  lines: ThetaLines;
  /** share of the line [1 − 1/theta], between 0 and 1; estimated if left out */
  lineShare?: number;
  smallestAlpha: number;
  largestAlpha: number;
}

export interface ThetaParameters {
  /** smoothing of the level */
  alpha: number;
  /** level before the first value [l0] */
  initialLevel: number;
  /** [1 − 1/theta] */
  lineShare: number;
  /** weighted sum of the squared one-step errors */
  squares: number;
}

const GRID = 20;

/**
 * The parameters with the least sum of squared one-step errors. Given alpha, the error is linear in the initial
 * level and in the share of the line, so both are solved for and the search is over alpha alone: a grid, then
 * Brent's parabolas around its best point. O(n) each, about 40 times.
 */
export function leastSquaresTheta(problem: ThetaProblem): ThetaParameters {
  const sums = new Float64Array(6);
  const solution = new Float64Array(2);
  const loss = (alpha: number): number => {
    thetaSums(problem, alpha, sums);
    return solve(sums, problem.lineShare ?? -1, solution);
  };
  const { smallestAlpha, largestAlpha } = problem;
  const step = (largestAlpha - smallestAlpha) / GRID;
  let best = smallestAlpha;
  let least = Number.POSITIVE_INFINITY;
  for (let point = 0; point <= GRID; point++) {
    const alpha = smallestAlpha + point * step;
    const squares = loss(alpha);
    if (squares < least) {
      least = squares;
      best = alpha;
    }
  }
  const low = Math.max(smallestAlpha, best - step);
  const high = Math.min(largestAlpha, best + step);
  const alpha = refinedMinimum(loss, { start: best, startLoss: least, low, high });
  return thetaGiven(problem, alpha);
}

/** The other parameters that go with an alpha. */
export function thetaGiven(problem: ThetaProblem, alpha: number): ThetaParameters {
  const sums = new Float64Array(6);
  const solution = new Float64Array(2);
  thetaSums(problem, alpha, sums);
  const squares = solve(sums, problem.lineShare ?? -1, solution);
  return { alpha, initialLevel: solution[0]!, lineShare: solution[1]!, squares };
}

/**
 * Sums of products of the one-step errors at zero parameters [r], of the weight of the initial level in them [p]
 * and of the line [c]: rr, rp, rc, pp, pc, cc. A missing value leaves the level where the model expects it.
 */
function thetaSums(problem: ThetaProblem, alpha: number, sums: Float64Array): void {
  const { observed, weights } = problem;
  const { level, slope } = problem.lines;
  const keep = 1 - alpha;
  let own = 0;
  let initial = 1;
  let line = 0;
  let decay = 1;
  let rr = 0;
  let rp = 0;
  let rc = 0;
  let pp = 0;
  let pc = 0;
  let cc = 0;
  for (let index = 0; index < observed.length; index++) {
    const value = observed[index]!;
    const towards = decay * level[index]! + ((1 - decay * keep) / alpha) * slope[index]!;
    decay *= keep;
    if (Number.isNaN(value)) {
      line += alpha * towards;
      continue;
    }
    const weight = weights[index]!;
    const r = value - own;
    const c = line + towards;
    const weightedR = weight * r;
    rr += weightedR * r;
    rp += weightedR * initial;
    rc += weightedR * c;
    pp += weight * initial * initial;
    pc += weight * initial * c;
    cc += weight * c * c;
    const gain = alpha * weight;
    own += gain * r;
    initial -= gain * initial;
    line += (alpha - gain) * towards - gain * line;
  }
  sums[0] = rr;
  sums[1] = rp;
  sums[2] = rc;
  sums[3] = pp;
  sums[4] = pc;
  sums[5] = cc;
}

/** Least squares for the initial level and, unless a share from 0 is given, the share of the line within 0 to 1. */
function solve(sums: Float64Array, givenShare: number, solution: Float64Array): number {
  const rp = sums[1]!;
  const rc = sums[2]!;
  const pp = sums[3]!;
  const pc = sums[4]!;
  const cc = sums[5]!;
  let share = givenShare;
  if (share < 0) {
    const determinant = pp * cc - pc * pc;
    share = determinant > 1e-12 * pp * cc ? (pp * rc - pc * rp) / determinant : 0;
    if (!(share > 0)) share = 0;
    else if (share > 1) share = 1;
  }
  const product = rp - share * pc;
  solution[0] = product / pp;
  solution[1] = share;
  return Math.max(0, sums[0]! - 2 * share * rc + share * share * cc - (product * product) / pp);
}
