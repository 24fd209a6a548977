import type { ArimaEstimate } from './arima-estimate.ts';
import { type ArimaOrders, orderKey } from './arma-orders.ts';

export interface OrderLimits {
  p: number;
  q: number;
  P: number;
  Q: number;
  /** whether a mean or drift may be tried */
  constant: boolean;
  /** forms tried at most */
  forms: number;
}

/** What a search found: the forms it fitted, the best first. */
export type Ranked = readonly ArimaEstimate[];

/** Changes of (p, q, P, Q) tried around the best form so far, in this order. */
const STEPS: readonly (readonly [number, number, number, number])[] = [
  [0, 0, -1, 0],
  [0, 0, 0, -1],
  [0, 0, 1, 0],
  [0, 0, 0, 1],
  [0, 0, -1, -1],
  [0, 0, -1, 1],
  [0, 0, 1, -1],
  [0, 0, 1, 1],
  [-1, 0, 0, 0],
  [0, -1, 0, 0],
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [-1, -1, 0, 0],
  [-1, 1, 0, 0],
  [1, -1, 0, 0],
  [1, 1, 0, 0],
];

/**
 * Searches for the orders with the least AICc: four forms to begin with, then one step at a time away from the
 * best, which moves whenever a step helps, until none does. Forms with roots near the unit circle are passed over.
 *
 * @param start p, q, P and Q of the first form; d, D and period of all
 * @param fit   fits one form
 * @see Hyndman, Khandakar (2008), Automatic time series forecasting: the forecast package for R, Journal of
 *      Statistical Software 27(3), section 3.2
 */
export function stepwiseSearch(
  start: Omit<ArimaOrders, 'constant'>,
  limits: OrderLimits,
  fit: (orders: ArimaOrders) => ArimaEstimate,
): Ranked {
  const tried = new Set<number>();
  const fitted: ArimaEstimate[] = [];
  let best: ArimaEstimate | undefined;
  /** Fits a form that is new and within the limits; whether it is the best so far. */
  const improves = (orders: ArimaOrders): boolean => {
    const key = orderKey(orders);
    if (!within(orders, limits) || tried.has(key) || tried.size >= limits.forms) return false;
    tried.add(key);
    const candidate = fit(orders);
    fitted.push(candidate);
    if (!(criterionOf(candidate) < (best ? criterionOf(best) : Number.POSITIVE_INFINITY))) return false;
    best = candidate;
    return true;
  };
  const { constant } = limits;
  for (const orders of firstForms(start, limits)) improves(orders);
  // The search goes on with a constant even if the best first form has none; the last step tries without.
  let current: ArimaOrders = { ...(best?.orders ?? { ...start, p: 0, q: 0, P: 0, Q: 0 }), constant };
  let moved = true;
  while (moved) {
    moved = false;
    for (const [p, q, P, Q] of STEPS) {
      const next = {
        ...current,
        p: current.p + p,
        q: current.q + q,
        P: current.P + P,
        Q: current.Q + Q,
      };
      if (!improves(next)) continue;
      current = next;
      moved = true;
      break;
    }
    if (moved || !constant) continue;
    const other = { ...current, constant: !current.constant };
    if (!improves(other)) continue;
    current = other;
    moved = true;
  }
  return fitted.sort((a, b) => criterionOf(a) - criterionOf(b));
}

/** AICc, infinite for forms that are not to be used. */
export function criterionOf({ criteria, rootsClear }: ArimaEstimate): number {
  return rootsClear && Number.isFinite(criteria.aicc) ? criteria.aicc : Number.POSITIVE_INFINITY;
}

function firstForms(start: Omit<ArimaOrders, 'constant'>, limits: OrderLimits): ArimaOrders[] {
  const { constant } = limits;
  const at = (p: number, q: number, P: number, Q: number): ArimaOrders => ({
    ...start,
    p: Math.min(p, limits.p),
    q: Math.min(q, limits.q),
    P: Math.min(P, limits.P),
    Q: Math.min(Q, limits.Q),
    constant,
  });
  const forms = [at(start.p, start.q, start.P, start.Q), at(0, 0, 0, 0), at(1, 0, 1, 0), at(0, 1, 0, 1)];
  return constant ? [...forms, { ...at(0, 0, 0, 0), constant: false }] : forms;
}

function within({ p, q, P, Q }: ArimaOrders, limits: OrderLimits): boolean {
  return (
    p >= 0 && p <= limits.p && q >= 0 && q <= limits.q && P >= 0 && P <= limits.P && Q >= 0 && Q <= limits.Q
  );
}
