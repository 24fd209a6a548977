import { type ModelInput, readSeries } from '../../series/model-input.ts';
import type { TimeSeries } from '../../time-series.ts';

/** One series of many that are learned from together. */
export interface PanelSeries extends TimeSeries {
  /** names it among the others */
  id: string;
  /** what it belongs to, for example { store: '12', category: 'juice' }; the same names in all series */
  groups?: Readonly<Record<string, string>>;
  /** numbers that describe it, for example { packUnits: 6 }; NaN or absent is unknown */
  attributes?: Readonly<Record<string, number>>;
}

/**
 * How values of a series are made comparable with those of others. 'log': difference of logarithms to a level, for
 * values above zero. 'linear': difference to a level. 'ratio': share of the mean, for demand that is often zero, so
 * that zero stays zero.
 */
export type Scaling = 'log' | 'linear' | 'ratio';

export interface PreparedSeries {
  series: PanelSeries;
  input: ModelInput;
  scaling: Scaling;
  /** observed values on the scale of levels: logarithms where the scaling is 'log'; NaN where unknown */
  levels: Float64Array;
}

/** Series with at least this share of zeros are scaled as intermittent demand. */
const ZERO_SHARE = 0.2;

export function prepareSeries(series: PanelSeries): PreparedSeries {
  const input = readSeries(series);
  const scaling = scalingOf(input);
  const levels = scaling === 'log' ? input.observed.map((value) => Math.log(value)) : input.observed;
  return { series, input, scaling, levels };
}

function scalingOf({ observed, observedCount, nonNegative, smallest }: ModelInput): Scaling {
  if (!nonNegative) return 'linear';
  if (smallest > 0) return 'log';
  let zeros = 0;
  for (const value of observed) if (value === 0) zeros++;
  return zeros >= ZERO_SHARE * observedCount ? 'ratio' : 'linear';
}
