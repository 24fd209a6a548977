import { sql } from 'kysely';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/harness-database.ts';
import { DatabaseUnavailable } from './errors.ts';
import type { Tx } from './organization-transaction.ts';
import { NotOwnRows } from './own-rows/index.ts';
import { withOrganization } from './with-organization.ts';

let database: TestDatabase;
let ours: string;
let theirs: string;

beforeAll(async () => {
  database = await createTestDatabase();
  [ours, theirs] = [await createOrganization('Ours'), await createOrganization('Theirs')];
  for (const orgId of [ours, theirs]) {
    await withOrganization(database, orgId, (tx) => insertRun(tx, orgId));
  }
});

afterAll(() => database.close());

async function createOrganization(name: string): Promise<string> {
  const { rows } = await sql<{ org_id: string }>`
    insert into platform.organizations (name) values (${name}) returning org_id`.execute(database.kysely);
  return rows[0]?.org_id ?? '';
}

type Executor = Parameters<Parameters<typeof withOrganization>[2]>[0];

async function insertRun(tx: Executor, orgId: string, kind = 'demand.refresh'): Promise<void> {
  await sql`insert into platform.runs (org_id, kind) values (${orgId}, ${kind})`.execute(tx);
}

async function organizationsSeen(tx: Executor): Promise<string[]> {
  const { rows } = await sql<{ org_id: string }>`select distinct org_id from platform.runs`.execute(tx);
  return rows.map((row) => row.org_id);
}

