import { estimatedLinearForecast } from '../../forecasts/estimated-linear-forecast.ts';
import { classicalDecomposition } from '../../series/classical-decomposition.ts';
import type { ModelInput } from '../../series/model-input.ts';
import { seasonalAtTheta } from '../../series/seasonality-test.ts';
import { defineModel } from '../define-model.ts';
import { naive } from '../simple/naive.ts';
import { staticLines } from './theta-lines.ts';
import { leastSquaresTheta } from './theta-search.ts';

/**
 * The theta method as R's thetaf computes it: simple exponential smoothing with half the slope of the least-squares
 * line as drift, on a series adjusted by classical multiplicative decomposition where the autocorrelation at the
 * longest season stands out at 90 %. Its intervals are R's too: sigma² (1 + (h − 1) alpha²), around the mean with its
 * season, which makes them too narrow in high season. Prefer the dynamic optimised theta model where R need not be
 * matched.
 *
 * @see Assimakopoulos, Nikolopoulos (2000), The theta model, International Journal of Forecasting 16; Hyndman,
 *   Billah (2003), Unmasking the Theta method, International Journal of Forecasting 19, section 3
 */
export const theta = defineModel({
  name: 'theta',
  fallback: naive,
  fit(input) {
    if (input.observedCount < 3) return { unfit: `needs 3 values and found ${input.observedCount}` };
    const factors = seasonalFactors(input);
    const { alpha, level, slope, sigma, fittedValues } = smoothedWithDrift(input, factors);
    const n = input.values.length;
    return {
      form: factors === undefined ? 'no season' : `multiplicative season of ${factors.length}`,
      parameters: { alpha, level, drift: slope, sigma, ...(factors ? { season: [...factors] } : {}) },
      fittedValues,
      forecast(horizon) {
        const mean = new Float64Array(horizon);
        const weights = new Float64Array(horizon).fill(alpha);
        weights[0] = 1;
        const start = (1 - (1 - alpha) ** n) / alpha;
        for (let step = 0; step < horizon; step++) {
          mean[step] = level + slope * (step + start);
          if (factors) mean[step]! *= factors[(n + step) % factors.length]!;
        }
        // R takes sigma for known.
        return estimatedLinearForecast({ mean, weights, sigma, degreesOfFreedom: Number.POSITIVE_INFINITY });
      },
    };
  },
});

function seasonalFactors({ values, seasonalPeriod }: ModelInput): Float64Array | undefined {
  if (!seasonalAtTheta(values, seasonalPeriod)) return undefined;
  return classicalDecomposition(values, { period: seasonalPeriod, kind: 'multiplicative' });
}

/** The bounds of R's ets. */
const ALPHA_RANGE = { smallestAlpha: 1e-4, largestAlpha: 0.9999 };

interface SmoothedWithDrift {
  alpha: number;
  /** after the last value */
  level: number;
  /** half that of the line */
  slope: number;
  sigma: number;
  fittedValues: Float64Array;
}

function smoothedWithDrift(
  { values, observedCount }: ModelInput,
  factors: Float64Array | undefined,
): SmoothedWithDrift {
  const n = values.length;
  const factor = (index: number): number => (factors === undefined ? 1 : factors[index % factors.length]!);
  const origin = values[0]! / factor(0);
  const adjusted = values.map((value, index) => value / factor(index) - origin);
  const lines = staticLines(values.map((value, index) => value / factor(index) - origin));
  const weights = new Float64Array(n).fill(1);
  const problem = { observed: adjusted, weights, lines, lineShare: 0, ...ALPHA_RANGE };
  const { alpha, initialLevel, squares } = leastSquaresTheta(problem);
  const slope = lines.slope[0]! / 2;
  const fittedValues = new Float64Array(n);
  let level = initialLevel;
  for (let index = 0; index < n; index++) {
    const drift = (slope * (1 - (1 - alpha) ** index)) / alpha;
    fittedValues[index] = (origin + level + drift) * factor(index);
    const value = adjusted[index]!;
    if (!Number.isNaN(value)) level += alpha * (value - level);
  }
  const sigma = Math.sqrt(squares / Math.max(1, observedCount - 2));
  return { alpha, level: origin + level, slope, sigma, fittedValues };
}
