/** How an error, trend or season enters: not at all, added, or as a factor. */
export type ErrorKind = 'A' | 'M';
export type TrendKind = 'N' | 'A' | 'Ad' | 'M' | 'Md';
export type SeasonKind = 'N' | 'A' | 'M';

/** One form of exponential smoothing, read from and written as 'MAdM', 'ANN', ... */
export interface EtsForm {
  name: string;
  error: ErrorKind;
  trend: TrendKind;
  season: SeasonKind;
  /** the trend enters at all */
  trended: boolean;
  damped: boolean;
  /** the trend is a factor per period */
  growth: boolean;
}

const ERRORS: readonly ErrorKind[] = ['A', 'M'];
const TRENDS: readonly TrendKind[] = ['N', 'A', 'Ad', 'M', 'Md'];
const SEASONS: readonly SeasonKind[] = ['N', 'A', 'M'];

/**
 * The 19 forms that can be fitted, simple ones first: of the 30 of the taxonomy those are left out whose forecast
 * variance is infinite or that divide by values near zero (additive errors beside a factor; a trend that is a
 * factor beside an additive season).
 *
 * @see Hyndman, Koehler, Ord, Snyder (2008), Forecasting with Exponential Smoothing, sections 2.4 and 15.2
 */
export const ETS_FORMS: readonly EtsForm[] = SEASONS.flatMap((season) =>
  TRENDS.flatMap((trend) => ERRORS.map((error) => formOf(error, trend, season))),
).filter(isAdmissible);

const FORMS_BY_NAME: ReadonlyMap<string, EtsForm> = new Map(ETS_FORMS.map((form) => [form.name, form]));

/**
 * The form of a name such as 'MAM' or 'AAdN'.
 *
 * @throws RangeError if there is none, naming those there are
 */
export function etsForm(name: string): EtsForm {
  const form = FORMS_BY_NAME.get(name);
  if (form) return form;
  throw new RangeError(`form is '${name}'; it must be one of ${[...FORMS_BY_NAME.keys()].join(', ')}`);
}

/** As it is printed: 'ETS(M,Ad,M)'. */
export function printedForm({ error, trend, season }: EtsForm): string {
  return `ETS(${error},${trend},${season})`;
}

/** The form that is printed so; undefined if none is. */
export function formOfPrint(printed: string): EtsForm | undefined {
  return ETS_FORMS.find((form) => printedForm(form) === printed);
}

/** Estimated numbers [k]: smoothing parameters, initial states and the variance; m - 1 of m seasons are free. */
export function parameterCount(form: EtsForm, period: number): number {
  return 3 + (form.trended ? 2 : 0) + (form.damped ? 1 : 0) + (form.season === 'N' ? 0 : period);
}

function formOf(error: ErrorKind, trend: TrendKind, season: SeasonKind): EtsForm {
  return {
    name: `${error}${trend}${season}`,
    error,
    trend,
    season,
    trended: trend !== 'N',
    damped: trend.endsWith('d'),
    growth: trend.startsWith('M'),
  };
}

function isAdmissible({ error, growth, season }: EtsForm): boolean {
  if (error === 'A') return !growth && season !== 'M';
  return !(growth && season === 'A');
}
