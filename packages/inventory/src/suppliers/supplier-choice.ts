import { requireNonNegative, requirePositive, requireProbability } from '@granary/statistics';

/** A supplier who could deliver, in the four respects that are weighed. */
export interface SupplierOption {
  supplierId: string;
  /** money per usable unit, such as the landed cost, greater than 0 */
  unitCost: number;
  /** days from order to receipt, at least 0 */
  leadTimeDays: number;
  /** 0 to 1, such as a hundredth of the supplier's score */
  reliability: number;
  /** 0 to 1, such as a hundredth of the score of `supplyRisk` */
  risk: number;
  /** units it can deliver, at least 0; without limit if left out */
  capacityUnits?: number;
}

export type ChoiceTermName = 'cost' | 'lead-time' | 'reliability' | 'risk';

/** Why an option has its score. The points of the terms add up to the score. */
export interface ChoiceTerm {
  name: ChoiceTermName;
  /** share of the score, the weights of the terms adding up to 1 */
  weight: number;
  /** 0 to 1, 1 being the best */
  value: number;
  /** 100 × weight × value */
  points: number;
}

export interface ChosenSupplier {
  supplierId: string;
  /** 1 is the best */
  rank: number;
  /** 0 to 100 */
  score: number;
  terms: ChoiceTerm[];
  /** units to order from it, 0 for those not needed */
  units: number;
  /** of all units to order, 0 to 1 */
  share: number;
}

export interface SupplierChoice {
  /** `short` where the suppliers together cannot deliver what is wanted within their limits */
  kind: 'covered' | 'short';
  /** units nobody can deliver, 0 if covered */
  missingUnits: number;
  /** by rank */
  suppliers: ChosenSupplier[];
}

const TERMS: ChoiceTermName[] = ['cost', 'lead-time', 'reliability', 'risk'];

/**
 * Ranks suppliers by weighted cost, lead time, reliability and risk, and splits an order over them: the best gets
 * what it can deliver and is allowed, the next the rest. Cost counts as the lowest over the own one, the lead time
 * likewise with a day added to both, reliability as it is and risk as 1 less itself, so that a bad offer more does
 * not change the order of the others. Units are split as they are: round them to packs and minimum orders after.
 *
 * Weights are a judgement, not a model. Where the costs of lateness are known, `rankSuppliers` compares in money.
 *
 * @param input.options   each supplier once, in any order; at equal scores by id
 * @param input.weights   what each term counts, at least 0 and not all 0
 * @param input.units     units wanted, greater than 0
 * @param input.mostShare of the units one supplier may have, greater than 0 and at most 1; 1 if left out. Below 1
 *   the order is split over two suppliers or more
 * @throws RangeError when there is no option, a supplier has two, or a value is out of range
 * @see Hwang, Yoon (1981), Multiple Attribute Decision Making (simple additive weighting)
 */
export function chooseSuppliers(input: {
  options: SupplierOption[];
  weights: Record<ChoiceTermName, number>;
  units: number;
  mostShare?: number;
}): SupplierChoice {
  const { options, units, mostShare = 1 } = input;
  const weights = checkedWeights(input.weights);
  requireOptions(options);
  requirePositive('units', units);
  if (!(mostShare > 0 && mostShare <= 1)) {
    throw new RangeError(`mostShare is ${mostShare}; it must be greater than 0 and at most 1`);
  }
  const lowest = Math.min(...options.map(({ unitCost }) => unitCost));
  const shortest = Math.min(...options.map(({ leadTimeDays }) => leadTimeDays));
  const ranked = options
    .map((option) => {
      const values: Record<ChoiceTermName, number> = {
        cost: lowest / option.unitCost,
        'lead-time': (1 + shortest) / (1 + option.leadTimeDays),
        reliability: option.reliability,
        risk: 1 - option.risk,
      };
      const terms = TERMS.map((name) => {
        const weight = weights[name];
        return { name, weight, value: values[name], points: 100 * weight * values[name] };
      });
      return { option, terms, score: terms.reduce((sum, { points }) => sum + points, 0) };
    })
    .sort((a, b) => b.score - a.score || (a.option.supplierId < b.option.supplierId ? -1 : 1));

  let missingUnits = units;
  const filled = ranked.map(({ option, terms, score }, index) => {
    const { supplierId, capacityUnits = Number.POSITIVE_INFINITY } = option;
    const given = Math.min(missingUnits, capacityUnits, mostShare * units);
    missingUnits -= given;
    return { supplierId, rank: index + 1, score, terms, units: given };
  });
  // Thirds and the like leave a rest in the last place.
  if (missingUnits < 1e-12 * units) missingUnits = 0;
  const ordered = filled.reduce((sum, each) => sum + each.units, 0);
  const suppliers = filled.map((each) => ({ ...each, share: ordered > 0 ? each.units / ordered : 0 }));
  return { kind: missingUnits > 0 ? 'short' : 'covered', missingUnits, suppliers };
}

function checkedWeights(weights: Record<ChoiceTermName, number>): Record<ChoiceTermName, number> {
  for (const name of TERMS) requireNonNegative(`weights.${name}`, weights[name]);
  const sum = TERMS.reduce((total, name) => total + weights[name], 0);
  if (sum === 0) throw new RangeError('weights are all 0; one of them must be greater than 0');
  return {
    cost: weights.cost / sum,
    'lead-time': weights['lead-time'] / sum,
    reliability: weights.reliability / sum,
    risk: weights.risk / sum,
  };
}

function requireOptions(options: SupplierOption[]): void {
  if (options.length === 0) throw new RangeError('options is empty; it must hold at least one supplier');
  if (new Set(options.map(({ supplierId }) => supplierId)).size !== options.length) {
    throw new RangeError('options names a supplier twice; each must be there once');
  }
  for (const [index, option] of options.entries()) {
    const place = `options[${index}]`;
    requirePositive(`${place}.unitCost`, option.unitCost);
    requireNonNegative(`${place}.leadTimeDays`, option.leadTimeDays);
    requireProbability(`${place}.reliability`, option.reliability);
    requireProbability(`${place}.risk`, option.risk);
    if (option.capacityUnits !== undefined)
      requireNonNegative(`${place}.capacityUnits`, option.capacityUnits);
  }
}
