import { firstOrigin, trustInPastErrors } from '../past-errors.ts';
import { emptyState, pass, startFilter, stateAhead } from './complex-filter.ts';
import type { ComplexFit } from './complex-search.ts';

/**
 * What to multiply the model's standard deviations by, per period ahead, so that they agree with the errors that
 * forecasts from every origin of the history made, at the estimated parameters. The history holds about n / h
 * independent errors h periods ahead: the fewer, the more the model's own variance counts. O(n × horizon).
 */
export function measuredWidening(fit: ComplexFit, modelled: Float64Array): Float64Array {
  const { problem, parameters } = fit;
  const { observed, form, period } = problem;
  const n = observed.length;
  const horizon = Math.min(modelled.length, n);
  const squares = new Float64Array(horizon);
  const counts = new Int32Array(horizon);
  const work = { state: emptyState(problem), errors: new Float64Array(n) };
  startFilter(problem, parameters, work);
  const first = firstOrigin(n);
  pass(problem, parameters, { ...work, first: 0, values: first, backward: false });
  for (let origin = first; origin < n; origin++) {
    const ahead = Math.min(horizon, n - origin);
    const mean = stateAhead({ form, period }, parameters, {
      state: work.state,
      next: origin,
      horizon: ahead,
    });
    for (let step = 0; step < ahead; step++) {
      const error = observed[origin + step]! - mean[step]!;
      if (Number.isNaN(error)) continue;
      squares[step]! += error * error;
      counts[step]!++;
    }
    pass(problem, parameters, { ...work, first: origin, values: 1, backward: false });
  }
  return modelled.map((deviation, step) => {
    const errors = counts[step] ?? 0;
    if (errors === 0 || !(deviation > 0)) return 1;
    const trust = trustInPastErrors({ errors, ahead: step + 1 });
    return Math.sqrt(1 - trust + (trust * squares[step]!) / errors / (deviation * deviation));
  });
}
