import { hash } from 'bcryptjs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { type Newcomer, newcomer, signIn } from '../test-people.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

const store = (person: Newcomer, passwordHash: string) =>
  app.inOrganization((tx) =>
    sql`update identity.users set password_hash = ${passwordHash} where user_id = ${person.userId}`.execute(
      tx,
    ),
  );
const stored = (person: Newcomer) =>
  app.inOrganization(async (tx) => {
    const found = await sql<{ password_hash: string }>`
      select password_hash from identity.users where user_id = ${person.userId}`.execute(tx);
    return found.rows[0]?.password_hash ?? '';
  });

describe('a password that another system hashed', () => {
  it('with bcrypt signs in, and is stored as argon2id from then on', async () => {
    const person = await newcomer(app, app.orgId);
    await store(person, await hash('Old-system-1', 12));
    expect(await stored(person)).toMatch(/^\$2[aby]\$12\$/);

    await expect(signIn(app, { ...person, password: 'Old-system-2' })).rejects.toThrow(
      'wrong_email_or_password',
    );
    expect(await stored(person)).toMatch(/^\$2[aby]\$12\$/);

    const imported = { ...person, password: 'Old-system-1' };
    expect((await signIn(app, imported)).access_token).toBeDefined();
    const replaced = await stored(person);
    expect(replaced).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);

    expect((await signIn(app, imported)).access_token).toBeDefined();
    expect(await stored(person)).toBe(replaced);
    await expect(signIn(app, { ...person, password: 'Old-system-2' })).rejects.toThrow(
      'wrong_email_or_password',
    );
  });

  it.each(['$2a$', '$2b$', '$2y$'])('may bear the mark %s', async (mark) => {
    const person = await newcomer(app, app.orgId);
    await store(person, (await hash('Old-system-1', 10)).replace(/^\$2[aby]\$/, mark));
    expect((await signIn(app, { ...person, password: 'Old-system-1' })).access_token).toBeDefined();
  });

  it.each([
    ['a cost that would hold the server', `$2b$20$${'a'.repeat(53)}`],
    ['a cost that is trivial', `$2b$04$${'a'.repeat(53)}`],
    ['the password itself', 'Old-system-1'],
    ['nothing', ''],
    ['another method', '$1$salt$qJH7.N4xYta3aEG/dfqo/0'],
  ])(
    'in a form that is not taken over is a wrong password, and no fault: %s',
    async (_form, passwordHash) => {
      const person = await newcomer(app, app.orgId);
      await store(person, passwordHash);
      const payload = { email: person.email, password: 'Old-system-1' };
      const reply = await app.http.inject({ method: 'POST', url: '/api/v1/auth/login', payload });
      expect([reply.statusCode, reply.json().error.code]).toEqual([401, 'wrong_email_or_password']);
    },
  );
});

describe('a password that is changed', () => {
  const change = (person: Newcomer, current_password: string, new_password: string) =>
    app.http.inject({
      method: 'PUT',
      url: '/api/v1/auth/password',
      headers: person.headers,
      payload: { current_password, new_password },
    });

  it('needs the present one, keeps the rules, and ends the other sessions alone', async () => {
    const person = await newcomer(app, app.orgId);
    const other = await signIn(app, person);
    const wrong = await change(person, 'Guess-1-guess', 'Sun-on-the-harbour-8');
    expect([wrong.statusCode, wrong.json().error.code]).toEqual([422, 'current_password_wrong']);
    const weak = await change(person, person.password, 'Passw0r');
    expect([weak.statusCode, weak.json().error.details]).toEqual([
      422,
      [
        { field: 'new_password', message: 'use at least 8 characters' },
        { field: 'new_password', message: 'use at least one symbol, such as ! or -' },
      ],
    ]);
    expect((await change(person, person.password, 'Sun-on-the-harbour-8')).statusCode).toBe(204);
    const me = (authorization: string) =>
      app.http.inject({ url: '/api/v1/me', headers: { authorization } }).then(({ statusCode }) => statusCode);
    expect([await me(person.headers.authorization), await me(`Bearer ${other.access_token}`)]).toEqual([
      200, 401,
    ]);
    await expect(signIn(app, person)).rejects.toThrow('wrong_email_or_password');
    expect((await signIn(app, { ...person, password: 'Sun-on-the-harbour-8' })).access_token).toBeDefined();
  });

  it('means the same however a keyboard composes its letters', async () => {
    const person = await newcomer(app, app.orgId);
    const composed = 'Caf\u00e9-harbour-8';
    const decomposed = 'Cafe\u0301-harbour-8';
    expect((await change(person, person.password, decomposed)).statusCode).toBe(204);
    expect((await signIn(app, { ...person, password: composed })).access_token).toBeDefined();
  });
});
