import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressesOf, apiPrefix } from '../src/platform/http/addresses.ts';
import { type Credentials, createCredentials, credentialStates } from './attacks/credentials.ts';
import { createTestDatabase, type TestDatabase } from './harness-database.ts';
import { headersOf, injection } from './matrix/judge.ts';
import { readMatrix } from './matrix/matrix-file.ts';
import { requests } from './matrix/requests.ts';
import { createTwoOrganizations, type TwoOrganizations } from './matrix/two-organizations.ts';

const rows = new Map(readMatrix().map((row) => [row.route, row]));
let database: TestDatabase;
let both: TwoOrganizations;
let credentials: Credentials;

beforeAll(async () => {
  database = await createTestDatabase();
  both = await createTwoOrganizations(database);
  credentials = await createCredentials(both);
});
afterAll(async () => {
  await both.close();
  await database.close();
});

/** Sends the matrix's request of a route to one of its addresses. */
async function ask(route: string, address: string, headers: Record<string, string>) {
  const request = (await requests[route]?.(both.ours, both)) ?? {};
  const [method = ''] = route.split(' ');
  const options = injection(`${method} ${address}`, request);
  return both.app.http.inject({
    ...options,
    url: String(options.url).slice(apiPrefix.length),
    headers: { ...headersOf(request), ...headers },
  });
}

const protectedRoutes = () =>
  both.app.routes
    .map((route) => ({ name: `${route.method} ${route.path}`, addresses: addressesOf(route) }))
    .filter(({ name }) => rows.get(name)?.needs !== 'public');

describe('every address of every route that is not open', () => {
  it('is 401 in the one form, whatever is wrong with the credential', async () => {
    const invalid = credentialStates.filter(
      (state) => state !== 'good' && state !== 'of the other organization',
    );
    let asked = 0;
    for (const { name, addresses } of protectedRoutes()) {
      for (const [number, address] of addresses.entries()) {
        // The first address with every state, the others, which are the same route, with two in turn.
        const states =
          number === 0 ? invalid : ['missing' as const, invalid[asked % invalid.length] ?? 'unknown'];
        for (const state of states) {
          const reply = await ask(name, address, await credentials[state]('owner'));
          asked += 1;
          expect(reply.statusCode, `${address} with a credential that is ${state}: ${reply.body}`).toBe(401);
          expect(reply.json().error).toMatchObject({
            code: expect.any(String),
            message: expect.any(String),
            details: expect.any(Array),
            correlation_id: reply.headers['x-correlation-id'],
          });
          expect(reply.headers['www-authenticate']).toMatch(/^Bearer/);
        }
      }
    }
    expect(asked).toBeGreaterThan(500);
  });

  it('refuses a role that may not, at its other addresses as at its first', async () => {
    let asked = 0;
    for (const { name, addresses } of protectedRoutes()) {
      const row = rows.get(name);
      if (row?.status.supplier !== 403) continue;
      for (const address of addresses.slice(1)) {
        const reply = await ask(name, address, await both.as('supplier'));
        asked += 1;
        expect(reply.statusCode, address).toBe(403);
        expect(reply.json().error.details[0].permission, address).toBe(row.needs);
      }
    }
    expect(asked).toBeGreaterThan(20);
  });
});
