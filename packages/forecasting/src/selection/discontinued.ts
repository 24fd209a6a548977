import { pointForecast } from '../forecasts/point-forecast.ts';
import type { ModelFit } from '../models/define-model.ts';
import type { ModelInput } from '../series/model-input.ts';

/** A pause is the end if it is longer than a season, and than this many times the longest pause before. */
const LONGER_THAN_BEFORE = 2;
const SHORTEST_PAUSE = 8;

/**
 * Zero, for an item whose demand has ended: nothing since more than a season, and since twice as long as any pause
 * before. A model that follows the past would forecast small demand for ever. Undefined for all other series.
 */
export function discontinued(input: ModelInput): ModelFit | undefined {
  const { observed, seasonalPeriod, nonNegative, largest } = input;
  if (!nonNegative || largest === 0) return undefined;
  const { last, before } = pauses(observed);
  const usual = Math.max(SHORTEST_PAUSE, seasonalPeriod - 1, LONGER_THAN_BEFORE * before);
  if (last <= usual) return undefined;
  return {
    form: 'discontinued',
    parameters: { pause: last, longestPauseBefore: before },
    fittedValues: new Float64Array(observed.length).fill(Number.NaN),
    notes: [
      {
        code: 'model-chosen',
        message: `No demand for ${last} periods; the longest pause before was ${before}: taken as discontinued.`,
      },
    ],
    forecast: (horizon) => pointForecast(new Float64Array(horizon)),
  };
}

/** Known zeros since the last demand, and in the longest pause between two demands. */
function pauses(observed: Float64Array): { last: number; before: number } {
  let pause = 0;
  let before = 0;
  let started = false;
  for (const value of observed) {
    if (Number.isNaN(value)) continue;
    if (value === 0) pause++;
    else {
      if (started) before = Math.max(before, pause);
      started = true;
      pause = 0;
    }
  }
  return { last: started ? pause : 0, before };
}
