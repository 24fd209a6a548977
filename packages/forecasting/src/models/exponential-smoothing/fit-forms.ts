import type { ModelParameters } from '../../model.ts';
import type { ModelInput } from '../../series/model-input.ts';
import type { DataNote } from '../../time-series.ts';
import { informationCriteria, type ModelFit, type Unfit } from '../define-model.ts';
import { type ChoiceTask, chooseForm, refitForm } from './automatic-choice.ts';
import { type EtsForm, parameterCount, printedForm } from './form.ts';
import { type FormFit, formSearch } from './form-search.ts';
import { type LongSeason, seasonErrors } from './long-season.ts';
import { namedParameters, parametersFrom } from './named-parameters.ts';
import { parameterErrors } from './parameter-errors.ts';
import { type EndState, endState, meanAhead, stateForecast } from './state-forecast.ts';

/** What is fitted, and from where the search sets out. */
export interface FormsToFit {
  forms: readonly EtsForm[];
  /** length of the season of forms that have one */
  period: number;
  /** parameters of an earlier fit of the only form, in the units of the series */
  start?: ModelParameters;
  notes?: readonly DataNote[];
  /** a season that was taken out of the input and belongs into the forecast */
  season?: LongSeason;
}

/** Fits the given forms to a series and returns the one of least AICc. */
export function fitForms(input: ModelInput, task: FormsToFit): ModelFit | Unfit {
  const { forms, period, start, notes } = task;
  const { observedCount } = input;
  const scale = scaleOf(input);
  const values = input.observed.map((value) => value / scale);
  const filled = input.values === input.observed ? values : input.values.map((value) => value / scale);
  const series = { values, filled, observedCount, period };
  const [form] = forms;
  const warm = form && start && parametersFrom(start, form, { period, scale });
  const chosen = form && warm ? refitForm(form, warm, series) : chooseForm(forms, series);
  if (!chosen) {
    const fewest = Math.min(...forms.map((tried) => parameterCount(tried, period))) + 2;
    return { unfit: `needs ${fewest} values and found ${observedCount}` };
  }
  return { ...described(chosen, series, { scale, season: task.season }), ...(notes ? { notes } : {}) };
}

/** The power of two next to the mean absolute value: dividing by it is exact. */
function scaleOf({ observed, observedCount }: ModelInput): number {
  let sum = 0;
  for (const value of observed) if (!Number.isNaN(value)) sum += Math.abs(value);
  return sum > 0 ? 2 ** Math.round(Math.log2(sum / observedCount)) : 1;
}

function described(
  { form, parameters }: FormFit,
  { values, observedCount, period }: ChoiceTask,
  { scale, season }: { scale: number; season: LongSeason | undefined },
): ModelFit {
  const search = formSearch(form, values, { observedCount, period });
  const { run } = search;
  const deviance = search.deviance(parameters);
  const count = parameterCount(form, period);
  // A season that was taken out took a share of the noise with it.
  const absorbed = season === undefined ? 0 : Math.min(MOST_ABSORBED, season.trust.absorbed);
  const degreesOfFreedom = Math.max(1, observedCount * (1 - absorbed) - (count - 1));
  const variance = run.squares / degreesOfFreedom;
  const end: EndState = { form, parameters, ...endState(run), variance, degreesOfFreedom, scale };
  const errorsOf = (horizon: number): Float64Array[] => {
    const errors = parameterErrors(search, end, horizon);
    if (season === undefined) return errors;
    return [...errors, ...seasonErrors(season, { mean: meanAhead(end, horizon), scale })];
  };
  return {
    form: printedForm(form),
    parameters: namedParameters(form, parameters, { scale, variance }),
    criteria: informationCriteria({
      // Of values divided by the scale the likelihood is larger by one factor of the scale for each value.
      logLikelihood: -0.5 * deviance - observedCount * Math.log(scale),
      parameters: count,
      observations: observedCount,
    }),
    fittedValues: run.forecasts.map((value) => value * scale),
    forecast: (horizon) => stateForecast(end, horizon, () => errorsOf(horizon)),
  };
}

const MOST_ABSORBED = 0.9;
