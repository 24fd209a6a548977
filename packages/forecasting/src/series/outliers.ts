import { leastSquares, matrixFromRows } from '@granary/statistics';
import type { DataNote, Regressor, TimeSeries } from '../time-series.ts';
import { medianOf } from './averages.ts';
import { seasonAndLevel } from './season-and-level.ts';

export interface Outlier {
  /** place in the series */
  index: number;
  value: number;
  /** what was put in its place: level, season and the effect of the regressors at that time */
  expected: number;
}

export interface WithoutOutliers {
  series: TimeSeries;
  outliers: readonly Outlier[];
  notes: readonly DataNote[];
}

const FEWEST_VALUES = 12;
/**
 * Distance from the quartiles, in interquartile ranges. Tukey's "far out" is 3, but running medians pass close to the
 * values: with 3, something is found in 1.6 of 100 clean series of 70 days; with 4, in none of 2,000.
 */
const FAR_OUT = 4;
/** More than this share of values far out is a pattern (promotions, sales in bulk), not a series of accidents. */
const LARGEST_SHARE = 0.03;
/** With so many zeros a positive value is an event of an intermittent demand. */
const MOST_ZEROS = 0.2;
const ROUNDS = 3;

/**
 * Finds values that neither level, season nor regressors explain, and puts in their place what these say. It is
 * meant to miss rather than to eat demand: only values beyond four interquartile ranges of the quartiles count, and
 * nothing is touched in series with many zeros, with fewer than 12 values or with more than 3 % of such values, since what
 * recurs will recur. A promotion that a regressor marks is explained and stays. Where all values are positive,
 * a value must be far out both as a ratio and as a difference.
 *
 * @see Tukey (1977), Exploratory Data Analysis, section 2D (fences)
 * @see Hyndman (2021), Detecting Time Series Outliers (the same fences around a decomposition)
 */
export function replaceOutliers(series: TimeSeries): WithoutOutliers {
  const values = Float64Array.from(series.values, (value) => (Number.isFinite(value) ? value : Number.NaN));
  const unchanged: WithoutOutliers = { series, outliers: [], notes: [] };
  const known = values.filter((value) => !Number.isNaN(value));
  const zeros = known.filter((value) => value === 0).length;
  if (known.length < FEWEST_VALUES || zeros > MOST_ZEROS * known.length) return unchanged;
  const ratios = known.every((value) => value > 0);
  const target = ratios ? values.map(Math.log) : values;
  const period = Math.max(
    1,
    ...(series.seasonalPeriods ?? []).filter((length) => 3 * length <= values.length),
  );
  const { rest } = seasonAndLevel(target, period);
  const effects = regressorEffects(rest, series.regressors ?? []);
  const unexplained = rest.map((value, index) => value - effects[index]!);
  const centre = medianOf(unexplained);
  const expected = target.map((value, index) => value - unexplained[index]! + centre);
  const usual = ratios ? expected.map(Math.exp) : expected;
  let far = farOut(unexplained);
  if (ratios) {
    const farAsDifference = new Set(farOut(values.map((value, index) => value - usual[index]!)));
    far = far.filter((index) => farAsDifference.has(index));
  }
  if (far.length === 0 || far.length > Math.max(1, LARGEST_SHARE * known.length)) return unchanged;
  const cleaned = values.slice();
  const outliers = far.map((index): Outlier => {
    cleaned[index] = usual[index]!;
    return { index, value: values[index]!, expected: usual[index]! };
  });
  return { series: { ...series, values: cleaned }, outliers, notes: [noteOf(outliers)] };
}

function noteOf(outliers: readonly Outlier[]): DataNote {
  const listed = outliers
    .slice(0, 5)
    .map(({ index, value, expected }) => `${rounded(value)} by ${rounded(expected)} (value ${index + 1})`);
  const more = outliers.length > listed.length ? ` and ${outliers.length - listed.length} more` : '';
  return { code: 'outliers-replaced', message: `Outliers were replaced: ${listed.join(', ')}${more}.` };
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** Places beyond the outer fences; none if half the values are the same. */
function farOut(values: Float64Array): number[] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const quartile = (share: number): number => {
    const place = share * (sorted.length - 1);
    const below = Math.floor(place);
    return sorted[below]! + (place - below) * ((sorted[below + 1] ?? sorted[below]!) - sorted[below]!);
  };
  const [low, high] = [quartile(0.25), quartile(0.75)];
  const range = high - low;
  const size = Math.max(Math.abs(sorted[0]!), Math.abs(sorted[sorted.length - 1]!));
  if (!(range > 1e-12 * size)) return [];
  const places: number[] = [];
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (value > high + FAR_OUT * range || value < low - FAR_OUT * range) places.push(index);
  }
  return places;
}

/** What the regressors explain of the rest, by least squares with Huber's weights. */
function regressorEffects(rest: Float64Array, regressors: readonly Regressor[]): Float64Array {
  const effects = new Float64Array(rest.length);
  const columns = regressors
    .map((regressor) => scaledColumn(regressor, rest.length))
    .filter((column) => column.some(Boolean));
  const rows: number[] = [];
  for (let index = 0; index < rest.length; index++) if (!Number.isNaN(rest[index]!)) rows.push(index);
  if (columns.length === 0 || rows.length < 2 * columns.length + 2) return effects;
  const line = (row: number): number[] => [1, ...columns.map((column) => column[row]!)];
  const weights = new Float64Array(rest.length).fill(1);
  for (let round = 0; round < ROUNDS; round++) {
    const design = rows.map((row) => line(row).map((value) => value * weights[row]!));
    const { coefficients } = leastSquares(
      matrixFromRows(design),
      rows.map((row) => rest[row]! * weights[row]!),
      1e-9,
    );
    for (let row = 0; row < rest.length; row++) {
      effects[row] = 0;
      for (const [place, value] of line(row).entries()) effects[row]! += coefficients[place]! * value;
    }
    const errors = rest.map((value, row) => Math.abs(value - effects[row]!));
    const bound = (1.345 * medianOf(errors)) / 0.6745;
    for (const row of rows) weights[row] = errors[row]! > bound ? Math.sqrt(bound / errors[row]!) : 1;
  }
  return effects;
}

/** A regressor around its median, which stands in where it is not known, with largest size 1. */
function scaledColumn({ values }: Regressor, length: number): Float64Array {
  const column = Float64Array.from({ length }, (_, index) => {
    const value = values[index] ?? Number.NaN;
    return Math.abs(value) <= 1e15 ? value : Number.NaN;
  });
  const median = medianOf(column);
  let largest = 0;
  for (let index = 0; index < length; index++) {
    column[index] = Number.isNaN(column[index]!) ? 0 : column[index]! - median;
    largest = Math.max(largest, Math.abs(column[index]!));
  }
  return largest > 0 ? column.map((value) => value / largest) : column;
}
