import type { SeasonKind } from './classical-decomposition.ts';

/** A season that may change from year to year, as far as the noise lets it be known. */
export interface EvolvingSeason {
  kind: SeasonKind;
  period: number;
  /** per value and for one season ahead: factors around 1, or effects around 0 */
  factors: Float64Array;
  /** weight of a season relative to the one after it, above 0 and at most 1; 1 is a fixed season [rho] */
  memory: number;
  /** how much of the measured season was kept, above 0 and at most 1 */
  reliability: number;
  /** standard deviation of the error of a factor (or effect) */
  factorDeviation: number;
  /** parameters the season took from the data, in effect */
  parameters: number;
}

/** Fixed, or halving in about 7, 3, 2, 1.4 and 1 seasons. */
const MEMORIES = [1, 0.9, 0.8, 0.7, 0.6, 0.5];
/** A season that changes must predict the next one better by this factor than a fixed one. */
const BENEFIT_OF_CHANGE = 1.03;
/** Values are divided by factors: below this they would say nothing. */
const SMALLEST_FACTOR = 1e-4;

/**
 * The season of a series from its ratios (differences) to the centred moving average. Each place is smoothed over
 * the seasons before and after by weights that fall with their distance, as fast as predicts the next season
 * best. Then all are drawn towards no season by the share of their variance that is noise (James and Stein); if it
 * is all noise there is no season, which takes the place of a test: the usual one looks at the autocorrelation of
 * the raw series, where a trend hides the season. On monthly series of M1 the error of Theta (OWA) fell from .885
 * to .831 with shrinkage in place of the test, and on Australian retail from .717 to .63 with changing seasons.
 *
 * O(n × period).
 *
 * @param period at least 2; the series has two seasons
 * @returns undefined if there is no season
 * @see Miller, Williams (2003), Shrinkage estimators of time series seasonal factors and their effect on
 *   forecasting accuracy, International Journal of Forecasting 19, section 2
 */
export function evolvingSeason(
  values: Float64Array,
  options: { period: number; kind: SeasonKind },
): EvolvingSeason | undefined {
  const { period, kind } = options;
  if (values.length < 2 * period) return undefined;
  const ratios = toMovingAverage(values, period, kind === 'multiplicative');
  const noise = placeNoise(ratios, period);
  if (noise === undefined) return undefined;
  const memory = bestMemory(ratios, period);
  const { factors, weightOnOwn } = smoothedPlaces(ratios, period, memory);
  const reliability = noise.ratio > 1 ? 1 - 1 / noise.ratio : 0;
  if (reliability === 0) return undefined;
  const neutral = kind === 'multiplicative' ? 1 : 0;
  normalise(factors, { period, kind });
  for (let index = 0; index < factors.length; index++) {
    factors[index] = neutral + reliability * (factors[index]! - neutral);
    if (neutral === 1 && !(factors[index]! > SMALLEST_FACTOR)) factors[index] = SMALLEST_FACTOR;
  }
  return {
    kind,
    period,
    factors,
    memory,
    reliability,
    factorDeviation: Math.sqrt(
      (noise.variance * reliability) / seasonsAveraged(values.length / period, memory),
    ),
    parameters: reliability * weightOnOwn * (1 - 1 / period),
  };
}

/** NaN for the first and last half season, and where the average of a season is 0 or less. */
function toMovingAverage(values: Float64Array, period: number, ratio: boolean): Float64Array {
  const n = values.length;
  const half = period >> 1;
  const odd = period % 2;
  const result = new Float64Array(n).fill(Number.NaN);
  for (let index = half; index < n - half; index++) {
    let total = odd === 1 ? 0 : 0.5 * (values[index - half]! + values[index + half]!);
    const last = index + half - 1 + odd;
    for (let place = index - half + 1 - odd; place <= last; place++) total += values[place]!;
    const average = total / period;
    if (!ratio) result[index] = values[index]! - average;
    else if (average > 0) result[index] = values[index]! / average;
  }
  return result;
}

