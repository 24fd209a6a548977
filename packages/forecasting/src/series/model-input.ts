import type { DataNote, Frequency, Regressor, TimeSeries } from '../time-series.ts';
import { fillGaps } from './fill-gaps.ts';
import { numbersOf } from './numbers.ts';

/** A series as the models read it: no gaps, no surprises, and a list of what was mended. */
export interface ModelInput {
  /** every value known: gaps are filled; values before the first known one are cut off */
  values: Float64Array;
  /** the same length with NaN where a value was filled */
  observed: Float64Array;
  observedCount: number;
  /** how many values were cut off in front; calendars and regressors are read from there */
  cutInFront: number;
  /** seasons that the history can show: whole numbers from 2, ascending, at most half the history */
  seasonalPeriods: readonly number[];
  /** the longest of them; 1 if there is none */
  seasonalPeriod: number;
  nonNegative: boolean;
  /** whether all observed values are whole numbers at least 0 */
  counts: boolean;
  smallest: number;
  largest: number;
  /** sum of the observed values over their number */
  mean: number;
  startDate: string | undefined;
  frequency: Frequency | undefined;
  /** values start at the same period as `values` */
  regressors: readonly Regressor[];
  notes: readonly DataNote[];
}

/** Values beyond this are errors of the data: their squares would overflow. */
const LARGEST_VALUE = 1e15;
const NO_REGRESSORS: readonly Regressor[] = [];

/** Reads a series. No content of it makes this throw. */
export function readSeries(series: TimeSeries): ModelInput {
  const given = series.values;
  let first = 0;
  while (first < given.length && !isValue(given[first]!)) first++;
  const length = given.length - first;
  const observed = new Float64Array(length);
  const tally = { known: 0, sum: 0, smallest: Infinity, largest: -Infinity, impossible: 0, whole: true };
  for (let index = 0; index < length; index++) {
    const value = given[first + index]!;
    if (isValue(value)) {
      observed[index] = value;
      tally.known++;
      tally.sum += value;
      if (value < tally.smallest) tally.smallest = value;
      if (value > tally.largest) tally.largest = value;
      if (value !== Math.floor(value)) tally.whole = false;
    } else {
      observed[index] = Number.NaN;
      if (value != null && !Number.isNaN(value)) tally.impossible++;
    }
  }
  const known = tally.known > 0;
  const notes: DataNote[] = [];
  const seasonalPeriods = usablePeriods(series.seasonalPeriods, length, notes);
  const seasonalPeriod = seasonalPeriods.length === 0 ? 1 : seasonalPeriods[seasonalPeriods.length - 1]!;
  noteGaps(notes, length - tally.known, tally.impossible);
  return {
    values: tally.known === length ? observed : fillGaps(observed, seasonalPeriod),
    observed,
    observedCount: tally.known,
    cutInFront: first,
    seasonalPeriods,
    seasonalPeriod,
    nonNegative: series.nonNegative ?? !(tally.smallest < 0),
    counts: known && tally.whole && tally.smallest >= 0,
    smallest: known ? tally.smallest : 0,
    largest: known ? tally.largest : 0,
    mean: known ? tally.sum / tally.known : 0,
    startDate: series.startDate,
    frequency: series.frequency,
    regressors: first === 0 ? (series.regressors ?? NO_REGRESSORS) : cut(series.regressors, first),
    notes,
  };
}

/**
 * The same input as it was known after its first `length` values: what a rolling origin fits to. Nothing later
 * is read, not even for filling a gap; regressors keep the periods ahead.
 */
export function inputUntil(input: ModelInput, length: number): ModelInput {
  const { nonNegative, startDate, frequency, cutInFront } = input;
  const truncated = readSeries({
    values: input.observed.subarray(0, length),
    seasonalPeriods: input.seasonalPeriods,
    nonNegative,
    ...(startDate === undefined ? {} : { startDate }),
    ...(frequency === undefined ? {} : { frequency }),
    regressors: input.regressors,
  });
  return { ...truncated, cutInFront };
}

/** Plain arrays from a file or a database may hold what their type denies: null is no zero, '7' is no number. */
function isValue(value: number): boolean {
  return typeof value === 'number' && value >= -LARGEST_VALUE && value <= LARGEST_VALUE;
}

function usablePeriods(
  asked: readonly number[] | undefined,
  length: number,
  notes: DataNote[],
): readonly number[] {
  if (asked === undefined || asked.length === 0) return [];
  const usable = [...new Set(asked)].filter((period) => Number.isInteger(period) && period >= 2);
  // 1 is how other tools say that there is no season.
  const impossible = [...new Set(asked)].filter((period) => period !== 1 && !usable.includes(period));
  if (impossible.length > 0) {
    notes.push({
      code: 'season-not-whole',
      message: `A season of ${impossible.join(' or ')} periods is no whole number from 2: it was left out.`,
    });
  }
  const short = usable.filter((period) => 2 * period <= length).sort((a, b) => a - b);
  const long = usable.filter((period) => 2 * period > length);
  if (long.length > 0) {
    notes.push({
      code: 'season-too-long',
      message: `A season of ${long.join(' or ')} periods needs two full seasons; there are ${length} values: it was left out.`,
    });
  }
  return short;
}

function noteGaps(notes: DataNote[], missing: number, impossible: number): void {
  if (missing > 0) {
    notes.push({
      code: 'gaps-filled',
      message: `${missing} missing value${missing === 1 ? ' was' : 's were'} filled from the values around.`,
    });
  }
  if (impossible > 0) {
    notes.push({
      code: 'not-a-number',
      message: `${impossible} value${impossible === 1 ? '' : 's'} beyond ±1e15, infinite or no number ${impossible === 1 ? 'was' : 'were'} read as missing.`,
    });
  }
}

function cut(regressors: readonly Regressor[] | undefined, first: number): readonly Regressor[] {
  return (regressors ?? []).map(({ name, values }) => ({
    name,
    values: numbersOf(values).subarray(first),
  }));
}
