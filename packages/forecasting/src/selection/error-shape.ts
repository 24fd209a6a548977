import { normal } from '@granary/statistics';

/** How errors are spread around their mean, whatever their size. */
export interface ErrorShape {
  /** [h] of Tukey's g-and-h: 0 has the tails of a normal distribution, more has heavier ones and a narrower middle */
  heaviness: number;
  /** [g] 0 is symmetric; above 0 errors upwards are rarer and larger than errors downwards */
  skewness: number;
}

const RECENT_RESIDUALS = 120;
const USUAL_HEAVINESS = 0.29;
/** Residuals that weigh as much as the usual heaviness, and as symmetry. Set with the constants of `calibrationOf`. */
const PRIOR_RESIDUALS_OF_HEAVINESS = 67;
const PRIOR_RESIDUALS_OF_SKEWNESS = 120;
const MOST_HEAVINESS = 0.35;
const MOST_ASYMMETRY = 0.8;
const MOST_SKEWNESS = 1;
const NINETY_PERCENT = 1.2815515655446004;

/**
 * The shape of the most recent errors one period ahead, drawn towards the usual one: heaviness from how small 80 % of
 * them are against their root mean square, skewness from the distances of the outer deciles to the median.
 *
 * @param residuals in the order of time; NaN where there is none
 */
export function shapeOf(residuals: Float64Array): ErrorShape {
  const known: number[] = [];
  for (let index = residuals.length - 1; index >= 0 && known.length < RECENT_RESIDUALS; index--) {
    if (!Number.isNaN(residuals[index]!)) known.push(residuals[index]!);
  }
  const rootMeanSquare = Math.sqrt(known.reduce((sum, error) => sum + error * error, 0) / known.length);
  if (!(rootMeanSquare > 0)) return { heaviness: USUAL_HEAVINESS, skewness: 0 };
  return { heaviness: heavinessOf(known, rootMeanSquare), skewness: skewnessOf(known) };
}

function heavinessOf(errors: readonly number[], rootMeanSquare: number): number {
  const sizes = errors.map(Math.abs).sort((a, b) => a - b);
  const own = heavinessAt(sizes[Math.floor(0.8 * sizes.length)]! / rootMeanSquare);
  const prior = PRIOR_RESIDUALS_OF_HEAVINESS;
  return (prior * USUAL_HEAVINESS + sizes.length * own) / (prior + sizes.length);
}

/** Heaviness of a symmetric distribution of variance 1 of which 80 % lie within `ratio` of zero. */
function heavinessAt(ratio: number): number {
  const within = (heaviness: number): number =>
    NINETY_PERCENT * Math.exp(0.5 * heaviness * NINETY_PERCENT ** 2) * (1 - 2 * heaviness) ** 0.75;
  let low = 0;
  let high = MOST_HEAVINESS;
  if (ratio >= within(low)) return low;
  if (ratio <= within(high)) return high;
  for (let halving = 0; halving < 30; halving++) {
    const middle = 0.5 * (low + high);
    if (within(middle) > ratio) low = middle;
    else high = middle;
  }
  return low;
}

function skewnessOf(errors: readonly number[]): number {
  const sorted = [...errors].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  const [low, middle, high] = [at(0.1), at(0.5), at(0.9)];
  if (!(high > low)) return 0;
  const asymmetry = (high + low - 2 * middle) / (high - low);
  const shrunk =
    (Math.max(-MOST_ASYMMETRY, Math.min(MOST_ASYMMETRY, asymmetry)) * sorted.length) /
    (PRIOR_RESIDUALS_OF_SKEWNESS + sorted.length);
  // With g alone, the asymmetry of the outer deciles is tanh(g z / 2).
  return Math.max(-MOST_SKEWNESS, Math.min(MOST_SKEWNESS, (2 * Math.atanh(shrunk)) / NINETY_PERCENT));
}

const SCORES = Float64Array.from({ length: 61 }, (_, index) => -6 + 0.2 * index);

/**
 * The error at a standard normal score, in units of its standard deviation: Tukey's g-and-h distribution brought to
 * mean 0 and variance 1 (by a sum over scores from -6 to 6). It rises with the score.
 *
 * @see Hoaglin (1985), Summarizing Shape Numerically: The g-and-h Distributions, in Exploring Data Tables, Trends,
 *   and Shapes
 */
export function errorsOfShape({ heaviness, skewness }: ErrorShape): (score: number) => number {
  const raw = (score: number): number =>
    (Math.abs(skewness) < 1e-9 ? score : Math.expm1(skewness * score) / skewness) *
    Math.exp(0.5 * heaviness * score * score);
  let whole = 0;
  let sum = 0;
  let squares = 0;
  for (const score of SCORES) {
    const weight = normal.pdf(score);
    const error = raw(score);
    whole += weight;
    sum += weight * error;
    squares += weight * error * error;
  }
  const mean = sum / whole;
  const deviation = Math.sqrt(squares / whole - mean * mean);
  return (score) => (raw(score) - mean) / deviation;
}
