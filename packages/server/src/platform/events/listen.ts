import pg from 'pg';
import type { Database } from '../database/index.ts';

const retryEveryMs = 1_000;

/**
 * LISTEN on a connection of its own. When it breaks it is opened again; what
 * was announced meanwhile is lost to this server, and the screens poll.
 */
export async function listen(
  database: Pick<Database, 'clientConfig'>,
  channel: string,
  onPayload: (payload: string) => void,
): Promise<{ close(): Promise<void> }> {
  let closed = false;
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const next = new pg.Client(database.clientConfig);
    next.on('notification', (message) => onPayload(message.payload ?? ''));
    next.on('error', () => undefined);
    next.on('end', () => {
      if (!closed) retry = setTimeout(() => void connect().catch(() => undefined), retryEveryMs);
    });
    await next.connect();
    await next.query(`listen ${next.escapeIdentifier(channel)}`);
    client = next;
  }

  await connect();
  return {
    async close() {
      closed = true;
      clearTimeout(retry);
      await client?.end();
    },
  };
}
