import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from './harness-database.ts';
import type { Role } from './matrix/sign-in.ts';
import {
  createTwoOrganizations,
  type Ids,
  marks,
  type TwoOrganizations,
} from './matrix/two-organizations.ts';

const password = 'Nine-lives-of-a-lamp-4';
let database: TestDatabase;
let both: TwoOrganizations;
let ours: { token: string; refresh: string };
let theirs: { token: string; refresh: string };
let viewers: string;
let claims: JWTPayload;
/** The key that signs access tokens, as somebody who broke into the machine would have it. */
let key: Buffer;

beforeAll(async () => {
  database = await createTestDatabase();
  both = await createTwoOrganizations(database);
  ours = await signIn(both.ours, 'owner', 'owner@ours.example');
  theirs = await signIn(both.theirs, 'owner', 'owner@theirs.example');
  viewers = (await signIn(both.ours, 'viewer', 'viewer@ours.example')).token;
  claims = decodeJwt(ours.token);
  key = both.app.platform.secret.derive('access tokens');
});
afterAll(async () => {
  await both.close();
  await database.close();
});

/** Gives a person a password and signs them in as a program does. */
async function signIn(ids: Ids, role: Role, email: string) {
  const { signInAs } = await import('./matrix/sign-in.ts');
  const headers = await signInAs(both.app, database, ids.orgId, ids.users[role]);
  const account = { name: `${ids === both.ours ? marks.ours : marks.theirs} ${role}`, email, password };
  await both.app.http.inject({ method: 'PUT', url: '/api/v1/auth/account', headers, payload: account });
  const reply = await both.app.http.inject({
    method: 'POST',
    url: '/api/v1/auth/login',
    payload: { email, password, mode: 'token' },
  });
  expect(reply.statusCode, reply.body).toBe(200);
  const { access_token, refresh_token } = reply.json();
  return { token: String(access_token), refresh: String(refresh_token) };
}

const ask = (token: string, url = '/api/v1/me') =>
  both.app.http.inject({ url, headers: { authorization: `Bearer ${token}` } });

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token with our key, or another, and claims that differ from those of our owner's token. */
const forge = (
  changed: JWTPayload,
  { header = {}, by = key }: { header?: Record<string, unknown>; by?: Uint8Array } = {},
) =>
  new SignJWT({ ...claims, ...changed })
    .setProtectedHeader({ ...decodeProtectedHeader(ours.token), alg: 'HS256', ...header })
    .sign(new Uint8Array(by));

/** Each forgery by its name; only the key of the installation is known to some. */
function forgeries(): Record<string, () => Promise<string> | string> {
  const [header = '', payload = '', signature = ''] = ours.token.split('.');
  const changed = (more: object) => `${header}.${part({ ...claims, ...more })}.${signature}`;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const now = Math.floor(Date.now() / 1000);
  return {
    'alg none without a signature': () => `${part({ alg: 'none', typ: 'at+jwt' })}.${payload}.`,
    'alg none with the old signature': () =>
      `${part({ alg: 'none', typ: 'at+jwt' })}.${payload}.${signature}`,
    'alg NoNe': () => `${part({ alg: 'NoNe', typ: 'at+jwt' })}.${payload}.`,
    'no alg': () => `${part({ typ: 'at+jwt' })}.${payload}.${signature}`,
    'a wrong key': () => forge({}, { by: Buffer.alloc(32, 7) }),
    'an empty key': () => forge({}, { by: Buffer.alloc(32) }),
    'another algorithm with our key': () =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS512', typ: 'at+jwt' })
        .sign(new Uint8Array(64).fill(1)),
    'a key pair of the attacker': () =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'at+jwt' }).sign(privateKey),
    'a key of the attacker in its header': () =>
      forge(
        {},
        {
          by: Buffer.alloc(32, 7),
          header: { jwk: { kty: 'oct', k: Buffer.alloc(32, 7).toString('base64url') } },
        },
      ),
    'an address for the key': () =>
      forge(
        {},
        { by: Buffer.alloc(32, 7), header: { jku: 'http://127.0.0.1:1/keys', x5u: 'http://127.0.0.1:1/' } },
      ),
    'a file for the key': () => forge({}, { by: Buffer.alloc(32), header: { kid: '../../../../dev/null' } }),
    'an altered person': () => changed({ sub: both.ours.users.admin }),
    'an altered organization': () => changed({ org: both.theirs.orgId }),
    'an altered session': () => changed({ sid: randomUUID() }),
    'an altered role': () => changed({ role: 'owner', permissions: ['identity.owners'] }),
    'a longer life': () => changed({ exp: now + 10 * 365 * 24 * 3600 }),
    'an altered signature': () =>
      `${header}.${payload}.${signature.slice(0, -2)}${signature.at(-2) === 'A' ? 'BA' : 'AA'}`,
    'no signature': () => `${header}.${payload}.`,
    'two parts': () => `${header}.${payload}`,
    'four parts': () => `${ours.token}.${signature}`,
    'the signature of the other organization': () => `${header}.${payload}.${theirs.token.split('.')[2]}`,
    'a foreign audience': () => forge({ aud: 'urn:granary:0000000000000000:api' }),
    'an audience of another kind': () => forge({ aud: String(claims.iss) }),
    'no audience': () => forge({ aud: undefined as never }),
    'a foreign issuer': () => forge({ iss: 'urn:granary:0000000000000000' }),
    'another type of token': () => forge({}, { header: { typ: 'JWT' } }),
    'a critical extension nobody knows': () =>
      `${part({ ...decodeProtectedHeader(ours.token), crit: ['x'], x: 1 })}.${payload}.${signature}`,
    'an expiry in the past': () => forge({ exp: now - 1, iat: now - 3601 }),
    'no expiry': () => forge({ exp: undefined as never }),
    'a time before which it is not valid': () => forge({ nbf: now + 3600 }),
    'no session': () => forge({ sid: undefined as never }),
    'a session that does not exist': () => forge({ sid: randomUUID() }),
    'a session that is no id': () => forge({ sid: "' or 1=1 --" }),
    'our session in the other organization': () => forge({ org: both.theirs.orgId }),
    'the session of the other organization in ours': () => forge({ sid: decodeJwt(theirs.token).sid }),
    'an organization that is no id': () => forge({ org: '*' }),
    'an organization that is a list': () => forge({ org: [both.ours.orgId, both.theirs.orgId] }),
    'a refresh token': () => ours.refresh,
    'nothing in it': () => '..',
    'a very long text': () => 'e'.repeat(8_000),
  };
}

