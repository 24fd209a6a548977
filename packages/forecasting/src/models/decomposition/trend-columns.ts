import type { ModelInput } from '../../series/model-input.ts';
import { addColumn, orthogonalBasis } from './orthogonal-basis.ts';

/** A column of a regression, known for every period of past and future. */
export interface Column {
  name: string;
  kind: 'trend' | 'season' | 'regressor';
  at(period: number): number;
}

export const levelColumn: Column = { name: 'level', kind: 'trend', at: () => 1 };

export const slopeColumn: Column = { name: 'slope', kind: 'trend', at: (period) => period };

/** Changes the slope by 1 after a period. */
export function changeColumn(change: number): Column {
  return { name: `change at ${change}`, kind: 'trend', at: (period) => Math.max(0, period - change) };
}

/** Harmonics of a long season; Prophet's default for the year. */
const MOST_HARMONICS = 10;
/** Bends that stand in for the trend while harmonics are counted. */
const STAND_INS = 6;

/**
 * Sines and cosines of each season, as many harmonics as the Bayesian information criterion asks for, counted
 * beside a trend with bends at even distances. A year is 365.25 days.
 *
 * @param trend multiplies the columns for a multiplicative season; they are additive without
 */
export function seasonColumns(input: ModelInput, trend?: (period: number) => number): Column[] {
  const { observed } = input;
  const rows: number[] = [];
  for (let period = 0; period < observed.length; period++) {
    if (!Number.isNaN(observed[period]!)) rows.push(period);
  }
  const basis = orthogonalBasis(Float64Array.from(rows, (period) => observed[period]!));
  const add = ({ at }: Column): boolean => addColumn(basis, Float64Array.from(rows, at));
  add(levelColumn);
  add(slopeColumn);
  for (let bend = 1; bend <= STAND_INS; bend++) add(changeColumn((bend * observed.length) / (STAND_INS + 1)));
  const found: Column[] = [];
  for (const period of input.seasonalPeriods) {
    const columns: Column[] = [];
    let kept = 0;
    let least = criterion(basis.squaredError, basis.columns.length, rows.length);
    const most = Math.min(MOST_HARMONICS, Math.floor(period / 2));
    for (let harmonic = 1; harmonic <= most && basis.columns.length + 4 < rows.length; harmonic++) {
      const pair = harmonics(exactPeriod(period, input), harmonic, trend);
      columns.push(...pair.filter(add));
      const now = criterion(basis.squaredError, basis.columns.length, rows.length);
      if (now < least) {
        least = now;
        kept = columns.length;
      }
    }
    found.push(...columns.slice(0, kept));
  }
  return found;
}

function criterion(squaredError: number, parameters: number, rows: number): number {
  return rows * Math.log(Math.max(squaredError, 1e-300)) + parameters * Math.log(rows);
}

function harmonics(period: number, harmonic: number, trend?: (period: number) => number): Column[] {
  const turn = (2 * Math.PI * harmonic) / period;
  const column = (name: string, wave: (angle: number) => number): Column => ({
    name: `${name} ${harmonic} of ${period}`,
    kind: 'season',
    at: trend === undefined ? (at) => wave(turn * at) : (at) => wave(turn * at) * trend(at),
  });
  return [column('sine', Math.sin), column('cosine', Math.cos)];
}

const DAYS_PER_YEAR = 365.25;

function exactPeriod(period: number, { frequency }: ModelInput): number {
  if (frequency === 'weekly' && (period === 52 || period === 53)) return DAYS_PER_YEAR / 7;
  if (frequency === 'daily' && (period === 365 || period === 366)) return DAYS_PER_YEAR;
  return period;
}

/** Regressors known for the whole history; a value nobody knows, ahead or within, is the one before. */
export function regressorColumns({ regressors, values }: ModelInput): Column[] {
  return regressors.flatMap(({ name, values: given }) => {
    if (given.length < values.length) return [];
    const known = Float64Array.from(given);
    const first = known.find((value) => Number.isFinite(value));
    if (first === undefined) return [];
    let last = first;
    for (let period = 0; period < known.length; period++) {
      if (Number.isFinite(known[period]!)) last = known[period]!;
      else known[period] = last;
    }
    const end = known.length - 1;
    return [{ name, kind: 'regressor' as const, at: (period: number) => known[Math.min(period, end)]! }];
  });
}
