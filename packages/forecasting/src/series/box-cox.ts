import { goldenSectionMinimum } from '@granary/statistics';

/** A power transform of a series and its way back. */
export interface BoxCox {
  /** 1 leaves the shape as it is, 0 is the logarithm */
  lambda: number;
  transform(values: Float64Array): Float64Array;
  /** the value whose transform is given; the nearest possible one where there is none */
  inverse(transformed: number): number;
}

const LOWEST = -1;
const HIGHEST = 2;
/** A power this near to zero is the logarithm. */
const NEARLY_ZERO = 1e-8;
/** Transformed values are kept below this, so that no inverse overflows. */
const LARGEST = 1e150;

/**
 * The Box-Cox transform (y^lambda - 1) / lambda, log y for lambda 0, with the sign kept for negative values
 * (Bickel, Doksum 1981) where lambda is greater than 0. Use it where the variation grows with the level.
 *
 * @param lambda from -1 to 2; at most 0 only for values greater than 0
 * @see Box, Cox (1964), An analysis of transformations, Journal of the Royal Statistical Society B 26
 * @throws RangeError if lambda is out of its range
 */
export function boxCox(lambda: number): BoxCox {
  if (!(lambda >= LOWEST && lambda <= HIGHEST)) {
    throw new RangeError(`lambda is ${lambda}; it must lie between ${LOWEST} and ${HIGHEST}`);
  }
  const logarithm = Math.abs(lambda) < NEARLY_ZERO;
  const power = (value: number): number =>
    logarithm ? Math.log(value) : (Math.sign(value) * Math.abs(value) ** lambda - 1) / lambda;
  return {
    lambda,
    transform: (values) => values.map(power),
    inverse(transformed) {
      if (logarithm) return Math.min(LARGEST, Math.exp(transformed));
      const base = lambda * transformed + 1;
      if (lambda < 0) return base > 0 ? Math.min(LARGEST, base ** (1 / lambda)) : LARGEST;
      return Math.max(-LARGEST, Math.min(LARGEST, Math.sign(base) * Math.abs(base) ** (1 / lambda)));
    },
  };
}

/**
 * The lambda at which the variation within seasons depends least on their level: the coefficient of variation of
 * s / m^(1 - lambda) over seasons with mean m and standard deviation s is least. Between -1 and 2, from 0 if a value
 * is not greater than 0; 1 if there are fewer than two seasons.
 *
 * @param period values per season; pairs are taken if there is no season
 * @see Guerrero (1993), Time-series analysis supported by power transformations, Journal of Forecasting 12
 */
export function guerreroLambda(values: Float64Array, period: number): number {
  const width = Math.max(2, period);
  const seasons = Math.floor(values.length / width);
  const start = values.length - seasons * width;
  const means: number[] = [];
  const deviations: number[] = [];
  for (let season = 0; season < seasons; season++) {
    const part = values.subarray(start + season * width, start + (season + 1) * width);
    const mean = part.reduce((sum, value) => sum + value, 0) / width;
    const squares = part.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    if (!(mean > 0)) continue;
    means.push(mean);
    deviations.push(Math.sqrt(squares / (width - 1)));
  }
  const spread = deviations.some((deviation) => deviation > 0);
  if (means.length < 2 || !spread) return 1;
  // Relative to the largest mean, powers neither overflow nor underflow.
  const top = Math.max(...means);
  const variation = (lambda: number): number => {
    const ratios = deviations.map(
      (deviation, index) => deviation / top / (means[index]! / top) ** (1 - lambda),
    );
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
    const squares = ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0);
    return mean > 0 && Number.isFinite(mean) ? Math.sqrt(squares / (ratios.length - 1)) / mean : 1e10;
  };
  const lower = values.every((value) => value > 0) ? LOWEST : 0;
  return goldenSectionMinimum(variation, { low: lower, high: HIGHEST, tolerance: 1e-6 }).x;
}
