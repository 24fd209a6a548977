import { normal, randomStream } from '@granary/statistics';
import type { Forecast } from '../model.ts';
import { type CountTable, tableQuantile, tableSlope } from './count-table.ts';
import { checkPaths, checkProbability, standardNormal } from './forecast-arguments.ts';

/** What a model of counts states about the periods ahead. */
export interface CountsAhead {
  /** per period */
  mean: Float64Array;
  /** the distribution of a period by itself; periods alike may share one table. Asked for once, when needed */
  tables(): CountTables;
}

export interface CountTables {
  /** one table for all periods, or one per period */
  tables: readonly CountTable[];
  /** variance of the expected demand of a period, since the level is estimated; at least 0 */
  levelVariance: number;
}

/** A score is never all level: at 1 two periods of a path would be the same draw. */
const LARGEST_LOADING = 0.999;

/**
 * A forecast of demand that comes in whole units (or packs): each period has the distribution of its table, and
 * the periods share a level that is not known exactly.
 *
 * Each period's standard normal score is the score of the level, the same for all periods of a path, and a
 * score of its own (a Gaussian copula), weighted so that two periods have, to first order, the covariance
 * `levelVariance`. So the distribution of each period holds exactly, and the sum over a lead time of L periods has
 * the variance of L independent periods plus L (L - 1) times the variance of the level. Quantiles are whole
 * units; the tables are made when the first quantile or path is asked for.
 *
 * @see Cario, Nelson (1997), Modeling and Generating Random Vectors with Arbitrary Marginal Distributions and
 *   Correlation Matrix (NORTA)
 */
export function countForecast(ahead: CountsAhead): Forecast {
  const { mean } = ahead;
  const horizon = mean.length;
  let made: CountTables | undefined;
  const given = (): CountTables => {
    made ??= ahead.tables();
    return made;
  };
  return {
    horizon,
    mean,
    quantile(probability) {
      checkProbability(probability);
      const { tables } = given();
      if (tables.length === 1) return new Float64Array(horizon).fill(tableQuantile(tables[0]!, probability));
      return Float64Array.from(mean, (_, step) => tableQuantile(tables[step]!, probability));
    },
    samplePaths(options) {
      const paths = checkPaths(options);
      const { tables, levelVariance } = given();
      const loadings = levelLoadings(tables, levelVariance);
      const series = randomStream(options.seed, options.key ?? '');
      const values = new Float64Array(paths * horizon);
      for (let path = 0; path < paths; path++) {
        // A stream of its own for each path: other numbers of paths or periods leave its draws as they are.
        const random = series.fork(`path ${path}`);
        const level = standardNormal(random);
        for (let step = 0; step < horizon; step++) {
          const place = tables.length === 1 ? 0 : step;
          const loading = loadings[place]!;
          const score = loading * level + Math.sqrt(1 - loading * loading) * standardNormal(random);
          values[path * horizon + step] = tableQuantile(tables[place]!, normal.standardCdf(score));
        }
      }
      return { paths, horizon, values };
    },
  };
}

/** Weight of the level in the score of each table. */
function levelLoadings(tables: readonly CountTable[], levelVariance: number): Float64Array {
  const deviation = Math.sqrt(Math.max(0, levelVariance));
  return Float64Array.from(tables, (table) => {
    const slope = tableSlope(table);
    return slope > 0 ? Math.min(LARGEST_LOADING, deviation / slope) : 0;
  });
}
