/** Expected size of a demand and periods from one to the next, each smoothed when a demand occurs. */
export interface DemandRate {
  /** [ẑ] */
  size: number;
  /** in periods, at least 1 [p̂] */
  interval: number;
  demands: number;
}

/**
 * Croston's smoothing: size and interval begin at those of the first demand (its interval counts from the
 * beginning of the history) and move by the share alpha of their error at every demand. Time: one pass.
 *
 * @param observed at least 0; NaN is unknown: the period is left out of size and interval alike
 * @param options.alpha      share of the error, above 0 and at most 1 [α]
 * @param options.correction by which size over interval is multiplied
 * @param fitted where the forecast of each period from those before it goes; NaN up to the first demand
 * @see Croston (1972), Forecasting and stock control for intermittent demands, section 3
 */
export function demandRate(
  observed: Float64Array,
  { alpha, correction }: { alpha: number; correction: number },
  fitted: Float64Array,
): DemandRate {
  let size = 0;
  let interval = 1;
  let demands = 0;
  let waited = 0;
  let rate = Number.NaN;
  for (let period = 0; period < observed.length; period++) {
    fitted[period] = rate;
    const demand = observed[period]!;
    if (Number.isNaN(demand)) continue;
    waited++;
    if (demand === 0) continue;
    if (demands === 0) {
      size = demand;
      interval = waited;
    } else {
      size += alpha * (demand - size);
      interval += alpha * (waited - interval);
    }
    demands++;
    waited = 0;
    rate = (correction * size) / interval;
  }
  return { size, interval, demands };
}
