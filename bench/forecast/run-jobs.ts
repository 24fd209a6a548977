import type { ForecastRow } from './forecast-series.ts';
import { type Job, type JobSource, jobRunner } from './job.ts';
import { runOnThreads } from './thread-pool.ts';

/** Runs all jobs on so many threads; rows come back in the order of the jobs. One core runs them here. */
export async function runJobs(
  jobs: Job[],
  { cores, source }: { cores: number; source: JobSource },
): Promise<ForecastRow[]> {
  if (cores === 1) return jobs.flatMap(jobRunner(source));
  const rows = await runOnThreads<Job, ForecastRow[]>({
    script: new URL('./worker.ts', import.meta.url),
    workerData: source,
    jobs,
    threads: cores,
  });
  return rows.flat();
}
