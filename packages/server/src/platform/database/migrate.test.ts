import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmptyDatabase, type TestDatabase } from '../../../test/harness-database.ts';
import { openDatabase } from './connect.ts';
import { MIGRATIONS_FOLDER, migrate, readMigrations } from './migrate.ts';
import { SCHEMAS } from './schemas.ts';

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await createEmptyDatabase();
  folder = mkdtempSync(join(tmpdir(), 'granary-migrations-'));
});

afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

/** The first file opens the schemas that the real migrations open one by one. */
const FIRST = `
  ${SCHEMAS.map((schema) => `create schema ${schema};`).join('\n')}
  create procedure platform.isolate(target regclass) language plpgsql as $$
  begin
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format(
      'create policy organization on %s using (org_id = nullif(current_setting(''app.org_id'', true), '''')::uuid)', target);
  end $$;`;
const ISOLATED = `create table stock.things (org_id uuid, name text, primary key (org_id, name));
  call platform.isolate('stock.things');`;

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, `${name}.sql`), text);
}

describe('migrate', () => {
  it('applies each file once, in order', async () => {
    write({ '0001_schemas': FIRST, '0002_things': ISOLATED });
    expect(await migrate(database, folder)).toEqual(['0001_schemas', '0002_things']);
    expect(await migrate(database, folder)).toEqual([]);
    write({ '0003_more': 'alter table stock.things add column note text' });
    expect(await migrate(database, folder)).toEqual(['0003_more']);
    const { rows } = await database.ownerPool.query(
      'select version, name from platform.migrations order by version',
    );
    expect(rows).toEqual([
      { version: 1, name: '0001_schemas' },
      { version: 2, name: '0002_things' },
      { version: 3, name: '0003_more' },
    ]);
  });

  it('leaves nothing of a file that fails, names its line, and goes on from there when it is mended', async () => {
    write({ '0001_schemas': FIRST, '0002_things': `${ISOLATED}\nselect nonsense;` });
    await expect(migrate(database, folder)).rejects.toThrow(/0002_things failed in line 3: .*nonsense/);
    write({ '0002_things': ISOLATED });
    expect(await migrate(database, folder)).toEqual(['0002_things']);
  });

  it('lets two programs that start together apply each file once between them', async () => {
    write({ '0001_schemas': FIRST, '0002_things': ISOLATED });
    const applied = await Promise.all([migrate(database, folder), migrate(database, folder)]);
    expect(applied.flat().sort()).toEqual(['0001_schemas', '0002_things']);
  });

  it('refuses an applied file that was edited, but not one that only changed its line ends', async () => {
    write({ '0001_schemas': FIRST });
    await migrate(database, folder);
    write({ '0001_schemas': FIRST.replaceAll('\n', '\r\n') });
    expect(await migrate(database, folder)).toEqual([]);
    write({ '0001_schemas': `${FIRST} -- afterthought` });
    await expect(migrate(database, folder)).rejects.toThrow(
      /0001_schemas was applied in another form.*never edited/,
    );
  });

  it('refuses a database that is newer than the program', async () => {
    write({ '0001_schemas': FIRST, '0002_things': ISOLATED });
    await migrate(database, folder);
    rmSync(join(folder, '0002_things.sql'));
    await expect(migrate(database, folder)).rejects.toThrow(/newer than this Granary: 0002_things/);
  });

  it.each([
    ['0001_a', '0001_b', /0001_a\.sql and 0001_b\.sql have one number/],
    ['0001_a', 'later', /not named NNNN_name\.sql/],
  ])('refuses the numbering %s, %s', async (first, second, message) => {
    write({ [first]: FIRST, [second]: 'select 1' });
    await expect(migrate(database, folder)).rejects.toThrow(message);
  });

  it('accepts a missing number, and refuses a file that would fill it after a later one was applied', async () => {
    write({ '0001_schemas': FIRST, '0003_things': ISOLATED });
    expect(await migrate(database, folder)).toEqual(['0001_schemas', '0003_things']);
    write({ '0002_late': 'select 1' });
    await expect(migrate(database, folder)).rejects.toThrow(
      /0002_late\.sql has a lower number than 0003_things, which was applied already/,
    );
  });

  it.each([
    ['create table stock.open (org_id uuid primary key)', /stock\.open does not force row security/],
    [
      'create table stock.half (org_id uuid primary key); alter table stock.half enable row level security',
      /stock\.half does not force row security/,
    ],
    [
      `create table stock.keyless (org_id uuid, n int primary key); call platform.isolate('stock.keyless')`,
      /stock\.keyless does not have org_id in its primary key/,
    ],
    ['create table stock.nobodys (n int primary key)', /stock\.nobodys has no column org_id/],
    [
      `${ISOLATED} create policy everyone on stock.things using (true)`,
      /stock\.things has a policy that does not depend on app\.org_id/,
    ],
    [`${ISOLATED} drop policy organization on stock.things`, /stock\.things has no policy on app\.org_id/],
    [
      `create table stock.split (org_id uuid, d date, primary key (org_id, d)) partition by range (d);
       call platform.isolate('stock.split');
       create table stock.split_all partition of stock.split default`,
      /stock\.split_all does not force row security/,
    ],
    [
      `${ISOLATED} create view stock.seen as select * from stock.things`,
      /stock\.seen is a view without security_invoker/,
    ],
    [`${ISOLATED} create materialized view stock.frozen as select * from stock.things`, /materialized view/],
    [
      `create function stock.secret() returns int language sql security definer as 'select 1'`,
      /stock\.secret runs with the rights of its owner/,
    ],
  ])('refuses what is not isolated by organization: %s', async (statement, message) => {
    write({ '0001_schemas': FIRST, '0002_leak': statement });
    await expect(migrate(database, folder)).rejects.toThrow(message);
    // The application role was not let in.
    const { rows } = await database.ownerPool.query(
      `select has_schema_privilege('granary_app', 'stock', 'usage') as may`,
    );
    expect(rows).toEqual([{ may: false }]);
  });

  it('accepts a view that runs with the rights of its reader', async () => {
    write({
      '0001_schemas': FIRST,
      '0002_view': `${ISOLATED} create view stock.seen with (security_invoker = true) as select * from stock.things`,
    });
    expect(await migrate(database, folder)).toHaveLength(2);
  });

  it('gives the application role rows, and neither structure nor the history of the schema', async () => {
    write({ '0001_schemas': FIRST, '0002_things': ISOLATED });
    await migrate(database, folder);
    const { rows } = await database.appPool.query(
      `select current_user as "user",
              has_table_privilege('stock.things', 'select, insert, update, delete') as rows,
              has_table_privilege('stock.things', 'truncate') as truncation,
              has_table_privilege('platform.migrations', 'insert') as history,
              has_schema_privilege('stock', 'create') as structure`,
    );
    expect(rows).toEqual([
      { user: 'granary_app', rows: true, truncation: false, history: false, structure: false },
    ]);
  });
});

