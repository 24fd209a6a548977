import { gamma, normal, randomStream } from '@granary/statistics';
import { checkPaths, checkProbability, standardNormal } from '../forecasts/forecast-arguments.ts';
import type { Forecast } from '../model.ts';

/** What one source says of demand. */
export type DemandSource = {
  /** 'sales history', 'customer orders', 'manual' */
  name: string;
  /** how far it is relied on, in relation to the others: at least 0 */
  reliability: number;
} & (
  | { forecast: Forecast }
  | {
      /** expected demand per period, at least 0; NaN where the source says nothing */
      values: ArrayLike<number>;
      /** standard deviation of its error as a share of the value, at least 0; 0 if left out: taken at its word */
      relativeError?: number;
    }
);

/** The share of one source, to be stored with the forecast. */
export interface SourceShare {
  name: string;
  reliability: number;
  /** per period: 0 where the source says nothing, otherwise its reliability over the sum of those that speak */
  weights: readonly number[];
}

export interface CombinedForecast extends Forecast {
  readonly mix: readonly SourceShare[];
}

/** Probabilities at which sources are tabulated: even in normal scores from -4 to 4. */
const LEVELS = Float64Array.from({ length: 161 }, (_, index) => normal.standardCdf(-4 + index / 20));
const BISECTIONS = 60;

/**
 * One forecast from several sources: with probability weight the demand is as a source says (a linear pool). Its
 * mean is the weighted mean of the sources, and its spread holds both the doubt within sources and the disagreement
 * between them. Weights are reliabilities brought to sum 1 over the sources that speak of a period; the
 * horizon is that of the longest source, and periods of which none speaks have demand 0.
 *
 * Quantiles invert the mixture of the distributions, each linear between 161 quantiles; single paths follow one
 * source as long as it speaks.
 *
 * @param sources at least one; names differ
 * @throws RangeError if a reliability, a value or an error is out of range, no reliability is above 0, or names repeat
 * @see Stone (1961), The Opinion Pool
 * @see Genest, Zidek (1986), Combining Probability Distributions: A Critique and an Annotated Bibliography
 * @example combineSources([{ name: 'history', reliability: 0.8, values: [10] },
 *   { name: 'orders', reliability: 0.2, values: [20] }]).mean // [12]
 */
export function combineSources(sources: readonly DemandSource[]): CombinedForecast {
  checkSources(sources);
  const spoken = sources.map(speakerOf);
  const horizon = Math.max(...spoken.map((speaker) => speaker.mean.length));
  const weights = weightsOf(sources, spoken, horizon);
  const mean = new Float64Array(horizon);
  for (const [place, speaker] of spoken.entries()) {
    for (let step = 0; step < speaker.mean.length; step++) {
      if (weights[place]![step]! > 0) mean[step]! += weights[place]![step]! * speaker.mean[step]!;
    }
  }
  let tables: Float64Array[][] | undefined;
  return {
    horizon,
    mean,
    mix: sources.map(({ name, reliability }, place) => ({
      name,
      reliability,
      weights: Array.from(weights[place]!),
    })),
    quantile(probability) {
      checkProbability(probability);
      tables ??= spoken.map((speaker) => Array.from(LEVELS, (level) => speaker.quantile(level)));
      return Float64Array.from({ length: horizon }, (_, step) =>
        mixtureQuantile(probability, { tables: tables!, weights, step }),
      );
    },
    samplePaths(options) {
      const paths = checkPaths(options);
      const { seed, key = '' } = options;
      const drawn = spoken.map((speaker, place) =>
        speaker.samplePaths({ paths, seed, key: `${key} source ${sources[place]!.name}` }),
      );
      const series = randomStream(seed, key, 'sources');
      const values = new Float64Array(paths * horizon);
      for (let path = 0; path < paths; path++) {
        const choice = series.fork(`path ${path}`).next();
        for (let step = 0; step < horizon; step++) {
          const place = chosen(choice, weights, step);
          if (place < 0) continue;
          const length = spoken[place]!.mean.length;
          values[path * horizon + step] = drawn[place]![path * length + step]!;
        }
      }
      return { paths, horizon, values };
    },
  };
}

/** A source as all are read. */
interface Speaker {
  /** NaN where it says nothing */
  mean: Float64Array;
  quantile(probability: number): Float64Array;
  samplePaths(options: { paths: number; seed: number | string; key: string }): Float64Array;
}

