import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { type App, createApp } from '../../app.ts';
import { readConfig } from '../../config.ts';
import { newcomer, setUpAuthenticator, signIn } from '../test-people.ts';

const secret = 'one secret of thirty-two characters or more';

/** Servers of one database: ours, a second with the same secret, and one with another. */
let ours: TestApp;
let second: App;
let other: App;
let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'granary-test-'));
  ours = await createTestApp({ GRANARY_SECRET: secret });
  second = await anotherServer(secret);
  other = await anotherServer(`${secret}, changed`);
});
afterAll(async () => {
  await second.close();
  await other.close();
  await ours.close();
  await rm(dataDir, { recursive: true, force: true });
});

const anotherServer = (given: string) =>
  createApp({
    config: readConfig({
      GRANARY_DATA_DIR: dataDir,
      PORT: '0',
      GRANARY_SECRET: given,
      GRANARY_WORKER_THREADS: '1',
      GRANARY_LOGIN_ATTEMPTS_PER_MINUTE: '1000',
      // As ours: what is counted is shared.
      GRANARY_LIMIT_WRITES: '1000000000',
      GRANARY_LIMIT_READS: '1000000000',
      GRANARY_LIMIT_ADDRESS: '1000000000',
    }),
    log: pino({ level: 'silent' }),
    database: ours.database,
    databaseKind: 'server',
    version: '0.0.0-test',
  });

const me = (app: Pick<App, 'http'>, token: string) =>
  app.http.inject({ url: '/api/v1/me', headers: { authorization: `Bearer ${token}` } });
const post = (app: Pick<App, 'http'>, url: string, payload: object) =>
  app.http.inject({ method: 'POST', url: `/api/v1/auth/${url}`, payload });

describe('a second server with the same secret', () => {
  it('takes the access tokens of the first, and their end', async () => {
    const { access_token } = await signIn(ours, await newcomer(ours, ours.orgId));
    expect((await me(second, access_token)).statusCode).toBe(200);
    await ours.http.inject({
      method: 'POST',
      url: '/api/v1/auth/logout',
      headers: { authorization: `Bearer ${access_token}` },
    });
    expect((await me(second, access_token)).json().error.code).toBe('session_revoked');
  });

  it('reads second factors that were set up on the first', async () => {
    const person = await newcomer(ours, ours.orgId);
    const phone = await setUpAuthenticator(ours, person);
    const { challenge_token } = await signIn(second, person);
    const reply = await post(second, 'second-factor', { challenge_token, code: phone.code() });
    expect(reply.statusCode).toBe(200);
  });
});

describe('a server with another secret', () => {
  it('takes no access token of ours, and we none of its', async () => {
    const person = await newcomer(ours, ours.orgId);
    const [here, there] = [await signIn(ours, person), await signIn(other, person)];
    expect(decodeJwt(here.access_token).iss).not.toBe(decodeJwt(there.access_token).iss);
    const refused = [await me(other, here.access_token), await me(ours, there.access_token)];
    expect(refused.map((reply) => [reply.statusCode, reply.json().error.code])).toEqual([
      [401, 'token_not_valid'],
      [401, 'token_not_valid'],
    ]);
  });

  it('exchanges a refresh token of ours, which is no signed one, for an access token of its own', async () => {
    const { refresh_token } = await signIn(ours, await newcomer(ours, ours.orgId));
    const renewed = await post(other, 'refresh', { refresh_token });
    expect(renewed.statusCode).toBe(200);
    expect((await me(other, renewed.json().access_token)).statusCode).toBe(200);
  });

  it('cannot read second factors: they are refused, never skipped, and no fault', async () => {
    const person = await newcomer(ours, ours.orgId);
    const phone = await setUpAuthenticator(ours, person);
    const { challenge_token, ...rest } = await signIn(other, person);
    expect(rest).toEqual({ methods: ['totp', 'recovery_code'] });
    for (const given of [{ code: phone.code() }, { recovery_code: phone.recoveryCodes[0] }]) {
      const reply = await post(other, 'second-factor', { challenge_token, ...given });
      expect([reply.statusCode, reply.json().error.code]).toEqual([401, 'second_factor_wrong']);
    }
  });
});
