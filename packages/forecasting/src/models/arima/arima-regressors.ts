import type { ModelInput } from '../../series/model-input.ts';
import { isConstant, largestSize } from '../../series/unit-root.ts';
import type { DataNote } from '../../time-series.ts';
import type { Differences } from './arma-orders.ts';
import { concentrate, regressionWorkspace } from './concentrated-regression.ts';
import { differenceAll } from './differenced-data.ts';

/** A regressor as the model uses it: centred, and of size about 1. */
export interface UsedRegressor {
  name: string;
  /** one per value of the series */
  past: Float64Array;
  /** what one unit of the regressor is in `past` */
  scale: number;
  /** the value a number of periods after the last one of the series, 0 for the first */
  ahead(step: number): number;
}

/** Each regressor takes a degree of freedom: there are at least this many values to one. */
const VALUES_PER_REGRESSOR = 4;

/**
 * The regressors that can be used: known for all the past and some of the future, varying, and saying something
 * that those before them do not. The others are dropped, each with a note. Beyond its last known value a
 * regressor is held at its average.
 */
export function usableRegressors(input: ModelInput, notes: DataNote[]): UsedRegressor[] {
  const { length } = input.values;
  const used: UsedRegressor[] = [];
  for (const { name, values } of input.regressors) {
    const reason =
      unusable(values, length) ?? (full(used, length) ? 'there are too few values for it' : undefined);
    if (reason === undefined) used.push(centred(name, values, length));
    else notes.push(dropped(name, reason));
  }
  return used;
}

/** Those that still say something of their own after differencing, beside the constant. */
export function independentRegressors(
  regressors: readonly UsedRegressor[],
  by: Differences,
  notes: DataNote[],
): UsedRegressor[] {
  const kept: UsedRegressor[] = [];
  const columns: Float64Array[] = [];
  for (const regressor of regressors) {
    const column = differenceAll(regressor.past, by);
    const constant = new Float64Array(column.length).fill(1);
    const before = [constant, ...columns];
    const square = column.reduce((sum, value) => sum + value * value, 0);
    const { residualSumOfSquares } = concentrate([column, ...before], 0, regressionWorkspace(before.length));
    if (residualSumOfSquares > 1e-9 * square && square > 1e-12 * column.length) {
      kept.push(regressor);
      columns.push(column);
    } else notes.push(dropped(regressor.name, 'it repeats the constant, the trend or other regressors'));
  }
  return kept;
}

function full(used: readonly UsedRegressor[], length: number): boolean {
  return (used.length + 1) * VALUES_PER_REGRESSOR > length;
}

function dropped(name: string, reason: string): DataNote {
  return { code: 'regressor-dropped', message: `Regressor '${name}' was left out: ${reason}.` };
}

/** Why a regressor cannot be used, as a clause; undefined if it can. */
function unusable(values: ArrayLike<number>, length: number): string | undefined {
  if (values.length <= length) return 'nothing of it is known for the periods ahead';
  for (let index = 0; index < length; index++) {
    if (!Number.isFinite(values[index]!)) return `it is not known at place ${index}`;
  }
  const past = Float64Array.from({ length }, (_, index) => values[index]!);
  return isConstant(past, largestSize(past)) ? 'it never varies' : undefined;
}

function centred(name: string, values: ArrayLike<number>, length: number): UsedRegressor {
  let mean = 0;
  for (let index = 0; index < length; index++) mean += values[index]! / length;
  let squares = 0;
  for (let index = 0; index < length; index++) squares += (values[index]! - mean) ** 2 / length;
  const scale = Math.sqrt(squares);
  const past = Float64Array.from({ length }, (_, index) => (values[index]! - mean) / scale);
  return {
    name,
    past,
    scale,
    ahead(step) {
      const value = values[length + step] ?? Number.NaN;
      return Number.isFinite(value) ? (value - mean) / scale : 0;
    },
  };
}

/** Sine and cosine waves of a season that is too long for a seasonal process. */
export function fourierRegressors(length: number, period: number, pairs: number): UsedRegressor[] {
  const waves: UsedRegressor[] = [];
  for (let harmonic = 1; harmonic <= pairs; harmonic++) {
    const angle = (2 * Math.PI * harmonic) / period;
    for (const wave of [Math.sin, Math.cos]) {
      // The sine of half a season is zero at every whole period.
      if (wave === Math.sin && 2 * harmonic === period) continue;
      waves.push({
        name: `${wave === Math.sin ? 'sin' : 'cos'} ${harmonic}/${period}`,
        past: Float64Array.from({ length }, (_, index) => wave(angle * index)),
        scale: 1,
        ahead: (step) => wave(angle * (length + step)),
      });
    }
  }
  return waves;
}
