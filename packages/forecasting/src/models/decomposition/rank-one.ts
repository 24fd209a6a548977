import { estimatedLinearForecast } from '../../forecasts/estimated-linear-forecast.ts';
import type { Forecast } from '../../model.ts';
import type { ModelInput } from '../../series/model-input.ts';
import { defineModel } from '../define-model.ts';
import { mean } from '../simple/mean.ts';
import { type CycleLevels, cycleLevels } from './cycle-levels.ts';
import { cycleShape } from './cycle-shape.ts';

/**
 * Level times shape: the series, folded into one row per cycle, is taken to be the product of a level per cycle and
 * one shape. The shape is that of the last cycles, shrunk to what is more than noise; the levels ahead come
 * from ridge regression (`cycleLevels`). Of several seasons the shortest that will do makes the shape, a longer
 * one tells the regression what levels did then. It differs from the paper in that levels overlap, that the regression is
 * one per cycle ahead, and that a cycle is used only if it is no longer than 24 values, there are three of it and
 * most of its shape is more than estimation error. Levels of long cycles are what makes the method fail (the paper's
 * code has an OWA of 1.81 on M4 weekly); without cycles it is a regression on recent levels.
 *
 * Fitted values are those of the first regression alone, without the mean of levels that return.
 *
 * Use it for many cycles with a stable shape; where the season is additive to a moving level, mstl is better. The
 * errors are those of the level, shared by all values of a cycle, and independent normal ones whose variance
 * is proportional to the shape. O(n) per cycle ahead.
 *
 * @see Honda (2026), Don't learn the shape: forecasting periodic time series by rank-1 decomposition,
 *      arXiv:2605.07222
 */
export const rankOne = defineModel({
  name: 'rank-one',
  fallback: mean,
  fit(input) {
    const { length } = input.values;
    if (length < LEAST_VALUES) return { unfit: `needs ${LEAST_VALUES} values and found ${length}` };
    const folded = fold(input);
    const { cycle, longCycle, shape, shift, values } = folded;
    const next = cycleLevels(values, { shape, cycle, cycles: 1, longCycle });
    const phase = shape.length - (length % shape.length);
    const fittedValues = next.fitted.map(
      (level, index) => level * shape[(index + phase) % shape.length]! - shift,
    );
    const noise = noiseOf(input, folded, fittedValues, next.deviations[0]!);
    return {
      form: cycle === 1 ? 'level without shape' : `level times shape of ${cycle}`,
      parameters: {
        level: values.length > 0 ? next.ahead[0]! : 0,
        shape: [...shape],
        shapeShare: folded.share,
        noise,
      },
      fittedValues,
      forecast: (horizon) => {
        const cycles = Math.ceil(horizon / cycle);
        return forecastOf(folded, {
          levels: cycleLevels(values, { shape, cycle, cycles, longCycle }),
          noise,
          horizon,
        });
      },
    };
  },
});

const LEAST_VALUES = 4;
/** A cycle needs to be there so often, and so much of its shape has to be more than estimation error. */
const LEAST_CYCLES = 3;
const LEAST_SHARE = 0.5;
/** The level of a longer one is out of date before it is over: M4 weekly with 52 weeks has an OWA of 1.22, without .925. */
const LONGEST_CYCLE = 24;

interface Folded {
  /** at least 0: the series plus `shift` */
  values: Float64Array;
  shift: number;
  cycle: number;
  /** a whole number of cycles over which levels may repeat themselves; 0 for none */
  longCycle: number;
  /** one or several cycles; its first place is that of the next value */
  shape: Float64Array;
  share: number;
  /** see `CycleShape` */
  estimation: number;
}

