import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from '../src/config.ts';
import { apiTypes, describeApi } from './api-document.ts';
import { errorPage } from './error-page.ts';
import { personalDataDocument } from './personal-data-document.ts';
import { rolesPage } from './roles-page.ts';
import { drawSchema } from './schema-picture.ts';
import { tableTypes } from './table-types.ts';
import { withThrowawayDatabase } from './throwaway-database.ts';

/**
 * Writes everything that follows from the migrations and the routes: the
 * picture of the schema, the table types, the OpenAPI document, the client's
 * types and the page of error codes. With `--check` it writes nothing and exits 1 when one of
 * them is not what is committed.
 */
const generated = await withThrowawayDatabase(async (database) => {
  const { document, errors, permissions } = await describeApi(database);
  return {
    'docs/errors.md': errorPage(errors),
    'docs/roles.md': rolesPage(permissions),
    'packages/server/schema.sql': await drawSchema(database.ownerPool),
    'packages/server/src/platform/database/tables.generated.ts': await tableTypes(database.kysely),
    'packages/client/openapi.json': `${JSON.stringify(document, null, 2)}\n`,
    'packages/client/src/schema.generated.ts': await apiTypes(document),
    'docs/personal-data.md': await personalDataDocument(database),
  };
});

if (process.argv.includes('--check')) {
  const stale: string[] = [];
  for (const [file, content] of Object.entries(generated)) {
    if ((await read(file)) !== content) stale.push(file);
  }
  if (stale.length > 0) {
    process.stderr.write(
      `These files no longer follow from the migrations and routes:\n${stale.map((file) => `  ${file}\n`).join('')}` +
        'Write them anew with: npm run generate\n',
    );
    process.exitCode = 1;
  }
} else {
  for (const [file, content] of Object.entries(generated)) {
    const isNew = (await read(file)) !== content;
    if (isNew) await writeFile(join(projectFolder, file), content);
    process.stdout.write(`${isNew ? 'written  ' : 'unchanged'} ${file}\n`);
  }
}

/** The committed file; undefined when there is none. Line ends of another system are no change. */
async function read(file: string): Promise<string | undefined> {
  try {
    return (await readFile(join(projectFolder, file), 'utf8')).replaceAll('\r\n', '\n');
  } catch {
    return undefined;
  }
}
