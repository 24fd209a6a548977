import { readSeries } from '../../series/model-input.ts';
import type { Analogue } from './new-item.ts';
import type { Attributes } from './similarity.ts';

/** The history of an analogue, ready to be drawn from. */
export interface Launch {
  attributes: Attributes;
  /** from the first known value on, gaps filled, at least 0 */
  values: Float64Array;
  /** mean demand per period over its first periods, in which analogues are compared */
  scale: number;
  /** variance of a period over its mean, at least a thousandth of the scale */
  dispersion: number;
  counts: boolean;
}

/** Periods in which the scales of launches are compared: half a year of months or of weeks is known of most. */
const COMPARED_PERIODS = 26;

/** The analogues that have a known value. */
export function launchesOf(analogues: readonly Analogue[]): Launch[] {
  return analogues.flatMap(({ history, attributes }): Launch[] => {
    const input = readSeries({ values: history, nonNegative: true });
    if (input.observedCount === 0) return [];
    const values = input.values.map((value) => Math.max(0, value));
    const scale = mean(values.subarray(0, COMPARED_PERIODS));
    const overall = mean(values);
    return [{ attributes, values, scale, dispersion: dispersionOf(values, overall), counts: input.counts }];
  });
}

/**
 * Demand of an analogue in a period after its launch, from 0. Beyond its history it goes on as the longer ones did
 * from there: their demand in that period over their demand until the end of this history; as its own mean if
 * there is none longer.
 */
export function valueAfter(launches: readonly Launch[], place: number, period: number): number {
  const { values } = launches[place]!;
  if (period < values.length) return values[period]!;
  let later = 0;
  let until = 0;
  for (const other of launches) {
    if (other.values.length <= period) continue;
    const total = sum(other.values.subarray(0, values.length));
    if (!(total > 0)) continue;
    later += other.values[period]! / total;
    until++;
  }
  const total = sum(values);
  return until > 0 ? (total * later) / until : total / values.length;
}

/** Demand of an analogue in the periods up to a given one. */
export function totalUntil(launches: readonly Launch[], place: number, periods: number): number {
  let total = 0;
  for (let period = 0; period < periods; period++) total += valueAfter(launches, place, period);
  return total;
}

/** Variance over mean of the steps from one period to the next, which leave a slow change of level out. */
function dispersionOf(values: Float64Array, overall: number): number {
  if (!(overall > 0)) return 1;
  let squares = 0;
  for (let index = 1; index < values.length; index++) squares += (values[index]! - values[index - 1]!) ** 2;
  const variance = values.length > 1 ? squares / (2 * (values.length - 1)) : overall;
  return Math.max(1e-3 * overall, variance / overall);
}

function mean(values: Float64Array): number {
  return values.length === 0 ? 0 : sum(values) / values.length;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
