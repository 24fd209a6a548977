import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { readConfig } from '../../config.ts';
import { deriveFrom } from '../installation-secret.ts';
import type { Deprecation } from './deprecation.ts';
import { ReplyCache } from './reply-cache.ts';
import { type Route, route } from './route.ts';
import { createHttp } from './server.ts';

let app: TestApp;
let http: FastifyInstance;
beforeAll(async () => {
  app = await createTestApp();
  http = await serverOf([
    oldRoute({ since: '2026-11-01', sunset: '2027-05-01', successor: '/items' }),
    newRoute,
  ]);
});
afterAll(async () => {
  await http.close();
  await app.close();
});

const thing = z.object({ name: z.string() });
const common = {
  permission: 'catalog.read',
  tag: 'test',
  reply: { 200: thing },
  handle: () => ({ name: 'oats' }),
};
const oldRoute = (deprecated: Deprecation): Route =>
  route({
    ...common,
    method: 'GET',
    path: '/old-things',
    aliases: ['/older-things'],
    summary: 'Things, as they were',
    deprecated,
  });
const newRoute = route({ ...common, method: 'GET', path: '/new-things', summary: 'Things' });

/** The server with routes of the test, on the database and with the people of the test's organization. */
function serverOf(routes: Route[]): Promise<FastifyInstance> {
  const config = readConfig({});
  return createHttp({
    ...config,
    log: pino({ level: 'silent' }),
    database: app.database,
    replies: new ReplyCache(0, () => new Date()),
    secret: deriveFrom('a secret of this test that is long enough'),
    routes,
    shapes: [],
    permissions: app.permissions,
    errors: app.errors,
    authenticate: app.identity.authenticate,
    onOutcome: [],
    version: '0.0.0-test',
    webFolder: join(import.meta.dirname, 'nowhere'),
  });
}

const announced = {
  // 1 November 2026 in seconds, as RFC 9745 writes an instant.
  deprecation: '@1793491200',
  sunset: 'Sat, 01 May 2027 00:00:00 GMT',
  link: '</api/v1/items>; rel="successor-version"',
};

describe('a route that will go', () => {
  it.each(['/api/v1/old-things', '/api/v1/older-things'])(
    'says so at %s, also when it refuses',
    async (url) => {
      const good = await http.inject({ url, headers: await app.as('viewer') });
      expect([good.statusCode, good.json()]).toEqual([200, { name: 'oats' }]);
      expect(good.headers).toMatchObject(announced);
      const refused = await http.inject({ url });
      expect(refused.statusCode).toBe(401);
      expect(refused.headers).toMatchObject(announced);
    },
  );

  it('is marked in the OpenAPI document, and its successor is not', async () => {
    await http.ready();
    const { paths } = http.swagger() as unknown as Record<
      'paths',
      Record<string, { get: { deprecated?: boolean } }>
    >;
    expect(paths['/api/v1/old-things']?.get.deprecated).toBe(true);
    expect(paths['/api/v1/new-things']?.get.deprecated).toBeUndefined();
    const { headers } = await http.inject({ url: '/api/v1/new-things', headers: await app.as('viewer') });
    for (const name of Object.keys(announced)) expect(headers[name]).toBeUndefined();
  });

  it.each([
    [{ since: '2027-05-01', sunset: '2026-11-01', successor: '/items' }, /sunset after its beginning/],
    [{ since: 'soon', sunset: '2026-11-01', successor: '/items' }, /not a calendar day/],
  ])('with days that cannot be stops the start: %o', async (deprecated, why) => {
    await expect(serverOf([oldRoute(deprecated)])).rejects.toThrow(why);
  });
});
