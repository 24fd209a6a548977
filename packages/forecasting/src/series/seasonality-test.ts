/**
 * Whether the autocorrelation at the season stands out at 90 %, as R's thetaf asks: more than 1.645 standard errors
 * of Bartlett's formula over all lags up to the season but the season itself. Needs more than two seasons.
 *
 * @param period at least 1; 1 is never seasonal
 * @see Hyndman, Khandakar (2008), Automatic Time Series Forecasting: the forecast Package for R; `thetaf`
 */
export function seasonalAtTheta(values: Float64Array, period: number): boolean {
  if (period < 2 || values.length <= 2 * period) return false;
  return standsOut(values, period);
}

/**
 * Whether the autocorrelation at the season stands out at 90 %, as the M4 competition asked: more than 1.645
 * standard errors of Bartlett's formula over the shorter lags. Needs three seasons.
 *
 * @param period at least 1; 1 is never seasonal
 * @see Makridakis, Spiliotis, Assimakopoulos (2020), The M4 Competition, section 2; its published code
 */
export function seasonalAtM4(values: Float64Array, period: number): boolean {
  if (period < 2 || values.length < 3 * period) return false;
  return standsOut(values, period);
}

/** The normal quantile at 95 %, rounded as the competition rounded it. */
const CRITICAL = 1.645;

function standsOut(values: Float64Array, period: number): boolean {
  const n = values.length;
  const centred = centredValues(values);
  const variance = lagProduct(centred, 0);
  if (!(variance > 0)) return false;
  let squares = 0;
  for (let lag = 1; lag < period; lag++) {
    const correlation = lagProduct(centred, lag) / variance;
    squares += correlation * correlation;
  }
  const limit = CRITICAL * Math.sqrt((1 + 2 * squares) / n);
  return Math.abs(lagProduct(centred, period) / variance) > limit;
}

/** Minus the mean, divided by the largest size: products neither overflow nor vanish. Constant series are zeros. */
function centredValues(values: Float64Array): Float64Array {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index]!;
  const mean = sum / values.length;
  const centred = new Float64Array(values.length);
  let largest = 0;
  for (let index = 0; index < centred.length; index++) {
    centred[index] = values[index]! - mean;
    largest = Math.max(largest, Math.abs(centred[index]!));
  }
  if (largest <= 1e-13 * Math.abs(mean)) return centred.fill(0);
  for (let index = 0; index < centred.length; index++) centred[index]! /= largest;
  return centred;
}

function lagProduct(centred: Float64Array, lag: number): number {
  let sum = 0;
  for (let index = lag; index < centred.length; index++) sum += centred[index]! * centred[index - lag]!;
  return sum;
}
