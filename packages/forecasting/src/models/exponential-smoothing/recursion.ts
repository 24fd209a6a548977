import type { EtsForm } from './form.ts';

/** Places of the parameters in a vector; seasonal states follow from `SEASON` on. */
export const ALPHA = 0;
export const BETA = 1;
export const GAMMA = 2;
export const PHI = 3;
export const LEVEL = 4;
export const SLOPE = 5;
export const SEASON = 6;

/**
 * A series with the room that one pass over it needs. Arrays hold one number per period; `ring` holds one seasonal
 * state per period of the season, where period t uses place t mod m.
 */
export interface SmoothingRun {
  /** NaN where the value is missing: then the states move on without an error */
  readonly values: Float64Array;
  /** values that are not missing [n] */
  readonly observedCount: number;
  /** length of the season [m]; 1 for forms without one */
  readonly period: number;
  /** whether errors are relative to the forecast: only the likelihood differs, the states move alike */
  readonly relative: boolean;
  /** forecast of each value from those before it */
  readonly forecasts: Float64Array;
  /** value less forecast, or that over the forecast where the season or trend is a factor; 0 where missing */
  readonly errors: Float64Array;
  /** level before each period */
  readonly levels: Float64Array;
  /** slope before each period */
  readonly slopes: Float64Array;
  /** seasonal state used in each period */
  readonly seasons: Float64Array;
  readonly ring: Float64Array;
  /** sum of squared (relative) errors of the last pass */
  squares: number;
  /** states after the last pass */
  level: number;
  slope: number;
}

/** Passes over a series for one kind of form. */
export interface Recursion {
  /** -2 log likelihood without constants, +Infinity where the form is not defined; leaves its trace in `run` */
  forward(run: SmoothingRun, parameters: Float64Array): number;
  /** its gradient by the parameters, from the trace that `forward` left there */
  backward(run: SmoothingRun, parameters: Float64Array, gradient: Float64Array): void;
}

export function smoothingRun(
  values: Float64Array,
  { observedCount, period, relative }: { observedCount: number; period: number; relative: boolean },
): SmoothingRun {
  const length = values.length;
  return {
    values,
    observedCount,
    period,
    relative,
    forecasts: new Float64Array(length),
    errors: new Float64Array(length),
    levels: new Float64Array(length),
    slopes: new Float64Array(length),
    seasons: new Float64Array(length),
    ring: new Float64Array(period),
    squares: 0,
    level: 0,
    slope: 0,
  };
}

/** Values are scaled to about 1; below this a relative error is noise of the division. */
export const SMALLEST_FORECAST = 1e-9;
/** Squared error per value at which a fit counts as perfect; a better one is rounding. */
const PERFECT_SQUARE = 1e-24;

/**
 * n log(sum of squares) + 2 sum of log forecasts, the latter for relative errors only.
 *
 * @see Hyndman, Koehler, Ord, Snyder (2008), equation 5.3; as the R package forecast prints it, without constants
 */
export function concentratedDeviance(run: SmoothingRun, squares: number, logForecasts: number): number {
  const count = run.observedCount;
  run.squares = Math.max(squares, PERFECT_SQUARE * count);
  return count * Math.log(run.squares) + 2 * logForecasts;
}

export function lengthOfState(form: EtsForm, period: number): number {
  return SEASON + (form.season === 'N' ? 1 : period);
}
