import { type RandomStream, randomStream } from '@granary/statistics';
import type { Forecast } from '../model.ts';
import { checkPaths, checkProbability } from './forecast-arguments.ts';

/** Paths behind the quantiles of a forecast that has no closed form. */
const PATHS = 2000;

/**
 * A forecast that is known by drawing from it. Quantiles are those of 2,000 paths with a fixed seed (linear
 * interpolation between ordered draws, Hyndman-Fan type 7), drawn when the first quantile is asked for.
 *
 * @param options.mean per period; the average of the paths if left out
 * @param options.draw fills one path; it draws its numbers in the order of the periods, so that a longer horizon
 *                     continues a shorter one
 */
export function simulatedForecast(options: {
  horizon: number;
  mean?: Float64Array;
  draw(random: RandomStream, path: Float64Array): void;
}): Forecast {
  const { horizon, draw } = options;
  let columns: Float64Array[] | undefined;
  const sorted = (): Float64Array[] => {
    columns ??= sortedColumns(drawn(draw, { paths: PATHS, horizon, seed: 'quantiles', key: '' }), horizon);
    return columns;
  };
  return {
    horizon,
    mean: options.mean ?? Float64Array.from(sorted(), average),
    quantile(probability) {
      checkProbability(probability);
      return Float64Array.from(sorted(), (column) => {
        const place = probability * (column.length - 1);
        const below = Math.floor(place);
        const low = column[below]!;
        return low + (place - below) * ((column[below + 1] ?? low) - low);
      });
    },
    samplePaths(pathOptions) {
      const paths = checkPaths(pathOptions);
      const { seed, key = '' } = pathOptions;
      return { paths, horizon, values: drawn(draw, { paths, horizon, seed, key }) };
    },
  };
}

function drawn(
  draw: (random: RandomStream, path: Float64Array) => void,
  { paths, horizon, seed, key }: { paths: number; horizon: number; seed: number | string; key: string },
): Float64Array {
  const values = new Float64Array(paths * horizon);
  const series = randomStream(seed, key);
  for (let path = 0; path < paths; path++) {
    draw(series.fork(`path ${path}`), values.subarray(path * horizon, (path + 1) * horizon));
  }
  return values;
}

function sortedColumns(values: Float64Array, horizon: number): Float64Array[] {
  const paths = values.length / horizon;
  return Array.from({ length: horizon }, (_, step) => {
    const column = new Float64Array(paths);
    for (let path = 0; path < paths; path++) column[path] = values[path * horizon + step]!;
    return column.sort();
  });
}

function average(column: Float64Array): number {
  let sum = 0;
  for (const value of column) sum += value;
  return sum / column.length;
}
