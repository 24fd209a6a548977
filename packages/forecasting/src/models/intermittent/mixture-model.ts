import type { ModelParameters } from '../../model.ts';
import type { ModelInput } from '../../series/model-input.ts';
import type { ModelFit } from '../define-model.ts';
import { type CountMixture, countMixture, DISCOUNTS, type MixtureParts } from './count-mixture.ts';
import { meanOfSizes } from './demand-sizes.ts';
import { mixtureForecast } from './mixture-forecast.ts';
import { requireShare } from './smoothing-share.ts';

export interface DiscountOption {
  /**
   * weight of a period against the one after it, above 0 and at most 1; if left out, 1, 0.98, 0.95, 0.9 and 0.8 are
   * averaged by how well each foretold the history [δ]
   */
  discount?: number;
}

/** @throws RangeError if the discount is not above 0 and at most 1 */
export function discountsOf({ discount }: DiscountOption): MixtureParts['discounts'] {
  if (discount === undefined) return DISCOUNTS;
  requireShare('discount', discount);
  return [{ discount, prior: 1 }];
}

/**
 * What a model of counts states: its mixture and what follows from it. In the forecasts of the past the weights of
 * the mixture, and half a period's weight of the mean, are those of the whole history.
 */
export function mixtureFit(form: string, input: ModelInput, parts: MixtureParts): ModelFit {
  const mixture = countMixture(input, parts);
  const { lattice, levels, occurrences, season } = mixture;
  const fittedValues = new Float64Array(input.observed.length);
  for (const component of [...levels, ...occurrences]) addExpected(fittedValues, component, lattice.unit);
  return {
    form: season.period > 1 ? `${form}[${season.period}]` : form,
    parameters: { unit: lattice.unit, ...levelParameters(mixture), ...occurrenceParameters(mixture) },
    fittedValues,
    forecast: (horizon) => mixtureForecast(mixture, horizon),
  };
}

/** Averages over the negative binomial levels, in units of the series; none if there are no levels. */
function levelParameters({ levels, lattice, season }: CountMixture): ModelParameters {
  if (levels.length === 0) return {};
  let levelWeight = 0;
  let level = 0;
  let dispersion = 0;
  for (const component of levels) {
    levelWeight += component.weight;
    level += component.weight * component.levels.level * lattice.unit;
    dispersion += component.weight * component.dispersion;
  }
  return {
    levelWeight,
    level: level / levelWeight,
    dispersion: dispersion / levelWeight,
    seasonFactors: Array.from(season.factors),
  };
}

/** Averages over the occurrences: probability of a demand in a period, and its mean size. */
function occurrenceParameters({ occurrences, sizes, lattice }: CountMixture): ModelParameters {
  if (occurrences.length === 0) return {};
  let weights = 0;
  let probability = 0;
  let demandSize = 0;
  for (const { weight, way, occurrence } of occurrences) {
    weights += weight;
    probability += weight * occurrence.probability;
    demandSize += weight * meanOfSizes(sizes, way) * lattice.unit;
  }
  return { probability: probability / weights, demandSize: demandSize / weights };
}

/** Adds the share of a component in the forecasts of the past. */
function addExpected(
  fittedValues: Float64Array,
  { weight, levels }: CountMixture['levels'][number] | CountMixture['occurrences'][number],
  unit: number,
): void {
  const { expected } = levels;
  const start = fittedValues.length - expected.length;
  for (let period = 0; period < expected.length; period++) {
    fittedValues[start + period]! += weight * unit * expected[period]!;
  }
}