describe('an access token', () => {
  it('as it was made lets its person in, in their organization', async () => {
    const [own, other] = [await ask(ours.token), await ask(theirs.token)];
    expect([own.statusCode, own.json().organization.name]).toEqual([200, `${marks.ours} grocer`]);
    expect([other.statusCode, other.json().organization.name]).toEqual([200, `${marks.theirs} grocer`]);
    // The forger's tools work: with the right key and nothing changed, the token is as good as ours.
    expect((await ask(await forge({}))).statusCode).toBe(200);
  });

  it('that is forged, altered or meant for somebody else is 401, and tells nothing', async () => {
    for (const [name, make] of Object.entries(forgeries())) {
      const token = await make();
      for (const url of ['/api/v1/me', '/api/v1/actions', `/api/v1/runs/${both.ours.run_id}`]) {
        const reply = await ask(token, url);
        expect(reply.statusCode, `${name}: ${reply.body}`).toBe(401);
        expect(reply.json().error.correlation_id).toBe(reply.headers['x-correlation-id']);
        expect(reply.body.includes(marks.ours) || reply.body.includes(marks.theirs), name).toBe(false);
      }
    }
  });

  it('says nothing about what its person may do, even when the key signed it', async () => {
    const { sid, sub } = decodeJwt(viewers);
    const boasting = await forge({ sid, sub: String(sub), role: 'owner', permissions: ['identity.owners'] });
    expect((await ask(boasting)).json().role).toBe('viewer');
    // Nor who they are: that is the session's.
    const other = await forge({ sid, sub: both.ours.users.owner });
    const reply = await ask(other);
    expect(reply.statusCode === 401 || reply.json().user_id === both.ours.users.viewer).toBe(true);
    const refused = await both.app.http.inject({
      method: 'POST',
      url: '/api/v1/auth/links',
      headers: { authorization: `Bearer ${boasting}` },
    });
    expect(refused.statusCode).toBe(403);
  });

  it('of one organization reaches nothing of the other, by any id', async () => {
    for (const path of [
      `/actions/${both.ours.action_id}`,
      `/runs/${both.ours.run_id}`,
      `/upload/${both.ours.upload_id}/file`,
      `/forecasts/${both.ours.forecast_id}`,
      `/users/${both.ours.users.viewer}/sessions`,
    ]) {
      expect((await ask(ours.token, `/api/v1${path}`)).statusCode, path).toBe(200);
      const reply = await ask(theirs.token, `/api/v1${path}`);
      expect(reply.statusCode, path).toBe(404);
      expect(reply.body).not.toContain(marks.ours);
    }
  });

  it('cannot be used to refresh, nor can one be refreshed by another organization’s', async () => {
    const refresh = (refresh_token: string) =>
      both.app.http.inject({ method: 'POST', url: '/api/v1/auth/refresh', payload: { refresh_token } });
    expect((await refresh(ours.token)).statusCode).toBe(401);
    // A refresh token names its organization before its secret: moved over, it leads nowhere.
    const moved = ours.refresh.replace(
      both.ours.orgId.replaceAll('-', ''),
      both.theirs.orgId.replaceAll('-', ''),
    );
    expect(moved).not.toBe(ours.refresh);
    expect((await refresh(moved)).statusCode).toBe(401);
    expect((await refresh(ours.refresh)).statusCode).toBe(200);
  });
});
