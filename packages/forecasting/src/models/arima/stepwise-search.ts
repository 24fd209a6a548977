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
 * Since such forms can bar the way, a second climb begins at (1, 1)(0, 1) and (1, 1)(1, 0).
 *
 * @param start p, q, P and Q of the first form; d, D and period of all
 * @param fit   fits one form
 * @see Hyndman, Khandakar (2008), Automatic time series forecasting: the forecast package for R, Journal of
 *      Statistical Software 27(3), section 3.2
 */
export function stepwiseSearch(
  start: Start,
  limits: OrderLimits,
  fit: (orders: ArimaOrders) => ArimaEstimate,
): Ranked {
  const tried = new Map<number, number>();
  const fitted: ArimaEstimate[] = [];
  const criterion = (orders: ArimaOrders): number => {
    const key = orderKey(orders);
    const known = tried.get(key);
    if (known !== undefined) return known;
    if (!within(orders, limits) || tried.size >= limits.forms) return Number.POSITIVE_INFINITY;
    const candidate = fit(orders);
    fitted.push(candidate);
    tried.set(key, criterionOf(candidate));
    return criterionOf(candidate);
  };
  climb(firstForms(start, limits), limits, criterion);
  climb(secondForms(start, limits), limits, criterion);
  return fitted.sort((a, b) => criterionOf(a) - criterionOf(b));
}

/** From the best of some forms step by step to one that no step improves. */
function climb(
  from: readonly ArimaOrders[],
  { constant }: OrderLimits,
  criterion: (orders: ArimaOrders) => number,
): void {
  let current = from[0]!;
  let least = Number.POSITIVE_INFINITY;
  const improves = (orders: ArimaOrders): boolean => {
    const value = criterion(orders);
    if (!(value < least)) return false;
    current = orders;
    least = value;
    return true;
  };
  for (const orders of from) improves(orders);
  // The climb goes on with a constant even if the best first form has none; its last step tries without.
  let withConstant = constant;
  let moved = true;
  while (moved) {
    const { p, q, P, Q } = current;
    const at = { ...current, constant: withConstant };
    moved = STEPS.some(([dp, dq, dP, dQ]) => improves({ ...at, p: p + dp, q: q + dq, P: P + dP, Q: Q + dQ }));
    if (moved || !constant || !improves({ ...at, constant: !withConstant })) continue;
    withConstant = !withConstant;
    moved = true;
  }
}

/** AICc, infinite for forms that are not to be used. */
export function criterionOf({ criteria, rootsClear }: ArimaEstimate): number {
  return rootsClear && Number.isFinite(criteria.aicc) ? criteria.aicc : Number.POSITIVE_INFINITY;
}

type Start = Omit<ArimaOrders, 'constant'>;

function firstForms(start: Start, limits: OrderLimits): ArimaOrders[] {
  const { p, q, P, Q } = start;
  const forms = [[p, q, P, Q] as const, [0, 0, 0, 0] as const, [1, 0, 1, 0] as const, [0, 1, 0, 1] as const];
  const first = forms.map((form) => limited(start, form, limits));
  return limits.constant ? [...first, { ...first[1]!, constant: false }] : first;
}

function secondForms(start: Start, limits: OrderLimits): ArimaOrders[] {
  return [limited(start, [1, 1, 0, 1], limits), limited(start, [1, 1, 1, 0], limits)];
}

function limited(
  start: Start,
  [p, q, P, Q]: readonly [number, number, number, number],
  limits: OrderLimits,
): ArimaOrders {
  const orders = { p: Math.min(p, limits.p), q: Math.min(q, limits.q) };
  return {
    ...start,
    ...orders,
    P: Math.min(P, limits.P),
    Q: Math.min(Q, limits.Q),
    constant: limits.constant,
  };
}

function within({ p, q, P, Q }: ArimaOrders, limits: OrderLimits): boolean {
  return (
    p >= 0 && p <= limits.p && q >= 0 && q <= limits.q && P >= 0 && P <= limits.P && Q >= 0 && Q <= limits.Q
  );
}
