import { Worker } from 'node:worker_threads';

/**
 * Sends jobs to threads, each the next one as it becomes free; results come back in the order of the jobs. The script
 * answers every message, a job, with one, its result; an error in it ends the run.
 */
export async function runOnThreads<Job, Result>(options: {
  script: URL;
  workerData: unknown;
  jobs: readonly Job[];
  threads: number;
}): Promise<Result[]> {
  const { script, workerData, jobs, threads } = options;
  const results: Result[] = new Array(jobs.length);
  let next = 0;
  const oneThread = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(script, { workerData });
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
      worker.on('message', (result: Result) => {
        results[current] = result;
        send();
      });
      worker.on('error', reject);
      send();
    });
  await Promise.all(Array.from({ length: Math.min(threads, jobs.length) }, oneThread));
  return results;
}
