import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { builtInRoles, permissionsOf, placement } from './built-in-roles.ts';
import { rightsOf } from './rights.ts';

let app: TestApp;
let known: string[];

beforeAll(async () => {
  app = await createTestApp();
  known = Object.keys(app.permissions);
});
afterAll(() => app.close());

describe('the built-in roles', () => {
  it('stand in every new organization, the same as in the code', async () => {
    const stored = await app.inOrganization((tx) =>
      sql<{ code: string; is_built_in: boolean }>`select code, is_built_in from identity.roles`.execute(tx),
    );
    expect(stored.rows.map(({ code }) => code).sort()).toEqual(Object.keys(builtInRoles).sort());
    expect(stored.rows.every((role) => role.is_built_in)).toBe(true);
  });

  it('leave the owner everything, and an administrator all but what is the owner’s alone', () => {
    expect([...permissionsOf('owner', known)]).toEqual(known);
    expect(known.filter((name) => !permissionsOf('admin', known).has(name))).toEqual(['identity.owners']);
  });

  it('give nobody a permission that an administrator lacks, the owner’s apart', () => {
    for (const role of ['planner', 'store_manager', 'analyst', 'viewer', 'supplier'] as const) {
      const beyond = [...permissionsOf(role, known)].filter(
        (name) => !permissionsOf('admin', known).has(name),
      );
      expect(beyond, role).toEqual([]);
    }
  });

  it('let a viewer read and do nothing else', () => {
    const verbs = [...permissionsOf('viewer', known)].filter((name) => !/\.(read|receipts)$/.test(name));
    expect(verbs).toEqual([]);
    expect(permissionsOf('viewer', known).has('audit.read')).toBe(false);
  });

  it('give a permission that nobody thought of to owner and administrator alone', () => {
    const roles = Object.keys(builtInRoles) as (keyof typeof builtInRoles)[];
    const holders = roles.filter((role) => permissionsOf(role, ['new_place.new_verb']).size === 1);
    expect(holders).toEqual(['owner', 'admin', 'operator']);
  });

  it('need every row of the table: each places a permission of its own', () => {
    const used = new Set(
      [...known, 'new_place.new_verb'].map((name) => placement.find((row) => row.pattern.test(name))),
    );
    const idle = placement.filter((row) => !used.has(row)).map(({ why }) => why);
    expect(idle).toEqual([]);
  });
});

describe('rightsOf', () => {
  it('limits a store manager to the locations given, and nobody else', async () => {
    await app.as('store_manager');
    await app.as('planner');
    const rights = await app.inOrganization(async (tx) => {
      await sql`update identity.users set store_ids = '{S01,S02}', approval_limit = 500`.execute(tx);
      const people = await sql<{
        user_id: string;
        role: string;
      }>`select user_id, role from identity.users`.execute(tx);
      const of = async (role: string) =>
        rightsOf(tx, people.rows.find((person) => person.role === role)?.user_id ?? '', known);
      return { manager: await of('store_manager'), planner: await of('planner') };
    });
    expect(rights.manager).toMatchObject({
      role: 'store_manager',
      scope: { storeIds: ['S01', 'S02'], supplierIds: null },
      approvalLimit: 500,
    });
    expect(rights.planner?.scope).toEqual({ storeIds: null, supplierIds: null });
    expect(rights.planner?.permissions).toContain('actions.approve');
  });

  it('knows no rights of somebody who does not exist', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000';
    expect(await app.inOrganization((tx) => rightsOf(tx, unknown, known))).toBeUndefined();
  });
});
