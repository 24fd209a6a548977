import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from './harness-database.ts';
import { createTwoOrganizations, type TwoOrganizations } from './matrix/two-organizations.ts';
import { type Write, writes } from './writes/writes.ts';

/** Every route that is no read is sent a good request here, and must leave what it says in the trail. */

let database: TestDatabase;
let both: TwoOrganizations;

beforeAll(async () => {
  database = await createTestDatabase();
  both = await createTwoOrganizations(database);
});
afterAll(async () => {
  await both.close();
  await database.close();
});

describe('every route that writes', () => {
  it('has a row in writes.ts that says what it leaves in the trail, and no row is of a route that is gone', () => {
    const routes = both.app.routes
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => `${method} ${path}`);
    expect(Object.keys(writes).sort()).toEqual(routes.sort());
  });

  it.each(Object.entries(writes))('%s', async (route, write) => {
    const { status, entries } = await send(route, write);
    expect(status, route).toBeGreaterThanOrEqual(200);
    expect(status, route).toBeLessThan(300);
    await expectKeptRepliesToBeTrue(route);
    if ('nothing' in write) {
      expect(entries, write.nothing).toEqual([]);
      return;
    }
    expect(entries.map(({ verb }) => verb)).toContain(write.verb);
    const entry = entries.find(({ verb }) => verb === write.verb);
    expect(entry?.actor_name).not.toBeNull();
    for (const side of write.tells ?? []) expect(entry?.[side], `${route} tells ${side}`).not.toBeNull();
  });
});

/** Were a write not noticed, a reply kept before it would differ from one made afresh. */
async function expectKeptRepliesToBeTrue(write: string): Promise<void> {
  const headers = await both.as('owner', 'same');
  for (const { path, example, kept } of both.app.routes) {
    if (kept !== true || example?.params !== undefined) continue;
    const query = (example?.query ?? {}) as Record<string, string>;
    const get = (more = {}) =>
      both.app.http.inject({ url: `/api/v1${path}`, query, headers: { ...headers, ...more } });
    const reply = await get();
    if (reply.headers['cache-status'] !== 'granary; hit') continue;
    expect(reply.body, `${path} after ${write}`).toBe((await get({ 'cache-control': 'no-cache' })).body);
  }
}

interface Entry {
  verb: string;
  actor_name: string | null;
  before: object | null;
  after: object | null;
}

/** Sends the request as the owner, and reads what the trail holds under its correlation id. */
async function send(route: string, write: Write): Promise<{ status: number; entries: Entry[] }> {
  const [method = 'POST', path = ''] = route.split(' ');
  const request = (await write.request?.(both)) ?? {};
  const url = path.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(request.params?.[name] ?? name)),
  );
  const payload = request.form ?? request.body;
  const reply = await both.app.http.inject({
    method: method as InjectOptions['method'] & 'POST',
    url: `/api/v1${url}`,
    ...(payload === undefined ? {} : { payload }),
    headers: {
      ...(request.form === undefined ? {} : { 'content-type': 'multipart/form-data; boundary=x' }),
      ...(write.isPublic ? {} : await both.as('owner', write.ownSession ? 'new' : 'same')),
      ...request.headers,
    },
  });
  if (reply.statusCode >= 300) throw new Error(`${route} answered ${reply.statusCode}: ${reply.body}`);
  const { rows } = await both.inOrganization(both.ours.orgId, (tx) =>
    tx.client.query<{ verb: string; actor_name: string | null; before: object | null; after: object | null }>(
      `select verb, actor_name, before, after from identity.audit_trail where correlation_id = $1 order by audit_id`,
      [String(reply.headers['x-correlation-id'])],
    ),
  );
  return { status: reply.statusCode, entries: rows };
}
