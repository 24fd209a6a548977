import { roundUpToWhole } from '../whole-units.ts';
import type { OrderSizes } from './input.ts';

/** The smallest permitted quantity that covers a need. The maximum is left to the caller, who splits. */
export function sizeUp(sizes: OrderSizes, need: number): number {
  const atLeast = Math.max(need, sizes.minimum ?? 0);
  return sizes.multiple === undefined ? atLeast : roundUpToWhole(atLeast / sizes.multiple) * sizes.multiple;
}

/** The largest permitted quantity that is not above a limit; 0 when even the minimum is above it. */
export function sizeDown(sizes: OrderSizes, limit: number): number {
  const { minimum = 0, multiple, maximum = Number.POSITIVE_INFINITY } = sizes;
  const cap = Math.min(limit, maximum);
  const size = multiple === undefined ? cap : Math.floor(cap / multiple + 1e-9) * multiple;
  return size > 0 && size >= minimum - 1e-9 ? size : 0;
}
