import {
  ALPHA,
  BETA,
  concentratedDeviance,
  GAMMA,
  LEVEL,
  PHI,
  type Recursion,
  SEASON,
  SLOPE,
  SMALLEST_FORECAST,
  type SmoothingRun,
} from './recursion.ts';

/**
 * Forms whose trend and season are added. With [q] = level + phi slope, forecast = q + season, and error [e]:
 * level = q + alpha e, slope = phi slope + beta e, season = season + gamma e. Relative errors move the states in the
 * same way, as alpha forecast (e / forecast) is alpha e. O(n) each way.
 *
 * @see Hyndman, Koehler, Ord, Snyder (2008), tables 2.2 and 2.3
 */
export const additiveRecursion: Recursion = { forward, backward };

function forward(run: SmoothingRun, parameters: Float64Array): number {
  const { values, forecasts, errors, slopes, ring, period, relative } = run;
  const alpha = parameters[ALPHA]!;
  const beta = parameters[BETA]!;
  const gamma = parameters[GAMMA]!;
  const phi = parameters[PHI]!;
  let level = parameters[LEVEL]!;
  let slope = parameters[SLOPE]!;
  for (let place = 0; place < period; place++) ring[place] = parameters[SEASON + place]!;
  let place = 0;
  let squares = 0;
  let product = 1;
  let logs = 0;
  for (let time = 0; time < values.length; time++) {
    const moved = level + phi * slope;
    const season = ring[place]!;
    const forecast = moved + season;
    let error = values[time]! - forecast;
    if (!Number.isNaN(error)) {
      if (relative) {
        if (!(forecast > SMALLEST_FORECAST)) return Number.POSITIVE_INFINITY;
        const ratio = error / forecast;
        squares += ratio * ratio;
        product *= forecast;
        // One logarithm for many factors.
        if (product > 1e100 || product < 1e-100) {
          logs += Math.log(product);
          product = 1;
        }
      } else {
        squares += error * error;
      }
    } else {
      error = 0;
    }
    forecasts[time] = forecast;
    errors[time] = error;
    slopes[time] = slope;
    level = moved + alpha * error;
    slope = phi * slope + beta * error;
    ring[place] = season + gamma * error;
    if (++place === period) place = 0;
  }
  run.level = level;
  run.slope = slope;
  return concentratedDeviance(run, squares, logs + Math.log(product));
}

/** The adjoint of `forward`: derivatives by each state, carried from the last period to the first. */
function backward(run: SmoothingRun, parameters: Float64Array, gradient: Float64Array): void {
  const { values, forecasts, errors, slopes, period, relative } = run;
  const byRing = run.seasons;
  const alpha = parameters[ALPHA]!;
  const beta = parameters[BETA]!;
  const gamma = parameters[GAMMA]!;
  const phi = parameters[PHI]!;
  const weight = (2 * run.observedCount) / run.squares;
  for (let place = 0; place < period; place++) byRing[place] = 0;
  let place = values.length % period;
  let byLevel = 0;
  let bySlope = 0;
  let byAlpha = 0;
  let byBeta = 0;
  let byGamma = 0;
  let byPhi = 0;
  for (let time = values.length - 1; time >= 0; time--) {
    if (--place < 0) place = period - 1;
    const value = values[time]!;
    const slope = slopes[time]!;
    const bySeason = byRing[place]!;
    let byForecast = 0;
    if (!Number.isNaN(value)) {
      const error = errors[time]!;
      if (relative) {
        const forecast = forecasts[time]!;
        const ratio = error / forecast;
        byForecast = (2 - weight * ratio * (1 + ratio)) / forecast;
      } else {
        byForecast = -weight * error;
      }
      byForecast -= alpha * byLevel + beta * bySlope + gamma * bySeason;
      byAlpha += byLevel * error;
      byBeta += bySlope * error;
      byGamma += bySeason * error;
    }
    byLevel += byForecast;
    bySlope += byLevel;
    byPhi += bySlope * slope;
    bySlope *= phi;
    byRing[place] = bySeason + byForecast;
  }
  gradient[ALPHA] = byAlpha;
  gradient[BETA] = byBeta;
  gradient[GAMMA] = byGamma;
  gradient[PHI] = byPhi;
  gradient[LEVEL] = byLevel;
  gradient[SLOPE] = bySlope;
  for (let index = 0; index < period; index++) gradient[SEASON + index] = byRing[index]!;
}
