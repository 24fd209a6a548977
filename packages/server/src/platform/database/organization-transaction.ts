import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type pg from 'pg';
import { OrganizationClient } from './organization-client.ts';
import type { Tables } from './tables.ts';

/**
 * A transaction in which one organization's rows, and no others, exist. It is
 * a Kysely of its own, on one connection; `client` is that connection, for
 * COPY and statements kept in `.sql` files. Every statement of either is
 * filtered by `org_id` on its way (`own-rows`), besides row-level security.
 */
export class OrganizationTransaction extends Kysely<Tables> {
  readonly client: OrganizationClient;
  readonly orgId: string;
  #last: (() => string | undefined)[] = [];
  #undo: (() => void)[] | undefined;

  /** @param how.isPipelined whether the connection takes a statement before the one before is answered */
  constructor(
    connection: pg.PoolClient,
    orgId: string,
    how: { isPipelined: boolean } = { isPipelined: false },
  ) {
    const client = new OrganizationClient(connection, orgId);
    super({
      dialect: {
        createAdapter: () => new PostgresAdapter(),
        createDriver: () => new OneConnectionDriver(client, how.isPipelined),
        createIntrospector: (db) => new PostgresIntrospector(db),
        createQueryCompiler: () => new PostgresQueryCompiler(),
      },
    });
    this.client = client;
    this.orgId = orgId;
  }

  /**
   * Adds a statement that is sent in one message with the commit: for what
   * takes a lock that everybody in the organization wants. The lock is held for
   * that message alone, and nothing is waited for while it is, so it cannot be
   * part of a deadlock. The statement is not filtered by `own-rows`: it calls a
   * function of ours with this organization.
   */
  atCommit(statement: () => string | undefined): void {
    this.#last.push(statement);
  }

  /**
   * Does a part by itself: when it throws, what it wrote is undone, and the
   * transaction goes on without it.
   */
  async attempt<Result>(work: () => Promise<Result>): Promise<Result> {
    const outer = this.#undo;
    const undo: (() => void)[] = [];
    this.#undo = undo;
    await this.client.query('savepoint part');
    try {
      const result = await work();
      await this.client.query('release savepoint part');
      outer?.push(...undo);
      return result;
    } catch (error) {
      // Should this fail, the transaction cannot be committed, and says so then.
      await this.client.query('rollback to savepoint part').catch(() => undefined);
      for (const step of undo.toReversed()) step();
      throw error;
    } finally {
      this.#undo = outer;
    }
  }

  /** For what is kept outside of the database until the commit: how to forget it when the present part is undone. */
  onUndo(step: () => void): void {
    this.#undo?.push(step);
  }

  /** Called by `withOrganization` when the work is done. */
  lastStatements(): string[] {
    return this.#last.splice(0).flatMap((statement) => statement() ?? []);
  }
}

/** The name by which services and queries speak of it. */
export type Tx = OrganizationTransaction;

/** Hands out the same connection always; opening and ending the transaction is not its business. */
class OneConnectionDriver implements Driver {
  readonly #connection: OneConnection;

  constructor(client: OrganizationClient, isPipelined: boolean) {
    this.#connection = new OneConnection(client, isPipelined);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  async beginTransaction(): Promise<void> {
    throw new Error('withOrganization has opened the transaction already; use tx itself');
  }

  async commitTransaction(): Promise<void> {}
  async rollbackTransaction(): Promise<void> {}
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}

class OneConnection implements DatabaseConnection {
  readonly #client: OrganizationClient;
  readonly #isPipelined: boolean;
  #last: Promise<unknown> = Promise.resolve();

  constructor(client: OrganizationClient, isPipelined: boolean) {
    this.#client = client;
    this.#isPipelined = isPipelined;
  }

  /** Statements of one connection run one after another; where only is read, `Promise.all` sends them together. */
  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const run = () => this.#client.query<Row & pg.QueryResultRow>(query.sql, query.parameters);
    const running = this.#isPipelined ? run() : this.#last.then(run);
    if (!this.#isPipelined) this.#last = running.catch(() => {});
    const result = await running;
    return {
      rows: result.rows,
      numAffectedRows: result.command === 'SELECT' ? undefined : BigInt(result.rowCount ?? 0),
    };
  }

  // biome-ignore lint/correctness/useYield: the interface asks for a generator
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('stream() is not offered; use a cursor or COPY through tx.client');
  }
}
