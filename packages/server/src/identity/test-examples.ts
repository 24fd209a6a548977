import type { ExampleCompany } from '../../test/contract/example-company.ts';
import type { LiveValues, Preparations } from '../../test/contract/examples.ts';
import { newcomer, phoneWith, setUpAuthenticator, signIn } from './test-people.ts';

/** A browser's session of the owner, so that ending it ends nobody else's. */
async function ownersCookie({ app, orgId }: ExampleCompany): Promise<LiveValues> {
  const token = await app.identity.createSignInLink(orgId);
  const reply = await app.http.inject({ method: 'POST', url: '/api/v1/auth/link', payload: { token } });
  const cookie = String(reply.headers['set-cookie']).split(';')[0] ?? '';
  return { as: 'nobody', headers: { cookie, 'x-granary-client': 'web' } };
}

const account = {
  name: 'Mira Lund',
  email: 'mira@greenleaf.example',
  password: 'Rain-on-the-harbour-7',
};

/** Somebody of this company who signs in by password. */
async function setAccount({ as, ask }: ExampleCompany): Promise<LiveValues> {
  const headers = await as('planner');
  const payload = { ...account, current_password: account.password };
  await ask({ method: 'PUT', url: '/api/v1/auth/account', payload, headers });
  return { as: 'nobody' };
}

/** The same, signed in by a program. */
async function signInProgram(company: ExampleCompany) {
  await setAccount(company);
  const payload = { email: account.email, password: account.password, mode: 'token' };
  const url = '/api/v1/auth/login';
  const tokens = await company.ask<{ access_token: string; refresh_token: string }>({
    method: 'POST',
    url,
    payload,
  });
  const headers = { authorization: `Bearer ${tokens.access_token}` };
  const { user_id } = await company.ask<{ user_id: string }>({ url: '/api/v1/me', headers });
  const { data } = await company.ask<{ data: { session_id: string; is_current: boolean }[] }>({
    url: '/api/v1/sessions',
    headers,
  });
  const session_id = data.find((session) => session.is_current)?.session_id ?? '';
  return { headers, user_id, session_id, refresh_token: tokens.refresh_token };
}

const withAuthenticator = async ({ app, orgId }: ExampleCompany): Promise<LiveValues> => {
  const person = await newcomer(app, orgId);
  await setUpAuthenticator(app, person);
  return { as: 'nobody', headers: person.headers };
};

const ofPlanner = async (company: ExampleCompany): Promise<LiveValues> => {
  const { user_id, session_id } = await signInProgram(company);
  return { params: { user_id, session_id } };
};

export const identityExamples: Preparations = {
  'POST /auth/link': async ({ app, orgId }) => ({
    as: 'nobody',
    body: { token: await app.identity.createSignInLink(orgId) },
  }),
  'POST /auth/login': setAccount,
  'POST /auth/logout': ownersCookie,
  'POST /auth/logout-everywhere': ownersCookie,
  'POST /auth/refresh': async (company) => {
    const { refresh_token } = await signInProgram(company);
    return { as: 'nobody', body: { refresh_token } };
  },
  'PUT /auth/account': async () => ({ as: 'planner', body: { current_password: account.password } }),
  'PUT /auth/password': async (company) => {
    const { headers } = await signInProgram(company);
    return { as: 'nobody', headers, body: { new_password: account.password } };
  },
  'POST /auth/second-factor': async ({ app, orgId }) => {
    const person = await newcomer(app, orgId);
    const phone = await setUpAuthenticator(app, person);
    const { challenge_token } = await signIn(app, person);
    return { as: 'nobody', body: { challenge_token, code: phone.code() } };
  },
  'GET /auth/second-factor': withAuthenticator,
  'DELETE /auth/second-factor': withAuthenticator,
  'POST /auth/second-factor/recovery-codes': withAuthenticator,
  'POST /auth/second-factor/enrolment': async ({ app, orgId }) => {
    const { headers } = await newcomer(app, orgId);
    return { as: 'nobody', headers };
  },
  'POST /auth/second-factor/enrolment/confirm': async ({ app, orgId }) => {
    const { headers, password } = await newcomer(app, orgId);
    const url = '/api/v1/auth/second-factor/enrolment';
    const { secret } = (await app.http.inject({ method: 'POST', url, headers })).json();
    return { as: 'nobody', headers, body: { code: phoneWith(secret, app.platform.clock)(), password } };
  },
  'DELETE /users/:user_id/second-factor': async ({ app, orgId }) => {
    const person = await newcomer(app, orgId);
    await setUpAuthenticator(app, person);
    return { params: { user_id: person.userId } };
  },
  'POST /auth/password-reset': async () => ({ as: 'nobody' }),
  'POST /auth/password-reset/confirm': async ({ app, orgId, as }) => {
    const { userId } = await newcomer(app, orgId);
    const url = `/api/v1/users/${userId}/password-reset`;
    const { link } = (await app.http.inject({ method: 'POST', url, headers: await as('owner') })).json();
    return { as: 'nobody', body: { token: String(link).split('#')[1] } };
  },
  'POST /users/:user_id/password-reset': async ({ app, orgId }) => ({
    params: { user_id: (await newcomer(app, orgId)).userId },
  }),
  'POST /users/:user_id/unlock': async ({ app, orgId }) => ({
    params: { user_id: (await newcomer(app, orgId)).userId },
  }),
  'DELETE /tokens/:token_id': async ({ ask }) => {
    const payload = { name: 'Till export', permissions: ['ingest.write'], expires_in_days: 90 };
    const { token_id } = await ask<{ token_id: string }>({ method: 'POST', url: '/api/v1/tokens', payload });
    return { params: { token_id } };
  },
  'GET /sessions': async (company) => {
    const { headers } = await signInProgram(company);
    return { as: 'nobody', headers };
  },
  'DELETE /sessions/:session_id': async (company) => {
    const { headers, session_id } = await signInProgram(company);
    return { as: 'nobody', headers, params: { session_id } };
  },
  'GET /users/:user_id/sessions': ofPlanner,
  'DELETE /users/:user_id/sessions': ofPlanner,
  'DELETE /users/:user_id/sessions/:session_id': ofPlanner,
  'POST /users/:user_id/erasure': async ({ as, ask }) => {
    const headers = await as('analyst');
    const { user_id } = await ask<{ user_id: string }>({ url: '/api/v1/me', headers });
    return { params: { user_id } };
  },
};
