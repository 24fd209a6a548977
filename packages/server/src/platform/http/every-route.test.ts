import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { permissionsOf } from '../../identity/roles/built-in-roles.ts';

interface Operation {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  description: string;
  parameters: { name: string; in: 'query' | 'path' }[];
  hasJsonBody: boolean;
}

/** Values that have broken servers before, for every parameter of every route. */
const nasty = [
  '',
  ' ',
  '\0',
  "'",
  '"',
  '\\',
  '%',
  '%25%00',
  '-1',
  '0',
  '1e309',
  'NaN',
  '99999999999999999999',
  'null',
  '[]',
  '{}',
  'undefined',
  '2026-02-30',
  '0001-01-01',
  '275760-09-13',
  '../../etc/passwd',
  "' or 1=1 --",
  '=1+1',
  '\u202e',
  '😀',
  '\ud800',
  'x'.repeat(90),
  'x'.repeat(3000),
  '00000000-0000-4000-8000-000000000000',
];
const nastyBodies = [
  'null',
  '[]',
  '7',
  '"text"',
  '{}',
  '{"a":{"a":{"a":{}}}}',
  '{"kind":null}',
  '{"kind":["nightly"]}',
  `[${'['.repeat(500)}${']'.repeat(500)}]`,
];

let app: TestApp;
let operations: Operation[];

beforeAll(async () => {
  app = await createTestApp();
  operations = readOperations(((await app.http.inject({ url: '/docs/json' })).json() as OpenApi).paths);
});
afterAll(() => app.close());

interface OpenApi {
  paths: Record<
    string,
    Record<string, Omit<Operation, 'method' | 'path' | 'hasJsonBody'> & { requestBody?: { content: object } }>
  >;
}

function readOperations(paths: OpenApi['paths']): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase() as Operation['method'],
      path,
      description: operation.description,
      parameters: operation.parameters ?? [],
      hasJsonBody: 'application/json' in (operation.requestBody?.content ?? {}),
    })),
  );
}

const named = (operation: Operation) => `${operation.method} ${operation.path}`;
const isOpen = (operation: Operation) => operation.description === 'Open to everyone.';
const permissionOf = (operation: Operation) => /^Needs (.+)\.$/.exec(operation.description)?.[1];

/** An address of the route with harmless values, except the one given. */
function addressOf(operation: Operation, given: Record<string, string> = {}): string {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encode(given[name] ?? (/_id$/.test(name) ? '00000000-0000-4000-8000-000000000000' : 'x')),
  );
  const query = operation.parameters
    .filter((parameter) => parameter.in === 'query' && given[parameter.name] !== undefined)
    .map((parameter) => `${parameter.name}=${encode(given[parameter.name] ?? '')}`);
  return query.length === 0 ? path : `${path}?${query.join('&')}`;
}

/** As a browser would, but a lone surrogate goes as the byte sequence that is not UTF-8. */
const encode = (text: string) => (text === '\ud800' ? '%ED%A0%80' : encodeURIComponent(text));

describe('the table of routes', () => {
  it('is not empty, and every route says whom it is open to', () => {
    expect(operations.length).toBeGreaterThan(25);
    for (const operation of operations) {
      const permission = permissionOf(operation);
      const isKnown =
        isOpen(operation) || permission === 'signed-in' || (permission ?? '') in app.permissions;
      expect(isKnown, named(operation)).toBe(true);
    }
  });

  it('is open to strangers only where somebody signs in, and for health', () => {
    expect(operations.filter(isOpen).map(named).sort()).toEqual([
      'GET /api/v1/health',
      'GET /api/v1/health/live',
      'GET /api/v1/health/ready',
      'POST /api/v1/auth/invitation',
      'POST /api/v1/auth/link',
      'POST /api/v1/auth/login',
      'POST /api/v1/auth/password-reset',
      'POST /api/v1/auth/password-reset/confirm',
      'POST /api/v1/auth/refresh',
      'POST /api/v1/auth/second-factor',
    ]);
  });

  it('has no address outside /api/v1', () => {
    expect(operations.filter((operation) => !operation.path.startsWith('/api/v1/')).map(named)).toEqual([]);
  });
});

