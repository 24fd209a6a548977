import { type Database, type Tx, withOrganization } from '../database/index.ts';
import type { Page } from './paging.ts';

/** Walks a list page by page, each in a short transaction, so that an export holds neither memory nor locks. */
export async function* allPages<Row>(
  database: Database,
  orgId: string,
  read: (tx: Tx, cursor: string | undefined) => Promise<Page<Row>>,
): AsyncGenerator<Row> {
  let cursor: string | undefined;
  do {
    const page = await withOrganization(database, orgId, (tx) => read(tx, cursor), { readOnly: true });
    yield* page.data;
    cursor = page.page.next_cursor ?? undefined;
  } while (cursor !== undefined);
}
