import type { ParameterSpace } from './parameter-space.ts';
import { SMALLEST_WEIGHT } from './parameter-space.ts';
import { ALPHA, BETA, GAMMA, PHI } from './recursion.ts';

/** The smoothing parameters of a form with trend and season. */
export interface SmoothingWeights {
  alpha: number;
  beta: number;
  gamma: number;
  phi: number;
}

export function smoothingWeights(parameters: Float64Array): SmoothingWeights {
  return {
    alpha: parameters[ALPHA]!,
    beta: parameters[BETA]!,
    gamma: parameters[GAMMA]!,
    phi: parameters[PHI]!,
  };
}

/**
 * Whether old values are forgotten: all roots of the characteristic equation lie inside the unit circle. The usual
 * bounds see to that, but for forms with trend and season: at m = 12 half of their box is unstable. O(m²).
 *
 * @see Hyndman, Koehler, Ord, Snyder (2008), section 10.2, equation 10.5; Jury's test of the roots
 */
export function isStable({ alpha, beta, gamma, phi }: SmoothingWeights, period: number): boolean {
  const degree = period + 1;
  const polynomial = new Float64Array(degree + 1);
  polynomial[0] = 1;
  polynomial[1] = alpha + beta - phi;
  for (let power = 2; power < period; power++) polynomial[power] = alpha + beta - alpha * phi;
  polynomial[period] = alpha + beta - alpha * phi + gamma - 1;
  polynomial[degree] = phi * (1 - alpha - gamma);
  const reduced = new Float64Array(degree + 1);
  for (let order = degree; order > 0; order--) {
    const last = polynomial[order]!;
    if (!(Math.abs(last) < 1)) return false;
    const shrink = 1 / (1 - last * last);
    for (let power = 0; power < order; power++) {
      reduced[power] = (polynomial[power]! - last * polynomial[order - power]!) * shrink;
    }
    polynomial.set(reduced.subarray(0, order));
  }
  return true;
}

const BISECTIONS = 32;

/** The largest beta, at most alpha, that is stable beside the other weights. */
export function largestStableBeta(weights: SmoothingWeights, period: number): number {
  if (isStable({ ...weights, beta: weights.alpha }, period)) return weights.alpha;
  let low = SMALLEST_WEIGHT;
  let high = weights.alpha;
  for (let step = 0; step < BISECTIONS; step++) {
    const beta = 0.5 * (low + high);
    if (isStable({ ...weights, beta }, period)) low = beta;
    else high = beta;
  }
  return low;
}

/** Step of the differences by which the edge of the stable region is followed. */
const DIFFERENCE = 1e-5;

/**
 * The same coordinates, where that of beta is a share of the room below the largest stable beta instead of alpha: a
 * search among them can follow the edge of the stable region, where a penalty would stop it.
 */
export function stableSpace(space: ParameterSpace, period: number): ParameterSpace {
  const parameters = new Float64Array(4 + period + 2);
  return {
    ...space,
    expand(coordinates, filled) {
      space.expand(coordinates, filled);
      const room = largestStableBeta(smoothingWeights(filled), period) - SMALLEST_WEIGHT;
      filled[BETA] = SMALLEST_WEIGHT + room * coordinates[1]!;
    },
    reduce(from, coordinates) {
      space.reduce(from, coordinates);
      const room = largestStableBeta(smoothingWeights(from), period) - SMALLEST_WEIGHT;
      coordinates[1] = room > 0 ? Math.min(1, Math.max(0, (from[BETA]! - SMALLEST_WEIGHT) / room)) : 0;
    },
    chain(coordinates, byParameters, byCoordinates) {
      const byBeta = byParameters[BETA]!;
      byParameters[BETA] = 0;
      space.chain(coordinates, byParameters, byCoordinates);
      byParameters[BETA] = byBeta;
      const edgeAt = (): number => {
        space.expand(coordinates, parameters);
        return largestStableBeta(smoothingWeights(parameters), period);
      };
      const edge = edgeAt();
      byCoordinates[1] = (edge - SMALLEST_WEIGHT) * byBeta;
      for (let index = 0; index < space.bounded; index++) {
        if (index === 1) continue;
        const kept = coordinates[index]!;
        const difference = kept + DIFFERENCE > space.upper[index]! ? -DIFFERENCE : DIFFERENCE;
        coordinates[index] = kept + difference;
        byCoordinates[index]! += (coordinates[1]! * byBeta * (edgeAt() - edge)) / difference;
        coordinates[index] = kept;
      }
    },
  };
}
