import pg from 'pg';
import type { Database } from '../database/index.ts';

const firstPauseMs = 100;
const longestPauseMs = 2_000;
/** A connection that only listens would not notice that its other end has gone: it is asked now and then. */
const askEveryMs = 10_000;
const answerWithinMs = 5_000;

/**
 * LISTEN on a connection of its own. When it breaks it is opened again, with
 * growing pauses, for as long as it takes; what was announced meanwhile is lost
 * to this server, and the screens poll.
 */
export async function listen(
  database: Pick<Database, 'clientConfig'>,
  channel: string,
  onPayload: (payload: string) => void,
): Promise<{ readonly isConnected: boolean; close(): Promise<void> }> {
  let closed = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const next = new pg.Client({ ...database.clientConfig, query_timeout: answerWithinMs });
    next.on('notification', (message) => onPayload(message.payload ?? ''));
    next.on('error', () => undefined);
    try {
      await next.connect();
      await next.query(`listen ${next.escapeIdentifier(channel)}`);
    } catch (error) {
      end(next);
      throw error;
    }
    if (closed) return end(next);
    client = next;
    next.once('end', () => {
      client = undefined;
      clearTimeout(timer);
      if (!closed) again(firstPauseMs);
    });
    keepAsking(next);
  }

  function again(pauseMs: number): void {
    timer = setTimeout(
      () => {
        connect().catch(() => {
          if (!closed) again(Math.min(pauseMs * 2, longestPauseMs));
        });
      },
      pauseMs * (0.5 + Math.random()),
    );
  }

  function keepAsking(asked: pg.Client): void {
    timer = setTimeout(() => {
      asked.query('select 1').then(
        () => {
          if (client === asked) keepAsking(asked);
        },
        () => end(asked),
      );
    }, askEveryMs);
  }

  await connect();
  return {
    get isConnected() {
      return client !== undefined;
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
}

/** Ends a connection that may be dead: nothing is waited for. */
function end(client: pg.Client): void {
  client.end().catch(() => undefined);
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}
