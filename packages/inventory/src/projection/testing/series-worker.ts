import { parentPort, workerData } from 'node:worker_threads';
import { projectSeries } from '../project-series.ts';
import { manySeries } from './many-series.ts';
import { summaryDigest } from './summary-digest.ts';

/** Projects the series whose positions it is given, in that order, as one of several threads. */
const { count, positions } = workerData as { count: number; positions: number[] };
const series = manySeries(count);
const chosen = positions.map((position) => series[position]!);
const digests: [key: string, digest: string][] = [];
for (const summary of projectSeries(chosen, { seed: 'run 4', paths: 40, method: 'sampled' })) {
  digests.push([summary.key, summaryDigest([summary])]);
}
parentPort!.postMessage(digests);
