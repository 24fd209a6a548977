import { Secret, TOTP } from 'otpauth';
import type { App } from '../app.ts';
import { withOrganization } from '../platform/database/index.ts';
import { insertUser } from './queries.ts';
import type { BuiltInRole } from './roles/built-in-roles.ts';
import { openTestSession } from './sessions/test-session.ts';

/** For tests: somebody with an account, signed in by a program. */
export interface Newcomer {
  userId: string;
  email: string;
  password: string;
  headers: { authorization: string };
  refreshToken: string;
}

type Server = Pick<App, 'http' | 'platform'>;
let made = 0;

export async function newcomer(app: Server, orgId: string, role: BuiltInRole = 'viewer'): Promise<Newcomer> {
  const { database, clock } = app.platform;
  const { userId, token } = await withOrganization(database, orgId, async (tx) => {
    const { user_id } = await insertUser(tx, 'Newcomer', role);
    return { userId: user_id, token: await openTestSession(tx, user_id, clock()) };
  });
  made += 1;
  const account = { email: `newcomer-${made}@example.com`, password: 'Rain-on-the-harbour-7' };
  const saved = await app.http.inject({
    method: 'PUT',
    url: '/api/v1/auth/account',
    headers: { authorization: `Bearer ${token}` },
    payload: { ...account, name: 'Newcomer' },
  });
  if (saved.statusCode !== 200) throw new Error(`no account: ${saved.body}`);
  const { access_token, refresh_token } = await signIn(app, account);
  return {
    userId,
    ...account,
    headers: { authorization: `Bearer ${access_token}` },
    refreshToken: refresh_token,
  };
}

/** What a program is answered that signs in: tokens, or the question for the second factor. */
export async function signIn(
  app: Server,
  { email, password }: { email: string; password: string },
): Promise<{ access_token: string; refresh_token: string; challenge_token: string }> {
  const payload = { email, password, mode: 'token' };
  const reply = await app.http.inject({ method: 'POST', url: '/api/v1/auth/login', payload });
  if (reply.statusCode !== 200) throw new Error(`no sign-in: ${reply.body}`);
  return reply.json();
}

/** A phone with the person's secret. */
export interface Authenticator {
  recoveryCodes: string[];
  /** The code of now, or of some steps of thirty seconds after. */
  code(steps?: number): string;
}

/** Enrols and confirms by the code of the step before, so that the present one is still unused. */
export async function setUpAuthenticator(
  app: Server,
  person: Pick<Newcomer, 'headers' | 'password'>,
): Promise<Authenticator> {
  const post = async (url: string, payload?: object) => {
    const reply = await app.http.inject({
      method: 'POST',
      url: `/api/v1/auth/second-factor/${url}`,
      headers: person.headers,
      ...(payload === undefined ? {} : { payload }),
    });
    if (reply.statusCode >= 300) throw new Error(`${url}: ${reply.body}`);
    return reply.json();
  };
  const { secret } = await post('enrolment');
  const code = phoneWith(secret, app.platform.clock);
  const { recovery_codes } = await post('enrolment/confirm', {
    code: code(-1),
    password: person.password,
  });
  return { recoveryCodes: recovery_codes, code };
}

export function phoneWith(secret: string, clock: () => Date): (steps?: number) => string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  return (steps = 0) => totp.generate({ timestamp: clock().getTime() + steps * 30_000 });
}
