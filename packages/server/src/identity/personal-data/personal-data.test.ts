import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addItems, addPurchases, addStock, addStores } from '../../../test/facts.ts';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { projectFolder } from '../../config.ts';
import { type Database, SCHEMAS, withOrganization } from '../../platform/database/index.ts';
import { recordAudit } from '../audit/record.ts';
import { recordSecurityEvent } from '../audit/security-events.ts';
import { verifyChain } from '../audit/verify.ts';
import { insertUser } from '../queries.ts';
import { openTestSession } from '../sessions/test-session.ts';
import { describePersonalData } from './document.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

/** Columns of the schema by a condition on `a` (column), `c` (table), `d` (comment). */
async function columnsWhere(condition: string): Promise<string[]> {
  const { rows } = await app.database.ownerPool.query<{ name: string }>(
    `select n.nspname || '.' || c.relname || '.' || a.attname as name
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     left join pg_description d on d.objoid = c.oid and d.objsubid = a.attnum and d.classoid = 'pg_class'::regclass
     where n.nspname = any ($1) and c.relkind in ('r', 'p') and not c.relispartition
       and a.attnum > 0 and not a.attisdropped and (${condition})
     order by 1`,
    [SCHEMAS],
  );
  return rows.map((row) => row.name);
}

describe('the inventory of personal data', () => {
  const isMarked = `d.description like 'personal: %'`;
  const declared = () =>
    new Set(
      app.personalData.flatMap(({ table, columns }) =>
        Object.keys(columns).map((name) => `${table}.${name}`),
      ),
    );
  /** Hashes of random secrets say nothing about anybody; they are declared to be left out of exports. */
  const isHashOfSecret = (name: string) => name.endsWith('.token_hash');

  it('is what the schema marks: neither more nor less', async () => {
    const own = [...declared()].filter((name) => !isHashOfSecret(name)).sort();
    expect(own).toEqual((await columnsWhere(isMarked)).sort());
  });

  it('leaves out no column whose name tells of a person', async () => {
    const unmarked = await columnsWhere(
      `(d.description is null or not ${isMarked})
       and (a.attname ~ '(^|_)(email|phone|address|user_agent|password|user_id|actor_id|person_id)(_|$)'
            or a.attname ~ '_by(_name|_id)?$' and a.atttypid <> 'date'::regtype)`,
    );
    expect(unmarked).toEqual([]);
  });

  it('stands in docs/personal-data.md', () => {
    const document = readFileSync(join(projectFolder, 'docs/personal-data.md'), 'utf8');
    expect(document).toContain(describePersonalData(app.personalData));
  });
});

const name = 'Zdenka Quibblethwaite';
const email = 'zdenka.q@example.com';

/** Somebody with an account, who has left traces wherever people leave them. */
async function somebody(role: 'owner' | 'planner' | 'viewer', called = name, address = email) {
  const { userId, token } = await app.inOrganization(async (tx) => {
    const user = await insertUser(tx, 'Before the account', role);
    return { userId: user.user_id, token: await openTestSession(tx, user.user_id) };
  });
  const headers = { authorization: `Bearer ${token}` };
  const saved = await app.http.inject({
    method: 'PUT',
    url: '/api/v1/auth/account',
    headers,
    payload: { name: called, email: address, password: 'Correct-horse-7' },
  });
  expect(saved.statusCode, saved.body).toBe(200);
  return { userId, headers };
}

const erase = async (userId: string, headers: { authorization: string }) =>
  app.http.inject({ method: 'POST', url: `/api/v1/users/${userId}/erasure`, headers });

/** Every place of the database, the job queue included, in which a text stands. */
async function placesOf(database: Database, texts: string[]): Promise<string[]> {
  const { rows: columns } = await database.ownerPool.query<{ place: string; table: string; column: string }>(
    `select format('%s.%s.%s', n.nspname, c.relname, a.attname) as place,
            format('%I.%I', n.nspname, c.relname) as table, quote_ident(a.attname) as column
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and c.relkind in ('r', 'p')
       and a.attnum > 0 and not a.attisdropped
       and format_type(a.atttypid, null) in ('text', 'character varying', 'json', 'jsonb', 'text[]', 'bytea')`,
  );
  // The owner is bound by row security as well; for the search it is lifted.
  const client = await database.ownerPool.connect();
  const found: string[] = [];
  try {
    await client.query('begin');
    const { rows: forced } = await client.query<{ name: string }>(
      `select oid::regclass::text as name from pg_class where relforcerowsecurity`,
    );
    for (const table of forced) await client.query(`alter table ${table.name} no force row level security`);
    for (const { place, table, column } of columns) {
      const { rows } = await client.query<{ found: boolean }>(
        `select exists (select from ${table} where ${column}::text ilike any ($1)) as found`,
        [texts.flatMap((text) => [`%${text}%`, `%${Buffer.from(text).toString('hex')}%`])],
      );
      if (rows[0]?.found) found.push(place);
    }
  } finally {
    await client.query('rollback');
    client.release();
  }
  return found;
}

