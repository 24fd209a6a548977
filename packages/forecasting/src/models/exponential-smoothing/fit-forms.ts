import type { ModelParameters } from '../../model.ts';
import type { ModelInput } from '../../series/model-input.ts';
import { informationCriteria, type ModelFit, type Unfit } from '../define-model.ts';
import { type ChosenForm, chooseForm } from './automatic-choice.ts';
import { type EtsForm, parameterCount, printedForm } from './form.ts';
import { ALPHA, BETA, GAMMA, LEVEL, PHI, SEASON, SLOPE } from './recursion.ts';
import { type EndState, stateForecast } from './state-forecast.ts';

/** Fits the given forms to a series and returns the one of least AICc. */
export function fitForms(
  input: ModelInput,
  forms: readonly EtsForm[],
  options: { period: number },
): ModelFit | Unfit {
  const { observedCount } = input;
  const period = options.period;
  const scale = scaleOf(input);
  const values = input.observed.map((value) => value / scale);
  const filled = input.values === input.observed ? values : input.values.map((value) => value / scale);
  const chosen = chooseForm(forms, { values, filled, observedCount, period });
  if (!chosen) {
    const fewest = Math.min(...forms.map((form) => parameterCount(form, period))) + 2;
    return { unfit: `needs ${fewest} values and found ${observedCount}` };
  }
  return describe(chosen, { observedCount, period, scale });
}

/** The power of two next to the mean absolute value: dividing by it is exact. */
function scaleOf({ observed, observedCount }: ModelInput): number {
  let sum = 0;
  for (const value of observed) if (!Number.isNaN(value)) sum += Math.abs(value);
  return sum > 0 ? 2 ** Math.round(Math.log2(sum / observedCount)) : 1;
}

function describe(
  { fit, search }: ChosenForm,
  { observedCount, period, scale }: { observedCount: number; period: number; scale: number },
): ModelFit {
  const { form, parameters } = fit;
  const { run } = search;
  const deviance = search.deviance(parameters);
  const count = parameterCount(form, period);
  const length = run.values.length;
  const variance = run.squares / Math.max(1, observedCount - (count - 1));
  const cycle = run.ring.length;
  const end: EndState = {
    form,
    parameters,
    level: run.level,
    slope: run.slope,
    season: Float64Array.from(run.ring, (_, step) => run.ring[(length + step) % cycle]!),
    variance,
    scale,
  };
  return {
    form: printedForm(form),
    parameters: named(form, parameters, scale, variance),
    criteria: informationCriteria({
      // Of values divided by the scale the likelihood is larger by one factor of the scale for each value.
      logLikelihood: -0.5 * deviance - observedCount * Math.log(scale),
      parameters: count,
      observations: observedCount,
    }),
    fittedValues: run.forecasts.map((value) => value * scale),
    forecast: (horizon) => stateForecast(end, horizon),
  };
}

function named(form: EtsForm, parameters: Float64Array, scale: number, variance: number): ModelParameters {
  const seasonUnit = form.season === 'A' ? scale : 1;
  const slopeUnit = form.growth ? 1 : scale;
  return {
    alpha: parameters[ALPHA]!,
    ...(form.trended ? { beta: parameters[BETA]! } : {}),
    ...(form.season === 'N' ? {} : { gamma: parameters[GAMMA]! }),
    ...(form.damped ? { phi: parameters[PHI]! } : {}),
    level: parameters[LEVEL]! * scale,
    ...(form.trended ? { slope: parameters[SLOPE]! * slopeUnit } : {}),
    ...(form.season === 'N'
      ? {}
      : { season: Array.from(parameters.subarray(SEASON), (state) => state * seasonUnit) }),
    errorVariance: form.error === 'M' ? variance : variance * scale * scale,
  };
}
