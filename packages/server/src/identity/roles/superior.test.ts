import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestOffice, type TestOffice } from '../people/test-office.ts';

let office: TestOffice;
let clerk: Awaited<ReturnType<TestOffice['hire']>>;
beforeAll(async () => {
  office = await createTestOffice();
  const rights = ['identity.read', 'identity.manage', 'identity.personal_data', 'actions.read'];
  await office.ask('POST', '/roles', { name: 'Clerk', permissions: rights }, 'owner');
  clerk = await office.hire({ role: 'clerk' });
});
afterAll(() => office.app.close());

/** Ways to act as somebody, to shut them out, or to make an end of them. */
const decisions = [
  ['POST', 'password-reset'],
  ['DELETE', 'second-factor'],
  ['DELETE', 'sessions'],
  ['POST', 'erasure'],
] as const;

describe('somebody who may do more', () => {
  it.each(decisions)(
    'is not decided about by who may do less: %s /users/:user_id/%s',
    async (method, what) => {
      const planner = await office.hire({ role: 'planner' });
      const refused = await office.ask(method, `/users/${planner.user_id}/${what}`, undefined, clerk.headers);
      expect([refused.statusCode, refused.json().error.code]).toEqual([403, 'beyond_own_rights']);
      expect(refused.json().error.details).toContainEqual(
        expect.objectContaining({ permission: 'actions.approve' }),
      );
      expect((await office.ask('GET', '/me', undefined, planner.headers)).statusCode).toBe(200);
    },
  );

  it.each(decisions)(
    'nor, being an owner, by an administrator: %s /users/:user_id/%s',
    async (method, what) => {
      const owner = await office.hire({ role: 'owner' });
      const refused = await office.ask(method, `/users/${owner.user_id}/${what}`, undefined, 'admin');
      expect([refused.statusCode, refused.json().error.code]).toEqual([403, 'beyond_own_rights']);
    },
  );
});

describe('somebody who may do no more', () => {
  it.each([
    ['POST', 'password-reset', 201],
    ['DELETE', 'second-factor', 404],
    ['DELETE', 'sessions', 200],
    ['POST', 'erasure', 200],
  ] as const)('can be decided about: %s /users/:user_id/%s', async (method, what, status) => {
    const other = await office.hire({ role: 'clerk' });
    const done = await office.ask(method, `/users/${other.user_id}/${what}`, undefined, clerk.headers);
    expect(done.statusCode).toBe(status);
  });
});
