import { AsyncLocalStorage } from 'node:async_hooks';
import { escapeLiteral } from 'pg';
import { APP_ROLE, LIMITED_ROLE } from './connect.ts';

/** Which rows of an organization somebody may see and change; null is all, an empty list none. */
export interface RowScope {
  storeIds: readonly string[] | null;
  supplierIds: readonly string[] | null;
}

/** For work that belongs to nobody's request. */
export const everyRow: RowScope = { storeIds: null, supplierIds: null };

const current = new AsyncLocalStorage<RowScope>();

/**
 * Everything that `work` reads or writes, however deep, keeps to these rows:
 * {@link withOrganization} tells the database, and its row security holds to
 * it. Passed along by the runtime rather than by hand, so that no query of a
 * request can forget it.
 */
export function inRowScope<Result>(scope: RowScope, work: () => Result): Result {
  return current.run(scope, work);
}

/**
 * Rows that are read later, when a reader asks for them, in the scope of now:
 * a stream is pulled by the socket, which belongs to no request.
 */
export function inScopeOfNow<Row>(rows: AsyncIterable<Row> | Iterable<Row>): AsyncIterable<Row> {
  const inThisContext = AsyncLocalStorage.snapshot();
  return {
    [Symbol.asyncIterator]() {
      const iterator = inThisContext(() =>
        Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator](),
      );
      return {
        next: async () => inThisContext(() => iterator.next()),
        return: async () => {
          await inThisContext(() => iterator.return?.());
          return { done: true, value: undefined };
        },
      };
    },
  };
}

/** The role for these rows, and the settings that its policies read: statements to follow `begin`. */
export function rowScopeStatements(): string {
  const { storeIds, supplierIds } = current.getStore() ?? everyRow;
  const isLimited = storeIds !== null || supplierIds !== null;
  return (
    `set local role ${isLimited ? LIMITED_ROLE : APP_ROLE}` +
    limitStatement('app.store_ids', storeIds) +
    limitStatement('app.supplier_ids', supplierIds)
  );
}

function limitStatement(setting: string, ids: readonly string[] | null): string {
  if (ids === null) return '';
  const array = `{${ids.map((id) => `"${id.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`;
  return `; select set_config('${setting}', ${escapeLiteral(array)}, true)`;
}
