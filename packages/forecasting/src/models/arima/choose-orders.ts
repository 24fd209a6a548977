import { type ArimaEstimate, type ArimaProblem, estimate } from './arima-estimate.ts';
import { arimaProblem } from './arima-series.ts';
import { type ArimaOrders, type Differences, orderKey } from './arma-orders.ts';
import type { Explained } from './differenced-data.ts';
import { criterionOf, type OrderLimits, stepwiseSearch } from './stepwise-search.ts';

export interface WeighedForm {
  form: ArimaEstimate;
  /** of all forms, 0 to 1 [Akaike weight] */
  weight: number;
}

/** The best form found and the problem it was fitted to. */
export interface ChosenOrders {
  chosen: ArimaEstimate;
  /** the forms with the least AICc in the search, and how much they count */
  alternatives: readonly WeighedForm[];
  problem: ArimaProblem;
}

/** Above this length, or with longer seasons than monthly, the search uses conditional fits, as R does. */
const LONGEST_EXACT = 150;
const LONGEST_EXACT_PERIOD = 12;
/** With more missing values than this the search fills them in; the last fit still leaves them out. */
const MOST_MISSING_IN_SEARCH = 12;
/** Forms of a conditional search that are fitted exactly in the end; more if roots rule out all of these. */
const REFITTED = 5;
/** Values times states that an exact fit of each of these may cost together: long histories compare fewer. */
const REFIT_WORK = 100_000;
/** The search reads no more than the last so many values; the last fit reads all. */
const MOST_SEARCHED = 2500;
/**
 * Regressors squared times values up to which the search finds their coefficients anew for every form, and the last
 * fit for every point that it tries. With more work they are settled before the search, by least squares of the
 * differences; with a hundred times more the last fit takes the other numbers from the search. Forty regressors of 500
 * values took 27 seconds without.
 */
const SEARCHED_REGRESSOR_WORK = 30_000;
const FITTED_REGRESSOR_WORK = 3_000_000;
/** Forms that an average takes in. */
const MOST_ALTERNATIVES = 8;
const MOST_FORMS = 94;
/** Accuracy of minus twice the log likelihood in the search; what was chosen is fitted more closely. */
const SEARCH_TOLERANCE = 1e-3;

/**
 * The orders with the least AICc, found step by step as R's auto.arima does.
 *
 * @param options.approximate conditional fits and small orders only, and one exact fit in the end
 */
export function chooseOrders(
  explained: Explained,
  by: Differences,
  { approximate }: { approximate: boolean },
): ChosenOrders {
  const { period } = by;
  const length = explained.values.length;
  const known = length - explained.missing.length;
  const limits = orderLimits(by, known, approximate);
  const { constant } = limits;
  const reach = Math.max(limits.p + limits.P * period, limits.q + limits.Q * period + 1);
  const exact = !approximate && length <= LONGEST_EXACT && period <= LONGEST_EXACT_PERIOD;
  const searched =
    exact && explained.missing.length <= MOST_MISSING_IN_SEARCH ? explained : recent(explained);
  const settled = regressorWork(searched) > SEARCHED_REGRESSOR_WORK;
  const problem = arimaProblem(searched, by, { constant, reach, settled });
  const affordable = Math.floor(REFIT_WORK / (searched.values.length * reach));
  const refits = approximate ? 1 : Math.max(1, Math.min(REFITTED, affordable));
  const offset = exact ? 0 : offsetOf(problem, by);
  const small = known < 10 || approximate;
  const start = { ...by, p: small ? 1 : 2, q: small ? 1 : 2, P: 1, Q: 1 };
  const ranked = stepwiseSearch(start, limits, (orders) =>
    estimate(problem, orders, { exact, offset, tolerance: SEARCH_TOLERANCE }),
  );
  const best = exact ? polished(problem, ranked[0]!) : conditionalChoice(problem, ranked, refits);
  const form = Number.isFinite(criterionOf(best)) ? best : plainForm(problem, best.orders);
  const whole =
    !settled && searched.values.length === length && explained.missing.length === searched.missing.length;
  const alternatives = weighed(ranked);
  if (whole) return { chosen: form, alternatives, problem };
  const complete = arimaProblem(explained, by, { constant, reach });
  return {
    chosen: estimate(complete, form.orders, {
      exact: true,
      start: form,
      keepStart: regressorWork(explained) > FITTED_REGRESSOR_WORK,
    }),
    alternatives,
    problem: complete,
  };
}

