import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { secondsAfter } from '../../platform/clock.ts';
import { startMailServer, type TestMailServer } from '../../platform/mail/test-mail-server.ts';
import { type Newcomer, newcomer, setUpAuthenticator, signIn } from '../test-people.ts';
import { createToken } from '../token.ts';

const publicUrl = 'https://granary.example';
const newPassword = 'Sun-on-the-harbour-8';

let mail: TestMailServer;
let app: TestApp;
beforeAll(async () => {
  mail = await startMailServer();
  app = await createTestApp({
    GRANARY_SMTP_URL: mail.url,
    GRANARY_MAIL_FROM: 'Granary <granary@greenleaf.example>',
    GRANARY_PUBLIC_URL: publicUrl,
  });
});
afterAll(async () => {
  await app.close();
  await mail.close();
});

const post = (url: string, payload: object, headers: Record<string, string> = {}, of = app) =>
  of.http.inject({ method: 'POST', url: `/api/v1${url}`, payload, headers });
const codeOf = (reply: { statusCode: number; json(): { error?: { code: string } } }) =>
  [reply.statusCode, reply.json().error?.code] as const;
const ask = (email: string, of = app) => post('/auth/password-reset', { email }, {}, of);
const confirm = (token: string, new_password = newPassword) =>
  post('/auth/password-reset/confirm', { token, new_password });
const me = (headers: Record<string, string>) => app.http.inject({ url: '/api/v1/me', headers });

/** The secret part of the link in the mail. */
async function tokenByMail(person: Newcomer): Promise<string> {
  expect((await ask(person.email)).statusCode).toBe(202);
  return tokenIn((await mail.mailTo(person.email)).text);
}
function tokenIn(text: string): string {
  const token = /\/app\/reset-password#(\S+)/.exec(text)?.[1];
  if (token === undefined) throw new Error(`no link in: ${text}`);
  return token;
}

