import { type EvolvingSeason, evolvingSeason } from '../../series/evolving-season.ts';
import type { ModelInput } from '../../series/model-input.ts';

/** A series without its seasons, and what puts them back. */
export interface SeasonAdjustment {
  /** NaN where unknown */
  observed: Float64Array;
  /** the same with gaps filled */
  values: Float64Array;
  /** information in each value, above 0 and at most 1 */
  weights: Float64Array;
  seasons: readonly EvolvingSeason[];
  multiplicative: boolean;
  /** parameters the seasons took from the data, in effect */
  parameters: number;
  /** log density of the known values minus that of their adjusted, weighted errors: the likelihood's Jacobian */
  logJacobian: number;
}

/**
 * Takes the seasons off, the shortest first: as factors where no value is negative, as effects otherwise.
 *
 * The weight of a value is its factor where that is below 1: the variance of demand grows about with its mean
 * (Taylor's law), so a value divided by a small factor has an error divided by it too. Without the weights the
 * last months decide about the level of series that nearly vanish each year: with them OWA of the dynamic
 * optimised Theta fell from .997 to .874 on the pharmacy scripts (pbs), from .73 to .64 on M4 hourly, .822 to
 * .806 on tourism, and M3 monthly stayed.
 *
 * @see Taylor (1961), Aggregation, variance and the mean, Nature 189
 */
export function withoutSeasons({
  values,
  observed,
  seasonalPeriods,
  smallest,
}: ModelInput): SeasonAdjustment {
  const multiplicative = smallest >= 0;
  const kind = multiplicative ? 'multiplicative' : 'additive';
  const weights = new Float64Array(values.length).fill(1);
  let adjusted = values;
  let observedAdjusted = observed;
  let parameters = 0;
  const seasons: EvolvingSeason[] = [];
  for (const period of seasonalPeriods) {
    const season = evolvingSeason(adjusted, { period, kind });
    if (season === undefined) continue;
    seasons.push(season);
    parameters += season.parameters;
    adjusted = takenOff(adjusted, season);
    observedAdjusted = takenOff(observedAdjusted, season);
    if (multiplicative) {
      const { factors } = season;
      for (let index = 0; index < weights.length; index++) weights[index]! *= factors[index]!;
    }
  }
  let logJacobian = 0;
  for (let index = 0; index < weights.length; index++) {
    const factor = weights[index]!;
    weights[index] = weightOf(factor);
    if (factor !== 1 && !Number.isNaN(observed[index]!))
      logJacobian += 0.5 * Math.log(weights[index]!) - Math.log(factor);
  }
  return {
    observed: observedAdjusted,
    values: adjusted,
    weights,
    seasons,
    multiplicative,
    parameters,
    logJacobian,
  };
}

/** Of the product of the factors of a period. */
export function weightOf(factor: number): number {
  return factor < 1 ? factor : 1;
}

/** The product of the factors (sum of the effects) of each period ahead; the last season repeats. */
export function seasonsAhead({ seasons, multiplicative }: SeasonAdjustment, horizon: number): Float64Array {
  const ahead = new Float64Array(horizon).fill(multiplicative ? 1 : 0);
  for (const { factors, period } of seasons) {
    const first = factors.length - period;
    for (let step = 0; step < horizon; step++) {
      if (multiplicative) ahead[step]! *= factors[first + (step % period)]!;
      else ahead[step]! += factors[first + (step % period)]!;
    }
  }
  return ahead;
}

/** Puts the seasons of the history back on fitted values. */
export function putBack({ seasons, multiplicative }: SeasonAdjustment, fitted: Float64Array): Float64Array {
  for (const { factors } of seasons) {
    for (let index = 0; index < fitted.length; index++) {
      if (multiplicative) fitted[index]! *= factors[index]!;
      else fitted[index]! += factors[index]!;
    }
  }
  return fitted;
}

function takenOff(values: Float64Array, { factors, kind }: EvolvingSeason): Float64Array {
  const adjusted = new Float64Array(values.length);
  for (let index = 0; index < adjusted.length; index++) {
    adjusted[index] =
      kind === 'multiplicative' ? values[index]! / factors[index]! : values[index]! - factors[index]!;
  }
  return adjusted;
}
