import { createHash } from 'node:crypto';
import type { SeriesSummary } from '../project-series.ts';

/** SHA-256 of every bit of the summaries: the 64 bits of each number, texts and names, in their order. */
export function summaryDigest(summaries: SeriesSummary[]): string {
  const hash = createHash('sha256');
  JSON.stringify(summaries, (name: string, value: unknown) => {
    hash.update(`${name}:`);
    hash.update(typeof value === 'number' ? Float64Array.of(value) : String(value));
    return value;
  });
  return hash.digest('hex');
}
