import type { FastifyInstance } from 'fastify';

/** Values that must never be written anywhere, each in the form in which such a thing comes. */
export interface Canaries {
  password: string;
  /** As our own tokens look. */
  token: string;
  jwt: string;
  apiKey: string;
  email: string;
}

export function makeCanaries(mark: string): Canaries {
  const letters = `${mark}CANARY`.padEnd(43, 'q').slice(0, 43);
  return {
    password: `${mark}-Canary-Passw0rd!`,
    token: `${'0f'.repeat(16)}.${letters}`,
    jwt: `eyJhbGciOiJIUzI1NiJ9.${letters}.${letters}`,
    apiKey: letters,
    email: `${mark}.canary@shop.example`,
  };
}

/** What to search for: also parts of it, and its encodings. */
export function formsOf(canaries: Canaries): string[] {
  const mark = canaries.email.split('.')[0] ?? '';
  return [mark, ...Object.values(canaries).flatMap((value) => [value, encodeURIComponent(value)])];
}

interface Operation {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `{parameters}`, as OpenAPI writes them. */
  path: string;
}

/** Every operation of the server's own document. */
export function operationsOf(document: { paths: Record<string, Record<string, unknown>> }): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).flatMap((name) => {
      const method = name.toUpperCase();
      return ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(method)
        ? [{ method: method as Operation['method'], path }]
        : [];
    }),
  );
}

/**
 * Sends passwords, tokens, keys and e-mail addresses in every place of every
 * operation: path, query, headers, cookies, body in depth. Search the log for
 * {@link formsOf} afterwards.
 *
 * @returns how many requests were sent, and the statuses that came back
 */
export async function sendCanaries(
  http: FastifyInstance,
  operations: readonly Operation[],
  canaries: Canaries,
  signedIn: Record<string, string>,
): Promise<{ sent: number; statuses: Map<number, number> }> {
  const { password, token, jwt, apiKey, email } = canaries;
  const secrets = {
    password,
    new_password: password,
    current_password: password,
    token,
    access_token: jwt,
    refresh_token: token,
    api_key: apiKey,
    email,
    nested: { secret: apiKey, list: [{ cookie: token, to: email, authorization: `Bearer ${jwt}` }] },
  };
  const query = new URLSearchParams({
    password,
    token,
    api_key: apiKey,
    email,
    access_token: jwt,
  }).toString();
  const places: { url(path: string): string; headers: Record<string, string>; body: object | string }[] = [
    { url: (path) => filled(path, token), headers: signedIn, body: secrets },
    { url: (path) => filled(path, email), headers: signedIn, body: { ...secrets, email: 'x' } },
    { url: (path) => `${filled(path, jwt)}?${query}`, headers: signedIn, body: secrets },
    {
      url: (path) => filled(path, '7'),
      headers: {
        authorization: `Bearer ${token}`,
        cookie: `granary_session=${token}; granary_refresh=${jwt}`,
        'x-api-key': apiKey,
        'user-agent': `client of ${email} ${token}`,
        'x-correlation-id': `password=${password}`,
        'idempotency-key': token,
        referer: `https://shop.example/?token=${token}&email=${email}`,
      },
      body: secrets,
    },
    {
      url: (path) => filled(path, '7'),
      headers: { ...signedIn, 'content-type': 'application/json' },
      body: `{"password":"${password}","email":"${email}","token":"${token}"`,
    },
  ];
  const statuses = new Map<number, number>();
  let sent = 0;
  for (const { method, path } of operations) {
    for (const place of places) {
      const reply = await http.inject({
        method,
        url: place.url(path),
        headers: place.headers,
        ...(method === 'GET' || method === 'DELETE' ? {} : { payload: place.body }),
      });
      sent += 1;
      statuses.set(reply.statusCode, (statuses.get(reply.statusCode) ?? 0) + 1);
    }
  }
  return { sent, statuses };
}

function filled(path: string, value: string): string {
  return path.replaceAll(/\{[^}]+\}/g, encodeURIComponent(value));
}
