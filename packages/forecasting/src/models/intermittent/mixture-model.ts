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

/** What a model of counts states: its mixture and what follows from it. */
export function mixtureFit(form: string, input: ModelInput, parts: MixtureParts): ModelFit {
  const mixture = countMixture(input, parts);
  const { lattice, levels, occurrences, sizes, season } = mixture;
  const fittedValues = new Float64Array(input.observed.length);
  const parameters = { unit: lattice.unit, level: 0, size: 0, probability: 0, demandSize: 0 };
  let dispersion = 0;
  let levelWeight = 0;
  for (const component of levels) {
    addExpected(fittedValues, component, lattice.unit);
    levelWeight += component.weight;
    dispersion += component.weight * component.dispersion;
    parameters.level += component.weight * component.levels.level * lattice.unit;
  }
  for (const component of occurrences) {
    addExpected(fittedValues, component, lattice.unit);
    const demandSize = meanOfSizes(sizes, component.way) * lattice.unit;
    parameters.probability += (component.weight * component.occurrence.probability) / (1 - levelWeight);
    parameters.demandSize += (component.weight * demandSize) / (1 - levelWeight);
    parameters.level += component.weight * component.occurrence.probability * demandSize;
  }
  parameters.size = levelWeight > 0 ? levelWeight / dispersion : Number.POSITIVE_INFINITY;
  return {
    form: season.period > 1 ? `${form}[${season.period}]` : form,
    parameters: { ...parameters, levelWeight, seasonFactors: Array.from(season.factors) },
    fittedValues,
    forecast: (horizon) => mixtureForecast(mixture, horizon),
  };
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