const countEntries = async (actorId: string) =>
  app.inOrganization(async (tx) => {
    const { rows } = await tx.client.query<{ count: number }>(
      'select count(*)::int as count from identity.audit_entries where actor_id = $1',
      [actorId],
    );
    return rows[0]?.count ?? 0;
  });

describe('somebody who is erased', () => {
  beforeAll(async () => {
    await app.inOrganization(async (tx) => {
      await addStores(tx, { store_id: 'S1' }, { store_id: 'S2' });
      await addItems(tx, { sku_id: 'A', category: 'Dairy', mrp: 3 });
      const batch = { store_id: 'S1', sku_id: 'A', batch_id: 'B1' };
      await addPurchases(tx, { ...batch, received_date: '2026-02-28', unit_cost: 2 });
      await addStock(tx, {
        ...batch,
        snapshot_date: '2026-03-02',
        expiry_date: '2026-03-06',
        on_hand_qty: 60,
      });
    });
  });

  it('is named in no table afterwards, while what they did is still counted and the chain is whole', async () => {
    const { userId, headers } = await somebody('owner');
    await app.as('owner');
    await app.inOrganization(async (tx) => {
      await recordAudit(tx, { userId, name }, [{ verb: 'approved', entity: 'action', entityId: '1' }]);
      // An invitation of long ago, whose row is gone.
      await recordAudit(tx, { userId: null, name: 'Granary' }, [
        { verb: 'invited', entity: 'invitation', entityId: randomUUID(), after: { email, role: 'owner' } },
      ]);
      await recordSecurityEvent(tx, {
        kind: 'login_succeeded',
        userId,
        address: '192.0.2.7',
        userAgent: name,
      });
      await tx.client.query(
        `insert into actions.actions (org_id, snapshot_date, action_type, from_store, to_store, sku_id, batch_id, qty,
           start_date, decide_by, expected_savings, savings_low, savings_high, chance_of_gain, at_risk_units, unit_cost,
           reason, proof, status, decided_by, decided_by_name, decision_note)
         values ($1, '2026-03-02', 'TRANSFER', 'S1', 'S2', 'A', 'B1', 5, '2026-03-03', '2026-03-04', 1, 0, 2, 0.5, 9, 2,
           'r', '{}', 'APPROVED', $2, $3, $4)`,
        [tx.orgId, userId, name, `As ${name} said; write to ${email.toUpperCase()}.`],
      );
      await tx.client.query(
        `insert into platform.idempotency_keys (org_id, user_id, route, key, request_hash, status, body)
         values ($1, gen_random_uuid(), 'POST /', 'k', 'h', 201, $2)`,
        [tx.orgId, JSON.stringify({ email })],
      );
    });
    expect((await placesOf(app.database, [name, email])).sort()).toEqual([
      'actions.actions.decided_by_name',
      'actions.actions.decision_note',
      'identity.audit_personal.value',
      'identity.security_events.user_agent',
      'identity.sign_in_names.email',
      'identity.users.email',
      'identity.users.name',
      'platform.idempotency_keys.body',
    ]);
    const acted = await countEntries(userId);
    expect(acted).toBeGreaterThan(1);

    const reply = await erase(userId, await app.as('owner'));
    expect(reply.statusCode, reply.body).toBe(200);
    const pseudonym = `Erased person ${userId.slice(0, 8)}`;
    expect(reply.json()).toMatchObject({ user_id: userId, pseudonym });
    expect(await placesOf(app.database, [name, email])).toEqual([]);
    expect(await countEntries(userId)).toBe(acted);
    expect(await app.inOrganization((tx) => verifyChain(tx))).toMatchObject({ valid: true });
    const note = await app.inOrganization((tx) =>
      tx.client.query('select decision_note from actions.actions'),
    );
    expect(note.rows).toEqual([{ decision_note: `As ${pseudonym} said; write to ${pseudonym}.` }]);
    const me = await app.http.inject({ url: '/api/v1/me', headers });
    expect(me.statusCode).toBe(401);
    const again = await erase(userId, await app.as('owner'));
    expect(again.json()).toEqual(reply.json());
  });

  it('is not named again by a change of theirs that was under way', async () => {
    const { userId } = await somebody('planner', 'Slow Writerson', 'slow@example.com');
    let goOn = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const underWay = app.inOrganization(async (tx) => {
      await recordAudit(tx, { userId, name: 'Slow Writerson' }, [
        {
          verb: 'changed',
          entity: 'thing',
          entityId: '1',
          person: userId,
          after: { name: 'Slow Writerson' },
        },
      ]);
      await held;
    });
    expect((await erase(userId, await app.as('owner'))).statusCode).toBe(200);
    goOn();
    await underWay;
    expect(await placesOf(app.database, ['Slow Writerson'])).toEqual([]);
    expect(await app.inOrganization((tx) => verifyChain(tx))).toMatchObject({ valid: true });
  });

  it('may be the one who asks for it', async () => {
    const { userId, headers } = await somebody('owner', 'Gone Girlsdottir', 'gone@example.com');
    await app.as('owner');
    expect((await erase(userId, headers)).statusCode).toBe(200);
    expect(await placesOf(app.database, ['Gone Girlsdottir', 'gone@example.com'])).toEqual([]);
    expect(await app.inOrganization((tx) => verifyChain(tx))).toMatchObject({ valid: true });
  });

  it('cannot be the last owner, the terminal, or somebody of another organization', async () => {
    const orgId = await app.otherOrganization();
    const terminal = `Bearer ${await app.identity.openTerminal(orgId, undefined)}`;
    await app.identity.createSignInLink(orgId);
    const { rows } = await withOrganization(app.database, orgId, (tx) =>
      tx.client.query<{ user_id: string; role: string }>('select user_id, role from identity.users'),
    );
    const idOf = (role: string) => rows.find((user) => user.role === role)?.user_id ?? '';
    const last = await erase(idOf('owner'), { authorization: terminal });
    expect([last.statusCode, last.json().error.code]).toEqual([409, 'last_owner']);
    const operator = await erase(idOf('operator'), { authorization: terminal });
    expect([operator.statusCode, operator.json().error.code]).toEqual([409, 'operator_is_no_person']);
    const stranger = await erase(idOf('owner'), await app.as('owner'));
    expect([stranger.statusCode, stranger.json().error.code]).toEqual([404, 'user_not_found']);
  });
});

