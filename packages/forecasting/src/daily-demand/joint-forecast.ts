import { normal, type RandomStream, randomStream } from '@granary/statistics';
import type { DayDistribution } from './day-distribution.ts';
import type { DemandForecast, DemandPaths, SamplePathsOptions } from './demand-model.ts';

/** What a model states about the days ahead; `jointForecast` makes a forecast of it. */
export interface DaysAhead {
  startDate: string;
  days: number;
  mean: Float64Array;
  /** the distribution of one day by itself, its mean multiplied by `scale` */
  dayDistribution(day: number, scale: number): DayDistribution;
  /** variance of the relative error of the level on each day; it never falls from one day to the next */
  levelVariance: Float64Array;
}

const LARGEST_SCALE = 1000;
/** A day's score is never all level: at 1 two days of a path would be the same draw. */
const LARGEST_LOADING = 0.999;

/**
 * A forecast whose days have the given distributions and share an uncertain level.
 *
 * The error of the level is a random walk over the days with variance `levelVariance`. Each day's standard
 * normal score is the sum of the level's score and of a score of its own (a Gaussian copula), weighted so that
 * the covariance of two days is mean × mean × variance of the level error they share. So the marginal
 * distributions hold exactly, and sums over days have the variance that the level error implies.
 *
 * @see Cario, Nelson (1997), Modeling and Generating Random Vectors with Arbitrary Marginal Distributions and
 *   Correlation Matrix (NORTA)
 */
export function jointForecast(ahead: DaysAhead): DemandForecast {
  const { startDate, days, mean } = ahead;
  let unscaled: DayDistribution[] | undefined;
  const distributions = (): DayDistribution[] => {
    unscaled ??= Array.from({ length: days }, (_, day) => ahead.dayDistribution(day, 1));
    return unscaled;
  };
  return {
    startDate,
    days,
    mean,
    quantile(p) {
      if (!(p > 0 && p < 1)) throw new RangeError(`p is ${p}; it must lie between 0 and 1, both excluded`);
      const z = normal.standardQuantile(p);
      return Float64Array.from(distributions(), (distribution) => distribution.unitsAt(z));
    },
    samplePaths: (options) => samplePaths(ahead, distributions(), options),
  };
}

function samplePaths(
  ahead: DaysAhead,
  unscaled: DayDistribution[],
  options: SamplePathsOptions,
): DemandPaths {
  const { paths, seed, key, scale = 1 } = options;
  const { days, levelVariance } = ahead;
  if (!(Number.isInteger(paths) && paths >= 1))
    throw new RangeError(`paths is ${paths}; it must be at least 1`);
  const scaled = scaledDistributions(ahead, unscaled, scale);
  const loadings = levelLoadings(ahead, unscaled);
  const steps = new Float64Array(days);
  for (let day = 0; day < days; day++) {
    steps[day] = Math.sqrt(Math.max(0, levelVariance[day]! - (day === 0 ? 0 : levelVariance[day - 1]!)));
  }
  const units = new Int32Array(paths * days);
  const series = randomStream(seed, key);
  for (let path = 0; path < paths; path++) {
    // A stream of its own for each path: other numbers of paths or days leave its draws as they are.
    const random = series.fork(`path ${path}`);
    let level = 0;
    for (let day = 0; day < days; day++) {
      level += steps[day]! * standardNormal(random);
      const own = standardNormal(random);
      const loading = loadings[day]!;
      const score =
        loading === 0
          ? own
          : loading * (level / Math.sqrt(levelVariance[day]!)) + Math.sqrt(1 - loading * loading) * own;
      units[path * days + day] = scaled[day]!.unitsAt(score);
    }
  }
  return { paths, days, units };
}

function standardNormal(random: RandomStream): number {
  return normal.standardQuantile((random.nextUint32() + 0.5) / 4294967296);
}

/** Weight of the level in each day's score. */
function levelLoadings({ mean, levelVariance }: DaysAhead, distributions: DayDistribution[]): Float64Array {
  return Float64Array.from(distributions, ({ slope }, day) =>
    slope > 0 ? Math.min(LARGEST_LOADING, (Math.sqrt(levelVariance[day]!) * mean[day]!) / slope) : 0,
  );
}

function scaledDistributions(
  ahead: DaysAhead,
  unscaled: DayDistribution[],
  scale: number | ArrayLike<number>,
): DayDistribution[] {
  if (typeof scale !== 'number' && scale.length < ahead.days) {
    throw new RangeError(`scale has ${scale.length} days; it must have ${ahead.days}, one per forecast day`);
  }
  return unscaled.map((distribution, day) => {
    const factor = typeof scale === 'number' ? scale : scale[day]!;
    if (!(factor >= 0 && factor <= LARGEST_SCALE)) {
      throw new RangeError(`scale is ${factor} on day ${day}; it must lie between 0 and ${LARGEST_SCALE}`);
    }
    return factor === 1 ? distribution : ahead.dayDistribution(day, factor);
  });
}