/** A transaction as `withOrganization` opens it, without the code's own filter: row-level security alone. */
async function underRowSecurity<Result>(
  orgId: string,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await database.appPool.connect();
  try {
    await client.query(`begin; select set_config('app.org_id', '${orgId}', true)`);
    return await work(client);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

describe('row-level security alone', () => {
  it('shows each organization its own rows only', async () => {
    for (const orgId of [ours, theirs]) {
      const seen = await underRowSecurity(orgId, (client) =>
        client.query('select distinct org_id from platform.runs'),
      );
      expect(seen.rows).toEqual([{ org_id: orgId }]);
    }
  });

  it('refuses to write a row of another organization, and to hand one over', async () => {
    for (const statement of [
      `insert into platform.runs (org_id, kind) values ('${theirs}', 'x')`,
      `update platform.runs set org_id = '${theirs}'`,
    ])
      await expect(underRowSecurity(ours, (client) => client.query(statement))).rejects.toThrow(
        /row-level security/,
      );
  });

  it.each([
    'alter table platform.runs disable row level security',
    'alter table platform.runs no force row level security',
    'drop policy organization on platform.runs',
    'create policy everything on platform.runs using (true)',
    'truncate platform.runs',
    'alter role granary_app bypassrls',
    'create table platform.loot (org_id uuid)',
    'delete from platform.migrations',
  ])('does not let the application role run: %s', async (statement) => {
    await expect(underRowSecurity(ours, (client) => client.query(statement))).rejects.toMatchObject({
      code: '42501',
    });
  });

  it('cannot be talked away by its own setting', async () => {
    const attempt = underRowSecurity(ours, async (client) => {
      await client.query('set local row_security = off');
      return client.query('select distinct org_id from platform.runs');
    });
    await expect(attempt).rejects.toThrow(/row-level security/);
  });
});

describe('withOrganization', () => {
  it('shows each organization its own rows only', async () => {
    expect(await withOrganization(database, ours, organizationsSeen)).toEqual([ours]);
    expect(await withOrganization(database, theirs, organizationsSeen)).toEqual([theirs]);
  });

  it('shows no rows where no organization was chosen, to the application and to the owner alike', async () => {
    const text = 'select count(*) as found from platform.runs';
    expect((await database.appPool.query(text)).rows).toEqual([{ found: 0 }]);
    expect((await database.ownerPool.query(text)).rows).toEqual([{ found: 0 }]);
  });

  it('forgets the organization when the transaction ends', async () => {
    await withOrganization(database, ours, organizationsSeen);
    const { rows } = await database.appPool.query(`select current_setting('app.org_id', true) as org`);
    expect(rows[0].org ?? '').toBe('');
  });

  it('shows each organization its own rows only where row security is off, and changes no others', async () => {
    await database.ownerPool.query('alter table platform.runs disable row level security');
    try {
      expect(await withOrganization(database, ours, organizationsSeen)).toEqual([ours]);
      const changed = await withOrganization(database, theirs, (tx) =>
        sql`update platform.runs set step = 'changed'`.execute(tx),
      );
      expect(changed.numAffectedRows).toBe(1n);
      const left = await database.ownerPool.query('select org_id from platform.runs where step is null');
      expect(left.rows).toEqual([{ org_id: ours }]);
    } finally {
      await database.ownerPool.query('alter table platform.runs enable row level security');
    }
  });

  it('refuses to write a row of another organization, and to hand one over', async () => {
    await expect(withOrganization(database, ours, (tx) => insertRun(tx, theirs, 'x'))).rejects.toThrow(
      NotOwnRows,
    );
    await expect(
      withOrganization(database, ours, (tx) => sql`update platform.runs set org_id = ${theirs}`.execute(tx)),
    ).rejects.toThrow(NotOwnRows);
  });

  it('refuses a tenant table outside of an organization, before the database is asked', async () => {
    await expect(sql`select org_id from platform.runs`.execute(database.kysely)).rejects.toThrow(
      /platform\.runs is asked outside of any organization/,
    );
    await expect(database.kysely.selectFrom('platform.runs').selectAll().execute()).rejects.toThrow(
      NotOwnRows,
    );
    expect((await sql`select org_id from platform.organizations`.execute(database.kysely)).rows.length).toBe(
      2,
    );
  });

  it('leaves nothing behind when the work throws', async () => {
    const attempt = withOrganization(database, ours, async (tx) => {
      await insertRun(tx, ours, 'half.done');
      throw new Error('halfway');
    });
    await expect(attempt).rejects.toThrow('halfway');
    const kinds = await withOrganization(database, ours, (tx) =>
      sql<{ kind: string }>`select kind from platform.runs`.execute(tx),
    );
    expect(kinds.rows).toEqual([{ kind: 'demand.refresh' }]);
  });

  it('says so when the error of a statement was swallowed and nothing could be saved', async () => {
    const attempt = withOrganization(database, ours, async (tx) => {
      await sql`select 1 / 0`.execute(tx).catch(() => {});
    });
    await expect(attempt).rejects.toThrow(/nothing was saved/);
  });

  it('keeps a read-only transaction from writing', async () => {
    const attempt = withOrganization(database, ours, (tx) => insertRun(tx, ours, 'y'), { readOnly: true });
    await expect(attempt).rejects.toMatchObject({ code: '25006' });
  });

  it('does the work again after a serialization failure, as often as allowed', async () => {
    await withOrganization(database, ours, (tx) => insertRun(tx, ours, 'counted'));
    const add = (retries: number) =>
      withOrganization(
        database,
        ours,
        async (tx) => {
          const { rows } = await sql<{ pct: string }>`
            select progress_pct as pct from platform.runs where kind = 'counted'`.execute(tx);
          const next = Number(rows[0]?.pct) + 1;
          await sql`update platform.runs set progress_pct = ${next} where kind = 'counted'`.execute(tx);
          return next;
        },
        { isolation: 'repeatable read', retries },
      );
    await Promise.all([add(20), add(20), add(20), add(20)]);
    // Four additions of one, none lost.
    expect(await add(0)).toBe(5);
  });

  it('refuses an organization that is no UUID before anything reaches the database', async () => {
    await expect(
      withOrganization(database, `x'; drop schema platform; --`, organizationsSeen),
    ).rejects.toThrow(RangeError);
  });

  it('reports a connection that breaks as DatabaseUnavailable, and works again afterwards', async () => {
    const attempt = withOrganization(database, ours, async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      await database.ownerPool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
      return organizationsSeen(tx);
    });
    await expect(attempt).rejects.toBeInstanceOf(DatabaseUnavailable);
    expect(await withOrganization(database, ours, organizationsSeen)).toEqual([ours]);
  });

  it.each([false, true])(
    'runs statements given at once one after another on its connection (read only: %j)',
    async (readOnly) => {
      const numbers = await withOrganization(
        database,
        ours,
        (tx) => Promise.all([1, 2, 3].map((n) => sql<{ n: number }>`select ${n}::int as n`.execute(tx))),
        { readOnly },
      );
      expect(numbers.map((result) => result.rows[0]?.n)).toEqual([1, 2, 3]);
    },
  );
});

describe('a read', () => {
  const reading = <Result>(work: (tx: Tx) => Promise<Result>) =>
    withOrganization(database, ours, work, { readOnly: true });

  it('shows rows of its organization from the first statement on, which travels with its beginning', async () => {
    expect(await reading(organizationsSeen)).toEqual([ours]);
  });

  it('fails with the error of the statement that failed, not of those behind it', async () => {
    const attempt = reading((tx) =>
      Promise.all([
        sql`select 1`.execute(tx),
        sql`select 1 / 0`.execute(tx),
        sql`select no_such_column`.execute(tx),
      ]),
    );
    await expect(attempt).rejects.toMatchObject({ code: '22012' });
    expect(await reading(organizationsSeen)).toEqual([ours]);
  });

  it('says so when the error of a statement was swallowed', async () => {
    // Many times: the connection tells that it failed later than the statement does, by a chance of the network.
    for (let round = 0; round < 50; round++) {
      const attempt = reading(async (tx) => {
        await sql`select 1 / 0`.execute(tx).catch(() => {});
      });
      await expect(attempt).rejects.toThrow(/swallowed/);
    }
  });

  it('that throws or asks nothing gives its connection back, fit for changes and COPY', async () => {
    for (let round = 0; round < 40; round++) {
      await expect(
        reading(async () => {
          throw new Error('not found');
        }),
      ).rejects.toThrow('not found');
      expect(await reading(async () => round)).toBe(round);
      const atOnce = () => {
        throw new Error('at once');
      };
      await expect(reading(atOnce)).rejects.toThrow('at once');
    }
    await withOrganization(database, ours, (tx) => insertRun(tx, ours, `after reads`));
    expect(database.appPool.waitingCount).toBe(0);
  });

  it('is begun again when its connection breaks under it', async () => {
    let times = 0;
    const seen = await reading(async (tx) => {
      times += 1;
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      if (times === 1) await database.ownerPool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
      return organizationsSeen(tx);
    });
    expect([times, seen]).toEqual([2, [ours]]);
  });
});
