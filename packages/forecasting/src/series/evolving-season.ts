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
  const { memory, predictionVariance } = bestMemory(ratios, period);
  const smoothed = smoothedPlaces(ratios, period, memory);
  if (smoothed === undefined) return undefined;
  const { factors, variance, ownWeights } = smoothed;
  const averaged = seasonsAveraged(Math.max(1, values.length / period - 1), memory);
  normalise(factors, { period, kind });
  const neutral = kind === 'multiplicative' ? 1 : 0;
  const reliability = shareOfSignal(ratios, period);
  if (!(reliability > 0)) return undefined;
  for (let index = 0; index < factors.length; index++) {
    const factor = neutral + reliability * (factors[index]! - neutral);
    factors[index] = neutral === 1 ? Math.max(SMALLEST_FACTOR, factor) : factor;
  }
  return {
    kind,
    period,
    factors,
    memory,
    reliability,
    // As averaging says, or more if past seasons were predicted worse than the noise explains.
    factorDeviation: Math.sqrt(Math.max(variance / averaged, predictionVariance - variance)),
    parameters: reliability * ownWeights * (1 - 1 / period),
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

/**
 * One minus the share of noise in the variance between the places: 1 − 1/F of the analysis of variance. Measured on
 * the season that all years share: a share measured on the last season alone keeps more of it and forecasts worse
 * (pbs .895 against .857, hospital .807 against .799).
 */
function shareOfSignal(ratios: Float64Array, period: number): number {
  const averages = new Float64Array(period);
  const counts = new Int32Array(period);
  let known = 0;
  let total = 0;
  for (let index = 0; index < ratios.length; index++) {
    const ratio = ratios[index]!;
    if (Number.isNaN(ratio)) continue;
    averages[index % period]! += ratio;
    counts[index % period]!++;
    total += ratio;
    known++;
  }
  let between = 0;
  for (let place = 0; place < period; place++) {
    averages[place]! /= counts[place]!;
    const effect = averages[place]! - total / known;
    between += counts[place]! * effect * effect;
  }
  let within = 0;
  for (let index = 0; index < ratios.length; index++) {
    const error = ratios[index]! - averages[index % period]!;
    if (!Number.isNaN(error)) within += error * error;
  }
  return between > 0 ? 1 - within / (known - period) / (between / (period - 1)) : 0;
}

function bestMemory(ratios: Float64Array, period: number): { memory: number; predictionVariance: number } {
  const weighted = new Float64Array(period);
  const weights = new Float64Array(period);
  let best = { memory: 1, predictionVariance: 0 };
  let least = Number.POSITIVE_INFINITY;
  for (const memory of MEMORIES) {
    const predictionVariance = predictionError(ratios, memory, weighted.fill(0), weights.fill(0));
    const handicapped = predictionVariance * (memory === 1 ? 1 : BENEFIT_OF_CHANGE);
    if (handicapped < least) {
      least = handicapped;
      best = { memory, predictionVariance };
    }
  }
  return best;
}

/** Mean squared error of predicting each ratio from the seasons before, once there are two; 0 if there never are. */
function predictionError(
  ratios: Float64Array,
  memory: number,
  weighted: Float64Array,
  weights: Float64Array,
): number {
  const period = weights.length;
  let squares = 0;
  let predicted = 0;
  let place = 0;
  for (let index = 0; index < ratios.length; index++) {
    const ratio = ratios[index]!;
    if (!Number.isNaN(ratio)) {
      const weight = weights[place]!;
      if (weight > 1) {
        const error = ratio - weighted[place]! / weight;
        squares += error * error;
        predicted++;
      }
      weighted[place] = weighted[place]! * memory + ratio;
      weights[place] = weight * memory + 1;
    }
    if (++place === period) place = 0;
  }
  return predicted === 0 ? 0 : squares / predicted;
}

interface SmoothedPlaces {
  /** per value and for one season more */
  factors: Float64Array;
  /** of the ratios around them, with the degrees of freedom they took taken off */
  variance: number;
  /** sum of the weights of each ratio in its own factor: parameters, in effect */
  ownWeights: number;
}

/** Two-sided exponential averages per place, in two passes; undefined unless places have ratios, and some have two. */
function smoothedPlaces(ratios: Float64Array, period: number, memory: number): SmoothedPlaces | undefined {
  const n = ratios.length;
  const factors = new Float64Array(n + period);
  const weights = new Float64Array(n + period);
  let known = 0;
  for (let index = 0; index < n + period; index++) {
    const ratio = index < n ? ratios[index]! : Number.NaN;
    if (index >= period) {
      factors[index] = memory * factors[index - period]!;
      weights[index] = memory * weights[index - period]!;
    }
    if (Number.isNaN(ratio)) continue;
    factors[index]! += ratio;
    weights[index]!++;
    known++;
  }
  const later = new Float64Array(period);
  const laterWeights = new Float64Array(period);
  let squares = 0;
  let ownWeights = 0;
  for (let index = n + period - 1; index >= 0; index--) {
    const place = index % period;
    const weight = weights[index]! + laterWeights[place]!;
    if (weight === 0) return undefined;
    const factor = (factors[index]! + later[place]!) / weight;
    factors[index] = factor;
    later[place]! *= memory;
    laterWeights[place]! *= memory;
    const ratio = index < n ? ratios[index]! : Number.NaN;
    if (Number.isNaN(ratio)) continue;
    squares += (ratio - factor) * (ratio - factor);
    ownWeights += 1 / weight;
    later[place]! += memory * ratio;
    laterWeights[place]! += memory;
  }
  // One season of ratios has no variance around itself: nothing tells season from noise.
  if (known <= period) return undefined;
  return { factors, variance: squares / (known - ownWeights), ownWeights };
}

/** How many seasons the last factor is the mean of, in effect: weights that fall by `memory` from the last one. */
function seasonsAveraged(seasons: number, memory: number): number {
  return 1 / ((1 - memory) / (1 + memory) + 1 / seasons);
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
