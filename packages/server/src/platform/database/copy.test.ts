import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/harness-database.ts';
import { type CopyValue, copyLine, copyRows } from './copy.ts';
import type { Tx } from './organization-transaction.ts';
import { withOrganization } from './with-organization.ts';

const ORG = '00000000-0000-4000-8000-000000000001';
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.close());

/** Runs `work` beside a temporary table with one column of each kind. */
function withTable<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
  return withOrganization(database, ORG, async (tx) => {
    await sql`create temporary table copied (
      n bigint generated always as identity, label text, units numeric, day date, at timestamptz, ok boolean, data jsonb
    ) on commit drop`.execute(tx);
    return work(tx);
  });
}

describe('copyRows', () => {
  it('brings back every text as it was given', async () => {
    const texts = [
      'plain',
      'tab\there',
      'line\nbreak',
      'return\r\nand line',
      'back\\slash',
      '\\N',
      '\\.',
      '\\t is no tab',
      '',
      ' spaces ',
      `quotes "'`,
      'ünï-数据-🥛',
      '\u0001\u0008\u000b\u000c',
      null,
    ];
    const found = await withTable(async (tx) => {
      expect(
        await copyRows(
          tx,
          'copied(label)',
          texts.map((text) => [text]),
        ),
      ).toBe(texts.length);
      return sql<{ label: string | null }>`select label from copied order by n`.execute(tx);
    });
    expect(found.rows.map((row) => row.label)).toEqual(texts);
  });

  it('brings back numbers, days, instants, truth values and JSON', async () => {
    const row: CopyValue[] = [
      1.5,
      '2027-03-09',
      new Date('2027-03-09T10:00:00.123Z'),
      true,
      { note: 'a\\b\n"c"' },
    ];
    const found = await withTable(async (tx) => {
      await copyRows(tx, 'copied(units, day, at, ok, data)', [row, [undefined, null, null, false, [1, 2]]]);
      return sql`select units, day, at, ok, data from copied order by n`.execute(tx);
    });
    expect(found.rows).toEqual([
      {
        units: '1.5',
        day: '2027-03-09',
        at: new Date('2027-03-09T10:00:00.123Z'),
        ok: true,
        data: { note: 'a\\b\n"c"' },
      },
      { units: null, day: null, at: null, ok: false, data: [1, 2] },
    ]);
  });

  it('takes an endless-looking source piece by piece', async () => {
    async function* rows(): AsyncGenerator<CopyValue[]> {
      for (let n = 1; n <= 50_000; n++) yield [`row ${n}`, n];
    }
    const found = await withTable(async (tx) => {
      expect(await copyRows(tx, 'copied(label, units)', rows())).toBe(50_000);
      return sql<{
        total: string;
      }>`select sum(units) as total from copied where label = 'row ' || units`.execute(tx);
    });
    // 1 + 2 + … + 50000 = 50000 · 50001 / 2
    expect(found.rows).toEqual([{ total: '1250025000' }]);
  });

  it('writes nothing when the source fails, and leaves the connection usable', async () => {
    async function* rows(): AsyncGenerator<CopyValue[]> {
      yield ['first'];
      throw new Error('the file ended early');
    }
    await expect(withTable((tx) => copyRows(tx, 'copied(label)', rows()))).rejects.toThrow(
      'the file ended early',
    );
    const found = await withTable((tx) => sql`select count(*) as found from copied`.execute(tx));
    expect(found.rows).toEqual([{ found: 0 }]);
  });

  it('reports what PostgreSQL refuses', async () => {
    await expect(withTable((tx) => copyRows(tx, 'copied(day)', [['yesterday-ish']]))).rejects.toMatchObject({
      code: '22007',
    });
  });

  describe('into a table under row security', () => {
    let ours: string;
    let theirs: string;

    beforeAll(async () => {
      const inserted = await database.kysely
        .insertInto('platform.organizations')
        .values([{ name: 'Ours' }, { name: 'Theirs' }])
        .returning('org_id')
        .execute();
      [ours = '', theirs = ''] = inserted.map((row) => String(row.org_id));
    });

    const target = 'platform.idempotency_keys(org_id, user_id, route, key, request_hash)';

    it('writes rows of the organization and none of another', async () => {
      const write = (orgId: string) =>
        withOrganization(database, ours, (tx) =>
          copyRows(tx, target, [[orgId, orgId, 'POST /', `of ${orgId}`, 'a\tb']]),
        );
      expect(await write(ours)).toBe(1);
      await expect(write(theirs)).rejects.toThrow(/written for another organization/);
      const found = await withOrganization(database, ours, (tx) =>
        sql`select key, request_hash from platform.idempotency_keys`.execute(tx),
      );
      expect(found.rows).toEqual([{ key: `of ${ours}`, request_hash: 'a\tb' }]);
    });

    it('does with rows that are there already what it is told', async () => {
      const written = await withOrganization(database, ours, async (tx) => [
        await copyRows(tx, target, [[ours, ours, 'POST /', 'twice', 'x']]),
        await copyRows(
          tx,
          target,
          [
            [ours, ours, 'POST /', 'twice', 'x'],
            [ours, ours, 'POST /', 'once', 'x'],
          ],
          'on conflict do nothing',
        ),
      ]);
      expect(written).toEqual([1, 1]);
    });

    it('refuses a target that is no table with columns', async () => {
      await expect(
        withOrganization(database, ours, (tx) => copyRows(tx, 'platform.runs; drop table x', [])),
      ).rejects.toThrow(/target must look like/);
    });
  });
});

describe('copyLine', () => {
  it('separates columns by tabs, writes NULL as \\N, and ends the line', () => {
    expect(copyLine(['a', null, 3, true])).toBe('a\t\\N\t3\tt\n');
  });
});
