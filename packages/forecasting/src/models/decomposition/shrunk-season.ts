import type { Loess } from './loess.ts';
import type { StlSmoothers } from './stl.ts';

/** How far a season that was found can be believed. */
export interface SeasonTrust {
  /** 0 to 1: what the season found is multiplied by */
  share: number;
  /** standard deviation of the error of a place of the season, after that */
  deviation: number;
  /** share of the noise of a value that the season took up */
  absorbed: number;
}

/**
 * How much of a season is more than noise. The places of the last season vary by their true variance and by that
 * of their estimation; the share of the true one is what a normal prior would leave of them (James, Stein 1961).
 * Two seasons of 52 weeks are nearly all noise, ten of twelve months nearly none: with this share instead of
 * the season as it was found the OWA went from .854 to .824 on orange juice, .882 to .850 on M3 monthly, .820 to
 * .803 on hospital; tourism, with seasons as plain as can be, from .812 to .814.
 *
 * @param season    as decomposed
 * @param remainder of the decomposition, in the same units
 * @see Miller, Williams (2003), Shrinkage estimators of time series seasonal factors and their effect on
 *      forecasting accuracy, International Journal of Forecasting 19, section 3
 */
export function seasonTrust(
  season: Float64Array,
  remainder: Float64Array,
  { period, longer, shorter }: StlSmoothers,
): SeasonTrust {
  const { length } = season;
  const smoother = length % period > 0 ? longer : shorter;
  const absorbed = ownWeight(smoother);
  let squares = 0;
  for (let index = 0; index < length; index++) squares += remainder[index]! * remainder[index]!;
  const noise = squares / (length * (1 - absorbed));
  let variance = 0;
  for (let index = length - period; index < length; index++) variance += season[index]! * season[index]!;
  variance /= period;
  const estimation = noise * squaredWeights(smoother);
  const share = variance > estimation ? 1 - estimation / variance : 0;
  return { share, deviation: Math.sqrt(share * estimation), absorbed: share * absorbed };
}

/** Average weight of a value in its own smoothed value. */
function ownWeight({ positions, neighbours, first, row, weights }: Loess): number {
  let sum = 0;
  for (let index = 1; index < positions - 1; index++) {
    sum += weights[row[index]! * neighbours + index - 1 - first[index]!]!;
  }
  return sum / (positions - 2);
}

/** Variance of the last smoothed value for values of variance 1. */
function squaredWeights({ positions, neighbours, row, weights }: Loess): number {
  const offset = row[positions - 2]! * neighbours;
  let sum = 0;
  for (let index = 0; index < neighbours; index++) sum += weights[offset + index]! ** 2;
  return sum;
}
