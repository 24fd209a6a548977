import { z } from 'zod';
import type { RunDefinition } from '../platform/jobs/runs.ts';
import { type IngestService, loadRunKind } from './service.ts';

const input = z.object({ upload_id: z.uuid() });

/** The load of one upload; delivered again after a crash, it starts from nothing. */
export function loadRun(service: IngestService): RunDefinition {
  return {
    kind: loadRunKind,
    input,
    perform: (context, given) => service.load(context, input.parse(given).upload_id),
  };
}
