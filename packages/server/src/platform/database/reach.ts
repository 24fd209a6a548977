import type { Socket } from 'node:net';
import type pg from 'pg';
import { DatabaseUnavailable, isConnectionLoss } from './errors.ts';
import type { DatabaseLog } from './log.ts';

/** How long a request goes on trying to reach a database that was there a moment ago. */
const retryWithinMs = 4_000;
/** BEGIN does no work: a connection that takes this long for it is dead. */
const beginWithinMs = 4_000;
const firstPauseMs = 50;
const longestPauseMs = 1_000;

/**
 * Gets connections from a pool on which a first statement has succeeded. A
 * database that refuses, restarts or whose idle connections were cut is asked
 * again with growing pauses: nothing has begun, so nothing can be done twice.
 * When it stays away, each request makes one more try and is told at once, so
 * that an outage costs no queue of waiting requests.
 */
export class Reach {
  readonly #pool: pg.Pool;
  readonly #log: DatabaseLog | undefined;
  #awaySince: number | undefined;

  constructor(pool: pg.Pool, log?: DatabaseLog) {
    this.#pool = pool;
    this.#log = log;
  }

  /** Since when the database has not answered, in the clock of `performance.now()`. */
  get awaySince(): number | undefined {
    return this.#awaySince;
  }

  /** @throws DatabaseUnavailable when no connection could be had in time; nothing was begun */
  async begin(statement: string): Promise<pg.PoolClient> {
    return (await this.#reach((client) => client.query(statement))).client;
  }

  /**
   * Begins a read and gives it `work` without waiting: what `work` asks first
   * travels with `statement`, and statements it asks together are answered
   * together. `work` is begun again when the connection is lost before the
   * database answered `statement`.
   *
   * @returns the connection, in a transaction that is still open, and how `work` ends; it never rejects
   * @throws DatabaseUnavailable when no connection could be had in time
   */
  async beginRead<Result>(
    statement: string,
    work: (client: pg.PoolClient) => Promise<Result>,
  ): Promise<{ client: pg.PoolClient; worked: Promise<Outcome<Result>> }> {
    const { client, result } = await this.#reach(async (connected) => {
      sendTogether(connected);
      const begun = connected.query(statement);
      const worked = outcomeOf(() => work(connected));
      await begun.catch(async (error: unknown) => {
        await worked;
        throw error;
      });
      return { worked };
    });
    return { client, worked: result.worked };
  }

  /**
   * One short statement by itself. It may be run again after a loss of the
   * connection, so twice must be as good as once.
   *
   * @throws DatabaseUnavailable when the database is not reachable
   */
  async ask<Row extends object>(statement: string, values: unknown[]): Promise<Row[]> {
    const { client, result } = await this.#reach((connected) => connected.query<Row>(statement, values));
    client.release();
    return result.rows;
  }

  async #reach<Result>(
    first: (client: pg.PoolClient) => Promise<Result>,
  ): Promise<{ client: pg.PoolClient; result: Result }> {
    const began = performance.now();
    for (let attempt = 1; ; attempt++) {
      try {
        const reached = await this.#try(first);
        this.#answered();
        return reached;
      } catch (error) {
        if (!isConnectionLoss(error)) throw error;
        // A pool whose connections are all at work says nothing about the database.
        if (!isQueueTimeout(error)) this.#awaySince ??= performance.now();
        const pauseMs =
          Math.min(firstPauseMs * 2 ** (attempt - 1), longestPauseMs) * (0.5 + Math.random() / 2);
        const since = Math.min(began, this.#awaySince ?? began);
        if (performance.now() + pauseMs - since > retryWithinMs) throw unavailable(error);
        const reason = error instanceof Error ? error.message : String(error);
        this.#log?.warn(
          { attempt, pauseMs: Math.round(pauseMs), reason },
          'the database did not answer; trying again',
        );
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  }

  async #try<Result>(
    first: (client: pg.PoolClient) => Promise<Result>,
  ): Promise<{ client: pg.PoolClient; result: Result }> {
    const client = await this.#pool.connect();
    let broken: Error | undefined;
    const onError = (error: Error) => {
      broken = error;
    };
    client.on('error', onError);
    const limit = endIfSilent(client, beginWithinMs);
    try {
      return { client, result: await first(client) };
    } catch (error) {
      client.release(broken ?? (error instanceof Error ? error : true));
      throw error;
    } finally {
      limit.clear();
      client.off('error', onError);
    }
  }

  #answered(): void {
    if (this.#awaySince === undefined) return;
    const awayMs = Math.round(performance.now() - this.#awaySince);
    this.#awaySince = undefined;
    this.#log?.info({ awayMs }, 'the database answers again');
  }
}

export type Outcome<Result> = { value: Result } | { error: unknown };

/** Also of work that throws before its first wait: it must not leave the statement before it alone. */
async function outcomeOf<Result>(work: () => Promise<Result>): Promise<Outcome<Result>> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error };
  }
}

/** pg looks at this for each query: whether it waits for the answer to the one before. COPY needs it to wait. */
const pipelineOf = (client: pg.ClientBase) => client as unknown as { pipeline: boolean };

/** Queries of this connection are sent as they come, those of one turn in one packet. */
function sendTogether(client: pg.ClientBase): void {
  pipelineOf(client).pipeline = true;
  const socket = socketOf(client);
  socket.cork();
  process.nextTick(() => socket.uncork());
}

/** To be called before a connection that {@link Reach.beginRead} gave goes back. */
export function sendOneByOne(client: pg.ClientBase): void {
  pipelineOf(client).pipeline = false;
}

/** The socket of a connection, which the types of pg do not show. */
export function socketOf(client: pg.ClientBase): Socket {
  return (client as unknown as { connection: { stream: Socket } }).connection.stream;
}

/** Breaks a connection off; what waits on it fails as a loss of the connection. */
export function breakOff(client: pg.ClientBase, reason: string): void {
  socketOf(client).destroy(Object.assign(new Error(reason), { code: 'ETIMEDOUT' }));
}

/**
 * Breaks a connection off that brings nothing in this time. After a stall of
 * our own the timer comes before what has arrived is read; so that is read first.
 */
function endIfSilent(client: pg.ClientBase, ms: number): { clear(): void } {
  let cleared = false;
  const timer = setTimeout(() => {
    setImmediate(() =>
      setImmediate(() => {
        if (!cleared) breakOff(client, `the database did not answer within ${ms / 1000} s`);
      }),
    );
  }, ms);
  return {
    clear() {
      cleared = true;
      clearTimeout(timer);
    },
  };
}

function isQueueTimeout(error: unknown): boolean {
  return error instanceof Error && error.message.includes('timeout exceeded when trying to connect');
}

function unavailable(cause: unknown): DatabaseUnavailable {
  if (cause instanceof DatabaseUnavailable) return cause;
  const message = isQueueTimeout(cause)
    ? 'All connections to the database are at work. Nothing was saved; try again.'
    : 'The database is not reachable. Nothing was saved; try again.';
  return new DatabaseUnavailable(message, { cause });
}
