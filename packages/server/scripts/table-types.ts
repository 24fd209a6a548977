import type { Kysely } from 'kysely';
import { generate, getDialect } from 'kysely-codegen';
import { SCHEMAS } from '../src/platform/database/schemas.ts';
import type { Tables } from '../src/platform/database/tables.ts';

/**
 * TypeScript types of all tables and views, keyed `schema.table`, with values
 * as `connect.ts` parses them: days and exact numbers as text, bigint as a
 * number. Partitions are left out: nobody names one.
 */
export async function tableTypes(database: Kysely<Tables>): Promise<string> {
  const source = await generate({
    db: database,
    dialect: getDialect('postgres', { dateParser: 'string', numericParser: 'string', partitions: false }),
    includePattern: `(${SCHEMAS.join('|')}).*`,
    typeMapping: { int8: 'number' },
    outFile: null,
    print: false,
    partitions: false,
  });
  return source.replaceAll('\r\n', '\n');
}
