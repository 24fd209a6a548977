import { averagedRidge } from './averaged-ridge.ts';

/** What the levels of past cycles say about those ahead. */
export interface CycleLevels {
  /** mean of the next cycle, the one after … over the shape, and so on; the last one holds from there */
  ahead: Float64Array;
  /** standard deviation of the error of each */
  deviations: Float64Array;
  /** the forecast of the level of the cycle that starts at each value, from those before; NaN where there is none */
  fitted: Float64Array;
}

/** Cycles ahead that get a regression of their own, and independent samples that one needs. */
const MOST_CYCLES = 16;
const LEAST_SAMPLES = 1;
/** How much of the level of the cycle is mixed into those of its parts, as places with a small shape say little. */
const STEADYING = 0.2;

/**
 * Levels of the cycles ahead by ridge regression. The level of a cycle is its sum over that of the shape; one
 * ends at every value, so that few cycles still give many (overlapping) samples. The change of level over the next
 * k cycles is regressed on what differs from the level now: that of the last quarter cycle and of the last value,
 * and a constant (without cycles: the last four and thirteen values and the last change). A
 * level that moves without pattern keeps coefficients near zero, which is the naive forecast. O(n) per cycle
 * ahead, at most 16.
 *
 * @param values         at least `3 cycle`
 * @param options.shape  mean 1; its length is a whole number of cycles, its first place is that of the next value
 * @param options.cycle  values per cycle; 1 is a series without
 * @param options.cycles cycles ahead wanted
 */
export function cycleLevels(
  values: Float64Array,
  options: { shape: Float64Array; cycle: number; cycles: number },
): CycleLevels {
  const { shape, cycle } = options;
  const cycles = Math.min(options.cycles, MOST_CYCLES);
  const features = featuresOf(values, shape, cycle);
  const { levels, first } = features;
  const { length } = values;
  const now = levels[length]!;
  const ahead = new Float64Array(cycles).fill(now);
  const deviations = new Float64Array(cycles);
  const fitted = new Float64Array(length).fill(Number.NaN);
  for (let index = 0; index < cycles; index++) {
    const change = changeOver(features, (index + 1) * cycle, cycle);
    if (change === undefined) {
      // Too few samples so far ahead: no change from the cycle before, the error of a random walk.
      ahead[index] = index === 0 ? now : ahead[index - 1]!;
      deviations[index] =
        index === 0 ? changeSize(values, cycle) : deviations[index - 1]! * Math.sqrt(1 + 1 / index);
    } else {
      ahead[index] = now + predicted(features, length, change.coefficients);
      deviations[index] = Math.max(change.deviation, index === 0 ? 0 : deviations[index - 1]!);
    }
    if (index > 0) continue;
    for (let end = first; end < length; end++) {
      fitted[end] = levels[end]! + (change === undefined ? 0 : predicted(features, end, change.coefficients));
    }
  }
  return { ahead, deviations, fitted };
}

const COLUMNS = 3;

/** Columns of the regression by the value they end before: `columns[end * COLUMNS + column]`. */
interface Features {
  levels: Float64Array;
  columns: Float64Array;
  /** the first end with all of them */
  first: number;
  length: number;
}

