import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addStores } from '../../../test/facts.ts';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { type Tx, withOrganization } from '../../platform/database/index.ts';
import { openTestSession } from '../sessions/test-session.ts';
import { findRights } from './queries.ts';
import { type Rights, rightsFrom } from './rights.ts';

let app: TestApp;
let known: string[];
beforeAll(async () => {
  app = await createTestApp();
  known = Object.keys(app.permissions);
});
afterAll(() => app.close());

const roleCodes = [
  'owner',
  'admin',
  'planner',
  'store_manager',
  'analyst',
  'viewer',
  'own_1',
  'own_2',
] as const;
const limits = [null, 0, 100, 1_000] as const;

const person = fc.record({
  role: fc.constantFrom(...roleCodes.slice(0, 6)),
  limit: fc.constantFrom(...limits),
});
const actor = fc.nat(5);
const step = fc.oneof(
  fc.record({
    kind: fc.constant('place' as const),
    actor,
    target: fc.nat(5),
    role: fc.constantFrom(...roleCodes),
    limit: fc.constantFrom(...limits),
    stores: fc.subarray(['S1', 'S2']),
  }),
  fc.record({
    kind: fc.constantFrom('deactivate' as const, 'reactivate' as const),
    actor,
    target: fc.nat(5),
  }),
  fc.record({
    kind: fc.constantFrom('make role' as const, 'change role' as const),
    actor,
    role: fc.constantFrom('own_1', 'own_2', 'planner'),
    permissions: fc.subarray([
      'actions.read',
      'actions.approve',
      'identity.read',
      'identity.manage',
      'identity.roles',
      'identity.owners',
    ]),
    limit: fc.constantFrom(...limits),
    isLimited: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('invite' as const),
    actor,
    role: fc.constantFrom(...roleCodes),
    limit: fc.constantFrom(...limits),
  }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

interface Somebody {
  userId: string;
  authorization: string;
}

async function addPeople(tx: Tx, wanted: { role: string; limit: number | null }[]): Promise<Somebody[]> {
  await addStores(tx, { store_id: 'S1' }, { store_id: 'S2' });
  const people: Somebody[] = [];
  for (const [index, { role, limit }] of wanted.entries()) {
    const made = await sql<{ user_id: string }>`
      insert into identity.users (org_id, name, role, approval_limit, store_ids)
      values (${tx.orgId}, ${`Person ${index}`}, ${role}, ${limit},
              ${role === 'store_manager' ? ['S1'] : []}::text[]) returning user_id`.execute(tx);
    const userId = made.rows[0]?.user_id ?? '';
    people.push({ userId, authorization: `Bearer ${await openTestSession(tx, userId)}` });
  }
  return people;
}

/** What somebody can do in fact: a person who is deactivated can do nothing. */
type Standing = Map<string, { rights: Rights; role: string; isActive: boolean }>;

async function standing(tx: Tx): Promise<Standing> {
  const found = await sql<{ user_id: string; role: string; is_active: boolean }>`
    select user_id, role, disabled_at is null as is_active from identity.users`.execute(tx);
  const all: Standing = new Map();
  for (const { user_id, role, is_active } of found.rows) {
    const stored = await findRights(tx, user_id);
    if (stored !== undefined)
      all.set(user_id, { rights: rightsFrom(stored, known), role, isActive: is_active });
  }
  return all;
}

/** Each single right as a word, so that what was gained is a difference of sets. */
function words({ permissions, scope, approvalLimit }: Rights): Set<string> {
  return new Set([
    ...permissions,
    ...(scope.storeIds ?? ['S1', 'S2', 'every store']).map((id) => `store ${id}`),
    ...(scope.supplierIds ?? ['every supplier']).map((id) => `supplier ${id}`),
    ...[100, 1_000, Number.POSITIVE_INFINITY]
      .filter((value) => approvalLimit === null || value <= approvalLimit)
      .map((value) => `up to ${value}`),
  ]);
}

function requestOf(given: Step, people: Somebody[], version: number) {
  switch (given.kind) {
    case 'place':
      return {
        method: 'PATCH' as const,
        url: `/users/${people[given.target]?.userId}`,
        payload: {
          role: given.role,
          approval_limit: given.limit,
          store_ids: given.role === 'store_manager' ? given.stores : [],
          version,
        },
      };
    case 'deactivate':
    case 'reactivate':
      return { method: 'POST' as const, url: `/users/${people[given.target]?.userId}/${given.kind}` };
    case 'make role':
    case 'change role': {
      const role = {
        name: given.role === 'planner' ? 'Planner' : given.role,
        permissions: given.permissions,
        approval_limit: given.limit,
        is_limited_to_locations: given.isLimited,
      };
      return given.kind === 'make role'
        ? { method: 'POST' as const, url: '/roles', payload: { ...role, role_id: given.role } }
        : { method: 'PUT' as const, url: `/roles/${given.role}`, payload: { ...role, version } };
    }
    case 'invite':
      return {
        method: 'POST' as const,
        url: '/invitations',
        payload: {
          email: 'guest@x.example',
          role: given.role,
          approval_limit: given.limit,
          store_ids: given.role === 'store_manager' ? ['S1'] : [],
        },
      };
  }
}

const versionsOf = (tx: Tx) =>
  sql<{ id: string; version: number }>`
    select user_id::text as id, version from identity.users union all select code, version from identity.roles`
    .execute(tx)
    .then(({ rows }) => new Map(rows.map(({ id, version }) => [id, version])));

describe('whatever people do to each other and to roles', () => {
  it('nobody comes to rights that whoever acted lacks, and an active owner remains', async () => {
    let succeeded = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(person, { minLength: 5, maxLength: 5 }),
        fc.array(step, { minLength: 4, maxLength: 10 }),
        async (others, steps) => {
          const { org_id: orgId } = await app.identity.createOrganization({
            name: 'A company',
            currency: 'EUR',
            locale: 'en-GB',
            timeZone: 'UTC',
            isDemo: false,
          });
          const within = <Result>(work: (tx: Tx) => Promise<Result>) =>
            withOrganization(app.database, orgId, work);
          const people = await within((tx) => addPeople(tx, [{ role: 'owner', limit: null }, ...others]));
          for (const given of steps) {
            const { before, versions } = await within(async (tx) => ({
              before: await standing(tx),
              versions: await versionsOf(tx),
            }));
            const acting = people[given.actor] as Somebody;
            const subject =
              'target' in given ? people[given.target]?.userId : given.kind === 'invite' ? '' : given.role;
            const request = requestOf(given, people, versions.get(subject ?? '') ?? 1);
            const reply = await app.http.inject({
              ...request,
              url: `/api/v1${request.url}`,
              headers: { authorization: acting.authorization },
            });
            expect(reply.statusCode, `${JSON.stringify(given)} ${reply.body}`).toBeLessThan(500);
            if (reply.statusCode < 300) succeeded += 1;

            const after = await within(standing);
            const may = words((before.get(acting.userId) as { rights: Rights }).rights);
            for (const [userId, now] of after) {
              const earlier = before.get(userId);
              const had = earlier?.isActive ? words(earlier.rights) : new Set<string>();
              const gained = now.isActive ? [...words(now.rights)].filter((word) => !had.has(word)) : [];
              expect(
                gained.filter((word) => !may.has(word)),
                `${JSON.stringify(given)} gave`,
              ).toEqual([]);
              if (userId === acting.userId)
                expect(gained, `${JSON.stringify(given)} gave oneself`).toEqual([]);
            }
            const owners = [...after.values()].filter(({ role, isActive }) => role === 'owner' && isActive);
            expect(owners.length).toBeGreaterThan(0);
            if (given.kind === 'invite' && reply.statusCode === 201) {
              const accepted = await within((tx) => findInvitedRights(tx));
              expect([...words(accepted)].filter((word) => !may.has(word))).toEqual([]);
            }
          }
        },
      ),
      { numRuns: 100 },
    );
    // That nothing went wrong must not be for want of anything happening.
    expect(succeeded).toBeGreaterThan(100);
  }, 240_000);
});

/** The rights that the newest invitation would give. */
async function findInvitedRights(tx: Tx): Promise<Rights> {
  const found = await sql<Parameters<typeof rightsFrom>[0]>`
    select i.role, r.permissions, r.is_limited_to_locations, r.is_limited_to_suppliers, i.store_ids, i.supplier_ids,
           coalesce(i.approval_limit, r.approval_limit)::float8 as approval_limit
    from identity.invitations i join identity.roles r on r.org_id = i.org_id and r.code = i.role
    order by i.created_at desc limit 1`.execute(tx);
  return rightsFrom(found.rows[0] as Parameters<typeof rightsFrom>[0], known);
}
