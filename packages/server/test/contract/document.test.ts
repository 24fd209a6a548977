import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { statusOf } from '../../src/platform/http/error-catalogue.ts';
import { codesOf } from '../../src/platform/http/openapi/answers.ts';
import { operationId } from '../../src/platform/http/openapi/operation.ts';
import type { Route } from '../../src/platform/http/route.ts';
import { createTestApp, type TestApp } from '../harness.ts';
import { breaches, exceptions } from './route-rules.ts';

type Json = Record<string, unknown>;
interface Operation {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  security: Json[];
  parameters: Json[];
  requestBody?: { content: Record<string, { schema: Json; example?: unknown }> };
  responses: Record<
    string,
    { $ref?: string; content?: Record<string, Json>; headers?: Json; 'x-error-codes'?: string[] }
  >;
}

const guides = join(import.meta.dirname, '../../../../docs/migrations');

/** Addresses that are pages, files and sockets, and no operations of the API. */
const pages = [/^\/$/, /^\/app(\/|\*|$)/, /^\/docs(\/|$)/, /^\/redoc(\/|$)/, /^\/api\/v1\/events$/];

let app: TestApp;
let document: Json;
let operations: [name: string, operation: Operation][];
const addresses: string[] = [];
beforeAll(async () => {
  app = await createTestApp();
  await app.http.ready();
  document = (await app.http.inject({ url: '/docs/json' })).json();
  operations = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Operation] => [
        `${method.toUpperCase()} ${path}`,
        operation,
      ]),
  );
  for (const line of routesOf(app)) addresses.push(line);
});
afterAll(() => app.close());