describe('the data held about somebody', () => {
  it('is told to themselves, table by table, without secrets', async () => {
    const { userId, headers } = await somebody('viewer', 'Own Reader', 'own@example.com');
    const reply = await app.http.inject({ url: '/api/v1/me/personal-data', headers });
    expect(reply.statusCode, reply.body).toBe(200);
    const held = reply.json().held as { table: string; rows: Record<string, unknown>[] }[];
    const rowsOf = (table: string) => held.filter((each) => each.table === table).flatMap(({ rows }) => rows);
    expect(rowsOf('identity.users')).toMatchObject([
      { user_id: userId, name: 'Own Reader', email: 'own@example.com' },
    ]);
    expect(rowsOf('identity.sign_in_names')).toHaveLength(1);
    expect(rowsOf('identity.sessions').length).toBeGreaterThan(0);
    expect(rowsOf('identity.audit_entries')).toMatchObject([
      { verb: 'account_set', after: { email: 'own@example.com' } },
    ]);
    for (const secret of ['password_hash', 'token_hash', '"salt"', '$argon2id'])
      expect(reply.body).not.toContain(secret);
    expect(reply.body).not.toContain(app.orgId);
  });

  it('is told of others to whom may read it, and noted', async () => {
    const { userId } = await somebody('viewer', 'Read About', 'about@example.com');
    const url = `/api/v1/users/${userId}/personal-data`;
    expect((await app.http.inject({ url })).statusCode).toBe(401);
    const refused = await app.http.inject({ url, headers: await app.as('viewer') });
    expect(refused.json().error).toMatchObject({
      code: 'permission_missing',
      details: [{ permission: 'identity.personal_data' }],
    });
    const told = await app.http.inject({ url, headers: await app.as('owner') });
    expect(told.json()).toMatchObject({ user_id: userId });
    const events = await app.http.inject({
      url: `/api/v1/security-events?kind=personal_data_read&user_id=${userId}`,
      headers: await app.as('owner'),
    });
    expect(events.json().data).toHaveLength(1);
    const stranger = `Bearer ${await app.identity.openTerminal(await app.otherOrganization(), undefined)}`;
    expect((await app.http.inject({ url, headers: { authorization: stranger } })).statusCode).toBe(404);
    const malformed = await app.http.inject({
      url: '/api/v1/users/x/personal-data',
      headers: await app.as('owner'),
    });
    expect(malformed.statusCode).toBe(422);
  });
});
