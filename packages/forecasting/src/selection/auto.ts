import { levelCopulaForecast } from '../forecasts/level-copula-forecast.ts';
import type { FittedModel, Forecast } from '../model.ts';
import { mstl } from '../models/decomposition/mstl.ts';
import { defineModel, type ModelFit, type ModelOnInput, type Unfit } from '../models/define-model.ts';
import { countAuto } from '../models/intermittent/index.ts';
import { naive } from '../models/simple/naive.ts';
import { dynamicOptimisedTheta } from '../models/theta/index.ts';
import { demandClass } from '../series/demand-class.ts';
import type { ModelInput } from '../series/model-input.ts';
import type { DataNote } from '../time-series.ts';
import { calibrationOf } from './calibration.ts';
import { type Candidate, candidatesFor } from './candidates.ts';
import { type CombinedModels, combinedForecast, combineModels } from './combine-models.ts';
import { discontinued } from './discontinued.ts';
import { errorsOfShape } from './error-shape.ts';
import { foundSeason } from './found-season.ts';
import { pastError } from './past-error.ts';
import { regressionChoice } from './regression-choice.ts';

export interface AutoOptions {
  /**
   * periods ahead that matter, from 1: models are judged by their errors up to there. If left out, one season, but
   * at least 6 and at most a third of the history
   */
  horizon?: number;
  /**
   * milliseconds that one series may take on a core of a 2026 server; models that would take longer are left out.
   * Times are planned from the length of the series, not measured, so that the result does not depend on the
   * machine. If left out, 0.1 per value, and at least 2
   */
  budgetMilliseconds?: number;
  /**
   * models of this series that were fitted elsewhere, such as `fitGlobalModel(all).fitted(id)`; each weighs as much
   * as a typical member
   */
  companions?: readonly FittedModel[];
}

const FEWEST_VALUES = 4;
/** Counts of a few units have no symmetric errors: on 719 car accessories, pinball loss is .204 instead of .220. */
const SMALL_COUNT = 10;
const DEFAULT_MILLISECONDS_PER_VALUE = 0.1;
const LEAST_MILLISECONDS = 2;
const SHORTEST_JUDGED_HORIZON = 6;

/**
 * Chooses by itself: the class of the demand says which models are tried, forecasts made from an earlier point of
 * the history say how much each weighs, and their errors set the width of the distribution.
 *
 * Intermittent demand, and small counts without a strong pattern, get `count-auto`; demand that has ended gets zero;
 * regressors are used where they helped before. All other series get the weighted middle of several models that err
 * differently (`weightedCombination`): no single method is best everywhere, and the middle is close to the best
 * nearly everywhere. The form names the members and their weights; the notes say why.
 *
 * @see Petropoulos, Svetunkov (2020), A simple combination of univariate models, International Journal of
 *   Forecasting 36(1), for the median of four models
 */
export const auto: ModelOnInput<AutoOptions> = defineModel<AutoOptions>({
  name: 'auto',
  fallback: naive,
  fit(input, options) {
    checkOptions(options);
    if (input.observedCount < FEWEST_VALUES) {
      return { unfit: `needs ${FEWEST_VALUES} values to tell models apart and found ${input.observedCount}` };
    }
    const ended = discontinued(input);
    if (ended) return ended;
    if (input.regressors.length === 0) return withoutRegressors(input, options);
    const { chosen, notes } = regressionChoice(input, judgedHorizon(input, options.horizon));
    if (chosen) return adopted(chosen, input, notes);
    return withNotes(withoutRegressors({ ...input, regressors: [] }, options), notes);
  },
});

function withoutRegressors(input: ModelInput, options: AutoOptions): ModelFit | Unfit {
  if (input.nonNegative) {
    const { name, words } = demandClass(input.observed);
    const intermittent = name !== 'smooth' && name !== 'erratic';
    if (intermittent || (input.counts && input.mean < SMALL_COUNT && !hasPattern(input, options))) {
      const message = `${words} Models of counts forecast how often it occurs and how much.`;
      return adopted(countAuto.fitInput(input), input, [{ code: 'model-chosen', message }]);
    }
  }
  const season = foundSeason(input);
  if (season === undefined) return combination(input, options);
  const less = Math.round(100 * (1 - season.errorRatio));
  const message = `A season of ${season.period} periods was found: with it, forecasts of the past erred ${less} % less.`;
  return withNotes(combination(season.input, options), [{ code: 'season-found', message }]);
}

/**
 * Whether models of trend and season forecast small counts so much better that the shape of the errors hardly counts;
 * also where the history is too short to tell, since only they follow what it shows.
 */
function hasPattern(input: ModelInput, options: AutoOptions): boolean {
  const horizon = judgedHorizon(input, options.horizon);
  const origins = originsOf(input, horizon);
  if (origins.length === 0) return true;
  const smooth = pastError(input, { models: [dynamicOptimisedTheta, mstl], origins, horizon });
  return smooth < CLEARLY_LESS * pastError(input, { models: [countAuto], origins, horizon });
}

const CLEARLY_LESS = 0.9;

function withNotes(fit: ModelFit | Unfit, notes: readonly DataNote[]): ModelFit | Unfit {
  return 'unfit' in fit ? fit : { ...fit, notes: [...notes, ...(fit.notes ?? [])] };
}

/** One model alone, under the name it has and with why it was chosen. */
function adopted(fitted: FittedModel, input: ModelInput, notes: readonly DataNote[]): ModelFit {
  const { model, form, parameters, fittedValues, forecast } = fitted;
  return {
    form: form === model ? form : `${model}: ${form}`,
    parameters,
    fittedValues,
    notes: [...notes, ...fitted.notes.filter((note) => !input.notes.includes(note))],
    forecast,
  };
}

