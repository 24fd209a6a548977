import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { newcomer, setUpAuthenticator, signIn } from '../../packages/server/src/identity/test-people.ts';
import type { Route } from '../../packages/server/src/platform/http/route.ts';
import { endsSession } from '../../packages/server/test/attacks/positions.ts';
import { type Reached, watchRoutes } from '../../packages/server/test/reached.ts';
import type { TrialApp } from '../trial-app.ts';

export interface BrowserResult {
  checks: number;
  reached: Reached;
  failures: string[];
}

const friend = 'https://shop.example';
const foreign = ['https://evil.example', 'https://shop.example.evil.example', 'null', 'http://shop.example'];
/** What a server started for this trial must be given. */
export const browserSettings = {
  GRANARY_CORS_ORIGINS: friend,
  GRANARY_PUBLIC_URL: 'https://granary.example',
};

const needed: Record<string, RegExp> = {
  'content-security-policy': /script-src 'self'(?!.*script-src[^;]*unsafe)/,
  'strict-transport-security': /max-age=\d{7,}/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'referrer-policy': /^no-referrer$/,
  'permissions-policy': /camera=\(\)/,
  'x-correlation-id': /./,
};

/** Headers and CORS of every route, signed in and not; cookies; a change by cookie from elsewhere; secrets in the log. */
export async function tryBrowserSafety(trial: TrialApp, log: () => string): Promise<BrowserResult> {
  const { app, orgId } = trial;
  const result: BrowserResult = { checks: 0, reached: watchRoutes(app.routes), failures: [] };
  const check = (isRight: boolean, what: string) => {
    result.checks += 1;
    if (!isRight) result.failures.push(what);
  };
  const judge = (name: string, reply: LightMyRequestResponse, origin: string | undefined) => {
    for (const [header, form] of Object.entries(needed)) {
      check(form.test(String(reply.headers[header] ?? '')), `${name}: ${header} is ${reply.headers[header]}`);
    }
    const allowed = reply.headers['access-control-allow-origin'];
    // Who sends the same wrong password again and again is slowed down; nothing else may be.
    const isSlowed = reply.statusCode === 429 && !name.startsWith('POST /auth/login');
    check(reply.statusCode < 500 && !isSlowed, `${name}: answers ${reply.statusCode}`);
    check(allowed === (origin === friend ? friend : undefined), `${name} for ${origin}: allows ${allowed}`);
    check(reply.headers['access-control-allow-credentials'] === undefined, `${name}: allows cookies`);
  };
  const origins = [undefined, friend, ...foreign];
  for (const route of app.routes) {
    const name = `${route.method} ${route.path}`;
    const url = addressOf(route);
    const payload = {
      ...(route.example?.body === undefined ? {} : { payload: route.example.body as object }),
    };
    for (const origin of origins) {
      for (const who of ['nobody', 'owner'] as const) {
        // Those that end the session come with one of their own.
        const own = endsSession.test(name)
          ? { authorization: `Bearer ${await app.identity.openTerminal(orgId, undefined)}` }
          : trial.headers;
        const headers = { ...(who === 'nobody' ? {} : own), ...(origin === undefined ? {} : { origin }) };
        const reply = await app.http.inject({ method: route.method, url, headers, ...payload });
        result.reached.record(name, reply.statusCode);
        judge(`${name} as ${who}`, reply, origin);
      }
      if (origin === undefined) continue;
      const preflight = { origin, 'access-control-request-method': route.method };
      judge(
        `OPTIONS ${route.path}`,
        await app.http.inject({ method: 'OPTIONS', url, headers: preflight }),
        origin,
      );
    }
  }
  for (const url of ['/health', '/nowhere', '/api/v1/nowhere', '/docs/', '/redoc/'])
    for (const origin of origins) {
      const headers = origin === undefined ? {} : { origin };
      judge(url, await app.http.inject({ url, headers }), origin);
    }
  await judgeCookies(trial, check);
  await judgeLog(trial, log, check);
  return result;
}

type Check = (isRight: boolean, what: string) => void;

async function judgeCookies({ app, orgId }: TrialApp, check: Check): Promise<void> {
  const signedIn = await app.http.inject({
    method: 'POST',
    url: '/api/v1/auth/link',
    headers: { 'x-granary-client': 'web' },
    payload: { token: await app.identity.createSignInLink(orgId) },
  });
  const set = [signedIn.headers['set-cookie'] ?? []].flat();
  check(set.length > 0, 'signing in sets no cookie');
  for (const cookie of set) {
    for (const flag of [/; *HttpOnly/i, /; *Secure/i, /; *SameSite=Strict/i]) {
      check(flag.test(cookie), `cookie without ${flag.source}`);
    }
  }
  const cookie = signedIn.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const change: InjectOptions = { method: 'POST', url: '/api/v1/runs', payload: { kind: 'nightly' } };
  const forged = await app.http.inject({ ...change, headers: { cookie } });
  check(forged.statusCode === 403, `a change by cookie without the header answers ${forged.statusCode}`);
  const own = await app.http.inject({ ...change, headers: { cookie, 'x-granary-client': 'web' } });
  check(own.statusCode === 202, `a change by cookie with the header answers ${own.statusCode}`);
}

