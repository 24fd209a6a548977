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
 * Relative errors, an added trend and a season that is a factor. With [q] = level + phi slope, forecast = q season
 * and relative error [r]: level = q (1 + alpha r), slope = phi slope + beta q r, season = season (1 + gamma r).
 * O(n) each way.
 *
 * @see Hyndman, Koehler, Ord, Snyder (2008), table 2.3, (M,A,M) and its neighbours
 */
export const factorRecursion: Recursion = { forward, backward };

function forward(run: SmoothingRun, parameters: Float64Array): number {
  const { values, errors, levels, slopes, seasons, ring, period, forecasts } = run;
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
    const forecast = moved * season;
    // A negative level beside a negative season would pass for a forecast.
    if (!(moved > SMALLEST_FORECAST && forecast > SMALLEST_FORECAST)) return Number.POSITIVE_INFINITY;
    let ratio = values[time]! / forecast - 1;
    if (!Number.isNaN(ratio)) {
      squares += ratio * ratio;
      product *= forecast;
      if (product > 1e100 || product < 1e-100) {
        logs += Math.log(product);
        product = 1;
      }
    } else {
      ratio = 0;
    }
    forecasts[time] = forecast;
    errors[time] = ratio;
    levels[time] = moved;
    slopes[time] = slope;
    seasons[time] = season;
    level = moved + alpha * moved * ratio;
    slope = phi * slope + beta * moved * ratio;
    ring[place] = season + gamma * season * ratio;
    if (++place === period) place = 0;
  }
  run.level = level;
  run.slope = slope;
  return concentratedDeviance(run, squares, logs + Math.log(product));
}

/** The adjoint of `forward`. */
function backward(run: SmoothingRun, parameters: Float64Array, gradient: Float64Array): void {
  const { values, errors, levels, slopes, seasons, period } = run;
  const alpha = parameters[ALPHA]!;
  const beta = parameters[BETA]!;
  const gamma = parameters[GAMMA]!;
  const phi = parameters[PHI]!;
  const weight = (2 * run.observedCount) / run.squares;
  for (let place = 0; place < period; place++) gradient[SEASON + place] = 0;
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
    const moved = levels[time]!;
    const slope = slopes[time]!;
    let byMoved = byLevel;
    if (!Number.isNaN(value)) {
      const ratio = errors[time]!;
      const season = seasons[time]!;
      const bySeason = gradient[SEASON + place]!;
      const pull = alpha * byLevel + beta * bySlope;
      const byRatio = pull * moved + gamma * bySeason * season + weight * ratio;
      const byLogForecast = 2 - byRatio * (1 + ratio);
      const gain = moved * ratio;
      byAlpha += byLevel * gain;
      byBeta += bySlope * gain;
      byGamma += bySeason * season * ratio;
      byMoved += pull * ratio + byLogForecast / moved;
      gradient[SEASON + place] = bySeason * (1 + gamma * ratio) + byLogForecast / season;
    }
    bySlope += byMoved;
    byPhi += bySlope * slope;
    bySlope *= phi;
    byLevel = byMoved;
  }
  gradient[ALPHA] = byAlpha;
  gradient[BETA] = byBeta;
  gradient[GAMMA] = byGamma;
  gradient[PHI] = byPhi;
  gradient[LEVEL] = byLevel;
  gradient[SLOPE] = bySlope;
}
