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
 * Relative errors, a trend that is a factor per period [b], and a season that is a factor or absent (a season of one
 * period that stays 1). With growth = b^phi, forecast = level growth season and relative error [r]:
 * level = level growth (1 + alpha r), b = growth (1 + beta r), season = season (1 + gamma r). O(n) each way.
 *
 * @see Hyndman, Koehler, Ord, Snyder (2008), table 2.3, (M,M,N) to (M,Md,M)
 */
export const growthRecursion: Recursion = { forward, backward };

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
  let logs = 0;
  for (let time = 0; time < values.length; time++) {
    const season = ring[place]!;
    const growth = slope ** phi;
    const forecast = level * growth * season;
    if (!(slope > 0 && season > 0 && forecast > SMALLEST_FORECAST)) return Number.POSITIVE_INFINITY;
    let ratio = values[time]! / forecast - 1;
    if (!Number.isNaN(ratio)) {
      squares += ratio * ratio;
      logs += Math.log(forecast);
    } else {
      ratio = 0;
    }
    forecasts[time] = forecast;
    errors[time] = ratio;
    levels[time] = level;
    slopes[time] = slope;
    seasons[time] = season;
    level = level * growth * (1 + alpha * ratio);
    slope = growth * (1 + beta * ratio);
    ring[place] = season * (1 + gamma * ratio);
    if (++place === period) place = 0;
  }
  run.level = level;
  run.slope = slope;
  return concentratedDeviance(run, squares, logs);
}

/** The adjoint of `forward`. */
function backward(run: SmoothingRun, parameters: Float64Array, gradient: Float64Array): void {
  const { values, errors, levels, slopes, seasons, period } = run;
  const alpha = parameters[ALPHA]!;
  const beta = parameters[BETA]!;
  const gamma = parameters[GAMMA]!;
  const phi = parameters[PHI]!;
  const weight = (2 * run.observedCount) / run.squares;
  gradient.fill(0);
  let place = values.length % period;
  let byLevel = 0;
  let bySlope = 0;
  for (let time = values.length - 1; time >= 0; time--) {
    if (--place < 0) place = period - 1;
    const value = values[time]!;
    const ratio = errors[time]!;
    const level = levels[time]!;
    const slope = slopes[time]!;
    const season = seasons[time]!;
    const growth = slope ** phi;
    const moved = level * growth;
    const bySeason = gradient[SEASON + place]!;
    let byLogForecast = 0;
    if (!Number.isNaN(value)) {
      gradient[ALPHA]! += byLevel * moved * ratio;
      gradient[BETA]! += bySlope * growth * ratio;
      gradient[GAMMA]! += bySeason * season * ratio;
      const byRatio =
        alpha * byLevel * moved + beta * bySlope * growth + gamma * bySeason * season + weight * ratio;
      byLogForecast = 2 - byRatio * (1 + ratio);
    }
    const byMoved = byLevel * (1 + alpha * ratio) + byLogForecast / moved;
    const byGrowth = bySlope * (1 + beta * ratio) + byMoved * level;
    gradient[SEASON + place] = bySeason * (1 + gamma * ratio) + byLogForecast / season;
    gradient[PHI]! += byGrowth * growth * Math.log(slope);
    bySlope = (byGrowth * phi * growth) / slope;
    byLevel = byMoved * growth;
  }
  gradient[LEVEL] = byLevel;
  gradient[SLOPE] = bySlope;
}