describe('a password reset by mail', () => {
  it('is a mail from the set sender with a link to the set address, whatever host was asked', async () => {
    const person = await newcomer(app, app.orgId);
    const asked = await post(
      '/auth/password-reset',
      { email: person.email.toUpperCase() },
      { host: 'evil.example' },
    );
    expect(asked.statusCode).toBe(202);
    const received = await mail.mailTo(person.email);
    expect(received).toMatchObject({
      from: 'granary@greenleaf.example',
      to: [person.email],
      subject: 'Your password for Granary',
    });
    expect(received.text).toContain('Hello Newcomer,');
    expect(received.text).toMatch(
      /^https:\/\/granary\.example\/app\/reset-password#[0-9a-f]{32}\.[\w-]{43}$/m,
    );
    expect(received.text).not.toContain('evil.example');
    expect(asked.body).not.toContain(tokenIn(received.text));
  });

  it('answers alike for an address nobody has, and sends nothing', async () => {
    const person = await newcomer(app, app.orgId);
    const [known, unknown] = [await ask(person.email), await ask('nobody@example.com')];
    expect([unknown.statusCode, unknown.body]).toEqual([known.statusCode, known.body]);
    expect(known.statusCode).toBe(202);
    const named = (headers: object) => Object.keys(headers).sort();
    expect(named(unknown.headers)).toEqual(named(known.headers));
    // Theirs was asked for first: when the other arrived, it would have.
    await mail.mailTo(person.email);
    expect(mail.received).toEqual([]);
  });

  it('sets the password once; the second use is told that it is one', async () => {
    const person = await newcomer(app, app.orgId);
    const token = await tokenByMail(person);
    expect((await confirm(token)).statusCode).toBe(204);
    expect((await signIn(app, { ...person, password: newPassword })).access_token).toBeDefined();
    await expect(signIn(app, person)).rejects.toThrow('wrong_email_or_password');

    const again = await confirm(token, 'Moon-on-the-harbour-9');
    expect(codeOf(again)).toEqual([422, 'token_used']);
    expect(again.json().error.details).toEqual([{ field: 'token', message: 'was used' }]);
    await expect(signIn(app, { ...person, password: 'Moon-on-the-harbour-9' })).rejects.toThrow();
  });

  it('is used once by two who use it at the same time', async () => {
    const token = await tokenByMail(await newcomer(app, app.orgId));
    const replies = await Promise.all([confirm(token), confirm(token), confirm(token)]);
    expect(replies.map((reply) => reply.statusCode).sort()).toEqual([204, 422, 422]);
  });

  it('uses up the other links of the person', async () => {
    const person = await newcomer(app, app.orgId);
    const [first, second] = [await tokenByMail(person), await tokenByMail(person)];
    expect((await confirm(second)).statusCode).toBe(204);
    expect(codeOf(await confirm(first))).toEqual([422, 'token_used']);
  });

  it('ends all sessions: programs, refresh tokens and browsers', async () => {
    const person = await newcomer(app, app.orgId);
    const browser = await post('/auth/login', {
      email: person.email,
      password: person.password,
      mode: 'cookie',
    });
    const cookie = { cookie: browser.cookies.map(({ name, value }) => `${name}=${value}`).join('; ') };
    expect([(await me(person.headers)).statusCode, (await me(cookie)).statusCode]).toEqual([200, 200]);

    expect((await confirm(await tokenByMail(person))).statusCode).toBe(204);
    expect(codeOf(await me(person.headers))).toEqual([401, 'session_revoked']);
    expect(codeOf(await me(cookie))).toEqual([401, 'session_revoked']);
    const renewed = await post('/auth/refresh', { refresh_token: person.refreshToken });
    expect(codeOf(renewed)).toEqual([401, 'session_revoked']);
  });

  it('is good for thirty minutes to the second', async () => {
    const person = await newcomer(app, app.orgId);
    const [early, late] = [await tokenByMail(person), await tokenByMail(await newcomer(app, app.orgId))];
    app.advance(29 * 60);
    expect((await confirm(early)).statusCode).toBe(204);
    app.advance(61);
    expect(codeOf(await confirm(late))).toEqual([422, 'token_outdated']);
  });

  it('leaves the second factor: the new password alone opens nothing', async () => {
    const person = await newcomer(app, app.orgId);
    await setUpAuthenticator(app, person);
    expect((await confirm(await tokenByMail(person))).statusCode).toBe(204);
    const answer = await signIn(app, { ...person, password: newPassword });
    expect(Object.keys(answer).sort()).toEqual(['challenge_token', 'methods']);
  });

  it('asks of the password what every new one is asked, and a refused one does not use the link up', async () => {
    const token = await tokenByMail(await newcomer(app, app.orgId));
    const refused = await confirm(token, 'password1');
    expect(refused.statusCode).toBe(422);
    expect(refused.json().error.details).toEqual([
      { field: 'new_password', message: 'use at least one upper-case letter' },
      { field: 'new_password', message: 'use at least one symbol, such as ! or -' },
    ]);
    expect((await confirm(token)).statusCode).toBe(204);
  });

  it('is worth nothing for who was deactivated meanwhile, nor with a secret nobody made', async () => {
    const person = await newcomer(app, app.orgId);
    const token = await tokenByMail(person);
    await app.inOrganization((tx) =>
      sql`update identity.users set disabled_at = now() where user_id = ${person.userId}`.execute(tx),
    );
    expect(codeOf(await confirm(token))).toEqual([422, 'token_unknown']);
    expect(codeOf(await confirm(`${app.orgId.replaceAll('-', '')}.${'a'.repeat(43)}`))).toEqual([
      422,
      'token_unknown',
    ]);
    expect(codeOf(await confirm('x'))).toEqual([422, 'token_unknown']);
  });

  it('stands in the trail and among the events of security, and its secret nowhere', async () => {
    const person = await newcomer(app, app.orgId);
    const token = await tokenByMail(person);
    await confirm(token);
    const found = await app.inOrganization((tx) =>
      sql<{ kind: string }>`select kind from identity.security_events
                            where user_id = ${person.userId} and kind like 'password_reset%' order by 1`.execute(
        tx,
      ),
    );
    expect(found.rows.map(({ kind }) => kind)).toEqual(['password_reset', 'password_reset_asked']);
    const stored = await app.inOrganization((tx) =>
      sql<{ row: string }>`select to_json(r)::text as row from identity.password_resets r`.execute(tx),
    );
    expect(stored.rows.length).toBeGreaterThan(0);
    expect(stored.rows.some(({ row }) => row.includes(token.split('.')[1] ?? ''))).toBe(false);
  });

  it('asked for without end by strangers comes five times, then once in a quarter of an hour, always with a link that works', async () => {
    const person = await newcomer(app, app.orgId);
    const probe = await newcomer(app, app.orgId);
    const askFrom = (remoteAddress: string, email = person.email, headers = {}) =>
      app.http.inject({
        method: 'POST',
        url: '/api/v1/auth/password-reset',
        payload: { email },
        remoteAddress,
        headers,
      });
    /** What came for them by now: a mail asked for later, to somebody else, has arrived. */
    const arrived = async () => {
      await post(`/users/${probe.userId}/unlock`, {}, await app.as('admin'));
      await ask(probe.email);
      await mail.mailTo(probe.email);
      return mail.received.splice(0).map(({ text }) => tokenIn(text));
    };
    const replies = [];
    for (let count = 0; count < 5; count++) replies.push(await askFrom('203.0.113.1'));
    for (let place = 2; place < 12; place++) replies.push(await askFrom(`203.0.113.${place}`));
    expect(new Set(replies.map((reply) => `${reply.statusCode} ${reply.body}`)).size).toBe(1);
    const links = await arrived();
    expect(links).toHaveLength(5);

    app.advance(14 * 60);
    await askFrom('203.0.113.77');
    expect(await arrived()).toEqual([]);
    app.advance(61);
    await askFrom('203.0.113.78');
    await askFrom('203.0.113.79');
    links.push(...(await arrived()));
    expect(links).toHaveLength(6);
    // Also an hour of it does not begin the count anew.
    app.advance(45 * 60);
    for (let place = 80; place < 90; place++) await askFrom(`203.0.113.${place}`);
    links.push(...(await arrived()));
    expect(links).toHaveLength(7);

    // The owner at a browser of theirs, from wherever, is not among the strangers.
    const { email, password } = person;
    const browser = await post('/auth/login', { email, password, mode: 'cookie' });
    const device = browser.cookies.find(({ name }) => name.endsWith('granary_device'));
    await askFrom('198.51.100.4', email, { cookie: `${device?.name}=${device?.value}` });
    expect(await arrived()).toHaveLength(1);
    // And neither is who asks where they signed in.
    await askFrom('127.0.0.1');
    expect(await arrived()).toHaveLength(1);

    expect((await confirm(links.at(-1) as string)).statusCode).toBe(204);
    await askFrom('203.0.113.99');
    expect(await arrived()).toHaveLength(1);
  });
});

