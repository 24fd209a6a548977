import type pg from 'pg';
import { APP_ROLE, LIMITED_ROLE } from './connect.ts';
import { DatabaseSetupError, errorCode } from './errors.ts';

/** Raised when two databases of one server create or grant the role at the same moment. */
const RACE_CODES = new Set(['42710', '23505', 'XX000', '40001']);

/** Members of it may become `granary_limited` without having its rights, and so without being bound by its policies. */
const GATE_ROLE = 'granary_gate';

const FEW_RIGHTS = 'nologin nosuperuser nobypassrls nocreatedb nocreaterole';

/**
 * Makes the roles `granary_app` and `granary_limited`, which has the rights of
 * the first, and lets the current user become them. A role belongs to the
 * whole server, so another database may have made it already.
 */
export async function createAppRoles(client: pg.ClientBase): Promise<void> {
  await ensureRole(client, APP_ROLE, async () => {
    await createRole(client, APP_ROLE, FEW_RIGHTS);
    await client.query(`grant ${APP_ROLE} to current_user`);
  });
  await ensureRole(client, LIMITED_ROLE, async () => {
    await createRole(client, LIMITED_ROLE, FEW_RIGHTS);
    await createRole(client, GATE_ROLE, `${FEW_RIGHTS} noinherit`);
    await client.query(`grant ${APP_ROLE} to ${LIMITED_ROLE}`);
    await client.query(`grant ${LIMITED_ROLE} to ${GATE_ROLE}`);
    await client.query(`grant ${GATE_ROLE} to current_user`);
  });
}

async function ensureRole(client: pg.ClientBase, role: string, make: () => Promise<void>): Promise<void> {
  for (let attempt = 1; !(await canBecome(client, role)); attempt++) {
    try {
      await make();
    } catch (error) {
      if (attempt < 5 && RACE_CODES.has(errorCode(error) ?? '')) continue;
      throw new DatabaseSetupError(
        `The database user may not create the role ${role}, under which tenant data is isolated ` +
          `(${error instanceof Error ? error.message : String(error)}). Let an administrator run: ` +
          `alter role <user> createrole;  or: create role ${APP_ROLE} nologin nosuperuser nobypassrls; ` +
          `create role ${LIMITED_ROLE} nologin nosuperuser nobypassrls in role ${APP_ROLE}; ` +
          `create role ${GATE_ROLE} nologin nosuperuser nobypassrls noinherit in role ${LIMITED_ROLE}; ` +
          `grant ${APP_ROLE}, ${GATE_ROLE} to <user>;`,
        { cause: error },
      );
    }
  }
  const { rows } = await client.query<{ unbound: boolean }>(
    'select rolsuper or rolbypassrls as unbound from pg_roles where rolname = $1',
    [role],
  );
  if (rows[0]?.unbound !== false) {
    throw new DatabaseSetupError(
      `The role ${role} is not bound by row security. Let an administrator run: alter role ${role} nosuperuser nobypassrls;`,
    );
  }
}

async function createRole(client: pg.ClientBase, role: string, attributes: string): Promise<void> {
  const { rows } = await client.query<{ found: boolean }>(
    'select exists (select from pg_roles where rolname = $1) as found',
    [role],
  );
  if (!rows[0]?.found) await client.query(`create role ${role} ${attributes}`);
}

/** Tried rather than looked up: what the catalog says about membership differs between 15 and 16. */
async function canBecome(client: pg.ClientBase, role: string): Promise<boolean> {
  try {
    await client.query(`begin; set local role ${role}; rollback`);
    return true;
  } catch (error) {
    await client.query('rollback');
    if (errorCode(error) === '22023' || errorCode(error) === '42501') return false;
    throw error;
  }
}

/** What the role may not do to a table, whatever a query says; and what of that it may do after all. */
const WITHHELD: Record<string, { rights: string; except?: string }> = {
  'platform.migrations': { rights: 'insert, update, delete' },
  'identity.audit_entries': { rights: 'update, delete' },
  'identity.audit_heads': { rights: 'delete' },
  'identity.security_events': { rights: 'update', except: 'update (address, user_agent)' },
};

/** Gives the role its rights on everything in the schemas: rows and sequences, no truncation, no changes of structure. */
export async function grantToApp(client: pg.ClientBase, schemas: readonly string[]): Promise<void> {
  for (const schema of schemas) {
    await client.query(`
      grant usage on schema ${schema} to ${APP_ROLE};
      grant select, insert, update, delete on all tables in schema ${schema} to ${APP_ROLE};
      grant usage, select on all sequences in schema ${schema} to ${APP_ROLE};
      grant execute on all routines in schema ${schema} to ${APP_ROLE};
    `);
  }
  // Bulk rows pass through temporary tables; some servers take that right from everybody.
  const { rows } = await client.query<{ name: string }>('select quote_ident(current_database()) as name');
  await client.query(`grant temporary on database ${rows[0]?.name} to ${APP_ROLE}`);
  for (const [table, { rights, except }] of Object.entries(WITHHELD)) {
    const { rows: found } = await client.query<{ is_there: boolean }>(
      'select to_regclass($1) is not null as is_there',
      [table],
    );
    if (!found[0]?.is_there) continue;
    await client.query(`revoke ${rights} on ${table} from ${APP_ROLE}`);
    if (except !== undefined) await client.query(`grant ${except} on ${table} to ${APP_ROLE}`);
  }
}
