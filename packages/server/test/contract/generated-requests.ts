import fc, { type Arbitrary } from 'fast-check';
import type { InjectOptions } from 'fastify';
import { apiPrefix } from '../../src/platform/http/addresses.ts';
import { documentPath } from '../../src/platform/http/openapi/document.ts';
import type { Route } from '../../src/platform/http/route.ts';
import { withValue, wrongValues } from './invalid-values.ts';
import { multipart } from './multipart.ts';
import { type Known, type Resolve, valuesOf } from './schema-values.ts';

type Json = Record<string, unknown>;

interface Operation {
  parameters: { name: string; in: string; required?: boolean; schema: Json; $ref?: string }[];
  requestBody?: { content: Record<string, { schema: Json }> };
}

/** A request before it is sent; printed when it breaks something. */
export type GeneratedRequest = Pick<InjectOptions, 'method' | 'url' | 'payload' | 'headers'>;

/** Texts for a query or a path: everything there is text, and some of it is not even UTF-8. */
const oddParts = [
  '',
  '%00',
  '%ED%A0%80',
  '%25',
  "'",
  '-1',
  '1e309',
  'null',
  '2026-02-30',
  '%2e%2e%2f',
  '%F0%9F%98%80',
];

/** Requests of one route made from the OpenAPI document: most of them fit, the rest break it in one place. */
export function requestsOf(document: object, route: Route, known: Known): Arbitrary<GeneratedRequest> {
  const resolve: Resolve = (ref) =>
    ref
      .split('/')
      .slice(1)
      .reduce<unknown>((at, step) => (at as Json)[step], document) as Json;
  const paths = (document as { paths: Record<string, Record<string, Operation>> }).paths;
  const address = documentPath(apiPrefix + route.path);
  const operation = paths[address]![route.method.toLowerCase()]!;
  const parameters = operation.parameters.map((parameter) =>
    parameter.$ref === undefined ? parameter : (resolve(parameter.$ref) as unknown as typeof parameter),
  );
  return fc
    .record({
      url: addresses(address, parameters, resolve, known),
      payload: payloads(route, operation, resolve, known),
      extra: fc.oneof({ weight: 6, arbitrary: fc.constant({}) }, headers(parameters, resolve)),
    })
    .map(({ url, payload, extra }) => ({
      method: route.method,
      url,
      headers: { ...payload.headers, ...extra },
      ...(payload.payload === undefined ? {} : { payload: payload.payload }),
    }));
}

type Parameters = Operation['parameters'];

function addresses(
  address: string,
  parameters: Parameters,
  resolve: Resolve,
  known: Known,
): Arbitrary<string> {
  const inPath = parameters.filter((parameter) => parameter.in === 'path');
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  const part = (schema: Json, name: string) =>
    fc.oneof(
      { weight: 8, arbitrary: valuesOf(schema, resolve, known, name).map((value) => encode(value)) },
      { weight: 1, arbitrary: fc.constantFrom(...oddParts) },
    );
  const path = fc.record(Object.fromEntries(inPath.map(({ name, schema }) => [name, part(schema, name)])));
  const query = fc.record(Object.fromEntries(inQuery.map(({ name, schema }) => [name, part(schema, name)])));
  // A few parameters at a time: all of them together are seldom answered with anything.
  const chosen = fc.subarray(inQuery, { maxLength: Math.min(3, inQuery.length) });
  const few = fc
    .tuple(query, chosen)
    .map(([values, some]) =>
      inQuery
        .filter((parameter) => parameter.required === true || some.includes(parameter))
        .map(({ name }): [string, unknown] => [name, values[name]]),
    );
  const unknown = fc.oneof({ weight: 9, arbitrary: fc.constant('') }, fc.constant('nobody_knows=1'));
  return fc.tuple(path, few, unknown).map(([values, pairs, stray]) => {
    const filled = address.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name]) || '%20');
    const search = [...pairs.map(([name, value]) => `${name}=${value}`), ...(stray === '' ? [] : [stray])];
    return search.length === 0 ? filled : `${filled}?${search.join('&')}`;
  });
}

