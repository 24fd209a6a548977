import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import {
  type Authenticator,
  type Newcomer,
  newcomer,
  phoneWith,
  setUpAuthenticator,
  signIn,
} from '../test-people.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

const ask = (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object, headers: object = {}) =>
  app.http.inject({
    method,
    url: `/api/v1${url}`,
    headers: { ...headers },
    ...(payload === undefined ? {} : { payload }),
  });
const codeOf = (reply: { statusCode: number; json(): { error?: { code: string } } }) =>
  [reply.statusCode, reply.json().error?.code] as const;
const answer = (challenge_token: string, given: { code?: string; recovery_code?: string }) =>
  ask('POST', '/auth/second-factor', { challenge_token, ...given });
const me = (token: string) => ask('GET', '/me', undefined, { authorization: `Bearer ${token}` });

async function withAuthenticator(): Promise<{ person: Newcomer; phone: Authenticator }> {
  const person = await newcomer(app, app.orgId, 'admin');
  return { person, phone: await setUpAuthenticator(app, person) };
}
const challengeOf = async (person: Newcomer) => (await signIn(app, person)).challenge_token;

describe('a sign-in with a second factor', () => {
  it('is answered with a question and nothing else that opens anything', async () => {
    const { person } = await withAuthenticator();
    for (const mode of ['token', 'cookie']) {
      const { email, password } = person;
      const reply = await ask('POST', '/auth/login', { email, password, mode });
      expect(reply.statusCode).toBe(200);
      expect(Object.keys(reply.json()).sort()).toEqual(['challenge_token', 'methods']);
      expect(reply.json().methods).toEqual(['totp', 'recovery_code']);
      expect(reply.headers['set-cookie']).toBeUndefined();
      const { challenge_token } = reply.json();
      expect((await me(challenge_token)).statusCode).toBe(401);
      const exchanged = await ask('POST', '/auth/refresh', { refresh_token: challenge_token });
      expect(exchanged.statusCode).toBe(401);
    }
  });

  it('is completed by the code of the phone', async () => {
    const { person, phone } = await withAuthenticator();
    const reply = await answer(await challengeOf(person), { code: phone.code() });
    expect(reply.statusCode).toBe(200);
    expect((await me(reply.json().access_token)).json().email).toBe(person.email);
  });

  it('of a browser is completed by its cookie', async () => {
    const { person, phone } = await withAuthenticator();
    const { email, password } = person;
    const { challenge_token } = (
      await ask('POST', '/auth/login', { email, password, mode: 'cookie' })
    ).json();
    const reply = await answer(challenge_token, { code: phone.code() });
    expect(reply.cookies.map(({ name }) => name).sort()).toEqual(['granary_device', 'granary_session']);
    expect(reply.json().email).toBe(email);
  });

  it('takes each code once, also for another sign-in and by two at the same time', async () => {
    const { person, phone } = await withAuthenticator();
    const code = phone.code();
    const questions = [await challengeOf(person), await challengeOf(person), await challengeOf(person)];
    const replies = await Promise.all(questions.map((question) => answer(question, { code })));
    expect(replies.map((reply) => reply.statusCode).sort()).toEqual([200, 401, 401]);
    const late = await answer(await challengeOf(person), { code });
    expect(codeOf(late)).toEqual([401, 'second_factor_wrong']);
  });

  it('takes no code that is older than the last one taken', async () => {
    const { person, phone } = await withAuthenticator();
    app.advance(60);
    expect((await answer(await challengeOf(person), { code: phone.code() })).statusCode).toBe(200);
    const older = await answer(await challengeOf(person), { code: phone.code(-1) });
    expect(codeOf(older)).toEqual([401, 'second_factor_wrong']);
  });

  it('forgives a phone whose clock is one step wrong, and not two', async () => {
    const { person, phone } = await withAuthenticator();
    app.advance(300);
    for (const steps of [-2, 2]) {
      expect(codeOf(await answer(await challengeOf(person), { code: phone.code(steps) }))).toEqual([
        401,
        'second_factor_wrong',
      ]);
    }
    expect((await answer(await challengeOf(person), { code: phone.code(-1) })).statusCode).toBe(200);
    expect((await answer(await challengeOf(person), { code: phone.code(1) })).statusCode).toBe(200);
  });

  it('has its question answered once, within five minutes, and again after a wrong code', async () => {
    const { person, phone } = await withAuthenticator();
    const question = await challengeOf(person);
    expect(codeOf(await answer(question, { recovery_code: 'aaaaa-aaaaa' }))).toEqual([
      401,
      'second_factor_wrong',
    ]);
    expect((await answer(question, { code: phone.code() })).statusCode).toBe(200);
    expect(codeOf(await answer(question, { code: phone.code(1) }))).toEqual([401, 'challenge_not_valid']);

    const late = await challengeOf(person);
    app.advance(301);
    expect(codeOf(await answer(late, { code: phone.code() }))).toEqual([401, 'challenge_not_valid']);
  });

  it('is not completed with the phone of somebody else', async () => {
    const [ours, theirs] = [await withAuthenticator(), await withAuthenticator()];
    const wrong = await answer(await challengeOf(ours.person), { code: theirs.phone.code() });
    expect(codeOf(wrong)).toEqual([401, 'second_factor_wrong']);
    const recovery_code = theirs.phone.recoveryCodes[0] ?? '';
    expect((await answer(await challengeOf(ours.person), { recovery_code })).statusCode).toBe(401);
  });

  it('that fails five times waits, whatever is asked then', async () => {
    const { person, phone } = await withAuthenticator();
    const question = await challengeOf(person);
    for (let count = 0; count < 5; count++) {
      expect((await answer(question, { recovery_code: `aaaaa-aaaa${count}` })).statusCode).toBe(401);
    }
    const delayed = await answer(question, { code: phone.code() });
    expect(codeOf(delayed)).toEqual([429, 'sign_in_delayed']);
    expect(Number(delayed.headers['retry-after'])).toBeGreaterThan(0);
    app.advance(31);
    expect((await answer(question, { code: phone.code() })).statusCode).toBe(200);
  });

  it.each([{}, { code: '123456', recovery_code: 'aaaaa-aaaaa' }, { code: '12345' }, { code: 'abcdef' }])(
    'has to be answered by one code of six digits, or one recovery code: %j',
    async (given) => {
      expect((await answer('x', given)).statusCode).toBe(422);
    },
  );
});

