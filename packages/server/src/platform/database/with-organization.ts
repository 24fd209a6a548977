import { APP_ROLE, type Database } from './connect.ts';
import { DatabaseUnavailable, errorCode, isConnectionLoss } from './errors.ts';
import { OrganizationTransaction, type Tx } from './organization-transaction.ts';

export type OrganizationOptions = {
  isolation?: 'read committed' | 'repeatable read' | 'serializable';
  readOnly?: boolean;
  /** How often to run `work` again after a serialization failure or deadlock; it must be repeatable. Default 0. */
  retries?: number;
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';

/**
 * The only way to a tenant's data: runs `work` in a transaction that sees and
 * writes rows of this organization alone, then commits. If `work` throws,
 * nothing of it remains.
 *
 * @throws DatabaseUnavailable when the database is not reachable or the connection breaks
 */
export async function withOrganization<Result>(
  database: Pick<Database, 'appPool'>,
  orgId: string,
  work: (tx: Tx) => Promise<Result>,
  options: OrganizationOptions = {},
): Promise<Result> {
  if (!UUID.test(orgId)) throw new RangeError(`orgId must be a UUID, got ${JSON.stringify(orgId)}`);
  for (let attempt = 0; ; attempt++) {
    try {
      return await runOnce(database, orgId, work, options);
    } catch (error) {
      const code = errorCode(error);
      const repeatable = code === SERIALIZATION_FAILURE || code === DEADLOCK;
      if (!repeatable || attempt >= (options.retries ?? 0)) throw error;
      // The pause doubles, and differs between the two that collided.
      await new Promise((resolve) => setTimeout(resolve, 5 * 2 ** attempt * (1 + Math.random())));
    }
  }
}

async function runOnce<Result>(
  database: Pick<Database, 'appPool'>,
  orgId: string,
  work: (tx: Tx) => Promise<Result>,
  options: OrganizationOptions,
): Promise<Result> {
  const client = await database.appPool.connect().catch((error: unknown) => {
    throw isConnectionLoss(error) ? unavailable(error) : error;
  });
  let broken: Error | undefined;
  const onError = (error: Error) => {
    broken = error;
  };
  client.on('error', onError);
  try {
    const mode = `isolation level ${options.isolation ?? 'read committed'}${options.readOnly ? ' read only' : ''}`;
    // One round trip. The role is set again in case a connection pooler in between dropped it; orgId was checked above.
    await client.query(
      `begin ${mode}; set local role ${APP_ROLE}; select set_config('app.org_id', '${orgId}', true)`,
    );
    const tx = new OrganizationTransaction(client, orgId);
    const result = await work(tx);
    await tx.finish();
    const { command } = await client.query('commit');
    // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK, without an error.
    if (command === 'ROLLBACK')
      throw new Error('a statement failed and its error was swallowed; nothing was saved');
    return result;
  } catch (error) {
    if (broken !== undefined || isConnectionLoss(error)) {
      broken ??= error instanceof Error ? error : new Error(String(error));
      throw unavailable(error);
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

function unavailable(cause: unknown): DatabaseUnavailable {
  if (cause instanceof DatabaseUnavailable) return cause;
  return new DatabaseUnavailable('The database is not reachable. Nothing was saved; try again.', { cause });
}
