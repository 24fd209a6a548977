import { meanOf, medianOf } from './averages.ts';

/** How a series is brought to a common scale, and back. */
export interface Scaling {
  /** what is taken off */
  centre: number;
  /** what the rest is divided by, greater than 0 */
  scale: number;
  apply(values: ArrayLike<number>): Float64Array;
  invert(values: ArrayLike<number>): Float64Array;
}

export type ScalingMethod =
  /** mean 0, standard deviation 1 (of the known values, divided by their number) */
  | 'standard'
  /** median 0, median absolute deviation 1 times 1.4826, which is the standard deviation of normal values */
  | 'robust'
  /** mean absolute value 1, zero stays zero: for demand, and for models of many series */
  | 'mean';

const NORMAL_CONSISTENCY = 1.4826;

/**
 * Learns the scale of a series from its past alone, to be applied to the future: a scale learned from both would
 * tell the past what comes. Values not known are left out and stay NaN; a constant series is divided by 1.
 *
 * @param past values up to the moment of the forecast
 * @example scalingOf([2, 4, NaN], 'mean').apply([3, 6]) // [1, 2]
 */
export function scalingOf(past: ArrayLike<number>, method: ScalingMethod): Scaling {
  const known = Float64Array.from(past).filter((value) => Number.isFinite(value));
  const { centre, scale } = known.length === 0 ? { centre: 0, scale: 1 } : learned(known, method);
  return {
    centre,
    scale,
    apply: (values) => Float64Array.from(values, (value) => (value - centre) / scale),
    invert: (values) => Float64Array.from(values, (value) => value * scale + centre),
  };
}

function learned(known: Float64Array, method: ScalingMethod): { centre: number; scale: number } {
  switch (method) {
    case 'standard': {
      const centre = meanOf(known);
      return {
        centre,
        scale: usable(Math.sqrt(meanOf(known.map((value) => (value - centre) ** 2))), known),
      };
    }
    case 'robust': {
      const centre = medianOf(known);
      const deviation = medianOf(known.map((value) => Math.abs(value - centre)));
      return { centre, scale: usable(NORMAL_CONSISTENCY * deviation, known) };
    }
    case 'mean':
      return { centre: 0, scale: usable(meanOf(known.map(Math.abs)), known) };
    default:
      throw new RangeError(`method is '${String(method)}'; it must be 'standard', 'robust' or 'mean'`);
  }
}

/** A spread that rounding alone explains is none. */
function usable(scale: number, known: Float64Array): number {
  let largest = 0;
  for (const value of known) largest = Math.max(largest, Math.abs(value));
  return scale > 1e-14 * largest ? scale : 1;
}
