import { requireNumber } from '../parameters.ts';
import type { MomentOrder } from '../special/gamma-partial-moments.ts';

/** The sums over counts that the distribution and loss functions of a count X at any real x are made of. */
export interface CountSums<Parameters> {
  /** Σ C(j, n) P(X = count + j) over j ≥ n: P(X ≥ count), E[(X − count)⁺], the second loss; `count` from 0 */
  above(order: MomentOrder, count: number, parameters: Parameters): number;
  /** Σ C(j + n − 1, n) P(X = count − j) over j ≥ 1: P(X < count), E[(count − X)⁺] …; `count` from 1 */
  below(order: MomentOrder, count: number, parameters: Parameters): number;
}

/** P(X ≤ x) */
export function countCdf<P>(x: number, sums: CountSums<P>, parameters: P): number {
  requireNumber('x', x);
  if (x < 0) return 0;
  return x === Number.POSITIVE_INFINITY ? 1 : sums.below(0, Math.floor(x) + 1, parameters);
}

/** P(X > x) */
export function countSurvival<P>(x: number, sums: CountSums<P>, parameters: P): number {
  requireNumber('x', x);
  if (x < 0) return 1;
  return x === Number.POSITIVE_INFINITY ? 0 : sums.above(0, Math.floor(x) + 1, parameters);
}

/** E[(X − x)⁺], linear between whole numbers and put together at the next one, where nothing is subtracted. */
export function countLoss<P>(x: number, sums: CountSums<P>, parameters: P): number {
  requireNumber('x', x);
  if (x === Number.POSITIVE_INFINITY) return 0;
  const next = Math.max(0, Math.ceil(x));
  const gap = next - x;
  const loss = sums.above(1, next, parameters);
  return gap === 0 ? loss : loss + gap * sums.above(0, next, parameters);
}

/** E[(x − X)⁺] */
export function countComplementaryLoss<P>(x: number, sums: CountSums<P>, parameters: P): number {
  requireNumber('x', x);
  if (x <= 0) return 0;
  if (x === Number.POSITIVE_INFINITY) return x;
  const last = Math.floor(x);
  const excess = x - last;
  const loss = last === 0 ? 0 : sums.below(1, last, parameters);
  return excess === 0 ? loss : loss + excess * sums.below(0, last + 1, parameters);
}

/** ½ E[(X − x)⁺ ((X − x)⁺ − 1)]; between whole numbers it is a little below 0 where the tail is thin. */
export function countSecondLoss<P>(x: number, sums: CountSums<P>, parameters: P): number {
  requireNumber('x', x);
  if (x === Number.POSITIVE_INFINITY) return 0;
  const next = Math.max(0, Math.ceil(x));
  const gap = next - x;
  const second = sums.above(2, next, parameters);
  if (gap === 0) return second;
  return second + gap * (sums.above(1, next, parameters) + 0.5 * (gap - 1) * sums.above(0, next, parameters));
}

/** ½ E[(x − X)⁺ ((x − X)⁺ + 1)] */
export function countComplementarySecondLoss<P>(x: number, sums: CountSums<P>, parameters: P): number {
  requireNumber('x', x);
  if (x <= 0) return 0;
  if (x === Number.POSITIVE_INFINITY) return x;
  const last = Math.floor(x);
  const excess = x - last;
  const second = last === 0 ? 0 : sums.below(2, last, parameters);
  if (excess === 0) return second;
  const loss = last === 0 ? 0 : sums.below(1, last, parameters);
  return second + excess * (loss + 0.5 * (1 + excess) * sums.below(0, last + 1, parameters));
}
