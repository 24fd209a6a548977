import { normal } from '@granary/statistics';

/** The distribution of errors as a function of a standard normal score. */
export interface ErrorScores {
  /** error at a score, in standard deviations; it never falls as the score rises */
  at(score: number): number;
  /** expected value of f(error) for an increasing f, by the trapezoid rule over scores from -5 to 5 */
  expected(transform: (error: number) => number): number;
}

const FURTHEST = 5;
const STEPS_PER_UNIT = 20;
/**
 * Residuals at which the shape seen weighs as much as the normal shape. Residuals of 100 weeks of the orange juice
 * set then keep 5/6 of their own shape; of 20 weeks a half.
 */
const RESIDUALS_FOR_HALF = 20;

/**
 * Errors between those seen and normal ones: each quantile is a weighted mean of the quantile of the residuals
 * and of the normal distribution with their deviation, the residuals weighing n / (n + 20). So skewness and
 * outliers of the past stay possible, and few residuals do not pretend to know the tails.
 *
 * @param residuals those of the known values
 * @param deviation greater than 0, what counts as one standard deviation
 */
export function errorScores(residuals: Float64Array, deviation: number): ErrorScores {
  const sorted = Float64Array.from(residuals, (residual) => residual / deviation).sort();
  const count = sorted.length;
  const trust = count / (count + RESIDUALS_FOR_HALF);
  const places = Float64Array.from(sorted, (_, index) => normal.standardQuantile((index + 0.5) / count));
  const cells = 2 * FURTHEST * STEPS_PER_UNIT;
  const table = new Float64Array(cells + 1);
  let above = 0;
  for (let cell = 0; cell <= cells; cell++) {
    const score = cell / STEPS_PER_UNIT - FURTHEST;
    while (above < count && places[above]! < score) above++;
    table[cell] = trust * seen(sorted, places, above, score) + (1 - trust) * score;
  }
  return {
    at(score) {
      const place = (score + FURTHEST) * STEPS_PER_UNIT;
      if (place <= 0) return table[0]! + score + FURTHEST;
      if (place >= cells) return table[cells]! + score - FURTHEST;
      const below = Math.floor(place);
      return table[below]! + (place - below) * (table[below + 1]! - table[below]!);
    },
    expected(transform) {
      let sum = 0;
      let weights = 0;
      for (let cell = 0; cell <= cells; cell++) {
        const weight = DENSITY[cell]!;
        sum += weight * transform(table[cell]!);
        weights += weight;
      }
      return sum / weights;
    },
  };
}

const DENSITY = Float64Array.from({ length: 2 * FURTHEST * STEPS_PER_UNIT + 1 }, (_, cell) =>
  normal.standardDensity(cell / STEPS_PER_UNIT - FURTHEST),
);

/** Linear between the ordered residuals; beyond the outermost the normal distribution goes on from them. */
function seen(sorted: Float64Array, places: Float64Array, above: number, score: number): number {
  const count = sorted.length;
  if (above === 0) return sorted[0]! + score - places[0]!;
  if (above === count) return sorted[count - 1]! + score - places[count - 1]!;
  const share = (score - places[above - 1]!) / (places[above]! - places[above - 1]!);
  return sorted[above - 1]! + share * (sorted[above]! - sorted[above - 1]!);
}
