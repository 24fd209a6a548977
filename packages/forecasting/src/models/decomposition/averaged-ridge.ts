import { symmetricEigen } from '@granary/statistics';

/** Ridge regression averaged over its penalties. */
export interface AveragedRidge {
  coefficients: Float64Array;
  /** mean squared error, corrected for the parameters used */
  variance: number;
  /** effective number of parameters, averaged like the coefficients */
  parameters: number;
}

/** The sums of products that a regression needs. */
export interface Products {
  /** [X'X] row after row */
  gram: Float64Array;
  /** [X'y] */
  cross: Float64Array;
  /** [y'y] */
  target: number;
  /** how many independent samples they are worth, at least 2 */
  samples: number;
}

/** Penalties 10^-3 to 10^4 in half powers of ten, for columns of mean square 1. */
const PENALTIES = Float64Array.from({ length: 15 }, (_, index) => 10 ** (-3 + 0.5 * index));

/**
 * Ridge coefficients, each penalty weighted by what generalised cross-validation says of it: the criterion as a
 * likelihood, to the power of minus half the samples. With few samples the average hardly moves from zero; no
 * penalty has to be chosen. O(p³) for p columns.
 *
 * @see Golub, Heath, Wahba (1979), Generalized cross-validation as a method for choosing a good ridge parameter,
 *      Technometrics 21
 */
export function averagedRidge({ gram, cross, target, samples }: Products): AveragedRidge {
  const count = cross.length;
  const coefficients = new Float64Array(count);
  if (!(target > 0)) return { coefficients, variance: 0, parameters: 0 };
  const eigen = symmetricEigen({ rows: count, columns: count, values: gram });
  const { values } = eigen;
  const vectors = eigen.vectors.values;
  const turned = new Float64Array(count);
  for (let axis = 0; axis < count; axis++) {
    for (let row = 0; row < count; row++) turned[axis]! += vectors[row * count + axis]! * cross[row]!;
  }
  const criteria = new Float64Array(PENALTIES.length);
  const residuals = new Float64Array(PENALTIES.length);
  const freedoms = new Float64Array(PENALTIES.length);
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < PENALTIES.length; index++) {
    let residual = target;
    let freedom = 0;
    for (let axis = 0; axis < count; axis++) {
      const size = Math.max(0, values[axis]!);
      const coefficient = turned[axis]! / (size + PENALTIES[index]!);
      freedom += size / (size + PENALTIES[index]!);
      residual += coefficient * (coefficient * size - 2 * turned[axis]!);
    }
    residuals[index] = Math.max(residual, 1e-12 * target);
    freedoms[index] = freedom;
    criteria[index] = residuals[index]! / Math.max(0.5, samples - freedom) ** 2;
    least = Math.min(least, criteria[index]!);
  }
  let total = 0;
  let variance = 0;
  let parameters = 0;
  const scaled = new Float64Array(count);
  for (let index = 0; index < PENALTIES.length; index++) {
    const weight = (least / criteria[index]!) ** (0.5 * samples);
    total += weight;
    variance += (weight * residuals[index]!) / Math.max(0.5, samples - freedoms[index]!);
    parameters += weight * freedoms[index]!;
    for (let axis = 0; axis < count; axis++) {
      scaled[axis]! += (weight * turned[axis]!) / (Math.max(0, values[axis]!) + PENALTIES[index]!);
    }
  }
  for (let row = 0; row < count; row++) {
    for (let axis = 0; axis < count; axis++) {
      coefficients[row]! += (vectors[row * count + axis]! * scaled[axis]!) / total;
    }
  }
  return { coefficients, variance: variance / total, parameters: parameters / total };
}