function speakerOf(source: DemandSource): Speaker {
  if ('forecast' in source) {
    const { forecast } = source;
    return {
      mean: forecast.mean,
      quantile: (probability) => forecast.quantile(probability),
      samplePaths: (options) => forecast.samplePaths(options).values,
    };
  }
  const mean = Float64Array.from(source.values);
  const error = source.relativeError ?? 0;
  const at = (probability: number) => mean.map((value) => gammaQuantile(value, error, probability));
  return {
    mean,
    quantile: at,
    samplePaths({ paths, seed, key }) {
      const series = randomStream(seed, key);
      const values = new Float64Array(paths * mean.length);
      for (let path = 0; path < paths; path++) {
        // A source that is too high is too high throughout: one error per path.
        const score = standardNormal(series.fork(`path ${path}`));
        values.set(at(normal.standardCdf(score)), path * mean.length);
      }
      return values;
    },
  };
}

/** Gamma distribution: at least 0, with exactly this mean. */
function gammaQuantile(mean: number, relativeError: number, probability: number): number {
  if (!(mean > 0) || relativeError === 0) return mean;
  const shape = 1 / relativeError ** 2;
  return gamma.quantile(probability, { shape, scale: mean / shape });
}

function weightsOf(
  sources: readonly DemandSource[],
  spoken: readonly Speaker[],
  horizon: number,
): Float64Array[] {
  const weights = sources.map(() => new Float64Array(horizon));
  for (let step = 0; step < horizon; step++) {
    let sum = 0;
    for (const [place, { reliability }] of sources.entries()) {
      const speaks = !Number.isNaN(spoken[place]!.mean[step] ?? Number.NaN);
      weights[place]![step] = speaks ? reliability : 0;
      sum += weights[place]![step]!;
    }
    if (sum > 0) for (const weight of weights) weight[step]! /= sum;
  }
  return weights;
}

/** The source whose share of the unit interval a number lies in; -1 if none speaks. */
function chosen(choice: number, weights: readonly Float64Array[], step: number): number {
  let left = choice;
  let last = -1;
  for (let place = 0; place < weights.length; place++) {
    const weight = weights[place]![step]!;
    if (weight === 0) continue;
    last = place;
    left -= weight;
    if (left < 0) return place;
  }
  return last;
}

/** The smallest value that the mixture does not exceed with the probability, by bisection. */
function mixtureQuantile(
  probability: number,
  mixture: { tables: readonly Float64Array[][]; weights: readonly Float64Array[]; step: number },
): number {
  const { tables, weights, step } = mixture;
  const speaking = tables
    .map((table, place) => ({ table, weight: weights[place]![step]! }))
    .filter(({ weight }) => weight > 0);
  if (speaking.length === 0) return 0;
  let low = Math.min(...speaking.map(({ table }) => table[0]![step]!));
  let high = Math.max(...speaking.map(({ table }) => table[LEVELS.length - 1]![step]!));
  const below = (value: number): number => {
    let sum = 0;
    for (const { table, weight } of speaking) sum += weight * probabilityAt(table, step, value);
    return sum;
  };
  if (below(low) >= probability) return low;
  for (let round = 0; round < BISECTIONS && high > low; round++) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (below(middle) >= probability) high = middle;
    else low = middle;
  }
  return high;
}

/** Probability of at most a value, linear between the quantiles of a table; all of it above the highest. */
function probabilityAt(table: readonly Float64Array[], step: number, value: number): number {
  if (value < table[0]![step]!) return 0;
  if (value >= table[LEVELS.length - 1]![step]!) return 1;
  let low = 0;
  let high = LEVELS.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (table[middle]![step]! <= value) low = middle;
    else high = middle;
  }
  const [from, to] = [table[low]![step]!, table[high]![step]!];
  return LEVELS[low]! + ((value - from) / (to - from)) * (LEVELS[high]! - LEVELS[low]!);
}

function checkSources(sources: readonly DemandSource[]): void {
  if (sources.length === 0) throw new RangeError('sources has length 0; it must have at least 1');
  let sum = 0;
  const names = new Set<string>();
  for (const source of sources) {
    const { name, reliability } = source;
    if (!(reliability >= 0 && reliability < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`reliability of '${name}' is ${reliability}; it must be at least 0 and finite`);
    }
    if (names.has(name)) throw new RangeError(`sources has the name '${name}' twice; names must differ`);
    names.add(name);
    sum += reliability;
    if ('forecast' in source) continue;
    const { relativeError = 0 } = source;
    if (!(relativeError >= 0 && relativeError <= 10)) {
      throw new RangeError(`relativeError of '${name}' is ${relativeError}; it must lie between 0 and 10`);
    }
    for (let step = 0; step < source.values.length; step++) {
      const value = source.values[step]!;
      if (value < 0 || Math.abs(value) === Number.POSITIVE_INFINITY) {
        throw new RangeError(
          `value ${step} of '${name}' is ${value}; it must be at least 0 and finite, or NaN`,
        );
      }
    }
  }
  if (!(sum > 0))
    throw new RangeError('reliability is 0 for all sources; it must be above 0 for one at least');
}