/** The router's own list, as it prints it. */
function routesOf({ http }: TestApp): string[] {
  const lines: string[] = [];
  const stack: string[] = [];
  for (const line of http.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, indent = '', path = '', methods] =
      /^((?:│ {3}| {4})*)(?:├── |└── )(.*?)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
    if (path === '') continue;
    const depth = indent.length / 4;
    stack.length = depth;
    stack.push(path);
    const address = stack.join('');
    for (const method of methods?.split(', ') ?? []) lines.push(`${method} ${address}`);
  }
  return lines;
}

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const checked = await new Validator().validate(structuredClone(document));
    expect(checked.errors ?? []).toEqual([]);
    expect(checked.valid).toBe(true);
    expect(document.openapi).toBe('3.1.0');
  });

  it('has only shapes that can be compiled as JSON Schema', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    formats.default(ajv);
    ajv.addSchema({ $id: 'openapi', ...document, openapi: undefined });
    const { schemas } = document.components as { schemas: Json };
    for (const name of Object.keys(schemas)) {
      expect(() => ajv.compile({ $ref: `openapi#/components/schemas/${name}` }), name).not.toThrow();
    }
    expect(Object.keys(schemas).length).toBeGreaterThan(40);
  });

  it('covers every address the server routes, and no other', () => {
    const documented = new Set(
      operations.flatMap(([name, operation]) => {
        const [method] = name.split(' ');
        const aliases = (operation as unknown as { 'x-aliases'?: string[] })['x-aliases'] ?? [];
        return [name, ...aliases.map((alias) => `${method} ${alias}`)];
      }),
    );
    const routed = addresses
      .map((line) => line.replaceAll(/:(\w+)/g, '{$1}'))
      .filter((line) => !line.startsWith('HEAD ') && !line.startsWith('OPTIONS '))
      .filter((line) => !pages.some((page) => page.test(line.split(' ')[1] ?? '')));
    expect(routed.length).toBeGreaterThan(60);
    expect(routed.filter((line) => !documented.has(line))).toEqual([]);
    expect([...documented].filter((line) => !routed.includes(line))).toEqual([]);
  });

  it('names each operation once, with a summary, a tag, who may ask, and its permission', () => {
    const ids = operations.map(([, operation]) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [name, operation] of operations) {
      expect(operation.summary, name).toMatch(/^[A-Z“].+/);
      expect(operation.tags, name).toHaveLength(1);
      const isOpen = operation.description === 'Open to everyone.';
      expect(operation.security, name).toEqual(isOpen ? [] : [{ session: [] }, { bearer: [] }]);
    }
  });

  const shared = (ref: string | undefined) =>
    (document.components as { responses: Record<string, Operation['responses'][string]> }).responses[
      ref?.split('/').at(-1) ?? ''
    ];

  it('lists every status a route can answer, each refusal with its codes', () => {
    for (const route of app.routes) {
      const path = `/api/v1${route.path}`.replaceAll(/:(\w+)/g, '{$1}');
      const [, operation] = operations.find(([name]) => name === `${route.method} ${path}`)!;
      for (const code of codesOf(route)) {
        const status = statusOf[app.errors[code]!.failure];
        const given = operation.responses[status];
        const listed = shared(given?.$ref)?.['x-error-codes'];
        const isOwnReply = String(status) in route.reply;
        if (!isOwnReply) expect(listed, `${route.method} ${path} ${status}`).toContain(code);
      }
    }
  });

  it('shows an example of every body that is sent and every JSON that is answered', () => {
    const lacking = operations.flatMap(([name, { requestBody, responses }]) => {
      const body = Object.values(requestBody?.content ?? {})[0];
      const usual = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1];
      const json = usual?.content?.['application/json'];
      return [
        ...(body !== undefined && body.example === undefined ? [`${name}: the request`] : []),
        ...(json !== undefined && json.example === undefined ? [`${name}: the reply`] : []),
      ];
    });
    expect(lacking).toEqual([]);
  });

  it('describes files that are sent as multipart bodies with their fields', () => {
    const [, upload] = operations.find(([name]) => name === 'POST /api/v1/upload')!;
    const { schema } = upload.requestBody!.content['multipart/form-data']!;
    expect(Object.keys(schema.properties as Json)).toEqual(
      expect.arrayContaining(['file', 'file_type', 'mapping', 'background', 'date_order']),
    );
    expect(schema.required).toEqual(['file']);
  });

  it('has one JSON style: fields in snake case, lists as data and page', () => {
    const { schemas } = document.components as { schemas: Record<string, Json> };
    const odd: string[] = [];
    const walk = (schema: unknown, where: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      const { properties } = schema as { properties?: Json };
      for (const name of Object.keys(properties ?? {})) {
        if (!/^[a-z0-9]+(_[a-z0-9]+)*$/.test(name)) odd.push(`${where}: ${name}`);
      }
      for (const [key, inner] of Object.entries(schema)) {
        if (key !== 'example' && key !== 'examples' && key !== 'enum') walk(inner, where);
      }
    };
    for (const [name, schema] of Object.entries(schemas)) walk(schema, name);
    expect(odd).toEqual([]);
    for (const [name, schema] of Object.entries(schemas)) {
      const properties = (schema.properties ?? {}) as Record<string, Json>;
      if (properties.page !== undefined) expect(properties.data?.type, name).toBe('array');
    }
  });

  it('says each larger shape once: no copies without a name', () => {
    const { schemas } = document.components as { schemas: Json };
    const seen = new Map<string, number>();
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      const { properties } = value as { properties?: Json };
      if (properties !== undefined && Object.keys(properties).length >= 5) {
        const text = JSON.stringify(value);
        seen.set(text, (seen.get(text) ?? 0) + 1);
      }
      for (const [key, inner] of Object.entries(value)) {
        if (key !== 'example' && key !== 'examples') walk(inner);
      }
    };
    walk(schemas);
    walk(document.paths);
    const copies = [...seen]
      .filter(([, times]) => times > 1)
      .map(([text, times]) => `${times} × ${text.slice(0, 200)}`);
    expect(copies).toEqual([]);
  });

  it('says of everything that is made, or goes on, where it is found', () => {
    const lacking = operations.flatMap(([name, { responses }]) =>
      ['201', '202']
        .filter(
          (status) => responses[status] !== undefined && responses[status].headers?.location === undefined,
        )
        .map((status) => `${name} ${status}`),
    );
    expect(lacking).toEqual(['POST /api/v1/auth/password-reset 202']);
  });

  it('is of routes that keep the rules of the style guide; an exception has its reason and is needed', () => {
    expect(app.routes.flatMap(breaches)).toEqual([]);
    const names = app.routes.map(({ method, path }) => `${method} ${path}`);
    expect(Object.keys(exceptions).filter((name) => !names.includes(name))).toEqual([]);
  });

  it('would not be of a route that breaks one of them', () => {
    const made = (method: Route['method'], path: string, reply: Route['reply'], more: Partial<Route> = {}) =>
      breaches({
        method,
        path,
        reply,
        permission: 'signed-in',
        summary: '',
        tag: '',
        handle: () => {},
        ...more,
      });
    const thing = z.object({ name: z.string() });
    expect(made('GET', '/things', { 200: thing })).toEqual([]);
    expect(made('POST', '/things/:thing_id/approve', { 200: thing })).toEqual([]);
    expect(made('DELETE', '/things/:thing_id', { 204: z.undefined() })).toEqual([]);
    expect(made('POST', '/things/create', { 201: thing })).toHaveLength(1);
    expect(made('GET', '/things/:thing_id/approve', { 200: thing })).toHaveLength(1);
    expect(made('POST', '/things/approve/all', { 200: thing })).toHaveLength(1);
    expect(made('GET', '/Things/:thingId', { 200: thing })).toHaveLength(2);
    expect(made('GET', '/things', { 201: thing })).toHaveLength(1);
    expect(made('GET', '/things', { 200: thing }, { body: thing })).toHaveLength(1);
    expect(made('DELETE', '/things/:thing_id', { 200: thing })).toHaveLength(1);
    expect(made('DELETE', '/things/:thing_id', { 204: thing })).toHaveLength(1);
    expect(made('PUT', '/things/:thing_id', { 202: thing })).toHaveLength(1);
  });

  it('has a guide for everybody who uses a route that will go', () => {
    const leaving = app.routes.filter((route) => route.deprecated !== undefined);
    const lacking = leaving.filter((route) => !existsSync(join(guides, `${operationId(route)}.md`)));
    expect(lacking.map((route) => `docs/migrations/${operationId(route)}.md`)).toEqual([]);
  });

  it('is the file the client is generated from', () => {
    const file = join(import.meta.dirname, '../../../client/openapi.json');
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Json;
    const withoutVersion = ({ info: _, ...rest }: Json) => rest;
    expect(withoutVersion(kept)).toEqual(withoutVersion(document));
  });
});
