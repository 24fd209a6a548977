import { type Database, withOrganization } from '../database/index.ts';
import type { Events } from '../events/events.ts';
import { updateProgress } from './run-queries.ts';

const atMostEveryMs = 150;

/**
 * Reports of a run, written at most a few times a second in transactions of
 * their own, so that they are seen while the run's own transaction is open.
 * A report also learns whether somebody asked the run to stop.
 */
export function createProgress(
  database: Database,
  events: Events,
  orgId: string,
  runId: string,
  controller: AbortController,
): { report(percent: number, step?: string, message?: string): Promise<void>; settle(): Promise<void> } {
  let lastWrittenAt = 0;
  let lastStep: string | undefined;
  let writing: Promise<void> = Promise.resolve();

  return {
    async report(percent, step, message) {
      controller.signal.throwIfAborted();
      const now = performance.now();
      if (now - lastWrittenAt < atMostEveryMs && step === lastStep) return;
      lastWrittenAt = now;
      lastStep = step;
      writing = writing.then(async () => {
        const { cancelAsked } = await withOrganization(database, orgId, (tx) =>
          updateProgress(tx, events, runId, { percent, step: step ?? null, message: message ?? null }),
        );
        if (cancelAsked) controller.abort(new Error('the run was cancelled'));
      });
      await writing;
      controller.signal.throwIfAborted();
    },
    settle: () => writing.catch(() => undefined),
  };
}
