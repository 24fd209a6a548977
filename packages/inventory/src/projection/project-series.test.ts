import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { projectSeries, type SeriesInput } from './project-series.ts';
import { summariseStock } from './stock-summary.ts';
import { mulberry32 } from './testing/drawn-demand.ts';
import { manySeries } from './testing/many-series.ts';
import { summaryDigest } from './testing/summary-digest.ts';

const COUNT = 60;
const options = { seed: 'run 4', paths: 40, method: 'sampled' } as const;

/** The digest of each series, in the order of their keys. */
function byKey(digests: [key: string, digest: string][]): string[] {
  return digests.map(([key, digest]) => `${key} ${digest}`).sort();
}

function onThread(positions: number[]): Promise<[key: string, digest: string][]> {
  return new Promise((resolve, reject) => {
    const url = new URL('./testing/series-worker.ts', import.meta.url);
    const worker = new Worker(url, { workerData: { count: COUNT, positions } });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

describe('projectSeries', () => {
  it('gives the same bytes on one, two and four threads, in any order', async () => {
    const summaries = [...projectSeries(manySeries(COUNT), options)];
    const here = byKey(summaries.map((each) => [each.key, summaryDigest([each])]));
    expect(new Set(here).size).toBe(COUNT);
    const random = mulberry32(9);
    for (const threads of [1, 2, 4]) {
      const shuffled = Array.from({ length: COUNT }, (_, position) => ({ position, at: random() }))
        .sort((a, b) => a.at - b.at)
        .map(({ position }) => position);
      const shares = Array.from({ length: threads }, (_, thread) =>
        shuffled.filter((_, index) => index % threads === thread),
      );
      const there = byKey((await Promise.all(shares.map(onThread))).flat());
      expect(there).toEqual(here);
    }
  });

  it('gives a series what summariseStock gives with its seed and key', () => {
    const [{ key, ...input }] = manySeries(1) as [SeriesInput];
    const [first] = [...projectSeries([{ key, ...input }], options)];
    expect(first).toEqual({ key, summary: summariseStock({ ...input, ...options, seed: `run 4/${key}` }) });
  });

  it('gives two series with equal stock random numbers of their own', () => {
    const [one] = manySeries(1) as [SeriesInput];
    const [a, b] = [...projectSeries([one, { ...one, key: 'other' }], options)];
    expect(a!.summary.total.sold).not.toEqual(b!.summary.total.sold);
  });

  it('takes the next series only when it is asked for', () => {
    let taken = 0;
    function* counted() {
      for (const each of manySeries(3)) {
        taken++;
        yield each;
      }
    }
    const summaries = projectSeries(counted(), options);
    expect(taken).toBe(0);
    summaries.next();
    expect(taken).toBe(1);
  });

  it('uses the paths of a series that brings its own', () => {
    const [one] = manySeries(1) as [SeriesInput];
    const demand = { paths: 3, days: 14, units: new Int32Array(42).fill(1) };
    const [own] = [...projectSeries([{ ...one, demand }], options)];
    expect(own!.summary.paths).toBe(3);
  });

  it('names the series that is wrong', () => {
    const [one] = manySeries(1) as [SeriesInput];
    const wrong = { ...one, key: 'S1/oats', freshestFirstShare: 2 };
    expect(() => [...projectSeries([wrong], options)]).toThrow(
      'series S1/oats: freshestFirstShare is 2; it must be 0 to 1',
    );
    expect([...projectSeries([{ ...wrong, freshestFirstShare: 1 }], options)]).toHaveLength(1);
  });
});
