import type { Tx } from './database/index.ts';

/**
 * Writes to the trail, in the transaction of the change. The platform knows no
 * capability, so the assembly gives it the one that keeps the trail.
 */
export type RecordChange = (
  tx: Tx,
  actor: { userId: string; name: string; correlationId: string },
  entries: { verb: string; entity: string; entityId: string; after?: object }[],
) => Promise<void>;
