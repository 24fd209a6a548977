import { additiveRecursion } from './additive-recursion.ts';
import { type BoxSearch, boxMinimum, type Objective, type SearchRoom, searchRoom } from './box-search.ts';
import { inverseCurvature } from './curvature.ts';
import { factorRecursion } from './factor-recursion.ts';
import type { EtsForm } from './form.ts';
import { growthRecursion } from './growth-recursion.ts';
import { type ParameterSpace, parameterSpace } from './parameter-space.ts';
import {
  BETA,
  GAMMA,
  lengthOfState,
  type Recursion,
  SEASON,
  SLOPE,
  type SmoothingRun,
  smoothingRun,
} from './recursion.ts';
import { isStable, smoothingWeights, stableSpace } from './stability.ts';

/** A form with its parameters and how well they fit. */
export interface FormFit {
  readonly form: EtsForm;
  /** -2 log likelihood without constants, in the units of the values searched on */
  deviance: number;
  /** places as in recursion.ts */
  readonly parameters: Float64Array;
}

/** When a descent ends. */
export type SearchLimits = Pick<BoxSearch, 'tolerance' | 'iterations'>;

/** The search of one form on one series: arrays are made once, and every start uses them. */
export interface FormSearch {
  readonly form: EtsForm;
  readonly run: SmoothingRun;
  /** the deviance at parameters, without a search */
  deviance(parameters: Float64Array): number;
  readonly space: ParameterSpace;
  readonly recursion: Recursion;
  /** the best fit that the descent from `start` finds; `start` is moved into the bounds first */
  descend(start: Float64Array, limits: SearchLimits): FormFit;
}

export function formSearch(
  form: EtsForm,
  values: Float64Array,
  { observedCount, period }: { observedCount: number; period: number },
): FormSearch {
  const seasonPeriod = form.season === 'N' ? 1 : period;
  const space = parameterSpace(form, seasonPeriod);
  const recursion = recursionOf(form);
  const run = smoothingRun(values, { observedCount, period: seasonPeriod, relative: form.error === 'M' });
  const length = lengthOfState(form, period);
  const parameters = new Float64Array(length);
  const byParameters = new Float64Array(length);
  const objectiveIn =
    (box: ParameterSpace): Objective =>
    (point, gradient) => {
      box.expand(point, parameters);
      const deviance = recursion.forward(run, parameters);
      if (deviance < Number.POSITIVE_INFINITY) {
        recursion.backward(run, parameters, byParameters);
        box.chain(point, byParameters, gradient);
      }
      return deviance;
    };
  // Made with the first descent: what a fitted model keeps for later has no need of them.
  let room: SearchRoom | undefined;
  let columns: Float64Array | undefined;
  const point = new Float64Array(space.size);
  const descendIn = (box: ParameterSpace, start: Float64Array, limits: SearchLimits): FormFit => {
    room ??= searchRoom(space.size);
    columns ??= new Float64Array(space.size * values.length);
    box.reduce(start, point);
    inverseCurvature({ space: box, recursion, run, parameters, point, columns, room });
    const deviance = boxMinimum(objectiveIn(box), point, room, { ...box, ...limits });
    const found = new Float64Array(length);
    box.expand(point, found);
    return { form, deviance, parameters: found };
  };
  const mayBeUnstable = form.trended && form.season !== 'N';
  return {
    form,
    space,
    recursion,
    run,
    deviance: (given) => recursion.forward(run, given),
    descend(start, limits) {
      makeDefined(start, form, (given) => recursion.forward(run, given));
      const fit = descendIn(space, start, limits);
      if (!mayBeUnstable || isStable(smoothingWeights(fit.parameters), period)) return fit;
      return descendIn(stableSpace(space, period), fit.parameters, limits);
    },
  };
}

/** Halvings of season and slope before they are given up for the start. */
const HALVINGS = 6;

/**
 * Relative errors need forecasts above zero. Where a start yields others, its season and slope are halved until it
 * does not: without them, forecasts are averages of the values.
 */
function makeDefined(
  start: Float64Array,
  form: EtsForm,
  deviance: (parameters: Float64Array) => number,
): void {
  const neutralSeason = form.season === 'M' || form.growth ? 1 : 0;
  const neutralSlope = form.growth ? 1 : 0;
  for (let halving = 1; halving <= HALVINGS && deviance(start) === Number.POSITIVE_INFINITY; halving++) {
    const keep = halving === HALVINGS ? 0 : 0.5;
    start[BETA]! *= 0.5;
    start[GAMMA]! *= 0.5;
    start[SLOPE] = neutralSlope + keep * (start[SLOPE]! - neutralSlope);
    for (let index = SEASON; index < start.length; index++) {
      start[index] = neutralSeason + keep * (start[index]! - neutralSeason);
    }
  }
}

export function recursionOf(form: EtsForm): Recursion {
  if (form.growth) return growthRecursion;
  return form.season === 'M' ? factorRecursion : additiveRecursion;
}
