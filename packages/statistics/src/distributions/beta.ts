import type { Distribution } from '../distribution.ts';
import { requireNumber, requirePositive, requireProbability } from '../parameters.ts';
import type { RandomStream } from '../random.ts';
import { betaSum } from '../special/beta-sums.ts';
import { binomialTerm, logBinomialTerm } from '../special/binomial-term.ts';
import type { MomentOrder } from '../special/gamma-partial-moments.ts';
import { logGamma } from '../special/log-gamma.ts';
import { boundDistribution, type DistributionFunctions } from './bound-distribution.ts';
import * as gamma from './gamma.ts';

/** A share between 0 and 1, with mean alpha / (alpha + beta). Both greater than 0. */
export interface BetaParameters {
  /** [α] */
  alpha: number;
  /** [β] */
  beta: number;
}

/** Density at `x`, 0 outside 0 to 1; infinite at an end whose parameter is below 1. */
export function pdf(x: number, { alpha, beta }: BetaParameters): number {
  check(x, alpha, beta);
  if (x < 0 || x > 1) return 0;
  if (x === 0) return alpha < 1 ? Number.POSITIVE_INFINITY : alpha === 1 ? beta : 0;
  if (x === 1) return beta < 1 ? Number.POSITIVE_INFINITY : beta === 1 ? alpha : 0;
  return density(x, 1 - x, alpha, beta);
}

/** Natural logarithm of the density at `x`, also where the density itself is below the smallest number. */
export function logPdf(x: number, { alpha, beta }: BetaParameters): number {
  const atEnd = pdf(x, { alpha, beta });
  if (!(x > 0 && x < 1)) return Math.log(atEnd);
  const total = alpha + beta;
  const term = logBinomialTerm(alpha, beta, x, 1 - x);
  return term + Math.log(alpha) + Math.log(beta / total) - Math.log(x) - Math.log1p(-x);
}

/** Probability of a value of at most `x`. */
export function cdf(x: number, { alpha, beta }: BetaParameters): number {
  check(x, alpha, beta);
  return x <= 0 ? 0 : x >= 1 ? 1 : betaSum(0, alpha, beta, x, 1 - x);
}

/** Probability of a value above `x`, with its digits where it is small. */
export function survival(x: number, { alpha, beta }: BetaParameters): number {
  check(x, alpha, beta);
  return x <= 0 ? 1 : x >= 1 ? 0 : betaSum(0, beta, alpha, 1 - x, x);
}

/**
 * The value that is not exceeded with probability `p`. Values nearer 1 than double precision can tell are 1.
 *
 * Newton steps on the logarithm of the smaller tail, where that is nearly straight, within a bracket that is halved,
 * on a logarithmic scale near 0, where a step leaves it.
 */
export function quantile(p: number, { alpha, beta }: BetaParameters): number {
  requireProbability('p', p);
  checkParameters(alpha, beta);
  if (p === 0 || p === 1) return p;
  // From the side of the nearer end, so that a share near 1 is found as its small distance from 1.
  if (p <= betaSum(0, alpha, beta, 0.5, 0.5)) return lowerQuantile(p, 1 - p, alpha, beta);
  return 1 - lowerQuantile(1 - p, p, beta, alpha);
}

/** One draw, as the share of one gamma variable in the sum of two. */
export function sample(random: RandomStream, { alpha, beta }: BetaParameters): number {
  checkParameters(alpha, beta);
  if (alpha < 0.1 && beta < 0.1) return quantile(random.next(), { alpha, beta });
  const first = gamma.sample(random, { shape: alpha, scale: 1 });
  return first / (first + gamma.sample(random, { shape: beta, scale: 1 }));
}

/**
 * Expected excess over `x`: E[(X − x)⁺] [n(x)]. Of demand and an order quantity, the expected shortage.
 *
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., appendix C.3
 * @example loss(0.5, { alpha: 1, beta: 1 }) // 1/8
 */
export function loss(x: number, { alpha, beta }: BetaParameters): number {
  check(x, alpha, beta);
  if (x <= 0) return alpha / (alpha + beta) - x;
  return x >= 1 ? 0 : lowerMoment(1, 1 - x, x, beta, alpha);
}

