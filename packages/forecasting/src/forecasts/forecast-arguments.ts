import { normal, type RandomStream } from '@granary/statistics';
import type { PathOptions } from '../model.ts';

const LONGEST_HORIZON = 10_000;

/** @throws RangeError unless the horizon is a whole number from 1 to 10,000 */
export function checkHorizon(horizon: number): number {
  if (!(Number.isInteger(horizon) && horizon >= 1 && horizon <= LONGEST_HORIZON)) {
    throw new RangeError(`horizon is ${horizon}; it must be a whole number from 1 to ${LONGEST_HORIZON}`);
  }
  return horizon;
}

/** @throws RangeError unless the probability lies between 0 and 1, both excluded */
export function checkProbability(probability: number): void {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`probability is ${probability}; it must lie between 0 and 1, both excluded`);
  }
}

/** @throws RangeError unless the number of paths is a whole number, at least 1 */
export function checkPaths({ paths }: PathOptions): number {
  if (!(Number.isInteger(paths) && paths >= 1)) {
    throw new RangeError(`paths is ${paths}; it must be a whole number, at least 1`);
  }
  return paths;
}

/** One standard normal number by inversion: one draw each, so paths of any length share their beginning. */
export function standardNormal(random: RandomStream): number {
  return normal.standardQuantile((random.nextUint32() + 0.5) / 4294967296);
}
