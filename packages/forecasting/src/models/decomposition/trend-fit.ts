import type { ModelInput } from '../../series/model-input.ts';
import { CHANGE_PARAMETERS, findChanges } from './change-points.ts';
import { addColumn, copyOf, type OrthogonalBasis, orthogonalBasis } from './orthogonal-basis.ts';
import {
  type Column,
  changeColumn,
  levelColumn,
  regressorColumns,
  seasonColumns,
  slopeColumn,
} from './trend-columns.ts';

/** A trend of straight pieces with seasons and regressors, fitted. */
export interface TrendFit {
  /** level, seasons, regressors, the slope unless there is none, and the changes of slope */
  columns: readonly Column[];
  basis: OrthogonalBasis;
  coefficients: Float64Array;
  /** periods at which the slope changes, ascending */
  changes: readonly number[];
  /** [phi] of an error remains so much one period later */
  share: number;
  /** Bayesian information criterion, apart from a constant */
  criterion: number;
  /** regressors that followed from the other columns */
  dropped: readonly string[];
  multiplicative: boolean;
}

/** Shares of an error that remain one period later, one of which is chosen. */
const SHARES = [0, 0.3, 0.6, 0.8, 0.9, 0.95, 0.98];
/** Besides the best one without bends, bends are looked for with these: bends and shares explain each other. */
const SHARES_WITH_BENDS = [0, 0.6];

/**
 * The fit of least criterion over the shares, with or without bends and slope.
 *
 * @param options.quietShare see `TrendAndSeasonOptions`
 * @param options.bends      whether the trend may bend
 * @param options.scale      multiplies the seasons: the trend of an additive fit; additive seasons without
 */
export function fitTrend(
  input: ModelInput,
  options: { quietShare: number; bends: boolean; scale?: (period: number) => number },
): TrendFit {
  const design = designOf(input, options.scale);
  let best: TrendFit | undefined;
  for (const share of SHARES) {
    const fit = straightFit(design, share);
    if (best === undefined || fit.criterion < best.criterion) best = fit;
  }
  if (options.bends) {
    for (const share of new Set([...SHARES_WITH_BENDS, best!.share])) {
      const fit = bentFit(design, share, options.quietShare);
      if (fit !== undefined && fit.criterion < best!.criterion) best = fit;
    }
  }
  return best!;
}

/** Trend of a fit at any period. */
export function trendOf({ columns, coefficients }: TrendFit, period: number): number {
  let sum = 0;
  for (let index = 0; index < columns.length; index++) {
    if (columns[index]!.kind === 'trend') sum += coefficients[index]! * columns[index]!.at(period);
  }
  return sum;
}

interface Design {
  observed: Float64Array;
  fixed: readonly { column: Column; values: Float64Array }[];
  slope: Float64Array;
  multiplicative: boolean;
}

function designOf(input: ModelInput, scale: ((period: number) => number) | undefined): Design {
  const columns = [levelColumn, ...seasonColumns(input, scale), ...regressorColumns(input)];
  const periods = Array.from(input.values, (_, period) => period);
  return {
    observed: input.observed,
    fixed: columns.map((column) => ({ column, values: Float64Array.from(periods, column.at) })),
    slope: Float64Array.from(periods, slopeColumn.at),
    multiplicative: scale !== undefined,
  };
}

function straightFit(design: Design, share: number): TrendFit {
  const filter = filterOf(design.observed, share);
  const level = addFixed(design, orthogonalBasis(filter(design.observed)), filter);
  const without = fitted(design, share, level, []);
  const sloped = { ...level, basis: copyOf(level.basis) };
  if (!addColumn(sloped.basis, filter(design.slope))) return without;
  const withSlope = fitted(design, share, { ...sloped, columns: [...level.columns, slopeColumn] }, []);
  return without.criterion <= withSlope.criterion ? without : withSlope;
}

function bentFit(design: Design, share: number, quietShare: number): TrendFit | undefined {
  const { length } = design.observed;
  const filter = filterOf(design.observed, share);
  const target = filter(design.observed);
  const quiet = Math.max(3, Math.ceil(quietShare * length));
  const level = addFixed(design, orthogonalBasis(target), filter);
  if (!addColumn(level.basis, filter(design.slope))) return undefined;
  const bend = new Float64Array(length);
  const { basis, changes } = findChanges(level.basis, {
    first: quiet,
    last: length - 1 - quiet,
    column(change) {
      for (let period = 0; period < length; period++) bend[period] = Math.max(0, period - change);
      return filter(bend);
    },
  });
  if (changes.length === 0) return undefined;
  return fitted(design, share, { ...level, basis, columns: [...level.columns, slopeColumn] }, changes);
}

interface Fixed {
  basis: OrthogonalBasis;
  columns: Column[];
  dropped: string[];
}

/** Adds level, seasons and regressors; the slope comes after them, since some fits do without. */
function addFixed(
  { fixed }: Design,
  basis: OrthogonalBasis,
  filter: (values: Float64Array) => Float64Array,
): Fixed {
  const columns: Column[] = [];
  const dropped: string[] = [];
  for (const { column, values } of fixed) {
    if (addColumn(basis, filter(values))) columns.push(column);
    else if (column.kind === 'regressor') dropped.push(column.name);
  }
  return { basis, columns, dropped };
}

function fitted(
  { multiplicative }: Design,
  share: number,
  { basis, columns, dropped }: Fixed,
  changes: readonly number[],
): TrendFit {
  const { rows } = basis;
  const all = [...columns, ...changes.map(changeColumn)];
  const parameters = columns.length + CHANGE_PARAMETERS * changes.length + 1;
  // The first row was scaled by the root of 1 - phi², which the likelihood has to count.
  const criterion =
    rows * Math.log(Math.max(basis.squaredError, 1e-300) / rows) -
    Math.log(1 - share * share) +
    parameters * Math.log(rows);
  return {
    columns: all,
    basis,
    coefficients: coefficientsOf(basis),
    changes,
    share,
    criterion,
    dropped,
    multiplicative,
  };
}

/**
 * Takes the share of the value before off each value, which leaves errors that are independent (Prais, Winsten
 * 1954). Rows are the periods that are known, and with a share that remains, known the period before too.
 */
function filterOf(observed: Float64Array, share: number): (values: Float64Array) => Float64Array {
  const rows: number[] = [];
  for (let period = 0; period < observed.length; period++) {
    if (Number.isNaN(observed[period]!)) continue;
    if (period === 0 || share === 0 || !Number.isNaN(observed[period - 1]!)) rows.push(period);
  }
  const start = Math.sqrt(1 - share * share);
  return (values) => {
    const filtered = new Float64Array(rows.length);
    for (let row = 0; row < rows.length; row++) {
      const period = rows[row]!;
      if (period === 0) filtered[row] = start * values[0]!;
      else filtered[row] = share === 0 ? values[period]! : values[period]! - share * values[period - 1]!;
    }
    return filtered;
  };
}

/** Coefficients of the columns as they were given, by back substitution. */
function coefficientsOf({ triangle, coefficients }: OrthogonalBasis): Float64Array {
  const found = Float64Array.from(coefficients);
  for (let column = found.length - 1; column >= 0; column--) {
    found[column]! /= triangle[column]![column]!;
    for (let earlier = 0; earlier < column; earlier++) {
      found[earlier]! -= triangle[column]![earlier]! * found[column]!;
    }
  }
  return found;
}