describe('the migrations of this program', () => {
  it('apply to an empty database and leave every tenant table isolated', async () => {
    const names = readMigrations(MIGRATIONS_FOLDER).map((migration) => migration.name);
    expect(await migrate(database)).toEqual(names);
  });

  it('are applied by a user that may not make roles, after the statements of the README', async () => {
    const readme = readFileSync(new URL('../../../../../README.md', import.meta.url), 'utf8');
    const [, statements = ''] = /```sql\n(create role granary_app[\s\S]*?)```/.exec(readme) ?? [];
    const name = `by_hand_${process.pid}`;
    const run = (statement: string) => database.ownerPool.query(statement);
    for (const statement of statements.trim().split('\n')) {
      // The three roles belong to the server, which has them from other tests.
      const isThere = /^create role (granary_\w+)/.exec(statement)?.[1];
      const { rows } = await database.ownerPool.query('select from pg_roles where rolname = $1', [isThere]);
      if (rows.length > 0) continue;
      await run(statement.replaceAll(/\bgranary\b/g, name).replace('…', 'By-hand-7'));
      // An administrator who is no superuser gives a database only to who they are a member of.
      if (statement.startsWith('create role granary login')) await run(`grant ${name} to current_user`);
    }
    const byHand = await openDatabase({
      connection: { ...database.clientConfig, user: name, password: 'By-hand-7', database: name },
      applicationName: 'granary-test',
    });
    try {
      const may = await byHand.ownerPool.query(
        'select rolcreaterole from pg_roles where rolname = current_user',
      );
      expect(may.rows).toEqual([{ rolcreaterole: false }]);
      expect(await migrate(byHand)).toHaveLength(readMigrations(MIGRATIONS_FOLDER).length);
      const limited = await byHand.appPool.query('begin; set local role granary_limited; rollback');
      expect(limited).toBeDefined();
    } finally {
      await byHand.close();
      await run(`drop database ${name} with (force)`);
      await run(`drop role ${name}`);
    }
  });
});
