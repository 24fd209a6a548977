import type { ModelInput } from '../../series/model-input.ts';
import type { DataNote, Regressor } from '../../time-series.ts';
import type { Column } from './smoothed-ridge.ts';

/** The regressors that can be used, and what was said of the others. */
export interface RegressorColumns {
  columns: Column[];
  /** share of each period of the history without stock, 0 to 1; undefined if no regressor tells */
  withoutStock: Float64Array | undefined;
  notes: DataNote[];
}

/**
 * Reach of the prices of other items beside that of the own price. Own-price elasticities are -2.6 on average
 * (Bijmolt, van Heerde, Pieters 2005), cross-price elasticities 0.26 (Auer, Papies 2020): a tenth. On the orange juice
 * set 0.15 and 0.3 forecast alike, both better than 1 (OWA .507 against .522).
 */
const REACH_OF_OTHER_PRICES = 0.2;

/** Values beyond this are errors of the data. */
const LARGEST_VALUE = 1e15;
/** A column that is this close to a combination of those before it adds nothing (share of its variance). */
const NOTHING_NEW = 1e-8;

/**
 * The regressors of a series as columns: those that never vary, are not known for any period ahead or
 * repeat a combination of others are dropped and named. A missing value repeats the one before. Beyond the
 * periods that are known a regressor takes the median of its history.
 *
 * @param options.isLogarithm whether a regressor enters by its logarithm; asked only if all its values are positive
 * @param options.stockOut    name of the regressor that holds the share of a period without stock
 */
export function regressorColumns(
  input: ModelInput,
  options: { isLogarithm(name: string): boolean; isStockOut(name: string): boolean },
): RegressorColumns {
  const notes: DataNote[] = [];
  const columns: Column[] = [];
  const accepted: Float64Array[] = [];
  let withoutStock: Float64Array | undefined;
  let prices = 0;
  for (const regressor of input.regressors) {
    if (options.isStockOut(regressor.name)) {
      withoutStock = shares(regressor, input.values.length);
      continue;
    }
    const column = columnOf(regressor, input, options.isLogarithm(regressor.name));
    const reason = typeof column === 'string' ? column : nothingNew(column.past, input.observed, accepted);
    if (reason !== undefined || typeof column === 'string') {
      const message = `The regressor '${regressor.name}' was left out: ${reason ?? ''}.`;
      notes.push({ code: 'regressor-dropped', message });
    } else if (/^log .*price/i.test(column.name) && ++prices > 1) {
      columns.push({ ...column, reach: REACH_OF_OTHER_PRICES });
    } else columns.push(column);
  }
  return { columns, withoutStock, notes };
}

/** The column of a regressor, or why there is none. */
function columnOf(regressor: Regressor, input: ModelInput, logarithm: boolean): Column | string {
  const { name, values } = regressor;
  const length = input.values.length;
  const known = Float64Array.from({ length: Math.max(values.length, length) }, (_, index) => {
    const value = Number(values[index] ?? Number.NaN);
    return Math.abs(value) <= LARGEST_VALUE ? value : Number.NaN;
  });
  const history = known.subarray(0, length).filter((value) => !Number.isNaN(value));
  if (history.length === 0) return 'no value of its history is known';
  let positive = true;
  for (const value of known) if (value <= 0) positive = false;
  const ordered = history.sort();
  const usual = ordered[(ordered.length - 1) >> 1]!;
  if (!known.subarray(length).some((value) => !Number.isNaN(value)))
    return 'it is not known for the periods ahead';
  const scaled = logarithm && positive ? (value: number) => Math.log(value) : (value: number) => value;
  carryForward(known, usual);
  const past = Float64Array.from(known.subarray(0, length), scaled);
  return {
    name: logarithm && positive ? `log ${name}` : name,
    past,
    ahead: (horizon) =>
      Float64Array.from({ length: horizon }, (_, step) => scaled(known[length + step] ?? usual)),
  };
}

/** A value nobody knows repeats the one before it; the first ones are the usual value. */
function carryForward(values: Float64Array, first: number): void {
  let last = first;
  for (let index = 0; index < values.length; index++) {
    if (Number.isNaN(values[index]!)) values[index] = last;
    else last = values[index]!;
  }
}

/**
 * Why a column tells nothing beyond those accepted, or undefined after adding what is new of it, at length 1, to
 * `accepted` (Gram-Schmidt over the known values, twice for the digits).
 */
function nothingNew(
  past: Float64Array,
  observed: Float64Array,
  accepted: Float64Array[],
): string | undefined {
  const rest = new Float64Array(past.length);
  let count = 0;
  let mean = 0;
  for (let row = 0; row < past.length; row++)
    if (!Number.isNaN(observed[row]!)) mean += (past[row]! - mean) / ++count;
  for (let row = 0; row < past.length; row++)
    if (!Number.isNaN(observed[row]!)) rest[row] = past[row]! - mean;
  const all = squares(rest);
  if (!(all > NOTHING_NEW * NOTHING_NEW * count * mean * mean))
    return 'it never varies while demand is known';
  for (let pass = 0; pass < 2; pass++) {
    for (const direction of accepted) {
      let share = 0;
      for (let row = 0; row < rest.length; row++) share += direction[row]! * rest[row]!;
      for (let row = 0; row < rest.length; row++) rest[row]! -= share * direction[row]!;
    }
  }
  const left = squares(rest);
  if (!(left > NOTHING_NEW * all)) return 'it is a combination of other regressors';
  const length = Math.sqrt(left);
  for (let row = 0; row < rest.length; row++) rest[row]! /= length;
  accepted.push(rest);
  return undefined;
}

function squares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}

function shares({ values }: Regressor, length: number): Float64Array {
  return Float64Array.from({ length }, (_, index) => {
    const share = Number(values[index] ?? 0);
    return share > 0 ? Math.min(1, share) : 0;
  });
}
