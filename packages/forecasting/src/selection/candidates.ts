import type { FittedModel } from '../model.ts';
import { arima } from '../models/arima/index.ts';
import { ces } from '../models/complex-smoothing/index.ts';
import { mstl } from '../models/decomposition/mstl.ts';
import { rankOne } from '../models/decomposition/rank-one.ts';
import type { ModelOnInput } from '../models/define-model.ts';
import { ets } from '../models/exponential-smoothing/index.ts';
import { regression } from '../models/regression/index.ts';
import { seasonalNaive } from '../models/simple/seasonal-naive.ts';
import { dynamicOptimisedTheta, optimisedTheta } from '../models/theta/index.ts';
import type { ModelInput } from '../series/model-input.ts';

/** A model that may take part in a combination. */
export interface Candidate {
  model: ModelOnInput;
  options?: object;
  /** the input it reads, where that is not the series as it is */
  view?(input: ModelInput): ModelInput;
  /** options by which an earlier part of the series is fitted like the whole, without choosing a form again */
  refit?(whole: FittedModel): object;
  /** weight before any error is seen; only ratios matter */
  prior: number;
  /** microseconds of one fit and forecast on one core of a 2026 server, for planning within the budget only */
  cost: number;
}

/** The form 'CES(partial)[12]' names the kind of season that was chosen. */
function sameSeason({ form }: FittedModel): object {
  const season = /^CES\((\w+)\)/.exec(form)?.[1];
  return season === undefined ? {} : { season };
}

const WEEK = 7;
/** Whole weeks, so that the days of the week of two years fall on each other. */
const YEAR_OF_WEEKS = 364;

/**
 * The models that are tried for a series, most useful for its cost first. None is best everywhere: what they have
 * in common is what can be relied on, so the list is made of models that err differently.
 */
export function candidatesFor(input: ModelInput): Candidate[] {
  const { length } = input.values;
  const seasonal = input.seasonalPeriods.length > 0;
  const candidates: Candidate[] = [];
  const add = (
    model: ModelOnInput,
    prior: number,
    microsecondsPerValue: number,
    more: Pick<Candidate, 'options' | 'refit' | 'view'> = {},
  ): void => {
    candidates.push({ model, prior, cost: 20 + microsecondsPerValue * length, ...more });
  };
  if (input.regressors.length > 0) add(regression, 3, 60);
  add(dynamicOptimisedTheta, 1, 1);
  add(mstl, 1, 5);
  if (seasonal) add(rankOne, 1, 3);
  add(optimisedTheta, 1, 3);
  if (isDailyWithTwoYears(input)) add(mstl, 1, 8, { view: withYear });
  if (seasonal) add(seasonalNaive, 0.3, 0.2);
  add(ces, 1, 15, { refit: sameSeason });
  add(ets, 1, 25, { refit: (whole) => ({ start: whole }) });
  add(arima, 1, 150, { options: { approximate: true } });
  return candidates;
}

/** Days that were given a week only, though there are two years of them, may well have a season of the year. */
const withYear = (input: ModelInput): ModelInput => ({
  ...input,
  seasonalPeriods: [WEEK, YEAR_OF_WEEKS],
  seasonalPeriod: YEAR_OF_WEEKS,
});

function isDailyWithTwoYears({ seasonalPeriods, values }: ModelInput): boolean {
  return seasonalPeriods.length === 1 && seasonalPeriods[0] === WEEK && values.length >= 2 * YEAR_OF_WEEKS;
}