/** Variance within the places, and what the variance between them is times that [F]. */
function placeNoise(ratios: Float64Array, period: number): { variance: number; ratio: number } | undefined {
  const sums = new Float64Array(period);
  const counts = new Int32Array(period);
  let total = 0;
  let known = 0;
  for (let index = 0; index < ratios.length; index++) {
    const ratio = ratios[index]!;
    if (Number.isNaN(ratio)) continue;
    sums[index % period]! += ratio;
    counts[index % period]!++;
    total += ratio;
    known++;
  }
  for (let place = 0; place < period; place++) {
    if (counts[place] === 0) return undefined;
    sums[place]! /= counts[place]!;
  }
  let within = 0;
  for (let index = 0; index < ratios.length; index++) {
    const error = ratios[index]! - sums[index % period]!;
    if (!Number.isNaN(error)) within += error * error;
  }
  let between = 0;
  for (let place = 0; place < period; place++)
    between += counts[place]! * (sums[place]! - total / known) * (sums[place]! - total / known);
  if (!(between > 0)) return undefined;
  // One season of ratios has no variance within: nothing tells season from noise.
  if (known <= period) return undefined;
  const variance = within / (known - period);
  return { variance, ratio: variance > 0 ? between / (period - 1) / variance : Number.POSITIVE_INFINITY };
}

function bestMemory(ratios: Float64Array, period: number): number {
  const weighted = new Float64Array(period);
  const weights = new Float64Array(period);
  let best = 1;
  let least = Number.POSITIVE_INFINITY;
  for (const memory of MEMORIES) {
    const squares = predictionError(ratios, memory, weighted.fill(0), weights.fill(0));
    if (squares * (memory === 1 ? 1 : BENEFIT_OF_CHANGE) < least) {
      least = squares * (memory === 1 ? 1 : BENEFIT_OF_CHANGE);
      best = memory;
    }
  }
  return best;
}

/** Sum of squared errors of predicting each ratio from the seasons before, once there are two of them. */
function predictionError(
  ratios: Float64Array,
  memory: number,
  weighted: Float64Array,
  weights: Float64Array,
): number {
  const period = weights.length;
  let squares = 0;
  let place = 0;
  for (let index = 0; index < ratios.length; index++) {
    const ratio = ratios[index]!;
    if (!Number.isNaN(ratio)) {
      const weight = weights[place]!;
      if (weight > 1) {
        const error = ratio - weighted[place]! / weight;
        squares += error * error;
      }
      weighted[place] = weighted[place]! * memory + ratio;
      weights[place] = weight * memory + 1;
    }
    if (++place === period) place = 0;
  }
  return squares;
}

/** Two-sided exponential averages per place for every value and one season more, in two passes. */
function smoothedPlaces(
  ratios: Float64Array,
  period: number,
  memory: number,
): { factors: Float64Array; weightOnOwn: number } {
  const n = ratios.length;
  const factors = new Float64Array(n + period);
  let weightOnOwn = 0;
  const weights = new Float64Array(n + period);
  for (let index = 0; index < n + period; index++) {
    const ratio = index < n ? ratios[index]! : Number.NaN;
    const before = index < period ? 0 : index - period;
    factors[index] = index < period ? 0 : memory * factors[before]!;
    weights[index] = index < period ? 0 : memory * weights[before]!;
    if (!Number.isNaN(ratio)) {
      factors[index]! += ratio;
      weights[index]!++;
    }
  }
  const later = new Float64Array(period);
  const laterWeights = new Float64Array(period);
  for (let index = n + period - 1; index >= 0; index--) {
    const place = index % period;
    const ratio = index < n ? ratios[index]! : Number.NaN;
    const weight = weights[index]! + laterWeights[place]!;
    factors[index] = (factors[index]! + later[place]!) / weight;
    later[place]! *= memory;
    laterWeights[place]! *= memory;
    if (!Number.isNaN(ratio)) {
      weightOnOwn += 1 / weight;
      later[place]! += memory * ratio;
      laterWeights[place]! += memory;
    }
  }
  return { factors, weightOnOwn };
}

/** How many seasons the last factor is the mean of, in effect: weights that fall by `memory` from the last one. */
function seasonsAveraged(seasons: number, memory: number): number {
  return Math.max(1, 1 / ((1 - memory) / (1 + memory) + 1 / Math.max(1, seasons - 1)));
}

/** A season around each value averages 1 (or sums to 0). */
function normalise(factors: Float64Array, { period, kind }: { period: number; kind: SeasonKind }): void {
  const n = factors.length - period;
  const sums = new Float64Array(factors.length + 1);
  for (let index = 0; index < factors.length; index++) sums[index + 1] = sums[index]! + factors[index]!;
  for (let index = 0; index < factors.length; index++) {
    const first = Math.max(0, Math.min(n, index - (period >> 1)));
    const average = (sums[first + period]! - sums[first]!) / period;
    if (kind === 'additive') factors[index]! -= average;
    else if (average > 0) factors[index]! /= average;
  }
}
