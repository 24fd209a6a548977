import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressesOf } from '../../src/platform/http/addresses.ts';
import type { Route } from '../../src/platform/http/route.ts';
import { createTestDatabase, type TestDatabase } from '../harness-database.ts';
import { createExampleCompany, type ExampleCompany } from './example-company.ts';
import { sendExample } from './examples.ts';
import { preparations } from './preparations.ts';

let database: TestDatabase;
let company: ExampleCompany;
let table: { route: Route; canonical: string; aliases: string[] }[];
beforeAll(async () => {
  database = await createTestDatabase();
  company = await createExampleCompany(database);
  table = company.app.routes.map((route) => {
    const [canonical = '', ...aliases] = addressesOf(route);
    return { route, canonical, aliases };
  });
}, 300_000);
afterAll(async () => {
  await company.close();
  await database.close();
});

const nameOf = (route: Route) => `${route.method} ${route.path}`;

/** What two requests of the same thing may differ in: the clock. */
function timeless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(timeless);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'uptime_seconds' && key !== 'at');
  return Object.fromEntries(entries.map(([key, inner]) => [key, timeless(inner)]));
}

const read = (body: string) => (body.startsWith('{') ? timeless(JSON.parse(body)) : body);

describe('the addresses of a route', () => {
  it('are listed: /api/v1 for all, the root and /api for those the requirements name there', () => {
    for (const { canonical } of table) expect(canonical).toMatch(/^\/api\/v1\//);
    const atRoot = table.filter(({ aliases }) => aliases.some((address) => !address.startsWith('/api')));
    const belowApi = table.filter(({ aliases }) => aliases.some((address) => /^\/api\/(?!v1)/.test(address)));
    const rootNames = [
      'POST /upload',
      'GET /risk',
      'POST /actions/:action_id/approve',
      'GET /kpis/dashboard',
    ];
    const named = atRoot.map(({ route }) => nameOf(route));
    for (const name of [...rootNames, 'POST /auth/login', 'GET /health']) expect(named).toContain(name);
    const seasons = ['GET /categories', 'GET /health', 'GET /stores'];
    expect(belowApi.map(({ route }) => nameOf(route)).sort()).toEqual(expect.arrayContaining(seasons));
  });

  it('answer a request that reads with equal status and body', async () => {
    const reading = table.filter(({ route, aliases }) => route.method === 'GET' && aliases.length > 0);
    expect(reading.length).toBeGreaterThan(10);
    for (const { route, canonical, aliases } of reading) {
      const ids = await fixedIds(route);
      const first = await sendExample(company, route, ids, canonical);
      expect(first.statusCode, nameOf(route)).toBe(200);
      for (const alias of aliases) {
        const reply = await sendExample(company, route, ids, alias);
        expect([reply.statusCode, read(reply.body)], alias).toEqual([200, read(first.body)]);
        expect(reply.headers['content-type']).toBe(first.headers['content-type']);
      }
    }
  });

  it('answer a change with the status of the canonical one', async () => {
    const changing = table.filter(({ route, aliases }) => route.method !== 'GET' && aliases.length > 0);
    expect(changing.length).toBeGreaterThan(5);
    for (const { route, aliases } of changing) {
      const [usual] = Object.keys(route.reply).map(Number);
      for (const alias of aliases) {
        const reply = await sendExample(company, route, preparations, alias);
        expect(reply.statusCode, `${route.method} ${alias}: ${reply.body}`).toBe(usual);
      }
    }
  }, 120_000);

  it('refuse alike: a stranger, and a field that is not known', async () => {
    for (const { route, canonical, aliases } of table.filter((entry) => entry.aliases.length > 0)) {
      const ask = async (address: string, headers: Record<string, string>) => {
        const url = address.replaceAll(/:(\w+)/g, (_, name: string) => String(company.ids[name] ?? 'x'));
        const reply = await company.app.http.inject({
          method: route.method,
          url: `${url}?nobody_knows=1`,
          headers: { 'x-correlation-id': 'same-for-all', ...headers },
          ...(route.body === undefined ? {} : { payload: { nobody_knows: 1 } }),
        });
        return [reply.statusCode, reply.body];
      };
      const owner = await company.as('owner');
      for (const headers of [{}, owner]) {
        const expected = await ask(canonical, headers);
        for (const alias of aliases) expect(await ask(alias, headers), alias).toEqual(expected);
      }
    }
  });
});

/** The preparation of a route, done once, so that each of its addresses is asked for the same thing. */
async function fixedIds(route: Route) {
  const live = await preparations[nameOf(route)]?.(company);
  return live === undefined ? {} : { [nameOf(route)]: async () => live };
}
