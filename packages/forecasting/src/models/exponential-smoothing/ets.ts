import type { FittedModel } from '../../model.ts';
import type { ModelInput } from '../../series/model-input.ts';
import { defineModel, type ModelFit, type Unfit } from '../define-model.ts';
import { mean } from '../simple/index.ts';
import { fitForms } from './fit-forms.ts';
import { ETS_FORMS, type EtsForm, etsForm, formOfPrint } from './form.ts';
import { devianceOfFactors, type LongSeason, longSeason, withSeason } from './long-season.ts';

export interface EtsOptions {
  /** the form to fit, for example 'MAM', 'ANN' or 'AAdA'; the best of `forms` if left out */
  form?: string;
  /** the forms to choose from; all 15 without `multiplicativeTrend`, or 19 with it, if left out */
  forms?: readonly string[];
  /** also tries trends that are a factor per period (forms MMN, MMdN, MMM, MMdM); false if left out */
  multiplicativeTrend?: boolean;
  /**
   * a fit to a shorter history of the same series: its form is fitted again from its parameters, without a choice,
   * in a tenth of the time. A start that does not suit the series is passed over
   */
  start?: Pick<FittedModel, 'form' | 'parameters'>;
}

/** Seasons up to this length have a state per period; those of a longer one would outnumber what they explain. */
const LONGEST_SEASON = 24;

/**
 * Exponential smoothing in state space form with error, trend and season, each absent, added or a factor: the form
 * of least AICc, its smoothing parameters and initial states estimated together by maximum likelihood within the
 * usual and the stable region. Missing values are skipped. Errors are taken to be independent and normal.
 *
 * A season of more than 24 periods is taken out by STL first, if forms are not given.
 * Factors need values above zero; other series get added components only. Not for intermittent demand, and not for
 * more than one season.
 *
 * Agrees with `ets` of the R package forecast in parameters, likelihood and criteria, or finds a likelihood above it.
 *
 * @see Hyndman, Koehler, Ord, Snyder (2008), Forecasting with Exponential Smoothing: The State Space Approach
 */
export const ets = defineModel<EtsOptions>({
  name: 'ets',
  fallback: mean,
  fit(input, options) {
    const period = shortSeason(input);
    const earlier = options.start && formOfPrint(options.start.form);
    if (options.start && earlier && isDefined(earlier, input, period)) {
      const fit = fitForms(input, { forms: [earlier], period, start: options.start.parameters });
      if (!('unfit' in fit)) return fit;
    }
    const asked = askedForms(options);
    const chooses = options.form === undefined && options.forms === undefined;
    const constant = input.smallest === input.largest;
    const forms =
      constant && chooses ? [etsForm('ANN')] : asked.filter((form) => isDefined(form, input, period));
    if (forms.length === 0) {
      const lacking = input.smallest > 0 ? 'a season of 2 to 24 periods' : 'values above zero';
      return { unfit: `of form ${asked.map(({ name }) => name).join(', ')} needs ${lacking}` };
    }
    if (!(chooses && !constant && input.seasonalPeriod > LONGEST_SEASON && period === 1))
      return fitForms(input, { forms, period });
    return fitWithoutSeason(input, forms);
  },
});

/** The season as terms or as factors, whichever leaves the likelier series. */
function fitWithoutSeason(input: ModelInput, forms: readonly EtsForm[]): ModelFit | Unfit {
  let best: ModelFit | Unfit | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const factors of input.smallest > 0 ? [false, true] : [false]) {
    const season = longSeason(input, { factors });
    const defined = forms.filter((form) => isDefined(form, season.adjusted, 1));
    const fit = fitForms(season.adjusted, { forms: defined, period: 1, season });
    if ('unfit' in fit) {
      best ??= fit;
      continue;
    }
    const criterion = (fit.criteria?.aicc ?? 0) + devianceOfFactors(season);
    if (criterion >= least) continue;
    least = criterion;
    best = seasonalFit(fit, season);
  }
  return best ?? { unfit: 'found no form for the series' };
}

/** Criteria are left out: they would not count what the season cost. */
function seasonalFit({ form, parameters, fittedValues, forecast }: ModelFit, season: LongSeason): ModelFit {
  const { factors, terms, period, trust } = season;
  return {
    form: `${factors ? 'multiplicative' : 'additive'} season of ${period}, ${form}`,
    parameters: { ...parameters, seasonShare: trust.share },
    fittedValues: fittedValues.map((value, at) =>
      factors ? value * Math.exp(terms[at]!) : value + terms[at]!,
    ),
    forecast: (horizon) => withSeason(forecast(horizon), season),
  };
}

/** The longest season that forms can carry; 1 if there is none. */
export function shortSeason({ seasonalPeriods }: ModelInput): number {
  return seasonalPeriods.filter((length) => length <= LONGEST_SEASON).at(-1) ?? 1;
}

function isDefined({ error, season, growth }: EtsForm, input: ModelInput, period: number): boolean {
  const factors = error === 'M' || season === 'M' || growth;
  return (season === 'N' || period > 1) && (!factors || input.smallest > 0);
}

function askedForms({ form, forms, multiplicativeTrend = false }: EtsOptions): readonly EtsForm[] {
  if (form !== undefined) return [etsForm(form)];
  if (forms === undefined) return ETS_FORMS.filter(({ growth }) => multiplicativeTrend || !growth);
  if (forms.length === 0) throw new RangeError('forms is empty; it must name at least one form');
  return forms.map(etsForm);
}