describe('every route that is not open', () => {
  it('answers 401 in the one form without a token, with a malformed one and with an unknown one, each with its code', async () => {
    const unknown = `${app.orgId.replaceAll('-', '')}.${'a'.repeat(43)}`;
    for (const operation of operations.filter((entry) => !isOpen(entry))) {
      for (const [authorization, code] of [
        [undefined, 'not_signed_in'],
        ['Bearer', 'token_malformed'],
        ['Bearer x', 'token_malformed'],
        ['Basic b3duZXI6', 'token_malformed'],
        [`Bearer ${unknown}`, 'token_not_valid'],
        [`Bearer ${unknown}\u00e9`, 'token_malformed'],
      ] as const) {
        const reply = await app.http.inject({
          method: operation.method,
          url: addressOf(operation),
          headers: authorization === undefined ? {} : { authorization },
        });
        expect(reply.statusCode, `${named(operation)} with ${authorization}`).toBe(401);
        expect(reply.headers['www-authenticate'], named(operation)).toMatch(/^Bearer realm="granary"/);
        expect(reply.json().error).toMatchObject({
          code,
          correlation_id: reply.headers['x-correlation-id'],
        });
      }
    }
  });

  it('answers 403 that names the permission to a viewer who lacks it, and no 403 to an owner', async () => {
    const allowed = permissionsOf('viewer', Object.keys(app.permissions));
    const lacking = operations.filter((entry) => {
      const permission = permissionOf(entry);
      return permission !== undefined && permission !== 'signed-in' && !allowed.has(permission);
    });
    expect(lacking.length).toBeGreaterThan(5);
    for (const operation of lacking) {
      const ask = async (role: 'viewer' | 'owner') =>
        app.http.inject({ method: operation.method, url: addressOf(operation), headers: await app.as(role) });
      const refused = await ask('viewer');
      expect(refused.statusCode, named(operation)).toBe(403);
      expect(refused.json().error).toMatchObject({
        code: 'permission_missing',
        details: [{ permission: permissionOf(operation) }],
      });
      expect((await ask('owner')).statusCode, named(operation)).not.toBe(403);
    }
  });
});

describe('no value', () => {
  it('in any parameter makes the server fail', async () => {
    const headers = await app.as('owner');
    const failures: string[] = [];
    for (const operation of operations.filter((entry) => entry.path !== '/api/v1/auth/logout')) {
      for (const parameter of operation.parameters) {
        for (const value of nasty) {
          const url = addressOf(operation, { [parameter.name]: value });
          const reply = await app.http.inject({ method: operation.method, url, headers });
          const hasForm =
            reply.statusCode < 400 ||
            reply.json().error?.correlation_id === reply.headers['x-correlation-id'];
          if (reply.statusCode >= 500 || !hasForm)
            failures.push(`${operation.method} ${url}: ${reply.statusCode} ${reply.body.slice(0, 200)}`);
        }
      }
    }
    expect(failures).toEqual([]);
  }, 180_000);

  it('in any filter of an export makes the server fail, or answers 200 with half a file', async () => {
    const headers = await app.as('owner');
    const failures: string[] = [];
    for (const operation of operations.filter((entry) =>
      entry.parameters.some(({ name }) => name === 'format'),
    )) {
      for (const parameter of operation.parameters.filter(({ name }) => name !== 'format')) {
        for (const value of nasty) {
          const url = addressOf(operation, { format: 'csv', [parameter.name]: value });
          const reply = await app.http.inject({ method: operation.method, url, headers });
          if (reply.statusCode >= 500) failures.push(`${url}: ${reply.statusCode}`);
        }
      }
    }
    expect(failures).toEqual([]);
  }, 180_000);

  it('as a body makes the server fail', async () => {
    const headers = { ...(await app.as('owner')), 'content-type': 'application/json' };
    const failures: string[] = [];
    const withBody = operations.filter((entry) => entry.hasJsonBody);
    expect(withBody.length).toBeGreaterThan(5);
    for (const operation of withBody) {
      for (const payload of nastyBodies) {
        const reply = await app.http.inject({
          method: operation.method,
          url: addressOf(operation),
          headers,
          payload,
        });
        if (reply.statusCode >= 500)
          failures.push(
            `${named(operation)} ${payload.slice(0, 40)}: ${reply.statusCode} ${reply.body.slice(0, 200)}`,
          );
      }
    }
    expect(failures).toEqual([]);
  });
});
