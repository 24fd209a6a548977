import type { RandomStream } from './random.ts';

/**
 * A distribution with its parameters bound, for methods that work with any: `normal.distribution({ mean: 50,
 * standardDeviation: 8 })`. The loss functions are those of inventory theory, for a random variable X.
 *
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., appendix C.3
 */
export interface Distribution {
  /** `counts`: X takes the values 0, 1, 2 … */
  support: 'continuous' | 'counts';
  mean: number;
  variance: number;
  /** density at x, or probability of exactly x for counts */
  density(x: number): number;
  /** natural logarithm of `density`, also where that is below the smallest number; minus infinity where it is 0 */
  logDensity(x: number): number;
  /** P(X ≤ x) */
  cdf(x: number): number;
  /** P(X > x), with its digits where it is small */
  survival(x: number): number;
  /** the smallest x with cdf(x) ≥ p */
  quantile(p: number): number;
  /** E[(X − x)⁺] [n(x)] */
  loss(x: number): number;
  /** E[(x − X)⁺] [n̄(x)] */
  complementaryLoss(x: number): number;
  /** ½ E[((X − x)⁺)²]; for counts ½ E[(X − x)⁺ ((X − x)⁺ − 1)] [n⁽²⁾(x)] */
  secondLoss(x: number): number;
  /** ½ E[((x − X)⁺)²]; for counts ½ E[(x − X)⁺ ((x − X)⁺ + 1)] [n̄⁽²⁾(x)] */
  complementarySecondLoss(x: number): number;
  sample(random: RandomStream): number;
}