const encode = (value: unknown) =>
  encodeURIComponent(String(typeof value === 'object' ? JSON.stringify(value) : value).toWellFormed());

type Payload = Pick<InjectOptions, 'payload'> & { headers?: Record<string, string> };

function payloads(route: Route, operation: Operation, resolve: Resolve, known: Known): Arbitrary<Payload> {
  const json = operation.requestBody?.content['application/json']?.schema;
  if (json !== undefined) return bodies(json, resolve, known);
  const form = operation.requestBody?.content['multipart/form-data']?.schema;
  if (form !== undefined) return forms(form, resolve, known);
  const nothing = fc.constant<Payload>({});
  const stray = fc.constant<Payload>({ payload: '{"nobody_knows":1}', headers: jsonType });
  return route.method === 'GET' ? nothing : fc.oneof({ weight: 8, arbitrary: nothing }, stray);
}

const jsonType = { 'content-type': 'application/json' };

function bodies(schema: Json, resolve: Resolve, known: Known): Arbitrary<Payload> {
  const fitting = valuesOf(schema, resolve, known);
  const wrong = wrongValues(schema, resolve);
  const broken =
    wrong.length === 0
      ? fitting
      : fc
          .tuple(fitting, fc.constantFrom(...wrong))
          .map(([body, { path, value }]) => withValue(body, path, value));
  const stray = fitting.map((body) => ({ ...(body as Json), nobody_knows: 1 }));
  const other = fc.json({ maxDepth: 3 });
  const asText = (body: unknown) => ({ payload: JSON.stringify(body), headers: jsonType });
  return fc.oneof(
    { weight: 6, arbitrary: fitting.map(asText) },
    { weight: 2, arbitrary: broken.map(asText) },
    { weight: 1, arbitrary: stray.map(asText) },
    { weight: 1, arbitrary: other.map((payload) => ({ payload, headers: jsonType })) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('', '{', '[1', '{"__proto__":{}}', '\u0000')
        .map((payload) => ({ payload, headers: jsonType })),
    },
    {
      weight: 1,
      arbitrary: fc.constant({ payload: '<a/>', headers: { 'content-type': 'application/xml' } }),
    },
  );
}

function forms(schema: Json, resolve: Resolve, known: Known): Arbitrary<Payload> {
  const { file: _, ...fields } = (schema.properties ?? {}) as Record<string, Json>;
  const texts = fc.record(
    Object.fromEntries(
      Object.entries(fields).map(([name, inner]) => [
        name,
        valuesOf(inner, resolve, known, name).map(String),
      ]),
    ),
    { requiredKeys: [] },
  );
  const file = fc.constantFrom(
    'date,store_id,sku_id,units_sold\n2026-11-16,S01,DAI-001,4\n',
    'store_id,city\nS09,Kiel\n',
    'a;b\n1;2\n',
    '"never closed\n',
    '\u0000\u0001\u0002',
    '',
    'PK\u0003\u0004',
  );
  return fc
    .tuple(texts, file, fc.string({ maxLength: 20 }))
    .map(([given, content, name]) =>
      multipart({ name: name.replaceAll(/["\r\n]/g, ''), content }, given as Record<string, string>),
    );
}

function headers(parameters: Parameters, resolve: Resolve): Arbitrary<Record<string, string>> {
  const own = parameters.filter((parameter) => parameter.in === 'header');
  const ofDocument: Arbitrary<Record<string, string>>[] = own.map(({ name, schema }) =>
    valuesOf(schema, resolve, {}).map((value) => ({
      [name.toLowerCase()]: String(value).replaceAll(/[^\x20-\x7e]/g, '?'),
    })),
  );
  const others = fc.constantFrom<[string, string]>(
    ['accept', 'text/html'],
    ['accept', 'application/json'],
    ['if-none-match', '*'],
    ['if-match', '"1"'],
    ['if-match', 'x'],
  );
  return fc.oneof(
    ...ofDocument,
    others.map(([name, value]) => ({ [name]: value })),
  );
}
