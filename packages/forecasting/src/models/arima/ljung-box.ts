import { regularisedGammaQ, requireWhole } from '@granary/statistics';

/** The outcome of a test whether residuals are white noise. */
export interface WhitenessTest {
  /** [Q] n (n + 2) times the sum of squared autocorrelations, each over n minus its lag */
  statistic: number;
  degreesOfFreedom: number;
  /** probability of a statistic at least as large if they are; small values speak against it */
  pValue: number;
}

/**
 * The test of Ljung and Box whether residuals are uncorrelated over some lags.
 *
 * @param residuals NaN is skipped
 * @param options.lags       [h] lags tested, at least 1; the usual choice is min(10, n / 5), or two seasons
 * @param options.parameters ARMA coefficients that were estimated from the same values, fewer than lags
 * @see Ljung, Box (1978), On a measure of lack of fit in time series models, Biometrika 65
 * @throws RangeError if lags or parameters are not whole numbers in their range
 */
export function ljungBox(
  residuals: ArrayLike<number>,
  { lags, parameters = 0 }: { lags: number; parameters?: number },
): WhitenessTest {
  requireWhole('lags', lags, 1);
  requireWhole('parameters', parameters, 0);
  if (parameters >= lags) throw new RangeError(`parameters is ${parameters}; it must be below lags, ${lags}`);
  const known = Array.from(residuals).filter((value) => Number.isFinite(value));
  const { length } = known;
  const mean = known.reduce((sum, value) => sum + value, 0) / length;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  let statistic = 0;
  for (let lag = 1; lag <= Math.min(lags, length - 1); lag++) {
    let products = 0;
    for (let index = lag; index < length; index++)
      products += (known[index]! - mean) * (known[index - lag]! - mean);
    const correlation = squares > 0 ? products / squares : 0;
    statistic += (correlation * correlation) / (length - lag);
  }
  statistic *= length * (length + 2);
  const degreesOfFreedom = lags - parameters;
  return { statistic, degreesOfFreedom, pValue: regularisedGammaQ(degreesOfFreedom / 2, statistic / 2) };
}
