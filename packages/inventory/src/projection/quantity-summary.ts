/** A number of units as a distribution: over sample paths, or exact. */
export interface QuantitySummary {
  mean: number;
  /** of the mean; 0 when it is exact, and when no two paths differ */
  standardError: number;
  standardDeviation: number;
  /** smallest units not exceeded with each of the probabilities asked for */
  quantiles: number[];
  /** probability that it is not 0 */
  anyProbability: number;
}

/** Rounding that sums of probabilities may carry. */
const ROUNDING = 1e-12;

/** @param probabilities of 0, 1, 2 … units */
export function exactQuantity(probabilities: Float64Array, quantileProbabilities: number[]): QuantitySummary {
  let mean = 0;
  let square = 0;
  for (let units = 0; units < probabilities.length; units++) {
    mean += units * probabilities[units]!;
    square += units * units * probabilities[units]!;
  }
  return {
    mean,
    standardError: 0,
    standardDeviation: Math.sqrt(Math.max(0, square - mean * mean)),
    quantiles: quantileProbabilities.map((p) => countQuantile(probabilities, p - ROUNDING)),
    anyProbability: Math.max(0, 1 - probabilities[0]!),
  };
}

/** The same number of units for certain. */
export function certainQuantity(units: number, quantileProbabilities: number[]): QuantitySummary {
  return {
    mean: units,
    standardError: 0,
    standardDeviation: 0,
    quantiles: quantileProbabilities.map(() => units),
    anyProbability: units > 0 ? 1 : 0,
  };
}

/** Quantity from its values, one per path. */
export function sampledQuantity(values: Float64Array, quantileProbabilities: number[]): QuantitySummary {
  let sum = 0;
  let squares = 0;
  let any = 0;
  for (let path = 0; path < values.length; path++) {
    const units = values[path]!;
    sum += units;
    squares += units * units;
    if (units > 0) any++;
  }
  const sorted = Float64Array.from(values).sort();
  return {
    ...sampledMoments({ sum, squares, any, paths: values.length }),
    quantiles: quantileProbabilities.map((p) => sorted[rankOf(p, values.length) - 1]!),
  };
}

/** Mean, standard deviation and standard error from sums over paths, whose order does not matter. */
export function sampledMoments(sums: { sum: number; squares: number; any: number; paths: number }) {
  const { sum, squares, any, paths } = sums;
  const mean = sum / paths;
  const standardDeviation = Math.sqrt(Math.max(0, (squares - sum * mean) / (paths - 1)));
  return {
    mean,
    standardError: standardDeviation / Math.sqrt(paths),
    standardDeviation,
    anyProbability: any / paths,
  };
}

/** Position, from 1 on, of the smallest of `count` sorted values that is not exceeded with probability `p`. */
export function rankOf(p: number, count: number): number {
  return Math.max(1, Math.ceil((p - ROUNDING) * count));
}

function countQuantile(probabilities: Float64Array, p: number): number {
  let units = 0;
  for (let sum = probabilities[0]!; sum < p && units < probabilities.length - 1; units++) {
    sum += probabilities[units + 1]!;
  }
  return units;
}