describe('a recovery code', () => {
  it('opens one session, however it is typed, and is used up', async () => {
    const { person, phone } = await withAuthenticator();
    const [first = '', second = ''] = phone.recoveryCodes;
    expect(new Set(phone.recoveryCodes).size).toBe(10);
    expect((await answer(await challengeOf(person), { recovery_code: first })).statusCode).toBe(200);
    expect(codeOf(await answer(await challengeOf(person), { recovery_code: first }))).toEqual([
      401,
      'second_factor_wrong',
    ]);
    const typed = second.toUpperCase().replace('-', ' ');
    const reply = await answer(await challengeOf(person), { recovery_code: typed });
    expect(reply.statusCode).toBe(200);
    const state = await ask('GET', '/auth/second-factor', undefined, {
      authorization: `Bearer ${reply.json().access_token}`,
    });
    expect(state.json()).toEqual({ is_on: true, recovery_codes_left: 8 });
  });

  it('is worth nothing once new ones were made, which needs the password', async () => {
    const { person, phone } = await withAuthenticator();
    const url = '/auth/second-factor/recovery-codes';
    const wrong = await ask('POST', url, { password: 'Guess-1-guess' }, person.headers);
    expect(codeOf(wrong)).toEqual([422, 'current_password_wrong']);
    const made = await ask('POST', url, { password: person.password }, person.headers);
    const [old = '', renewed = ''] = [phone.recoveryCodes[0], made.json().recovery_codes[0]];
    expect((await answer(await challengeOf(person), { recovery_code: old })).statusCode).toBe(401);
    expect((await answer(await challengeOf(person), { recovery_code: renewed })).statusCode).toBe(200);
  });
});

