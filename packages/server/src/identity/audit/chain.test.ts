import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { withOrganization } from '../../platform/database/index.ts';
import { hashOf } from './chain.ts';
import { selectChain, selectHead } from './chain-queries.ts';
import { nightlyActor, recordAudit } from './record.ts';
import { readAudit } from './service.ts';
import { verifyChain } from './verify.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

const verify = (orgId: string) => withOrganization(app.database, orgId, (tx) => verifyChain(tx));
const person = { userId: randomUUID(), name: 'Ana Horvat' };
const something = { verb: 'changed', entity: 'thing', entityId: '1' };

describe('the chain', () => {
  it('numbers the entries of each organization from 1 without gaps, also after a change that failed', async () => {
    const [one, two] = [await app.otherOrganization(), await app.otherOrganization()];
    for (const orgId of [one, two, one]) {
      await withOrganization(app.database, orgId, (tx) => recordAudit(tx, person, [something, something]));
    }
    const failed = withOrganization(app.database, one, async (tx) => {
      await recordAudit(tx, person, [something]);
      throw new Error('the change failed');
    });
    await expect(failed).rejects.toThrow('the change failed');
    await withOrganization(app.database, one, (tx) => recordAudit(tx, nightlyActor, [something]));
    const numbers = await withOrganization(app.database, one, async (tx) =>
      (await selectChain(tx, undefined, 100)).map((entry) => entry.audit_id),
    );
    expect(numbers).toEqual([1, 2, 3, 4, 5]);
    expect(await verify(one)).toMatchObject({ valid: true, entries: 5 });
    expect(await verify(two)).toMatchObject({ valid: true, entries: 2 });
  });

  it('is empty and in order before the first entry', async () => {
    const orgId = await app.otherOrganization();
    expect(await verify(orgId)).toEqual({ valid: true, entries: 0, head: null, broken: null });
  });

  it('has the hash that TypeScript computes, whatever is told', async () => {
    const orgId = await app.otherOrganization();
    const text = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((told) => !told.includes('\0'));
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.option(fc.dictionary(text, fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true })))),
        async (told, after) => {
          await withOrganization(app.database, orgId, (tx) =>
            recordAudit(tx, { ...person, correlationId: told }, [
              { verb: 'changed', entity: told, entityId: told, after: after ?? undefined },
            ]),
          );
          const [entry, head] = await withOrganization(app.database, orgId, async (tx) => {
            const end = await selectHead(tx);
            return [(await selectChain(tx, (end?.audit_id ?? 0) - 1, 1))[0], end] as const;
          });
          expect(entry?.entity).toBe(told);
          expect(entry && hashOf(entry)).toBe(head?.hash);
        },
      ),
      { numRuns: 100 },
    );
    expect(await verify(orgId)).toMatchObject({ valid: true, entries: 100 });
  });

  it('holds every entry of parallel writers, who never wait for each other in a circle', async () => {
    const orgId = await app.otherOrganization();
    const things = ['left', 'right'];
    await withOrganization(app.database, orgId, async (tx) => {
      await tx.client.query(
        `insert into catalog.items (org_id, sku_id, name, category)
        select $1, unnest($2::text[]), 'Item', 'Dairy'`,
        [orgId, things],
      );
    });
    const writers = Array.from({ length: 20 }, async (_, writer) => {
      for (let change = 0; change < 5; change += 1) {
        await withOrganization(app.database, orgId, async (tx) => {
          // The trail is told first, the row is locked after: in this order others have deadlocked.
          await recordAudit(tx, person, [{ ...something, entityId: String(writer) }]);
          const sku = things[(writer + change) % 2];
          await tx.client.query('update catalog.items set name = name where sku_id = $1', [sku]);
        });
      }
    });
    await Promise.all(writers);
    expect(await verify(orgId)).toMatchObject({ valid: true, entries: 100 });
  });

  it('is read in the transaction that writes it', async () => {
    const history = await app.inOrganization(async (tx) => {
      await recordAudit(tx, person, [{ ...something, entityId: 'now' }]);
      return readAudit(tx, 'thing', 'now');
    });
    expect(history).toMatchObject([{ actor_name: 'Ana Horvat', verb: 'changed' }]);
  });

  it('keeps names and addresses of people apart, and tells them to the reader', async () => {
    const userId = randomUUID();
    const orgId = await app.otherOrganization();
    await withOrganization(app.database, orgId, (tx) =>
      recordAudit(tx, person, [
        {
          verb: 'account_set',
          entity: 'user',
          entityId: userId,
          after: { email: 'ana@example.com', role: 'owner' },
        },
        { verb: 'token_made', entity: 'token', entityId: 't', person: userId, after: { name: 'Till 7' } },
      ]),
    );
    const { rows } = await withOrganization(app.database, orgId, (tx) =>
      tx.client.query<{ line: string }>('select e::text as line from identity.audit_entries e'),
    );
    const lines = rows.map((row) => row.line).join('\n');
    for (const word of ['ana@example.com', 'Till 7', 'Ana Horvat']) expect(lines).not.toContain(word);
    expect(await withOrganization(app.database, orgId, (tx) => readAudit(tx, 'user', userId))).toMatchObject([
      { after: { email: 'ana@example.com', role: 'owner' } },
    ]);
    expect(await verify(orgId)).toMatchObject({ valid: true, entries: 2 });
  });
});

describe('the trail is append-only', () => {
  const statements = [
    `update identity.audit_entries set verb = 'x'`,
    'delete from identity.audit_entries',
    'truncate identity.audit_entries',
    'delete from identity.audit_heads',
    'truncate identity.audit_heads',
  ];

  beforeAll(() => app.inOrganization((tx) => recordAudit(tx, person, [something])));

  it.each(statements)('for the application, by its rights: %s', async (statement) => {
    await expect(app.database.appPool.query(statement)).rejects.toThrow(/permission denied/);
  });

  it.each([...statements, 'update identity.audit_heads set audit_id = 0'])(
    'for the owner of the tables, by trigger: %s',
    async (statement) => {
      const client = await app.database.ownerPool.connect();
      try {
        await client.query('begin');
        await client.query(`select set_config('app.org_id', $1, true)`, [app.orgId]);
        await expect(client.query(statement)).rejects.toThrow(/append-only|only moves forward/);
      } finally {
        await client.query('rollback');
        client.release();
      }
    },
  );

  it('and an entry that is put in beside the chain is refused', async () => {
    const done = app.inOrganization((tx) =>
      tx.client.query(`insert into identity.audit_entries (org_id, audit_id, actor_label, verb, entity, entity_id)
                       values (platform.current_org(), 999, 'x', 'x', 'x', 'x')`),
    );
    await expect(done).rejects.toThrow(/null value in column "previous_hash"/);
  });
});
