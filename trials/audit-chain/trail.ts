import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { App } from '../../packages/server/src/app.ts';
import { erasedVerb } from '../../packages/server/src/identity/audit/personal-check.ts';
import { eraseStatement } from '../../packages/server/src/identity/audit/queries.ts';
import { nightlyActor, recordAudit } from '../../packages/server/src/identity/index.ts';
import { type Database, withOrganization } from '../../packages/server/src/platform/database/index.ts';
import type { Random } from './tamperings.ts';

/** A trail as a company leaves it: people and the machine, several entries in one change, names that stand apart. */
export async function writeTrail(
  database: Database,
  orgId: string,
  changes: number,
  random: Random,
): Promise<number> {
  const people = ['Ana Horvat', 'Łukasz Żak', 'O’Brien, "Pat"'].map((name) => ({
    userId: randomUUID(),
    name,
  }));
  for (let change = 0; change < changes; change += 1) {
    const actor = random.below(4) === 0 ? nightlyActor : (people[random.below(3)] ?? nightlyActor);
    const subject = people[random.below(3)];
    await withOrganization(database, orgId, async (tx) => {
      await recordAudit(tx, { ...actor, ...(random.below(3) > 0 ? { correlationId: randomUUID() } : {}) }, [
        {
          verb: 'approved',
          entity: 'action',
          entityId: String(change),
          before: { status: 'PROPOSED', version: 1 },
          after: { status: 'APPROVED', version: 2, note: 'ž 5:hello,-, "\\" \n 0.10', money: 1e21 },
        },
      ]);
      if (random.below(3) > 0) return;
      await recordAudit(tx, actor, [
        {
          verb: 'account_set',
          entity: 'user',
          entityId: subject?.userId ?? '',
          before: { name: subject?.name, email: null },
          after: { name: `${subject?.name} ${change}`, email: `person${change}@example.com` },
        },
        { verb: 'changed', entity: 'expiry_rules', entityId: '1' },
      ]);
    });
  }
  await erase(database, orgId, people[2]?.userId ?? '');
  return withOrganization(database, orgId, async (tx) => {
    const { rows } = await tx.client.query<{ count: number }>(
      'select count(*)::int as count from identity.audit_entries',
    );
    return rows[0]?.count ?? 0;
  });
}

/** Takes a person's name out of the trail, as the product does. */
async function erase(database: Database, orgId: string, userId: string): Promise<void> {
  await withOrganization(database, orgId, async (tx) => {
    await recordAudit(tx, nightlyActor, [{ verb: erasedVerb, entity: 'user', entityId: userId }]);
    tx.atCommit(() => eraseStatement(tx, [userId]));
  });
}

const tables = [
  'identity.audit_people',
  'identity.audit_personal',
  'identity.audit_entries',
  'identity.audit_heads',
];
const copyOf = (table: string) => `trial_${table.replace('.', '_')}`;

/**
 * Takes down what guards the trail inside the database: triggers, row
 * security, checks and references. Only the chain itself is left.
 */
export async function disarm(attacker: pg.Pool): Promise<void> {
  for (const table of tables) {
    await attacker.query(
      `alter table ${table} disable trigger user; alter table ${table} no force row level security`,
    );
  }
  const { rows } = await attacker.query<{ statement: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as statement
     from pg_constraint where conrelid = any ($1::regclass[]) and contype in ('c', 'f')`,
    [tables],
  );
  for (const { statement } of rows) await attacker.query(statement);
}

/** @returns rows changed */
export async function falsify(attacker: pg.Pool, statements: readonly string[]): Promise<number> {
  const client = await attacker.connect();
  try {
    await client.query('begin');
    let changed = 0;
    for (const statement of statements) changed += (await client.query(statement)).rowCount ?? 0;
    await client.query('commit');
    return changed;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

export async function keepCopy(attacker: pg.Pool): Promise<void> {
  await falsify(
    attacker,
    tables.map((table) => `create table public.${copyOf(table)} as table ${table}`),
  );
}

export async function restoreCopy(attacker: pg.Pool): Promise<void> {
  await falsify(attacker, [
    ...tables.map((table) => `delete from ${table}`),
    ...tables.map((table) => `insert into ${table} table public.${copyOf(table)}`),
  ]);
}

export interface VerificationReply {
  valid: boolean;
  entries: number;
  head: { audit_id: number; hash: string } | null;
  broken: { audit_id: number; kind: string; message: string } | null;
}

/** What the product says, asked through its API. */
export async function verification(
  app: Pick<App, 'http'>,
  authorization: string,
  saved?: { audit_id: number; hash: string } | null,
): Promise<VerificationReply> {
  const query = saved ? `?audit_id=${saved.audit_id}&hash=${saved.hash}` : '';
  const reply = await app.http.inject({
    url: `/api/v1/audit/verification${query}`,
    headers: { authorization },
  });
  if (reply.statusCode !== 200) throw new Error(`verification answered ${reply.statusCode}: ${reply.body}`);
  return reply.json();
}
