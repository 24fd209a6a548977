import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import type { TrialApp } from '../trial-app.ts';

export interface BrowserResult {
  checks: number;
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
  const { app, headers } = trial;
  const result: BrowserResult = { checks: 0, failures: [] };
  const check = (isRight: boolean, what: string) => {
    result.checks += 1;
    if (!isRight) result.failures.push(what);
  };
  const judge = (name: string, reply: LightMyRequestResponse, origin: string | undefined) => {
    for (const [header, form] of Object.entries(needed)) {
      check(form.test(String(reply.headers[header] ?? '')), `${name}: ${header} is ${reply.headers[header]}`);
    }
    const allowed = reply.headers['access-control-allow-origin'];
    check(allowed === (origin === friend ? friend : undefined), `${name} for ${origin}: allows ${allowed}`);
    check(reply.headers['access-control-allow-credentials'] === undefined, `${name}: allows cookies`);
  };
  const origins = [undefined, friend, ...foreign];
  for (const route of app.routes.filter(({ path }) => !path.includes('logout'))) {
    const url = `/api/v1${route.path.replaceAll(/:\w+/g, 'x')}`;
    for (const origin of origins) {
      for (const who of [{}, headers]) {
        const sent = { ...who, ...(origin === undefined ? {} : { origin }) };
        judge(
          `${route.method} ${route.path}`,
          await app.http.inject({ method: route.method, url, headers: sent }),
          origin,
        );
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

/** Secrets in every place where one is sent; none may be found in the log. */
async function judgeLog({ app }: TrialApp, log: () => string, check: Check): Promise<void> {
  const canary = (place: string) => `canary-${place}-4f1c9a`;
  const send = (headers: Record<string, string>, payload?: object, url = '/api/v1/auth/login') =>
    app.http.inject({ method: 'POST', url, headers, ...(payload === undefined ? {} : { payload }) });
  await send({}, { email: 'a@example.com', password: canary('password') });
  await send({ authorization: `Bearer ${canary('bearer')}` }, { kind: 'nightly' }, '/api/v1/runs');
  await send({ cookie: `granary_session=${canary('cookie')}` }, { kind: 'nightly' }, '/api/v1/runs');
  await send({}, { token: canary('link') }, '/api/v1/auth/link');
  await send({}, { token: canary('reset'), password: canary('new') }, '/api/v1/auth/password-reset/confirm');
  const written = log();
  check(written.includes('/auth/login'), 'the log tells of no request');
  for (const place of ['password', 'bearer', 'cookie', 'link', 'reset', 'new']) {
    check(!written.includes(canary(place)), `the log holds the ${place}`);
  }
}
