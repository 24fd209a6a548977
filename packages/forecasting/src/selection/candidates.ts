import type { FittedModel } from '../model.ts';
import { averagedArima } from '../models/arima/index.ts';
import { ces } from '../models/complex-smoothing/index.ts';
import { mstl } from '../models/decomposition/mstl.ts';
import { rankOne } from '../models/decomposition/rank-one.ts';
import { trendAndSeason } from '../models/decomposition/trend-and-season.ts';
import type { ModelOnInput } from '../models/define-model.ts';
import { ets } from '../models/exponential-smoothing/index.ts';
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

/** Seasons of months and quarters: few enough values for models with a state each. */
const LONGEST_SHORT_SEASON = 12;

/**
 * The models that are tried for a series, most useful for its cost first. None is best everywhere: what they have
 * in common is what can be relied on, so the list is made of models that err differently. Which they are was chosen
 * on the development sets by leaving each out and putting each in, for three kinds of season: none or short, and
 * long (days of the week, weeks of the year, hours).
 */
export function candidatesFor(input: ModelInput): Candidate[] {
  const { length } = input.values;
  const candidates: Candidate[] = [];
  const add = (
    model: ModelOnInput,
    microsecondsPerValue: number,
    more: Pick<Candidate, 'options' | 'refit' | 'view'> & { prior?: number } = {},
  ): void => {
    candidates.push({ model, prior: 1, cost: 20 + microsecondsPerValue * length, ...more });
  };
  add(dynamicOptimisedTheta, 1);
  add(mstl, 5);
  if (isLong(input)) {
    add(rankOne, 3);
    add(seasonalNaive, 0.2, { prior: 0.3, view: withShortestSeason });
    if (isDailyWithTwoYears(input)) add(mstl, 8, { view: withYear });
    add(trendAndSeason, 25);
    return candidates;
  }
  if (input.seasonalPeriod > QUARTERS) {
    add(rankOne, 3);
    add(seasonalNaive, 0.2, { prior: 0.3 });
  }
  add(optimisedTheta, 3);
  add(ces, 15, { refit: sameSeason });
  const same = { refit: (whole: FittedModel) => ({ start: whole }) };
  if (input.seasonalPeriod === 1) add(ets, 8, same);
  else if (input.seasonalPeriod <= QUARTERS) add(ets, 8, { ...same, options: { forms: SEASONAL_FORMS } });
  else add(ets, 60, same);
  add(averagedArima, 60, { options: { approximate: true } });
  return candidates;
}

const QUARTERS = 4;
/** A fifth of the time of all forms: without or with a damped trend, the season added or multiplied. */
const SEASONAL_FORMS = ['ANA', 'AAdA', 'MNM', 'MAdM'];

function isLong({ seasonalPeriod }: ModelInput): boolean {
  return seasonalPeriod > LONGEST_SHORT_SEASON || seasonalPeriod === WEEK;
}

/** Yesterday at this hour says more of today than this day last week. */
const withShortestSeason = (input: ModelInput): ModelInput => {
  const shortest = input.seasonalPeriods[0] ?? 1;
  return { ...input, seasonalPeriods: [shortest], seasonalPeriod: shortest };
};

/** Days that were given a week only, though there are two years of them, may well have a season of the year. */
const withYear = (input: ModelInput): ModelInput => ({
  ...input,
  seasonalPeriods: [WEEK, YEAR_OF_WEEKS],
  seasonalPeriod: YEAR_OF_WEEKS,
});

function isDailyWithTwoYears({ seasonalPeriods, values }: ModelInput): boolean {
  return seasonalPeriods.length === 1 && seasonalPeriods[0] === WEEK && values.length >= 2 * YEAR_OF_WEEKS;
}
