import { requireNonNegative, requireWhole } from '@granary/statistics';
import { requireList } from '../require-list.ts';

/**
 * Divides whole units by shares, exactly: every store gets its quota rounded down, and the units left go one
 * each to the largest remainders (Hamilton's method), of equal remainders to the first. The parts add up to
 * `units`, none is negative, and a larger share never gets less.
 *
 * Shares count relative to their sum, so weights such as cluster share × store strength serve as they are.
 * They say nothing of uncertainty: to spend a supply where it earns most use `allocateByMarginalValue`.
 *
 * @param units whole units, at least 0
 * @param shares weights, each finite and at least 0, not all 0
 * @param packSize whole units per pack, at least 1, default 1; `units` must be a multiple of it
 * @throws RangeError naming the parameter out of range
 * @see Balinski, Young (1982), Fair Representation (Hamilton's method)
 * @example
 * allocateByShares({ units: 10, shares: [0.5, 0.3, 0.2] }); // [5, 3, 2]
 * allocateByShares({ units: 100, shares: [1, 1, 1] }); // [34, 33, 33]
 */
export function allocateByShares(options: { units: number; shares: number[]; packSize?: number }): number[] {
  const { units, shares, packSize = 1 } = options;
  requireWhole('units', units, 0);
  requireWhole('packSize', packSize, 1);
  if (units % packSize !== 0) {
    throw new RangeError(`units is ${units}; it must be a multiple of packSize, ${packSize}`);
  }
  requireList('shares', shares);
  shares.forEach((share, index) => {
    requireNonNegative(`shares[${index}]`, share);
  });
  const total = sum(shares);
  if (!(total > 0 && total < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`the sum of shares is ${total}; it must be a finite number greater than 0`);
  }
  const packs = units / packSize;
  const quotas = shares.map((share) => packs * (share / total));
  const parts = quotas.map(Math.floor);
  const byRemainder = quotas
    .map((quota, index) => ({ index, remainder: quota - parts[index]!, share: shares[index]! }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.remainder - a.remainder || b.share - a.share || a.index - b.index);
  const left = packs - sum(parts);
  for (const { index } of byRemainder.slice(0, Math.max(0, left))) parts[index]!++;
  // From about 2^50 packs on quotas round by whole packs, so that the floors may miss the sum or pass it.
  parts[shares.indexOf(shares.reduce((a, b) => Math.max(a, b)))]! += packs - sum(parts);
  return parts.map((part) => part * packSize);
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
