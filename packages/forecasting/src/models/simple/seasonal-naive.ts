import { estimatedLinearForecast } from '../../forecasts/estimated-linear-forecast.ts';
import type { ModelInput } from '../../series/model-input.ts';
import type { DataNote } from '../../time-series.ts';
import { defineModel, type ModelFit } from '../define-model.ts';
import { type LastValues, lastValues } from './last-values.ts';

/**
 * Every value ahead is the last known one at its place in the longest season, two of which the history must
 * show; without a season, the last known value. The errors are those of a random walk from season to season with
 * normal steps: k seasons ahead the variance is k [sigma²]. Use it as the measure others must beat, and where
 * nothing but the season is known; it follows every accident of the last season.
 *
 * @see Hyndman, Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., sections 5.2 and 5.5
 */
export const seasonalNaive = defineModel({
  name: 'seasonal-naive',
  fit: (input) => repeatedSeason(input, input.seasonalPeriod),
});

/** The fit of a random walk over seasons of `period` values; 1 is the naive model. */
export function repeatedSeason(input: ModelInput, period: number): ModelFit {
  const walk = lastValues(input.observed, period);
  const sigma = Math.sqrt(walk.variance);
  return {
    form: period === 1 ? 'last value' : `last season of ${period}`,
    parameters: { sigma },
    fittedValues: walk.fittedValues,
    notes: notesOf(walk, input),
    forecast(horizon) {
      const mean = new Float64Array(horizon);
      const weights = new Float64Array(horizon);
      for (let step = 0; step < horizon; step++) {
        mean[step] = walk.last[step % period]!;
        weights[step] = step % period === 0 ? 1 : 0;
      }
      return estimatedLinearForecast({
        mean,
        weights,
        sigma,
        degreesOfFreedom: Math.max(1, walk.changes),
        parameterErrors: errorsOfOldPlaces(walk, horizon, sigma),
      });
    },
  };
}

/** A place last seen some seasons ago has moved since by a step for each of them. */
function errorsOfOldPlaces({ age }: LastValues, horizon: number, sigma: number): Float64Array[] {
  const errors: Float64Array[] = [];
  for (let place = 0; place < age.length && place < horizon; place++) {
    if (age[place] === 0) continue;
    const error = new Float64Array(horizon);
    const deviation = sigma * Math.sqrt(age[place]!);
    for (let step = place; step < horizon; step += age.length) error[step] = deviation;
    errors.push(error);
  }
  return errors;
}

function notesOf(walk: LastValues, { observedCount, smallest, largest }: ModelInput): DataNote[] {
  if (walk.changes === 0) {
    const message = `${observedCount} known value${observedCount === 1 ? '' : 's'} show no change: the spread of the forecast is unknown and stated as 0.`;
    return [{ code: 'too-short', message }];
  }
  if (smallest < largest) return [];
  return [{ code: 'constant', message: 'All known values are the same: the forecast has no spread.' }];
}