/** Expected shortfall below `x`: E[(x − X)⁺] [n̄(x)]. Of demand and an order quantity, the expected left-over. */
export function complementaryLoss(x: number, { alpha, beta }: BetaParameters): number {
  check(x, alpha, beta);
  if (x >= 1) return x - 1 + beta / (alpha + beta);
  return x <= 0 ? 0 : lowerMoment(1, x, 1 - x, alpha, beta);
}

/** ½ E[((X − x)⁺)²] [n⁽²⁾(x)]. */
export function secondLoss(x: number, { alpha, beta }: BetaParameters): number {
  check(x, alpha, beta);
  if (x <= 0) return 0.5 * (varianceOf(alpha, beta) + (alpha / (alpha + beta) - x) ** 2);
  return x >= 1 ? 0 : lowerMoment(2, 1 - x, x, beta, alpha);
}

/** ½ E[((x − X)⁺)²] [n̄⁽²⁾(x)]. */
export function complementarySecondLoss(x: number, { alpha, beta }: BetaParameters): number {
  check(x, alpha, beta);
  if (x >= 1) return 0.5 * (varianceOf(alpha, beta) + (x - 1 + beta / (alpha + beta)) ** 2);
  return x <= 0 ? 0 : lowerMoment(2, x, 1 - x, alpha, beta);
}

/** The distribution with its parameters bound. @throws RangeError as the functions above do */
export function distribution({ alpha, beta }: BetaParameters): Distribution {
  checkParameters(alpha, beta);
  const moments = {
    support: 'continuous',
    mean: alpha / (alpha + beta),
    variance: varianceOf(alpha, beta),
  } as const;
  return boundDistribution({ alpha, beta }, FUNCTIONS, moments);
}

const FUNCTIONS: DistributionFunctions<BetaParameters> = {
  density: pdf,
  logDensity: logPdf,
  cdf,
  survival,
  quantile,
  loss,
  complementaryLoss,
  secondLoss,
  complementarySecondLoss,
  sample,
};

function varianceOf(alpha: number, beta: number): number {
  const total = alpha + beta;
  return ((alpha / total) * (beta / total)) / (total + 1);
}

/** E[((x − X)⁺)ⁿ] / n! with y = 1 − x. */
function lowerMoment(order: MomentOrder, x: number, y: number, alpha: number, beta: number): number {
  const total = alpha + beta;
  const sum = betaSum(order, alpha, beta, x, y);
  return order === 1 ? (sum * y) / total : (sum * y * y) / (total * (total + 1));
}

function density(x: number, y: number, alpha: number, beta: number): number {
  const total = alpha + beta;
  return (binomialTerm(alpha, beta, x, y) * alpha * (beta / total)) / (x * y);
}

/** The quantile where it is at most one half; `q` is 1 − p. */
function lowerQuantile(p: number, q: number, alpha: number, beta: number): number {
  const logLeading = Math.log(p) + Math.log(alpha) + logBeta(alpha, beta);
  let x = Math.min(0.5, alpha / (alpha + beta), Math.exp(logLeading / alpha));
  if (x === 0) return 0;
  const isLower = p <= q;
  let low = 0;
  let high = 0.5;
  for (let step = 0; step < 200; step++) {
    const tail = isLower ? betaSum(0, alpha, beta, x, 1 - x) : betaSum(0, beta, alpha, 1 - x, x);
    const target = isLower ? p : q;
    if (tail === target) return x;
    if (isLower === tail > target) high = x;
    else low = x;
    const newton = (tail * Math.log(tail / target)) / density(x, 1 - x, alpha, beta);
    let next = isLower ? x * Math.exp(-newton / x) : x + newton;
    if (!(next > low && next < high)) next = low === 0 ? high / 16 : Math.sqrt(low) * Math.sqrt(high);
    if (Math.abs(next - x) <= 1e-15 * next) return next;
    x = next;
  }
  return x;
}

function logBeta(alpha: number, beta: number): number {
  return logGamma(alpha) + logGamma(beta) - logGamma(alpha + beta);
}

function check(x: number, alpha: number, beta: number): void {
  requireNumber('x', x);
  checkParameters(alpha, beta);
}

function checkParameters(alpha: number, beta: number): void {
  requirePositive('alpha', alpha);
  requirePositive('beta', beta);
}