function fold({ values: given, seasonalPeriods, smallest }: ModelInput): Folded {
  // A product needs values above zero; those of a series that goes below are counted from under its lowest.
  const shift = smallest < 0 ? -1.1 * smallest : 0;
  const values = shift === 0 ? given : given.map((value) => Math.max(0, value + shift));
  const { length } = values;
  for (const cycle of seasonalPeriods) {
    if (cycle > LONGEST_CYCLE || length < LEAST_CYCLES * cycle) break;
    const { places, share, estimation } = cycleShape(values, cycle);
    if (share < LEAST_SHARE) continue;
    return {
      values,
      shift,
      cycle,
      longCycle: longCycleOf(cycle, seasonalPeriods),
      shape: places,
      share,
      estimation,
    };
  }
  return {
    values,
    shift,
    cycle: 1,
    longCycle: 0,
    shape: new Float64Array(1).fill(1),
    share: 0,
    estimation: 0,
  };
}

const DAYS_PER_WEEK = 7;
const WEEKS_PER_YEAR = 52;

/** A longer season of the series that holds whole cycles, or the year for weeks of days. */
function longCycleOf(cycle: number, periods: readonly number[]): number {
  const longer = periods.find((period) => period > cycle && period % cycle === 0);
  return longer ?? (cycle === DAYS_PER_WEEK ? WEEKS_PER_YEAR * DAYS_PER_WEEK : 0);
}

/** Variance of a value beyond that of the level, at a place where the shape is 1. */
function noiseOf(
  { observed }: ModelInput,
  { cycle, shape }: Folded,
  fitted: Float64Array,
  level: number,
): number {
  if (cycle === 1) return 0;
  const phase = shape.length - (observed.length % shape.length);
  let errors = 0;
  let shapes = 0;
  let squares = 0;
  let count = 0;
  for (let index = 0; index < observed.length; index++) {
    const error = observed[index]! - fitted[index]!;
    if (Number.isNaN(error)) continue;
    const place = shape[(index + phase) % shape.length]!;
    errors += error * error;
    shapes += place;
    squares += place * place;
    count++;
  }
  if (count === 0 || !(shapes > 0)) return 0;
  // The error of the level of a cycle is not that of its first value: some of the noise is left in any case.
  return Math.max(errors - squares * level * level, 0.25 * errors) / shapes;
}

function forecastOf(
  { values, cycle, shape, shift, estimation }: Folded,
  { levels, noise, horizon }: { levels: CycleLevels; noise: number; horizon: number },
): Forecast {
  const { ahead, deviations } = levels;
  const mean = new Float64Array(horizon);
  const weights = new Float64Array(horizon);
  const factors = new Float64Array(horizon);
  weights[0] = 1;
  for (let step = 0; step < horizon; step++) {
    const place = shape[step % shape.length]!;
    mean[step] = ahead[Math.min(ahead.length - 1, Math.floor(step / cycle))]! * place - shift;
    factors[step] = Math.sqrt(Math.max(0, place));
  }
  return estimatedLinearForecast({
    mean,
    weights,
    sigma: Math.sqrt(noise * (1 + estimation)),
    factors,
    degreesOfFreedom: Math.max(3, Math.floor(values.length / cycle) - 2),
    // Made when a quantile or a path is asked for, not for the mean alone.
    get parameterErrors() {
      return levelErrors(deviations, { cycle, shape, horizon });
    },
  });
}

/** The error of the level as a walk: each cycle adds what its deviation exceeds that of the cycle before by. */
function levelErrors(
  deviations: Float64Array,
  { cycle, shape, horizon }: { cycle: number; shape: Float64Array; horizon: number },
): Float64Array[] {
  return Array.from(deviations, (deviation, index) => {
    const before = index === 0 ? 0 : deviations[index - 1]!;
    const step = Math.sqrt(Math.max(0, deviation * deviation - before * before));
    const error = new Float64Array(horizon);
    for (let at = index * cycle; at < horizon; at++) {
      const beyond = Math.max(1, (Math.floor(at / cycle) + 1) / deviations.length);
      error[at] = step * Math.sqrt(beyond) * shape[at % shape.length]!;
    }
    return error;
  });
}