describe('an authenticator', () => {
  it('changes nothing until it is confirmed by one of its codes', async () => {
    const person = await newcomer(app, app.orgId, 'admin');
    const enrolled = await ask('POST', '/auth/second-factor/enrolment', undefined, person.headers);
    expect([enrolled.statusCode, enrolled.headers['cache-control']]).toEqual([201, 'no-store']);
    const { secret, otpauth_uri, qr_svg } = enrolled.json();
    expect(otpauth_uri).toContain(`secret=${secret}`);
    expect(qr_svg).toMatch(/^<svg /);
    expect((await signIn(app, person)).access_token).toBeDefined();

    const confirm = (code: string, password: string | undefined = person.password) =>
      ask('POST', '/auth/second-factor/enrolment/confirm', { code, password }, person.headers);
    const phone = phoneWith(secret, app.platform.clock);
    expect(codeOf(await confirm(phone(5)))).toEqual([422, 'code_wrong']);
    expect((await signIn(app, person)).access_token).toBeDefined();
    // Whoever got hold of the session, and not of the password, cannot shut its owner out.
    expect(codeOf(await confirm(phone(), 'Guess-1-guess'))).toEqual([422, 'current_password_wrong']);
    const without = await ask(
      'POST',
      '/auth/second-factor/enrolment/confirm',
      { code: phone() },
      person.headers,
    );
    expect(codeOf(without)).toEqual([422, 'current_password_wrong']);
    expect((await signIn(app, person)).access_token).toBeDefined();
    expect((await confirm(phone())).json().recovery_codes).toHaveLength(10);
    expect((await signIn(app, person)).challenge_token).toBeDefined();
    // The code that confirmed is used up as well.
    expect((await answer(await challengeOf(person), { code: phone() })).statusCode).toBe(401);
  });

  it('that is on is neither replaced nor removed without the password', async () => {
    const { person } = await withAuthenticator();
    const again = await ask('POST', '/auth/second-factor/enrolment', undefined, person.headers);
    expect(codeOf(again)).toEqual([409, 'second_factor_on']);
    const remove = (password: string) => ask('DELETE', '/auth/second-factor', { password }, person.headers);
    expect(codeOf(await remove('Guess-1-guess'))).toEqual([422, 'current_password_wrong']);
    expect((await remove(person.password)).statusCode).toBe(204);
    expect((await signIn(app, person)).access_token).toBeDefined();
  });

  it('is asked for after a link that was made on the web, and not after one made on the machine', async () => {
    const { person, phone } = await withAuthenticator();
    await app.inOrganization((tx) =>
      sql`update identity.users set role = 'owner', created_at = '2020-01-01' where user_id = ${person.userId}`.execute(
        tx,
      ),
    );
    const made = await ask('POST', '/auth/links', undefined, person.headers);
    const token = String(made.json().link).split('#')[1];
    const asked = (await ask('POST', '/auth/link', { token })).json();
    expect(Object.keys(asked).sort()).toEqual(['challenge_token', 'methods']);
    expect((await answer(asked.challenge_token, { code: phone.code() })).json().email).toBe(person.email);

    const given = (await ask('POST', '/auth/links', undefined, person.headers)).json().link;
    expect((await ask('POST', '/auth/logout-everywhere', {}, person.headers)).statusCode).toBe(200);
    const late = await ask('POST', '/auth/link', { token: String(given).split('#')[1] });
    expect(codeOf(late)).toEqual([401, 'link_used_or_expired']);

    const onMachine = await ask('POST', '/auth/links', undefined, await app.as('operator'));
    const opened = await ask('POST', '/auth/link', { token: String(onMachine.json().link).split('#')[1] });
    expect(opened.json().email).toBe(person.email);
  });

  it('is stored so that the database alone gives neither it nor the recovery codes away', async () => {
    const person = await newcomer(app, app.orgId);
    const enrolled = await ask('POST', '/auth/second-factor/enrolment', undefined, person.headers);
    const { secret } = enrolled.json();
    const code = phoneWith(secret, app.platform.clock)();
    const { recovery_codes } = (
      await ask(
        'POST',
        '/auth/second-factor/enrolment/confirm',
        { code, password: person.password },
        person.headers,
      )
    ).json();
    const stored = await app.inOrganization(async (tx) => {
      const found = await sql<{ row: string }>`
        select to_json(f)::text as row from identity.second_factors f where user_id = ${person.userId}
        union all
        select to_json(c)::text from identity.recovery_codes c where user_id = ${person.userId}`.execute(tx);
      return found.rows.map(({ row }) => row);
    });
    expect(stored).toHaveLength(11);
    const plain = [secret, ...recovery_codes, ...recovery_codes.map((text: string) => text.replace('-', ''))];
    for (const text of plain) expect(stored.some((row) => row.includes(text))).toBe(false);
  });

  it('is taken from who lost it by who holds all their rights, and by nobody else', async () => {
    const { person } = await withAuthenticator();
    const remove = (headers: object) =>
      ask('DELETE', `/users/${person.userId}/second-factor`, undefined, headers);
    expect(codeOf(await remove(await app.as('planner')))).toEqual([403, 'permission_missing']);
    await app.inOrganization((tx) =>
      sql`update identity.users set role = 'owner' where user_id = ${person.userId}`.execute(tx),
    );
    expect(codeOf(await remove(await app.as('admin')))).toEqual([403, 'beyond_own_rights']);
    expect((await remove(await app.as('owner'))).statusCode).toBe(204);
    expect((await signIn(app, person)).access_token).toBeDefined();
    expect(codeOf(await remove(await app.as('owner')))).toEqual([404, 'second_factor_off']);
  });
});

describe('guessing one’s password inside of a session', () => {
  const wrong = { password: 'Guess-1-guess' };
  const account = { name: 'N', email: 'elsewhere@example.com', current_password: 'Guess-1-guess' };

  it('is slowed down at every route that asks for it, in words that the document knows', async () => {
    const { person } = await withAuthenticator();
    for (let failure = 0; failure < 5; failure++)
      await ask('DELETE', '/auth/second-factor', wrong, person.headers);
    const replies = [
      await ask('DELETE', '/auth/second-factor', wrong, person.headers),
      await ask('POST', '/auth/second-factor/recovery-codes', wrong, person.headers),
      await app.http.inject({
        method: 'PUT',
        url: '/api/v1/auth/account',
        headers: person.headers,
        payload: account,
      }),
    ];
    expect(replies.map(codeOf)).toEqual(replies.map(() => [429, 'sign_in_delayed']));
  });

  it('is slowed down before a second factor is set up', async () => {
    const person = await newcomer(app, app.orgId);
    const enrolled = await ask('POST', '/auth/second-factor/enrolment', undefined, person.headers);
    expect(enrolled.statusCode).toBe(201);
    const code = phoneWith(enrolled.json().secret, () => new Date())();
    for (let failure = 0; failure < 5; failure++)
      await ask('POST', '/auth/second-factor/enrolment/confirm', { code, ...wrong }, person.headers);
    const delayed = await ask(
      'POST',
      '/auth/second-factor/enrolment/confirm',
      { code, ...wrong },
      person.headers,
    );
    expect(codeOf(delayed)).toEqual([429, 'sign_in_delayed']);
  });
});
