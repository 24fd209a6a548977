import type { Unfit } from '../define-model.ts';

export const NOT_DEMAND: Unfit = { unfit: 'needs demand that is never negative' };

/** @throws RangeError unless the value lies above 0 and is at most 1 */
export function requireShare(name: string, value: number): void {
  if (!(value > 0 && value <= 1))
    throw new RangeError(`${name} is ${value}; it must lie above 0 and be at most 1`);
}
