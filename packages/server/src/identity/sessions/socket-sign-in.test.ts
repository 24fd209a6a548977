import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { newcomer, signIn } from '../test-people.ts';

let app: TestApp;
let address: string;
beforeAll(async () => {
  app = await createTestApp({ GRANARY_PUBLIC_URL: 'https://granary.example' });
  await app.http.listen({ port: 0, host: '127.0.0.1' });
  address = `ws://127.0.0.1:${(app.http.server.address() as AddressInfo).port}/api/v1/events`;
});
afterAll(() => app.close());

/** What came over a real connection until it was closed, or until it was greeted. */
function connect(headers: Record<string, string>): Promise<{ closed: number | null; told: string[] }> {
  return new Promise((resolve, reject) => {
    const told: string[] = [];
    const socket = new WebSocket(address, { headers });
    socket.onerror = () => reject(new Error('no connection'));
    socket.onclose = ({ code }) => resolve({ closed: code, told });
    socket.onmessage = ({ data }) => {
      told.push(String(data));
      resolve({ closed: null, told });
      socket.close();
    };
  });
}
const refused = { closed: 4401, told: [] };
const greeted = { closed: null, told: ['{"type":"hello"}'] };
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('a socket', () => {
  it('is opened by an access token, and by the cookie of our own page', async () => {
    const person = await newcomer(app, app.orgId);
    expect(await connect(person.headers)).toEqual(greeted);
    const { email, password } = person;
    const browser = await app.http.inject({
      method: 'POST',
      url: '/api/v1/auth/login',
      payload: { email, password, mode: 'cookie' },
    });
    const cookie = browser.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    expect(await connect({ cookie, origin: new URL(address).origin.replace('ws:', 'http:') })).toEqual(
      greeted,
    );
    // Behind a proxy that changes the host, the page is that of the public address.
    expect(await connect({ cookie, origin: 'https://granary.example' })).toEqual(greeted);
    expect(await connect({ cookie, origin: 'https://evil.example' })).toEqual(refused);
    expect(await connect({ cookie, 'sec-fetch-site': 'same-site' })).toEqual(refused);
  });

  it('is refused before any message: without a token, with a forged, a revoked, and an expired one', async () => {
    const person = await newcomer(app, app.orgId);
    const [ended, expiring] = [await signIn(app, person), await signIn(app, person)];
    await app.http.inject({
      method: 'POST',
      url: '/api/v1/auth/logout',
      headers: bearer(ended.access_token),
    });
    const [header, payload] = expiring.access_token.split('.');
    expect(await connect({})).toEqual(refused);
    expect(await connect(bearer(`${header}.${payload}.${'A'.repeat(43)}`))).toEqual(refused);
    expect(await connect(bearer(expiring.refresh_token))).toEqual(refused);
    expect(await connect(bearer(ended.access_token))).toEqual(refused);
    expect(await connect(bearer(expiring.access_token))).toEqual(greeted);
    app.advance(3601);
    expect(await connect(bearer(expiring.access_token))).toEqual(refused);
  });

  it('is opened by a token for machines with a permission to hear, until it is revoked', async () => {
    const person = await newcomer(app, app.orgId, 'planner');
    const make = async (permissions: string[]) => {
      const body = { name: 'Listener', permissions, expires_in_days: 1 };
      const url = '/api/v1/tokens';
      const made = await app.http.inject({ method: 'POST', url, headers: person.headers, payload: body });
      return made.json() as { token: string; token_id: string };
    };
    const [hears, deaf] = [await make(['actions.read']), await make(['catalog.read'])];
    expect(await connect(bearer(hears.token))).toEqual(greeted);
    expect(await connect(bearer(deaf.token))).toEqual({ closed: 4403, told: [] });
    const url = `/api/v1/tokens/${hears.token_id}`;
    await app.http.inject({ method: 'DELETE', url, headers: person.headers });
    expect(await connect(bearer(hears.token))).toEqual(refused);
  });
});
