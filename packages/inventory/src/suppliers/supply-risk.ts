import { requireNonNegative, requireProbability } from '@granary/statistics';

/** A supplier of what is at risk. */
export interface SupplySource {
  supplierId: string;
  /** units or money bought from it, at least 0 */
  volume: number;
  /** 0 to 1, such as a hundredth of the supplier's score */
  reliability: number;
}

export type RiskDriverName = 'unreliability' | 'concentration';

/** What raises the risk. The points of the drivers add up to the score. */
export interface RiskDriver {
  name: RiskDriverName;
  /** share of the score, the weights adding up to 1 */
  weight: number;
  /** 0 to 1 */
  exposure: number;
  /** 100 × weight × exposure */
  points: number;
}

export interface SupplyRisk {
  /** 0 to 100 */
  score: number;
  /** the largest first; at equal points as named in `RiskDriverName` */
  drivers: RiskDriver[];
}

const DEFAULT_WEIGHTS: Record<RiskDriverName, number> = { unreliability: 0.6, concentration: 0.4 };

/**
 * Risk of the supply of an item, or of all that one supplier delivers, from how unreliable its sources are and how
 * much rests on few. Unreliability is 1 less the reliability, weighed by volume; concentration the sum of the
 * squared shares, 1 for a single source and 1/n for n equal ones. An index for ranking and for asking why, not a
 * probability.
 *
 * @param options.sources each supplier once; at least one with a volume
 * @param options.weights what each driver counts, at least 0 and not all 0; 0.6 and 0.4 if left out
 * @throws RangeError when no source has a volume, a supplier is named twice, or a value is out of range
 * @see spendConcentration for the index
 * @example supplyRisk({ sources: [{ supplierId: 'A', volume: 80, reliability: 0.9 }, { supplierId: 'B', volume: 20,
 *   reliability: 0.5 }] }) // score 38: concentration 27.2, unreliability 10.8
 */
export function supplyRisk(options: {
  sources: SupplySource[];
  weights?: Record<RiskDriverName, number>;
}): SupplyRisk {
  const { sources, weights = DEFAULT_WEIGHTS } = options;
  requireSources(sources);
  requireNonNegative('weights.unreliability', weights.unreliability);
  requireNonNegative('weights.concentration', weights.concentration);
  const weightSum = weights.unreliability + weights.concentration;
  if (weightSum === 0) throw new RangeError('weights are all 0; one of them must be greater than 0');
  const total = sources.reduce((sum, { volume }) => sum + volume, 0);
  if (total === 0) throw new RangeError('sources have no volume; one of them must be greater than 0');

  let unreliability = 0;
  let concentration = 0;
  for (const { volume, reliability } of sources) {
    const share = volume / total;
    unreliability += share * (1 - reliability);
    concentration += share * share;
  }
  const driver = (name: RiskDriverName, exposure: number): RiskDriver => {
    const weight = weights[name] / weightSum;
    return { name, weight, exposure, points: 100 * weight * exposure };
  };
  const drivers = [driver('unreliability', unreliability), driver('concentration', concentration)];
  return {
    score: drivers.reduce((sum, { points }) => sum + points, 0),
    drivers: drivers.sort((a, b) => b.points - a.points),
  };
}

function requireSources(sources: SupplySource[]): void {
  if (new Set(sources.map(({ supplierId }) => supplierId)).size !== sources.length) {
    throw new RangeError('sources names a supplier twice; each must be there once');
  }
  for (const [index, { volume, reliability }] of sources.entries()) {
    requireNonNegative(`sources[${index}].volume`, volume);
    requireProbability(`sources[${index}].reliability`, reliability);
  }
}
