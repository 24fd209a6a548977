import { pointForecast } from '../forecasts/point-forecast.ts';
import type { ModelFit } from '../models/define-model.ts';
import { demandClass } from '../series/demand-class.ts';
import type { ModelInput } from '../series/model-input.ts';

/** A pause is the end if it is longer than a season, than so many periods, and so many times the longest pause before. */
const REGULAR = { periods: 8, timesBefore: 2 };
const INTERMITTENT = { periods: 24, timesBefore: 8 };

/**
 * Zero, for an item whose demand has ended: nothing since more than a season, and since much longer than any pause
 * before. A model that follows the past would forecast small demand for ever. Undefined for all other series. An
 * item that was intermittent has to be silent for longer: models of counts know its pauses, and that one more
 * demand may come.
 */
export function discontinued(input: ModelInput): ModelFit | undefined {
  const { observed, seasonalPeriod, nonNegative, largest } = input;
  if (!nonNegative || largest === 0) return undefined;
  const { last, before } = pauses(observed);
  const { periods, timesBefore } = wasRegular(observed, last) ? REGULAR : INTERMITTENT;
  if (last <= Math.max(periods, seasonalPeriod - 1, timesBefore * before)) return undefined;
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

function wasRegular(observed: Float64Array, pause: number): boolean {
  let end = observed.length;
  for (let zeros = 0; zeros < pause && end > 0; end--) if (observed[end - 1] === 0) zeros++;
  const { name } = demandClass(observed.subarray(0, end));
  return name === 'smooth' || name === 'erratic';
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
