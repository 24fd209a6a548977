import { z } from 'zod';
import type { NightlyStep } from './platform/capability.ts';
import type { RunDefinition } from './platform/jobs/runs.ts';

/** What the nightly run reports under each step's name: `forecast.series`, `risk.batches`, … */
type Counts = Record<string, number>;

/**
 * The nightly run: the steps of all capabilities, one after another, in the
 * order in which the capabilities are created. Each step may run twice
 * without harm.
 */
export function nightlyRun(steps: NightlyStep[]): RunDefinition {
  const wholeWeight = steps.reduce((sum, step) => sum + step.weight, 0);
  return {
    kind: 'nightly',
    input: z.object({}),
    async perform({ orgId, runId, log, signal, progress }) {
      const counts: Counts = {};
      let doneWeight = 0;
      for (const step of steps) {
        signal.throwIfAborted();
        const report = (share: number, message?: string) =>
          progress((100 * (doneWeight + step.weight * share)) / wholeWeight, step.name, message);
        await report(0);
        const startedAt = performance.now();
        const stepCounts = await step.perform({ orgId, runId, log, signal, progress: report });
        for (const [name, count] of Object.entries(stepCounts)) counts[`${step.name}.${name}`] = count;
        counts[`${step.name}.ms`] = Math.round(performance.now() - startedAt);
        doneWeight += step.weight;
      }
      return counts;
    },
  };
}
