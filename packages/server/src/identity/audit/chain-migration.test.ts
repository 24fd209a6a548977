import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEmptyDatabase, type TestDatabase } from '../../../test/harness-database.ts';
import { MIGRATIONS_FOLDER, migrate, withOrganization } from '../../platform/database/index.ts';
import { readAudit } from './service.ts';
import { verifyChain } from './verify.ts';

const orgs = ['00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-0000000000bb'] as const;
const ana = '00000000-0000-4000-8000-000000000001';

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createEmptyDatabase();
  folder = mkdtempSync(join(tmpdir(), 'granary-migrations-'));
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

it('a trail from before the chain is numbered, chained and keeps what it told', async () => {
  for (const file of readdirSync(MIGRATIONS_FOLDER).filter((name) => name < '0015')) {
    copyFileSync(join(MIGRATIONS_FOLDER, file), join(folder, file));
  }
  await migrate(database, folder);
  for (const orgId of orgs) {
    await database.ownerPool.query(`insert into platform.organizations (org_id, name) values ($1, 'Old')`, [
      orgId,
    ]);
  }
  // As the program wrote them: numbers of both organizations lie between each other.
  for (let round = 0; round < 3; round += 1) {
    for (const orgId of orgs) {
      await inOldOrganization(
        orgId,
        `insert into identity.audit_entries (org_id, actor_id, actor_name, verb, entity, entity_id, before, after)
         values ($1, $2::uuid, 'Ana', 'account_set', 'user', $2::text, null, '{"email": "ana@example.com"}'),
                ($1, null, 'Granary (nightly run)', 'created', 'action', '7', '{"a": 1.50}', null)`,
      );
    }
  }

  const applied = await migrate(database);
  expect(applied).toContain('0015_audit_chain');
  for (const orgId of orgs) {
    const told = await withOrganization(database, orgId, async (tx) => ({
      chain: await verifyChain(tx),
      people: await readAudit(tx, 'user', ana),
      machine: await readAudit(tx, 'action', '7'),
    }));
    expect(told.chain).toMatchObject({ valid: true, entries: 6, head: { audit_id: 6 } });
    expect(told.people.map((row) => [row.actor_name, row.after])).toEqual(
      Array(3).fill(['Ana', { email: 'ana@example.com' }]),
    );
    expect(told.machine[0]).toMatchObject({ actor_name: 'Granary (nightly run)', before: { a: 1.5 } });
  }
});

/** As the program of that time did; ours knows tables that are not there yet. */
async function inOldOrganization(orgId: string, statement: string): Promise<void> {
  const client = await database.appPool.connect();
  try {
    await client.query(`begin; select set_config('app.org_id', '${orgId}', true)`);
    await client.query(statement, [orgId, ana]);
    await client.query('commit');
  } finally {
    client.release();
  }
}
