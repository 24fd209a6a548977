import type pg from 'pg';
import { joiningStatements } from './commit-queries.ts';
import type { Database } from './connect.ts';
import { CommitUnknown, DatabaseUnavailable, errorCode, isConnectionLoss } from './errors.ts';
import { OrganizationTransaction, type Tx } from './organization-transaction.ts';
import { sendOneByOne } from './reach.ts';
import { rowScopeStatements } from './row-scope.ts';

export type OrganizationOptions = {
  isolation?: 'read committed' | 'repeatable read' | 'serializable';
  /** Reads only, so that `work` is run again when the connection breaks under it; it must be repeatable. */
  readOnly?: boolean;
  /** How often to run `work` again after a serialization failure or deadlock; it must be repeatable. Default 0. */
  retries?: number;
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';
/** A statement before has failed; only the end of the transaction is accepted. */
const FAILED_TRANSACTION = '25P02';
/** How often a transaction that only reads is begun again after its connection broke. */
const READS_AGAIN = 2;

/**
 * The only way to a tenant's data: runs `work` in a transaction that sees and
 * writes rows of this organization alone, and of these the ones of the scope it
 * runs in (see row-scope.ts), then commits. If `work` throws, nothing of it
 * remains. To begin is tried again for some seconds when the database is away
 * for a moment.
 *
 * @throws DatabaseUnavailable when the database is not reachable or the connection breaks: nothing was saved
 * @throws CommitUnknown       when it breaks during the commit: whether it was saved is not known
 */
export async function withOrganization<Result>(
  database: Pick<Database, 'appReach'>,
  orgId: string,
  work: (tx: Tx) => Promise<Result>,
  options: OrganizationOptions = {},
): Promise<Result> {
  if (!UUID.test(orgId)) throw new RangeError(`orgId must be a UUID, got ${JSON.stringify(orgId)}`);
  for (let attempt = 0; ; attempt++) {
    try {
      return await (options.readOnly === true
        ? readOnce(database, orgId, work, options)
        : runOnce(database, orgId, work, options));
    } catch (error) {
      if (!mayRunAgain(error, attempt, options)) throw error;
      // The pause doubles, and differs between the two that collided.
      await new Promise((resolve) => setTimeout(resolve, 5 * 2 ** attempt * (1 + Math.random())));
    }
  }
}

function mayRunAgain(error: unknown, attempt: number, options: OrganizationOptions): boolean {
  if (error instanceof ConnectionBroke) return options.readOnly === true && attempt < READS_AGAIN;
  const code = errorCode(error);
  return (code === SERIALIZATION_FAILURE || code === DEADLOCK) && attempt < (options.retries ?? 0);
}

/** The transaction had begun when its connection broke. */
class ConnectionBroke extends DatabaseUnavailable {}

async function runOnce<Result>(
  database: Pick<Database, 'appReach'>,
  orgId: string,
  work: (tx: Tx) => Promise<Result>,
  options: OrganizationOptions,
): Promise<Result> {
  const client = await database.appReach.begin(beginStatement(orgId, options));
  let broken: Error | undefined;
  const onError = (error: Error) => {
    broken = error;
  };
  client.on('error', onError);
  let committing = false;
  try {
    const tx = new OrganizationTransaction(client, orgId);
    const result = await work(tx);
    const last = tx.lastStatements();
    committing = true;
    await commit(client, [...joiningStatements(orgId, options.isolation), ...last]);
    return result;
  } catch (error) {
    if (broken !== undefined || isConnectionLoss(error)) {
      broken ??= error instanceof Error ? error : new Error(String(error));
      throw committing ? new CommitUnknown(error) : connectionBroke(error);
    }
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

/** One round trip. The role is set again in case a connection pooler in between dropped it; orgId was checked. */
function beginStatement(orgId: string, { isolation, readOnly }: OrganizationOptions): string {
  const mode = `isolation level ${isolation ?? 'read committed'}${readOnly ? ' read only' : ''}`;
  return `begin ${mode}; ${rowScopeStatements()}; select set_config('app.org_id', '${orgId}', true)`;
}

/** As {@link runOnce}, with fewer waits: nothing of a read depends on how its transaction begins or ends. */
async function readOnce<Result>(
  database: Pick<Database, 'appReach'>,
  orgId: string,
  work: (tx: Tx) => Promise<Result>,
  options: OrganizationOptions,
): Promise<Result> {
  let tx: OrganizationTransaction | undefined;
  const { client, worked } = await database.appReach.beginRead(
    beginStatement(orgId, options),
    (connection) => {
      tx = new OrganizationTransaction(connection, orgId, { isPipelined: true });
      return work(tx);
    },
  );
  let broken: Error | undefined;
  const onError = (error: Error) => {
    broken = error;
  };
  client.on('error', onError);
  const giveBack = () => {
    client.off('error', onError);
    sendOneByOne(client);
    client.release(broken);
  };
  const end = (statement: 'commit' | 'rollback') =>
    client
      .query(statement)
      .catch((failure: Error) => {
        broken ??= failure;
        return undefined;
      })
      .finally(giveBack);
  const outcome = await worked;
  if (broken !== undefined || ('error' in outcome && isConnectionLoss(outcome.error))) {
    broken ??= new Error('the connection broke');
    giveBack();
    throw connectionBroke('error' in outcome ? outcome.error : broken);
  }
  if ('error' in outcome) {
    await end('rollback');
    throw outcome.error;
  }
  const ending = end('commit');
  // How it ended matters to a serializable one, and where the error of a statement was swallowed.
  if (options.isolation === 'serializable' || tx?.client.hasFailed === true) {
    const ended = await ending;
    if (ended === undefined) throw isConnectionLoss(broken) ? connectionBroke(broken) : broken;
    if (ended.command === 'ROLLBACK') throw new Error(swallowed);
  }
  return outcome.value;
}

const swallowed = 'a statement failed and its error was swallowed; nothing was saved';

/** In one message: what the last statements lock is not held while we are waited for. */
async function commit(client: pg.PoolClient, lastStatements: readonly string[]): Promise<void> {
  const answers: unknown = await client
    .query([...lastStatements, 'commit'].join('; '))
    .catch((error: unknown) => {
      throw errorCode(error) === FAILED_TRANSACTION ? new Error(swallowed, { cause: error }) : error;
    });
  const answer = (Array.isArray(answers) ? answers.at(-1) : answers) as pg.QueryResult;
  // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK, without an error.
  if (answer.command === 'ROLLBACK') throw new Error(swallowed);
}

function connectionBroke(cause: unknown): ConnectionBroke {
  return new ConnectionBroke('The connection to the database broke. Nothing was saved; try again.', {
    cause,
  });
}
