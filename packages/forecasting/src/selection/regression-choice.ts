import type { FittedModel } from '../model.ts';
import { mstl } from '../models/decomposition/mstl.ts';
import type { ModelOnInput } from '../models/define-model.ts';
import { regression } from '../models/regression/index.ts';
import { dynamicOptimisedTheta } from '../models/theta/dynamic-optimised-theta.ts';
import type { ModelInput } from '../series/model-input.ts';
import type { DataNote, Regressor } from '../time-series.ts';
import { pastError } from './past-error.ts';

/** Whether the regressors of a series help to forecast it. */
export interface RegressionChoice {
  /** the regression, if its past forecasts were better than those without regressors */
  chosen: FittedModel | undefined;
  notes: readonly DataNote[];
}

const ORIGINS = 2;
const FEWEST_VALUES = 12;
/** What regressors have to beat by so much: the usual models, and the same regression without them. */
const CLEARLY_LESS = 0.98;
const USUAL_MODELS: readonly ModelOnInput[] = [dynamicOptimisedTheta, mstl];

/**
 * Compares a regression with models that know no regressors, by forecasts from two earlier origins. Only regressors
 * that are known ahead of the end of the history count: in the past all of them are known, which no forecast of
 * the future can rely on.
 */
export function regressionChoice(input: ModelInput, horizon: number): RegressionChoice {
  const known = input.regressors.filter((regressor) => isKnownAhead(regressor, input.values.length));
  const left = input.regressors.filter((regressor) => !known.includes(regressor));
  const notes: DataNote[] =
    left.length === 0
      ? []
      : [
          {
            code: 'regressor-dropped',
            message: `Not known for the periods ahead, so not used: ${left.map(({ name }) => name).join(', ')}.`,
          },
        ];
  if (known.length === 0) return { chosen: undefined, notes };
  const usable = { ...input, regressors: known };
  const origins = Array.from(
    { length: ORIGINS },
    (_, index) => input.values.length - (index + 1) * horizon,
  ).filter((origin) => origin >= FEWEST_VALUES);
  const fitted = regression.fitInput(usable);
  if (fitted.model !== regression.name) return { chosen: undefined, notes };
  const withRegressors = pastError(usable, { models: [regression], origins, horizon });
  const plain = { ...input, regressors: [] };
  const without = Math.min(
    pastError(plain, { models: USUAL_MODELS, origins, horizon }),
    pastError(plain, { models: [regression], origins, horizon }),
  );
  const names = known.map(({ name }) => name).join(', ');
  if (origins.length > 0 && !(withRegressors < CLEARLY_LESS * without)) {
    const message = `Forecasts of the past were no better with ${names} than without: left out.`;
    return { chosen: undefined, notes: [...notes, { code: 'regressor-dropped', message }] };
  }
  const gain = Math.round(100 * (1 - withRegressors / without));
  const message =
    origins.length > 0
      ? `With ${names}, forecasts of the past erred ${gain} % less: a regression on them is used.`
      : `A regression on ${names} is used; the history is too short to compare it.`;
  return { chosen: fitted, notes: [...notes, { code: 'model-chosen', message }] };
}

function isKnownAhead({ values }: Regressor, length: number): boolean {
  return values.length > length && Number.isFinite(values[length]!);
}