describe('a new password', () => {
  const credentials = ({ email, password }: Newcomer) => ({ email, password });
  const link = async ({ userId }: Newcomer) => {
    const { token, tokenHash } = createToken(app.orgId);
    await app.inOrganization((tx) =>
      sql`insert into identity.sign_in_links (org_id, user_id, token_hash, expires_at, made_on_machine)
          values (${app.orgId}, ${userId}, ${tokenHash}, ${secondsAfter(app.platform.clock(), 3600)}, true)`.execute(
        tx,
      ),
    );
    return token;
  };
  const change = ({ headers, password, email }: Newcomer, how: string) =>
    how === 'PUT /auth/password'
      ? app.http.inject({
          method: 'PUT',
          url: '/api/v1/auth/password',
          headers,
          payload: { current_password: password, new_password: newPassword },
        })
      : app.http.inject({
          method: 'PUT',
          url: '/api/v1/auth/account',
          headers,
          payload: { name: 'Newcomer', email, password: newPassword, current_password: password },
        });

  it.each(['by mail', 'PUT /auth/password', 'PUT /auth/account'])(
    '%s ends every other way in that was begun, and leaves the tokens for machines',
    async (how) => {
      const person = await newcomer(app, app.orgId);
      const reset = await tokenByMail(person);
      const resetting = await tokenByMail(person);
      const signInLink = await link(person);
      const machine = await post(
        '/tokens',
        { name: 'Till', permissions: ['catalog.read'], expires_in_days: 3 },
        person.headers,
      );
      const other = await signIn(app, person);
      const phone = await setUpAuthenticator(app, person);
      const { challenge_token } = await signIn(app, credentials(person));

      const changed = how === 'by mail' ? await confirm(resetting) : await change(person, how);
      expect(changed.statusCode, changed.body).toBeLessThan(300);

      expect(codeOf(await post('/auth/second-factor', { challenge_token, code: phone.code() }))).toEqual([
        401,
        'challenge_not_valid',
      ]);
      expect(codeOf(await post('/auth/link', { token: signInLink }))).toEqual([401, 'link_used_or_expired']);
      expect(codeOf(await confirm(reset, 'Moon-on-the-harbour-9'))).toEqual([422, 'token_used']);
      expect(codeOf(await me({ authorization: `Bearer ${other.access_token}` }))).toEqual([
        401,
        'session_revoked',
      ]);
      const stores = await app.http.inject({
        url: '/api/v1/stores',
        headers: { authorization: `Bearer ${machine.json().token}` },
      });
      expect(stores.statusCode).toBe(200);
    },
  );

  it('set while the old one is being checked lets nobody in by the old one', async () => {
    const person = await newcomer(app, app.orgId);
    const reset = await tokenByMail(person);
    const attempts = Array.from({ length: 4 }, () =>
      post('/auth/login', { email: person.email, password: person.password, mode: 'token' }),
    );
    const [changed, ...replies] = await Promise.all([confirm(reset), ...attempts]);
    expect(changed.statusCode).toBe(204);
    for (const reply of replies.filter(({ statusCode }) => statusCode === 200)) {
      const headers = { authorization: `Bearer ${reply.json().access_token}` };
      expect(codeOf(await me(headers))).toEqual([401, 'session_revoked']);
    }
    expect((await signIn(app, { ...person, password: newPassword })).access_token).toBeDefined();
  });
});

