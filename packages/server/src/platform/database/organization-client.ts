import type pg from 'pg';
import type { CopyStreamQuery } from 'pg-copy-streams';
import { NotOwnRows, ownRowsOnly } from './own-rows/index.ts';

/** COPY cannot be filtered, so it fills temporary tables only: a name without a schema. */
const intoTemporaryTable = /^copy [a-z0-9_]+ ?\([a-z0-9_, ]+\) from stdin$/;

/**
 * A connection inside a transaction of one organization. It passes on nothing
 * that could touch another's rows.
 */
export class OrganizationClient {
  readonly #connection: pg.PoolClient;
  readonly #orgId: string;
  #hasFailed = false;

  constructor(connection: pg.PoolClient, orgId: string) {
    this.#connection = connection;
    this.#orgId = orgId;
  }

  /** @throws {NotOwnRows} when the statement cannot be filtered */
  query<Row extends pg.QueryResultRow>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<pg.QueryResult<Row>> {
    const own = ownRowsOnly(text, values, this.#orgId);
    // Without values the simple protocol is used, which takes several statements at once.
    const asked =
      own.values.length === 0
        ? this.#connection.query<Row>(own.text)
        : this.#connection.query<Row>({ text: own.text, values: own.values });
    // Noted before whoever asked learns of it; the connection tells its state only with a later message.
    asked.catch(() => {
      this.#hasFailed = true;
    });
    return asked;
  }

  /** Whether a statement failed, whatever became of its error. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** @throws {NotOwnRows} when it is not COPY into a temporary table */
  copy(stream: CopyStreamQuery): CopyStreamQuery {
    const { text } = stream as unknown as { text: string };
    if (!intoTemporaryTable.test(text)) throw new NotOwnRows('COPY fills temporary tables only', text);
    return this.#connection.query(stream);
  }
}