function combination(input: ModelInput, options: AutoOptions): ModelFit | Unfit {
  const horizon = judgedHorizon(input, options.horizon);
  const origins = originsOf(input, horizon);
  const { affordable, leftOut } = withinBudget(input, candidatesFor(input), origins.length, options);
  const { companions = [] } = options;
  const combined = combineModels(input, { candidates: affordable, origins, horizon, companions });
  const oneAhead = fittedValues(input, combined);
  const { multiplier, shape } = calibrationOf({
    origins: combined.origins,
    residuals: oneAhead.map((value, index) => input.observed[index]! - value),
  });
  return {
    form: describeMembers(combined),
    parameters: {
      multiplier,
      ...shape,
      weights: combined.members.map((member) => member.weight),
    },
    fittedValues: oneAhead,
    notes: notesOn(combined, { horizon, leftOut: options.budgetMilliseconds === undefined ? [] : leftOut }),
    forecast(asked): Forecast {
      const { mean, deviations } = combinedForecast(combined.members, asked);
      let scale: Float64Array | undefined;
      let errorAt: ((score: number) => number) | undefined;
      return levelCopulaForecast({
        mean,
        alpha: LEVEL_SHARE,
        valueAt(step, score) {
          scale ??= deviations();
          errorAt ??= errorsOfShape(shape);
          return mean[step]! + multiplier * scale[step]! * errorAt(score);
        },
      });
    },
  };
}

/** Share of an error that stays in the level: that of a typical smoothing parameter. */
const LEVEL_SHARE = 0.3;

function checkOptions({ horizon, budgetMilliseconds }: AutoOptions): void {
  if (horizon !== undefined && !(Number.isInteger(horizon) && horizon >= 1)) {
    throw new RangeError(`horizon is ${horizon}; it must be a whole number, at least 1`);
  }
  if (budgetMilliseconds !== undefined && !(budgetMilliseconds > 0)) {
    throw new RangeError(`budgetMilliseconds is ${budgetMilliseconds}; it must be a number greater than 0`);
  }
}

function judgedHorizon({ values, seasonalPeriod }: ModelInput, asked: number | undefined): number {
  const longest = Math.max(1, Math.floor(values.length / 3));
  return Math.min(longest, asked ?? Math.max(SHORTEST_JUDGED_HORIZON, seasonalPeriod));
}

/**
 * One origin, the horizon before the end. What is left before it must show the season twice, or the models would be
 * judged without their season; then a later origin has to do, which leaves fewer errors to judge by.
 */
function originsOf({ values, seasonalPeriods }: ModelInput, horizon: number): number[] {
  const longestSeason = seasonalPeriods.at(-1) ?? 1;
  const origin = Math.max(values.length - horizon, 2 * longestSeason);
  const judged = values.length - origin;
  const enough = origin >= 2 * FEWEST_VALUES && judged >= Math.min(horizon, FEWEST_JUDGED);
  return enough ? [origin] : [];
}

const FEWEST_JUDGED = 4;

function withinBudget(
  input: ModelInput,
  candidates: readonly Candidate[],
  origins: number,
  { budgetMilliseconds }: AutoOptions,
): { affordable: Candidate[]; leftOut: Candidate[] } {
  const budget =
    budgetMilliseconds ?? Math.max(LEAST_MILLISECONDS, DEFAULT_MILLISECONDS_PER_VALUE * input.values.length);
  const affordable: Candidate[] = [];
  const leftOut: Candidate[] = [];
  let spent = 0;
  for (const candidate of candidates) {
    const milliseconds = (candidate.cost * (1 + origins)) / 1000;
    if (affordable.length > 0 && spent + milliseconds > budget) leftOut.push(candidate);
    else {
      affordable.push(candidate);
      spent += milliseconds;
    }
  }
  return { affordable, leftOut };
}

function describeMembers({ members }: CombinedModels): string {
  return members
    .filter((member) => member.weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ fitted, weight }) => `${weight.toFixed(2)} ${fitted.model}`)
    .join(' + ');
}

function notesOn(
  { members, origins }: CombinedModels,
  { horizon, leftOut }: { horizon: number; leftOut: readonly Candidate[] },
): DataNote[] {
  const heaviest = [...members].sort((a, b) => b.weight - a.weight)[0]!;
  const notes: DataNote[] = [
    {
      code: 'model-chosen',
      message:
        origins.length === 0
          ? `${members.length} models are combined; the history is too short to compare them.`
          : `${members.length} models are combined by their errors over the last ${horizon === 1 ? 'period' : `${horizon} periods`}; ${heaviest.fitted.model} weighs most (mean error ${rounded(heaviest.error)}).`,
    },
  ];
  if (leftOut.length > 0) {
    const names = leftOut.map((candidate) => candidate.model.name).join(', ');
    notes.push({ code: 'time-budget', message: `Left out for the time they take: ${names}.` });
  }
  return notes;
}

/** Three digits, and whole numbers in full. */
function rounded(error: number): string {
  return error >= 100 && error < 1e15 ? String(Math.round(error)) : String(Number(error.toPrecision(3)));
}

function fittedValues(input: ModelInput, { members }: CombinedModels): Float64Array {
  const values = new Float64Array(input.values.length);
  const weights = new Float64Array(input.values.length);
  for (const { fitted, weight } of members) {
    if (weight === 0 || fitted.fittedValues.length !== values.length) continue;
    for (let index = 0; index < values.length; index++) {
      if (Number.isNaN(fitted.fittedValues[index]!)) continue;
      values[index]! += weight * fitted.fittedValues[index]!;
      weights[index]! += weight;
    }
  }
  return values.map((value, index) => (weights[index]! > 0 ? value / weights[index]! : Number.NaN));
}