describe('a link to an address that is theirs no longer', () => {
  it('opens nothing once the address was changed, by themselves or by an administrator', async () => {
    const person = await newcomer(app, app.orgId);
    const own = await tokenByMail(person);
    const moved = await app.http.inject({
      method: 'PUT',
      url: '/api/v1/auth/account',
      headers: person.headers,
      payload: { name: 'Newcomer', email: `new-${person.email}`, current_password: person.password },
    });
    expect(moved.statusCode, moved.body).toBe(200);
    expect(codeOf(await confirm(own))).toEqual([422, 'token_used']);

    const other = await newcomer(app, app.orgId);
    const before = await tokenByMail(other);
    const admin = await app.as('admin');
    const url = `/api/v1/users/${other.userId}`;
    const { version } = (await app.http.inject({ url, headers: admin })).json();
    const payload = { email: `new-${other.email}`, version };
    expect((await app.http.inject({ method: 'PATCH', url, headers: admin, payload })).statusCode).toBe(200);
    expect(codeOf(await confirm(before))).toEqual([422, 'token_used']);
  });

  it('opens nothing after a deactivation, also when they are let in again', async () => {
    const person = await newcomer(app, app.orgId);
    const before = await tokenByMail(person);
    for (const what of ['deactivate', 'reactivate']) {
      expect((await post(`/users/${person.userId}/${what}`, {}, await app.as('admin'))).statusCode).toBe(200);
    }
    expect(codeOf(await confirm(before))).toEqual([422, 'token_used']);
  });
});

describe('a link that an administrator makes', () => {
  const makeLink = async (userId: string, headers: Record<string, string>) =>
    post(`/users/${userId}/password-reset`, {}, headers);

  it('sets a new password as one of a mail does', async () => {
    const person = await newcomer(app, app.orgId);
    const made = await makeLink(person.userId, await app.as('admin'));
    expect([made.statusCode, made.headers['cache-control']]).toEqual([201, 'no-store']);
    expect(made.json().link).toContain(`${publicUrl}/app/reset-password#`);
    expect((await confirm(tokenIn(made.json().link))).statusCode).toBe(204);
    expect((await signIn(app, { ...person, password: newPassword })).access_token).toBeDefined();
  });
});

describe('a mail server that is down', () => {
  it('shows in no reply, but in health', async () => {
    const down = await startMailServer();
    await down.close();
    const alone = await createTestApp({ GRANARY_SMTP_URL: down.url });
    try {
      const partOf = async () => {
        const health = (await alone.http.inject({ url: '/health' })).json();
        return health.parts.find(({ name }: { name: string }) => name === 'mail');
      };
      expect(await partOf()).toMatchObject({ status: 'ok' });
      const person = await newcomer(alone, alone.orgId);
      const unknown = await ask('nobody@example.com', alone);
      for (let count = 0; count < 2; count++) {
        const reply = await ask(person.email, alone);
        expect([reply.statusCode, reply.body]).toEqual([202, unknown.body]);
      }
      while ((await partOf()).status === 'ok') await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await partOf()).toMatchObject({ status: 'degraded', detail: expect.stringContaining('failed') });
    } finally {
      await alone.close();
    }
  });
});
