import { brentMinimum } from '@granary/statistics';
import { demandRate } from './demand-rate.ts';

const SMALLEST_ALPHA = 0.01;
const LARGEST_ALPHA = 0.5;

/**
 * The alpha whose forecasts have the smallest mean squared rate error: the squared difference between the
 * forecast of each period and the mean demand up to it. Errors against single periods would reward forecasts near
 * zero, since most periods have no demand.
 *
 * @see Kourentzes (2014), On intermittent demand model optimisation and selection, section 3.2 (MSR)
 */
export function bestAlpha(observed: Float64Array, correctionAt: (alpha: number) => number): number {
  const fitted = new Float64Array(observed.length);
  const largest = observed.reduce((most, value) => (value > most ? value : most), 0);
  const scale = largest > 0 ? 1 / largest : 1;
  const squaredRateError = (alpha: number): number => {
    demandRate(observed, { alpha, correction: correctionAt(alpha) }, fitted);
    let known = 0;
    let total = 0;
    let squares = 0;
    for (let period = 0; period < observed.length; period++) {
      const demand = observed[period]!;
      if (Number.isNaN(demand)) continue;
      known++;
      total += demand * scale;
      const forecast = fitted[period]!;
      if (!Number.isNaN(forecast)) squares += (forecast * scale - total / known) ** 2;
    }
    return squares;
  };
  return brentMinimum(squaredRateError, { low: SMALLEST_ALPHA, high: LARGEST_ALPHA, tolerance: 1e-4 }).x;
}
