import { type Job, type JobResult, type JobSource, jobRunner } from './job.ts';
import { runOnThreads } from './thread-pool.ts';

/** Runs all jobs on so many threads; rows come back in the order of the jobs. One core runs them here. */
export async function runJobs(
  jobs: Job[],
  { cores, source }: { cores: number; source: JobSource },
): Promise<JobResult> {
  if (cores === 1) return joined(jobs.map(jobRunner(source)));
  const results = await runOnThreads<Job, JobResult>({
    script: new URL('./worker.ts', import.meta.url),
    workerData: source,
    jobs,
    threads: cores,
  });
  return joined(results);
}

function joined(results: JobResult[]): JobResult {
  return {
    rows: results.flatMap(({ rows }) => rows),
    failures: results.flatMap(({ failures }) => failures),
  };
}
