import { type ArimaEstimate, type ArimaProblem, estimate } from './arima-estimate.ts';
import { arimaProblem } from './arima-series.ts';
import { type ArimaOrders, type Differences, orderKey } from './arma-orders.ts';
import type { Explained } from './differenced-data.ts';
import { criterionOf, type OrderLimits, stepwiseSearch } from './stepwise-search.ts';

/** The best form found and the problem it was fitted to. */
export interface ChosenOrders {
  chosen: ArimaEstimate;
  problem: ArimaProblem;
}

/** Above this length, or with longer seasons than monthly, the search uses conditional fits, as R does. */
const LONGEST_EXACT = 150;
const LONGEST_EXACT_PERIOD = 12;
/** With more missing values than this the search fills them in; the last fit still leaves them out. */
const MOST_MISSING_IN_SEARCH = 12;
/** Forms of a conditional search that are fitted exactly in the end; more if roots rule out all of these. */
const REFITTED = 5;
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
    exact && explained.missing.length <= MOST_MISSING_IN_SEARCH ? explained : { ...explained, missing: [] };
  const problem = arimaProblem(searched, by, { constant, reach });
  const offset = exact ? 0 : offsetOf(problem, by);
  const small = known < 10 || approximate;
  const start = { ...by, p: small ? 1 : 2, q: small ? 1 : 2, P: 1, Q: 1 };
  const ranked = stepwiseSearch(start, limits, (orders) =>
    estimate(problem, orders, { exact, offset, tolerance: SEARCH_TOLERANCE }),
  );
  const best = exact ? polished(problem, ranked[0]!) : conditionalChoice(problem, ranked, approximate);
  const form = Number.isFinite(criterionOf(best)) ? best : plainForm(problem, best.orders);
  if (searched === explained) return { chosen: form, problem };
  const complete = arimaProblem(explained, by, { constant, reach });
  return { chosen: estimate(complete, form.orders, { exact: true, start: form }), problem: complete };
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
  approximate: boolean,
): ArimaEstimate {
  if (approximate) return bestRefitted(problem, ranked, 1);
  return simplified(problem, bestRefitted(problem, ranked, REFITTED), ranked);
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
