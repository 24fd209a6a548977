import { Worker } from 'node:worker_threads';
import type { ForecastRow } from './forecast-series.ts';
import { type Job, type JobSource, jobRunner } from './job.ts';

/** Runs all jobs on so many threads; rows come back in the order of the jobs. One core runs them here. */
export async function runJobs(
  jobs: Job[],
  { cores, source }: { cores: number; source: JobSource },
): Promise<ForecastRow[]> {
  if (cores === 1) return jobs.flatMap(jobRunner(source));
  const results: ForecastRow[][] = new Array(jobs.length);
  let next = 0;
  const oneWorker = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: source });
      let current = -1;
      const send = (): void => {
        if (next >= jobs.length) {
          void worker.terminate();
          resolve();
          return;
        }
        current = next++;
        worker.postMessage(jobs[current]);
      };
      worker.on('message', (rows: ForecastRow[]) => {
        results[current] = rows;
        send();
      });
      worker.on('error', reject);
      send();
    });
  await Promise.all(Array.from({ length: Math.min(cores, jobs.length) }, oneWorker));
  return results.flat();
}
