import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiPrefix } from '../../src/platform/http/addresses.ts';
import { takesIdempotencyKey } from '../../src/platform/http/idempotency.ts';
import { documentPath } from '../../src/platform/http/openapi/document.ts';
import type { Route } from '../../src/platform/http/route.ts';
import { createTestApp, type TestApp } from '../harness.ts';
import { valuesAgainst, withValue, wrongValues } from './invalid-values.ts';
import { refusedItem } from './refused-item.ts';

type Json = Record<string, unknown>;
interface Operation {
  parameters: { name: string; in: string; schema: Json; $ref?: string }[];
  requestBody?: { content: Record<string, { schema: Json }> };
}

let app: TestApp;
let document: Json;
beforeAll(async () => {
  app = await createTestApp();
  await app.http.ready();
  document = app.http.swagger() as unknown as Json;
});
afterAll(() => app.close());

const nameOf = (route: Route) => `${route.method} ${route.path}`;
const resolve = (ref: string) =>
  ref
    .split('/')
    .slice(1)
    .reduce<unknown>((at, step) => (at as Json)[step], document) as Json;

function operationOf(route: Route): Operation {
  const paths = document.paths as Record<string, Record<string, Operation>>;
  return paths[documentPath(apiPrefix + route.path)]![route.method.toLowerCase()]!;
}

interface Sent {
  params?: Json;
  query?: Json;
  body?: unknown;
}

/** Sends a route's example with something changed, and reads the refusal. */
async function send(route: Route, changed: Sent) {
  const example = (route.example ?? {}) as Sent;
  const params: Json = { ...example.params, ...changed.params };
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  const query = Object.entries({ ...example.query, ...changed.query }).map(
    ([name, value]): [string, string] => [name, String(value)],
  );
  const body = 'body' in changed ? changed.body : example.body;
  const reply = await app.http.inject({
    method: route.method,
    url: `${apiPrefix}${path}?${new URLSearchParams(query)}`,
    headers: await app.as('owner'),
    ...(body === undefined ? {} : { payload: body as object }),
  });
  const error = reply.statusCode >= 400 ? reply.json().error : undefined;
  return (
    refusedItem(reply) ?? {
      status: reply.statusCode,
      code: error?.code as string | undefined,
      fields: ((error?.details ?? []) as { field?: string }[]).map(({ field }) => field),
    }
  );
}

/** `POST /x: what happened` for each case that was not refused as it should be. */
async function notRefused(
  cases: Iterable<{ route: Route; changed: Sent; says: string; expected: readonly string[] }>,
): Promise<string[]> {
  const failures: string[] = [];
  for (const { route, changed, says, expected } of cases) {
    const { status, fields } = await send(route, changed);
    const isNamed = expected.every((field) =>
      fields.some((given) => given === field || (field !== '' && given?.startsWith(`${field}.`))),
    );
    if (status !== 422 || !isNamed)
      failures.push(`${nameOf(route)} ${says}: ${status}, details of ${fields}`);
  }
  return failures;
}

const takesJson = (route: Route) => route.body !== undefined;

describe('every route refuses with 422 and one detail for each field', () => {
  it('query parameters it does not know', async () => {
    const cases = app.routes.map((route) => ({
      route,
      changed: { query: { nobody_knows: '1', nor_this: '2' } },
      says: 'with two unknown parameters',
      expected: ['nobody_knows', 'nor_this'],
    }));
    expect(await notRefused(cases)).toEqual([]);
  });

  it('body fields it does not know, also where it takes no body', async () => {
    const writing = app.routes.filter((route) => route.method !== 'GET' && route.multipart !== true);
    const cases = writing.map((route) => ({
      route,
      changed: { body: { ...((route.example?.body ?? {}) as Json), nobody_knows: 1, nor_this: null } },
      says: 'with two unknown fields',
      expected: ['nobody_knows', 'nor_this'],
    }));
    expect(cases.length).toBeGreaterThan(10);
    expect(await notRefused(cases)).toEqual([]);
  });

  it('values of a query parameter that its shape does not allow', async () => {
    const cases = app.routes.flatMap((route) =>
      operationOf(route)
        .parameters.filter((parameter) => parameter.in === 'query')
        .flatMap(({ name, schema }) =>
          valuesAgainst('$ref' in schema ? resolve(schema.$ref as string) : schema)
            // In an address everything is text, and `true` is no number.
            .filter(
              (value) =>
                !(schema.type === 'string' && (typeof value === 'number' || typeof value === 'object')),
            )
            .filter((value) => !(schema.type === 'number' && value === true))
            .map((value) => ({
              route,
              changed: { query: { [name]: value } },
              says: `with ${name}=${value}`,
              expected: [name],
            })),
        ),
    );
    expect(cases.length).toBeGreaterThan(50);
    expect(await notRefused(cases)).toEqual([]);
  });

  it('values in its path that its shape does not allow', async () => {
    const cases = app.routes.flatMap((route) =>
      operationOf(route)
        .parameters.filter((parameter) => parameter.in === 'path')
        .filter(({ schema }) => schema.type !== 'string' || schema.format !== undefined)
        .map(({ name }) => ({
          route,
          changed: { params: { [name]: 'not-of-this-form' } },
          says: `with ${name} in its path`,
          expected: [name],
        })),
    );
    expect(cases.length).toBeGreaterThan(5);
    expect(await notRefused(cases)).toEqual([]);
  });

  it('values of each body field, at any depth, that its shape does not allow', async () => {
    const cases = app.routes.filter(takesJson).flatMap((route) => {
      const schema = operationOf(route).requestBody!.content['application/json']!.schema;
      return wrongValues(schema, resolve).map(({ field, path, value }) => ({
        route,
        changed: { body: withValue(route.example?.body, path, value) },
        says: `with ${field} = ${JSON.stringify(value)?.slice(0, 60)}`,
        expected: [field],
      }));
    });
    expect(cases.length).toBeGreaterThan(100);
    expect(await notRefused(cases)).toEqual([]);
  }, 120_000);

  it('body fields that are required and left out', async () => {
    const cases = app.routes.filter(takesJson).flatMap((route) => {
      const given = operationOf(route).requestBody!.content['application/json']!.schema;
      const schema = '$ref' in given ? resolve(given.$ref as string) : given;
      return ((schema.required ?? []) as string[]).map((name) => {
        const { [name]: _, ...rest } = (route.example?.body ?? {}) as Json;
        return { route, changed: { body: rest }, says: `without ${name}`, expected: [name] };
      });
    });
    expect(await notRefused(cases)).toEqual([]);
  });
});

describe('a route that may be sent again', () => {
  it('refuses an Idempotency-Key that is not of its form', async () => {
    const routes = app.routes.filter(
      (route) => takesIdempotencyKey(route) && route.params === undefined && route.multipart !== true,
    );
    expect(routes.length).toBeGreaterThan(0);
    for (const route of routes) {
      const reply = await app.http.inject({
        method: route.method,
        url: apiPrefix + route.path,
        headers: { ...(await app.as('owner')), 'idempotency-key': 'has a space' },
        ...(route.example?.body === undefined ? {} : { payload: route.example.body as object }),
      });
      expect(reply.json().error, nameOf(route)).toMatchObject({
        code: 'idempotency_key_not_valid',
        details: [{ field: 'idempotency-key' }],
      });
    }
  });
});
