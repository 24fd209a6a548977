import { EventEmitter } from 'node:events';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Database, Tx } from '../database/index.ts';
import { listen } from './listen.ts';

const channel = 'granary_events';

/**
 * What the screens are told. Small on purpose: ids and progress, never data a
 * listener may not read; the screen asks the API for the rest.
 */
export const eventShape = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('run.progress'),
    run: z.object({
      run_id: z.string(),
      kind: z.string(),
      state: z.string(),
      progress_pct: z.number(),
      step: z.string().nullable(),
      message: z.string().nullable(),
    }),
  }),
  z.object({ type: z.literal('actions.changed'), action_ids: z.array(z.number()) }),
  z.object({ type: z.literal('upload.changed'), upload_id: z.string() }),
  z.object({ type: z.literal('risk.changed'), snapshot_date: z.string() }),
  z.object({ type: z.literal('drift.changed'), data_until: z.string() }),
  z.object({ type: z.literal('notice.opened'), notice_id: z.string() }),
]);
export type GranaryEvent = z.output<typeof eventShape>;

export interface Events {
  /** Announced when the transaction commits, and only then; reaches every server on this database. */
  announce(tx: Tx, event: GranaryEvent): Promise<void>;
  subscribe(orgId: string, listener: (event: GranaryEvent) => void): () => void;
  /** Whether announcements arrive at the moment. */
  readonly isListening: boolean;
  close(): Promise<void>;
}

/** NOTIFY carries at most 8,000 bytes. */
const maxPayloadBytes = 7_500;

export async function createEvents(database: Database): Promise<Events> {
  const listeners = new EventEmitter();
  listeners.setMaxListeners(0);
  const envelope = z.object({ org_id: z.string(), event: eventShape });
  const subscription = await listen(database, channel, (payload) => {
    const read = envelope.safeParse(JSON.parse(payload));
    if (read.success) listeners.emit(read.data.org_id, read.data.event);
  });
  return {
    async announce(tx, event) {
      const whole = JSON.stringify({ org_id: tx.orgId, event });
      const payload =
        Buffer.byteLength(whole) <= maxPayloadBytes || event.type !== 'actions.changed'
          ? whole
          : JSON.stringify({ org_id: tx.orgId, event: { ...event, action_ids: [] } });
      await sql`select pg_notify(${channel}, ${payload})`.execute(tx);
    },
    subscribe(orgId, listener) {
      listeners.on(orgId, listener);
      return () => listeners.off(orgId, listener);
    },
    get isListening() {
      return subscription.isConnected;
    },
    close: () => subscription.close(),
  };
}
