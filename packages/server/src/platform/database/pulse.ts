import pg from 'pg';
import { socketOf } from './reach.ts';

const versionQuery = "select current_setting('server_version') as version";
/** For the connection that is open: an answer takes one way there and back. */
const answerWithinMs = 1_000;
/** For a new one, where that one is dead: five ways there and back. */
const connectWithinMs = 2_000;

/**
 * Asks the server whether it answers, on a connection of its own. The pools
 * cannot tell: there a request waits behind others' work, or on a connection
 * that died with the network while the server is well. The verdict comes
 * within three seconds, whatever the network does.
 */
export class Pulse {
  readonly #connection: () => pg.ClientConfig;
  #open: pg.Client | undefined;
  #asking: Promise<string | null> | undefined;
  #isClosed = false;

  /** @param connection where the server is at the moment */
  constructor(connection: () => pg.ClientConfig) {
    this.#connection = connection;
  }

  /** The server's version, or null when it does not answer. Those who ask at the same time share one answer. */
  ask(): Promise<string | null> {
    this.#asking ??= this.#askNow().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#asking;
    await this.#drop();
  }

  async #askNow(): Promise<string | null> {
    if (this.#open !== undefined) {
      const version = await within(answerWithinMs, versionOf(this.#open));
      if (version !== null) return version;
      await this.#drop();
    }
    if (this.#isClosed) return null;
    const client = new pg.Client({ ...this.#connection(), connectionTimeoutMillis: connectWithinMs });
    client.on('error', () => this.#forget(client));
    this.#open = client;
    const version = await within(
      connectWithinMs,
      client.connect().then(() => versionOf(client)),
    );
    if (version === null) await this.#drop();
    return version;
  }

  #forget(client: pg.Client): void {
    if (this.#open === client) this.#open = undefined;
  }

  /** Says goodbye where somebody listens, and waits for nothing. */
  async #drop(): Promise<void> {
    const client = this.#open;
    if (client === undefined) return;
    this.#open = undefined;
    client.end().catch(() => undefined);
    // What was said goes out before the socket closes.
    await new Promise((resolve) => setImmediate(resolve));
    socketOf(client).destroy();
  }
}

async function versionOf(client: pg.Client): Promise<string | null> {
  const { rows } = await client.query<{ version: string }>(versionQuery);
  return rows[0]?.version ?? null;
}

/**
 * The answer, or null when it fails or is late. After a stall of our own the
 * timer comes before what has arrived is read; so that is read first.
 */
async function within<T>(ms: number, answer: Promise<T | null>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => setImmediate(() => setImmediate(() => resolve(null))), ms);
  });
  try {
    return await Promise.race([answer.catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}
