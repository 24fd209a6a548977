import { averagedRidge } from './averaged-ridge.ts';

/** Constant, trend, the level before and the one a long cycle before. */
const COLUMNS = 4;

/**
 * Levels of the cycles ahead from a ridge regression of each level on a trend, the level before and the level one
 * long cycle before, all relative to the last level; the forecasts are fed back. It returns to a mean or a trend where
 * the direct regressions of `cycleLevels` follow the last level. O(cycles).
 *
 * @param levels            one per cycle, the last one last; at least 3
 * @param options.cycles    cycles ahead
 * @param options.longCycle cycles after which levels may repeat themselves; 0 for none
 */
export function recursiveLevels(
  levels: Float64Array,
  { cycles, longCycle }: { cycles: number; longCycle: number },
): Float64Array {
  const { length } = levels;
  const last = levels[length - 1]!;
  const size = spread(levels);
  if (!(size > 0)) return new Float64Array(cycles).fill(last);
  const scaled = new Float64Array(length + cycles);
  for (let index = 0; index < length; index++) scaled[index] = (levels[index]! - last) / size;
  const row = new Float64Array(COLUMNS);
  const fill = (at: number): void => {
    row[0] = 1;
    row[1] = (at - length + 1) / length;
    row[2] = scaled[at - 1]!;
    row[3] = longCycle > 0 && at >= longCycle ? scaled[at - longCycle]! : 0;
  };
  const products = {
    gram: new Float64Array(COLUMNS * COLUMNS),
    cross: new Float64Array(COLUMNS),
    target: 0,
    samples: length - 1,
  };
  for (let at = 1; at < length; at++) {
    fill(at);
    const target = scaled[at]!;
    products.target += target * target;
    for (let one = 0; one < COLUMNS; one++) {
      products.cross[one]! += row[one]! * target;
      for (let other = 0; other < COLUMNS; other++) {
        products.gram[one * COLUMNS + other]! += row[one]! * row[other]!;
      }
    }
  }
  const { coefficients } = averagedRidge(products);
  for (let at = length; at < length + cycles; at++) {
    fill(at);
    for (let column = 0; column < COLUMNS; column++) scaled[at]! += coefficients[column]! * row[column]!;
  }
  return scaled.subarray(length).map((value) => value * size + last);
}

function spread(levels: Float64Array): number {
  let mean = 0;
  for (const level of levels) mean += level / levels.length;
  let squares = 0;
  for (const level of levels) squares += (level - mean) ** 2;
  return Math.sqrt(squares / levels.length);
}