function featuresOf(values: Float64Array, shape: Float64Array, cycle: number): Features {
  const { length } = values;
  const sums = new Float64Array(length + 1);
  const shapes = new Float64Array(length + 1);
  const phase = shape.length - (length % shape.length);
  for (let index = 0; index < length; index++) {
    sums[index + 1] = sums[index]! + values[index]!;
    shapes[index + 1] = shapes[index]! + shape[(index + phase) % shape.length]!;
  }
  const levels = new Float64Array(length + 1);
  for (let end = cycle; end <= length; end++) {
    levels[end] = (sums[end]! - sums[end - cycle]!) / Math.max(1e-9, shapes[end]! - shapes[end - cycle]!);
  }
  const levelOfLast = (end: number, window: number): number => {
    const level = levels[end]!;
    if (end < window) return level;
    const sum = sums[end]! - sums[end - window]!;
    return (sum + STEADYING * level) / (shapes[end]! - shapes[end - window]! + STEADYING);
  };
  const first = firstEnd(length, cycle);
  const columns = new Float64Array((length + 1) * COLUMNS);
  for (let end = first; end <= length; end++) {
    const offset = end * COLUMNS;
    const level = levels[end]!;
    if (cycle === 1) {
      columns[offset] = level - levels[end - 1]!;
      columns[offset + 1] = levelOfLast(end, 4) - level;
      columns[offset + 2] = levelOfLast(end, 13) - level;
    } else {
      columns[offset] = 1;
      columns[offset + 1] = levelOfLast(end, Math.max(1, Math.round(cycle / 4))) - level;
      columns[offset + 2] = levelOfLast(end, 1) - level;
    }
  }
  return { levels, columns, first, length };
}

/** Levels of the first cycle follow the start of the history closely: they are left out if there are others. */
function firstEnd(length: number, cycle: number): number {
  if (cycle === 1) return 2;
  return Math.max(cycle, Math.min(2 * cycle, length - 2 * cycle - 1));
}

/** The regression of the change of level over so many values; undefined if there are too few samples. */
function changeOver(
  { levels, columns, first, length }: Features,
  steps: number,
  cycle: number,
): { coefficients: Float64Array; deviation: number } | undefined {
  const rows = length - steps - first + 1;
  if (rows < LEAST_SAMPLES * cycle || rows < 2) return undefined;
  const gram = new Float64Array(COLUMNS * COLUMNS);
  const cross = new Float64Array(COLUMNS);
  let target = 0;
  for (let end = first; end <= length - steps; end++) {
    const change = levels[end + steps]! - levels[end]!;
    const offset = end * COLUMNS;
    target += change * change;
    for (let row = 0; row < COLUMNS; row++) {
      const value = columns[offset + row]!;
      cross[row]! += value * change;
      for (let column = 0; column <= row; column++) {
        gram[row * COLUMNS + column]! += value * columns[offset + column]!;
      }
    }
  }
  if (!(target > 0)) return { coefficients: cross.fill(0), deviation: 0 };
  const samples = Math.max(2, rows / cycle);
  const targetSize = Math.sqrt(target / rows);
  const sizes = Float64Array.from(
    { length: COLUMNS },
    (_, row) => Math.sqrt(gram[row * COLUMNS + row]! / rows) || 1,
  );
  for (let row = 0; row < COLUMNS; row++) {
    cross[row]! *= samples / (rows * sizes[row]! * targetSize);
    for (let column = 0; column <= row; column++) {
      const product = (gram[row * COLUMNS + column]! * samples) / (rows * sizes[row]! * sizes[column]!);
      gram[row * COLUMNS + column] = product;
      gram[column * COLUMNS + row] = product;
    }
  }
  const { coefficients, variance } = averagedRidge({ gram, cross, target: samples, samples });
  for (let row = 0; row < COLUMNS; row++) coefficients[row]! *= targetSize / sizes[row]!;
  return { coefficients, deviation: targetSize * Math.sqrt(variance) };
}

function predicted({ columns }: Features, end: number, coefficients: Float64Array): number {
  let sum = 0;
  for (let column = 0; column < COLUMNS; column++)
    sum += coefficients[column]! * columns[end * COLUMNS + column]!;
  return sum;
}

/** Size of the changes from one cycle sum to the next, for want of anything better. */
function changeSize(values: Float64Array, cycle: number): number {
  let squares = 0;
  for (let index = cycle; index < values.length; index++) {
    squares += (values[index]! - values[index - cycle]!) ** 2;
  }
  return values.length > cycle ? Math.sqrt(squares / (values.length - cycle)) : 0;
}
