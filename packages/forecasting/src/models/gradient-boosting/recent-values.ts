/** A longer window is cut to so many values, which bounds the time per origin. */
const LONGEST_WINDOW = 400;

/** What the last values of a series look like. */
export interface WindowFigures {
  mean: number;
  deviation: number;
  low: number;
  middle: number;
  high: number;
  zeroShare: number;
}

/**
 * Mean, standard deviation, three quantiles and the share of zeros of the known values in `values[from..to)`; NaN
 * throughout if none is known.
 */
export function windowFigures(
  values: Float64Array,
  { from, to }: { from: number; to: number },
  scratch: Float64Array,
): WindowFigures {
  let known = 0;
  let sum = 0;
  let squares = 0;
  let zeros = 0;
  for (let index = Math.max(0, from, to - LONGEST_WINDOW); index < to; index++) {
    const value = values[index]!;
    if (Number.isNaN(value)) continue;
    scratch[known++] = value;
    sum += value;
    if (value === 0) zeros++;
  }
  if (known === 0) return NOTHING;
  const mean = sum / known;
  for (let index = 0; index < known; index++) squares += (scratch[index]! - mean) ** 2;
  const sorted = scratch.subarray(0, known).sort();
  const at = (probability: number): number => sorted[Math.round(probability * (known - 1))]!;
  return {
    mean,
    deviation: Math.sqrt(squares / known),
    low: at(0.1),
    middle: at(0.5),
    high: at(0.9),
    zeroShare: zeros / known,
  };
}

/** Room for the values of one window. */
export const windowScratch = (): Float64Array => new Float64Array(LONGEST_WINDOW);

const NOTHING: WindowFigures = {
  mean: Number.NaN,
  deviation: Number.NaN,
  low: Number.NaN,
  middle: Number.NaN,
  high: Number.NaN,
  zeroShare: Number.NaN,
};
