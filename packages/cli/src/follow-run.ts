import { setTimeout as pause } from 'node:timers/promises';
import { type GranaryClient, type Run, unwrap } from '@granary/client';
import { CommandFailed } from './failure.ts';
import { bar, type Progress } from './progress.ts';

const lookEveryMs = 200;

/**
 * Starts the nightly run, or joins the one under way, and follows it to its end.
 *
 * @throws CommandFailed when it fails or is cancelled
 */
export async function runNightly(
  granary: GranaryClient,
  progress: Progress,
  signal?: AbortSignal,
): Promise<Run> {
  signal?.throwIfAborted();
  const run = await unwrap(granary.POST('/api/v1/runs', { body: { kind: 'nightly' } }));
  return followRun(granary, run, progress, signal);
}

async function followRun(
  granary: GranaryClient,
  started: Run,
  progress: Progress,
  signal?: AbortSignal,
): Promise<Run> {
  let run = started;
  while (run.finished_at === null) {
    progress.update(describeRun(run));
    await pause(lookEveryMs, undefined, { signal });
    run = await unwrap(granary.GET('/api/v1/runs/{run_id}', { params: { path: { run_id: run.run_id } } }));
  }
  progress.clear();
  if (run.state !== 'completed') {
    throw new CommandFailed(
      `The ${run.kind} run ${run.state}: ${run.error?.message ?? 'somebody stopped it'}`,
    );
  }
  return run;
}

function describeRun(run: Run): string {
  if (run.state === 'queued') return `${run.kind} run: waiting for a worker`;
  const message = run.message === null ? '' : `  ${run.message}`;
  return `${run.kind} run: ${run.step ?? 'starting'}  ${bar(run.progress_pct)}${message}`;
}

/** Seconds the run took. */
export function secondsOf(run: Run): number {
  if (run.started_at === null || run.finished_at === null) return 0;
  return (Date.parse(run.finished_at) - Date.parse(run.started_at)) / 1000;
}
