/** Orders of a seasonal ARMA process; the lengths of its four polynomials. */
export interface ArmaOrders {
  /** [p] autoregressive terms */
  p: number;
  /** [q] moving average terms */
  q: number;
  /** [P] seasonal autoregressive terms */
  P: number;
  /** [Q] seasonal moving average terms */
  Q: number;
  /** [m] periods per season, 1 if there is none */
  period: number;
}

/** Which values are differenced how often, before the rest is a stationary process. */
export interface Differences {
  /** [d] */
  d: number;
  /** [D] */
  D: number;
  /** [m] */
  period: number;
}

/** An ARIMA model up to its estimated numbers. */
export interface ArimaOrders extends ArmaOrders, Differences {
  /** whether it has a mean (no differences) or a drift (one difference) */
  constant: boolean;
}

/** The form in the words of R: '(1,1,1)(0,1,1)[12]+drift'. */
export function formOf({ p, d, q, P, D, Q, period, constant }: ArimaOrders): string {
  const season = `(${P},${D},${Q})[${period}]`;
  return `(${p},${d},${q})${season}${constant ? (d + D === 0 ? '+mean' : '+drift') : ''}`;
}

/** [p + m P] how far back the process reads its own values */
export function autoregressiveReach({ p, P, period }: ArmaOrders): number {
  return p + P * period;
}

/** [q + m Q] how far back it reads its errors */
export function movingAverageReach({ q, Q, period }: ArmaOrders): number {
  return q + Q * period;
}

/** [d + m D] values that differencing uses up */
export function differencedAway({ d, D, period }: Differences): number {
  return d + D * period;
}

/** The orders as one number, to remember which were tried. */
export function orderKey({ p, q, P, Q, constant }: ArimaOrders): number {
  return (((p * 16 + q) * 16 + P) * 16 + Q) * 2 + (constant ? 1 : 0);
}
