import type { InjectOptions } from 'fastify';
import { sql } from 'kysely';
import { addStores } from '../../../test/facts.ts';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import type { BuiltInRole } from '../roles/built-in-roles.ts';
import { openTestSession } from '../sessions/test-session.ts';

export const goodPassword = 'Rain-on-the-harbour-7';

/** For tests: an organization with two stores, and what happens at its administrator's desk. */
export async function createTestOffice() {
  const app: TestApp = await createTestApp();
  await app.inOrganization((tx) => addStores(tx, { store_id: 'S1' }, { store_id: 'S2' }));
  let made = 0;

  async function ask(
    method: InjectOptions['method'],
    url: string,
    payload?: object,
    as: BuiltInRole | Headers = 'admin',
  ) {
    const headers = typeof as === 'string' ? await app.as(as) : as;
    return app.http.inject({
      method: method ?? 'GET',
      url: `/api/v1${url}`,
      headers,
      ...(payload === undefined ? {} : { payload }),
    });
  }

  return {
    app,
    ask,
    /** Somebody new, and a session of theirs. */
    async hire(given: object = {}) {
      made += 1;
      const reply = await ask(
        'POST',
        '/users',
        {
          name: `Person ${made}`,
          email: `person-${made}@x.example`,
          role: 'planner',
          password: goodPassword,
          ...given,
        },
        'owner',
      );
      if (reply.statusCode !== 201) throw new Error(reply.body);
      const person = reply.json() as { user_id: string; version: number; name: string; email: string };
      const token = await app.inOrganization((tx) => openTestSession(tx, person.user_id, new Date()));
      return { ...person, headers: { authorization: `Bearer ${token}` } };
    },
    idOf: (role: BuiltInRole) =>
      app.inOrganization(async (tx) => {
        const found = await sql<{ user_id: string }>`
          select user_id from identity.users where role = ${role} order by created_at limit 1`.execute(tx);
        return found.rows[0]?.user_id ?? '';
      }),
    trailOf: (entityId: string) =>
      app.inOrganization(async (tx) => {
        const found = await sql<{ verb: string }>`
          select verb from identity.audit_entries where entity_id = ${entityId} order by audit_id`.execute(
          tx,
        );
        return found.rows.map(({ verb }) => verb);
      }),
  };
}

export type Headers = { authorization: string } & Record<string, string>;
export type TestOffice = Awaited<ReturnType<typeof createTestOffice>>;
