import type { EtsForm } from './form.ts';
import { ALPHA, BETA, GAMMA, LEVEL, PHI, SEASON, SLOPE } from './recursion.ts';

/** The usual bounds of the smoothing parameters, which keep states averages of the past, as R has them. */
export const SMALLEST_WEIGHT = 1e-4;
export const LARGEST_WEIGHT = 0.9999;
export const SMALLEST_DAMPING = 0.8;
export const LARGEST_DAMPING = 0.98;

/**
 * What is estimated of a form, as coordinates in a box: alpha; beta as a share of the room below alpha; gamma as a
 * share of the room below 1 - alpha; phi; level; slope; all seasonal states but the last, which makes their sum 0
 * (or their mean 1).
 */
export interface ParameterSpace {
  readonly form: EtsForm;
  readonly period: number;
  /** number of coordinates */
  readonly size: number;
  /** coordinates before this one have bounds */
  readonly bounded: number;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** fills `parameters` (places as in recursion.ts) from coordinates */
  expand(coordinates: Float64Array, parameters: Float64Array): void;
  /** fills coordinates from parameters, moved into the box */
  reduce(parameters: Float64Array, coordinates: Float64Array): void;
  /** turns a gradient by parameters into one by coordinates */
  chain(coordinates: Float64Array, byParameters: Float64Array, byCoordinates: Float64Array): void;
}

export function parameterSpace(form: EtsForm, period: number): ParameterSpace {
  const seasonal = form.season !== 'N';
  const betaAt = form.trended ? 1 : -1;
  const gammaAt = seasonal ? 1 + Number(form.trended) : -1;
  const phiAt = form.damped ? 1 + Number(form.trended) + Number(seasonal) : -1;
  const levelAt = 1 + Number(form.trended) + Number(seasonal) + Number(form.damped);
  const slopeAt = form.trended ? levelAt + 1 : -1;
  const seasonAt = levelAt + 1 + Number(form.trended);
  const free = seasonal ? period - 1 : 0;
  const size = seasonAt + free;
  const lower = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  const upper = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  bound(lower, upper, ALPHA, SMALLEST_WEIGHT, LARGEST_WEIGHT);
  if (betaAt > 0) bound(lower, upper, betaAt, 0, 1);
  if (gammaAt > 0) bound(lower, upper, gammaAt, 0, 1);
  if (phiAt > 0) bound(lower, upper, phiAt, SMALLEST_DAMPING, LARGEST_DAMPING);
  const seasonTotal = form.season === 'M' ? period : 0;
  const neutralSlope = form.growth ? 1 : 0;
  return {
    form,
    period,
    size,
    bounded: levelAt,
    lower,
    upper,
    expand(coordinates, parameters) {
      const alpha = coordinates[0]!;
      parameters[ALPHA] = alpha;
      parameters[BETA] = betaAt > 0 ? SMALLEST_WEIGHT + (alpha - SMALLEST_WEIGHT) * coordinates[betaAt]! : 0;
      parameters[GAMMA] =
        gammaAt > 0 ? SMALLEST_WEIGHT + (LARGEST_WEIGHT - alpha) * coordinates[gammaAt]! : 0;
      parameters[PHI] = phiAt > 0 ? coordinates[phiAt]! : 1;
      parameters[LEVEL] = coordinates[levelAt]!;
      parameters[SLOPE] = slopeAt > 0 ? coordinates[slopeAt]! : neutralSlope;
      if (!seasonal) {
        parameters[SEASON] = form.growth ? 1 : 0;
        return;
      }
      let rest = seasonTotal;
      for (let index = 0; index < free; index++) {
        const state = coordinates[seasonAt + index]!;
        parameters[SEASON + index] = state;
        rest -= state;
      }
      parameters[SEASON + free] = rest;
    },
    reduce(parameters, coordinates) {
      const alpha = parameters[ALPHA]!;
      coordinates[0] = alpha;
      if (betaAt > 0) coordinates[betaAt] = share(parameters[BETA]!, alpha - SMALLEST_WEIGHT);
      if (gammaAt > 0) coordinates[gammaAt] = share(parameters[GAMMA]!, LARGEST_WEIGHT - alpha);
      if (phiAt > 0) coordinates[phiAt] = parameters[PHI]!;
      coordinates[levelAt] = parameters[LEVEL]!;
      if (slopeAt > 0) coordinates[slopeAt] = parameters[SLOPE]!;
      for (let index = 0; index < free; index++) coordinates[seasonAt + index] = parameters[SEASON + index]!;
      for (let index = 0; index < size; index++) {
        coordinates[index] = Math.min(Math.max(coordinates[index]!, lower[index]!), upper[index]!);
      }
    },
    chain(coordinates, byParameters, byCoordinates) {
      const alpha = coordinates[0]!;
      let byAlpha = byParameters[ALPHA]!;
      if (betaAt > 0) {
        byAlpha += coordinates[betaAt]! * byParameters[BETA]!;
        byCoordinates[betaAt] = (alpha - SMALLEST_WEIGHT) * byParameters[BETA]!;
      }
      if (gammaAt > 0) {
        byAlpha -= coordinates[gammaAt]! * byParameters[GAMMA]!;
        byCoordinates[gammaAt] = (LARGEST_WEIGHT - alpha) * byParameters[GAMMA]!;
      }
      byCoordinates[0] = byAlpha;
      if (phiAt > 0) byCoordinates[phiAt] = byParameters[PHI]!;
      byCoordinates[levelAt] = byParameters[LEVEL]!;
      if (slopeAt > 0) byCoordinates[slopeAt] = byParameters[SLOPE]!;
      const last = byParameters[SEASON + free]!;
      for (let index = 0; index < free; index++) {
        byCoordinates[seasonAt + index] = byParameters[SEASON + index]! - last;
      }
    },
  };
}

function bound(lower: Float64Array, upper: Float64Array, at: number, low: number, high: number): void {
  lower[at] = low;
  upper[at] = high;
}

/** Where a weight lies between the smallest one and the room above that. */
function share(weight: number, room: number): number {
  return room > 0 ? (weight - SMALLEST_WEIGHT) / room : 0;
}