/** Secrets in every place where one is sent or told; none may be found in the log. */
async function judgeLog({ app, orgId }: TrialApp, log: () => string, check: Check): Promise<void> {
  const canary = (place: string) => `canary-${place}-4f1c9a`;
  const send = (headers: Record<string, string>, payload?: object, url = '/api/v1/auth/login') =>
    app.http.inject({ method: 'POST', url, headers, ...(payload === undefined ? {} : { payload }) });
  await send({}, { email: 'a@example.com', password: canary('password') });
  await send({ authorization: `Bearer ${canary('bearer')}` }, { kind: 'nightly' }, '/api/v1/runs');
  await send({ cookie: `granary_session=${canary('cookie')}` }, { kind: 'nightly' }, '/api/v1/runs');
  await send({}, { token: canary('link') }, '/api/v1/auth/link');
  await send(
    {},
    { token: canary('reset'), new_password: canary('new') },
    '/api/v1/auth/password-reset/confirm',
  );
  await send(
    {},
    { token: canary('invitation'), name: 'N', password: canary('first') },
    '/api/v1/auth/invitation',
  );
  await send({}, { refresh_token: canary('refresh') }, '/api/v1/auth/refresh');
  await send(
    {},
    { challenge_token: canary('challenge'), recovery_code: canary('code') },
    '/api/v1/auth/second-factor',
  );
  const places = ['password', 'bearer', 'cookie', 'link', 'reset', 'new', 'invitation', 'first', 'refresh'];
  const told = await toldSecrets({ app, orgId });
  const written = log();
  check(written.includes('/auth/login') && written.includes('/tokens'), 'the log tells of no request');
  for (const place of [...places, 'challenge', 'code'])
    check(!written.includes(canary(place)), `the log holds the ${place}`);
  for (const [what, secret] of told) {
    check(secret !== undefined && secret.length >= 6, `there was no ${what} to look for`);
    check(secret === undefined || !written.includes(secret), `the log holds the ${what}`);
  }
}

/** Real secrets, each of which was told and used. */
async function toldSecrets({
  app,
  orgId,
}: Pick<TrialApp, 'app' | 'orgId'>): Promise<[string, string | undefined][]> {
  const owner = await newcomer(app, orgId, 'owner');
  const viewer = await newcomer(app, orgId);
  const post = async (url: string, payload: object, headers: Record<string, string> = owner.headers) => {
    const reply = await app.http.inject({ method: 'POST', url: `/api/v1${url}`, headers, payload });
    return reply.body === '' ? {} : (reply.json() as Record<string, string>);
  };
  const { token } = await post('/tokens', {
    name: 'Till',
    permissions: ['catalog.read'],
    expires_in_days: 1,
  });
  await app.http.inject({ url: '/api/v1/items', headers: { authorization: `Bearer ${token}` } });
  const { link: reset } = await post(`/users/${viewer.userId}/password-reset`, {});
  const { link: invitation } = await post('/invitations', { email: 'guest@example.com', role: 'viewer' });
  const phone = await setUpAuthenticator(app, viewer);
  const [recovery_code] = phone.recoveryCodes;
  const { challenge_token } = await signIn(app, viewer);
  await post('/auth/second-factor', { challenge_token, recovery_code }, {});
  const { refresh_token, access_token } = await post(
    '/auth/refresh',
    { refresh_token: owner.refreshToken },
    {},
  );
  const secretOf = (link: string | undefined) => link?.match(/\w{32}\.([\w-]+)/)?.[1];
  return [
    ['token for machines', token?.slice(-40)],
    ['link to a new password', secretOf(reset)],
    ['link of an invitation', secretOf(invitation)],
    ['recovery code', recovery_code],
    ['challenge', secretOf(challenge_token)],
    ['refresh token', secretOf(refresh_token)],
    ['access token', access_token?.split('.')[2]],
    ['password of a person', owner.password],
  ];
}

function addressOf(route: Route): string {
  const params = (route.example?.params ?? {}) as Record<string, unknown>;
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  const query = new URLSearchParams((route.example?.query ?? {}) as Record<string, string>).toString();
  return `/api/v1${path}${query === '' ? '' : `?${query}`}`;
}