function regressorWork({ values, regressors }: Explained): number {
  return regressors.length ** 2 * values.length;
}

/** The last values, gaps filled: what a conditional search reads. */
function recent({ values, regressors }: Explained): Explained {
  const first = Math.max(0, values.length - MOST_SEARCHED);
  return {
    values: values.subarray(first),
    missing: [],
    regressors: regressors.map((regressor) => regressor.subarray(first)),
  };
}

/**
 * Akaike weights of the best forms of a search.
 *
 * @see Burnham, Anderson (2002), Model Selection and Multimodel Inference, 2nd ed., section 2.9
 */
function weighed(ranked: readonly ArimaEstimate[]): WeighedForm[] {
  const near = ranked.slice(0, MOST_ALTERNATIVES).filter((form) => Number.isFinite(criterionOf(form)));
  if (near.length === 0) return [];
  const least = criterionOf(near[0]!);
  const weights = near.map((form) => Math.exp(0.5 * (least - criterionOf(form))));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return near.map((form, index) => ({ form, weight: weights[index]! / total }));
}

/** Limits of R's auto.arima, lowered for short series. */
function orderLimits({ d, D, period }: Differences, known: number, approximate: boolean): OrderLimits {
  const most = Math.min(approximate ? 3 : 5, Math.floor(known / 3));
  const mostSeasonal = period > 1 ? Math.min(approximate ? 1 : 2, Math.floor(known / 3 / period)) : 0;
  const plain = mostSeasonal > 0 ? Math.min(most, period - 1) : most;
  const constant = d + D <= 1;
  return { p: plain, q: plain, P: mostSeasonal, Q: mostSeasonal, constant, forms: MOST_FORMS };
}

/** What -2 log likelihood of white noise has beyond n log(variance). */
function offsetOf(problem: ArimaProblem, by: Differences): number {
  const orders = { ...by, p: 0, q: 0, P: 0, Q: 0, constant: false };
  const { criteria, variance } = estimate(problem, orders, { exact: true });
  return -2 * criteria.logLikelihood - problem.withoutConstant.observations * Math.log(variance);
}

/** The best of the first `count` forms that stand an exact fit, from the best conditional one on. */
function bestRefitted(problem: ArimaProblem, ranked: readonly ArimaEstimate[], count: number): ArimaEstimate {
  let best = ranked[0]!;
  let least = Number.POSITIVE_INFINITY;
  let standing = 0;
  for (const start of ranked) {
    const candidate = polished(problem, start);
    const criterion = criterionOf(candidate);
    if (!Number.isFinite(criterion)) continue;
    if (criterion < least) {
      best = candidate;
      least = criterion;
    }
    standing++;
    if (standing === count) break;
  }
  return best;
}

function conditionalChoice(
  problem: ArimaProblem,
  ranked: readonly ArimaEstimate[],
  refits: number,
): ArimaEstimate {
  const best = bestRefitted(problem, ranked, refits);
  return refits > 1 ? simplified(problem, best, ranked) : best;
}

/**
 * The same form with one term less, as long as that lowers the exact AICc. A conditional fit passes over the more
 * values the more it looks back, and so favours autoregressions.
 */
function simplified(
  problem: ArimaProblem,
  from: ArimaEstimate,
  ranked: readonly ArimaEstimate[],
): ArimaEstimate {
  const best = from;
  for (const term of ['p', 'q', 'P', 'Q', 'constant'] as const) {
    const { orders } = best;
    if (!orders[term]) continue;
    const fewer = { ...orders, [term]: term === 'constant' ? false : orders[term] - 1 };
    const key = orderKey(fewer);
    const start = ranked.find((estimated) => orderKey(estimated.orders) === key);
    const candidate = estimate(problem, fewer, { exact: true, ...(start === undefined ? {} : { start }) });
    if (criterionOf(candidate) < criterionOf(best)) return simplified(problem, candidate, ranked);
  }
  return best;
}

function polished(problem: ArimaProblem, start: ArimaEstimate): ArimaEstimate {
  return estimate(problem, start.orders, { exact: true, start });
}

/** Differences alone, which any series allows. */
function plainForm(problem: ArimaProblem, orders: ArimaOrders): ArimaEstimate {
  const constant = orders.d + orders.D === 0;
  return estimate(problem, { ...orders, p: 0, q: 0, P: 0, Q: 0, constant }, { exact: true });
}
