import type { InjectOptions } from 'fastify';
import { z } from 'zod';
import type { Route } from '../../src/platform/http/route.ts';
import { injection } from '../matrix/judge.ts';
import { readMatrix } from '../matrix/matrix-file.ts';
import { type MatrixRequest, requests } from '../matrix/requests.ts';
import type { Role } from '../matrix/sign-in.ts';
import { csvForm, type TwoOrganizations } from '../matrix/two-organizations.ts';

/** A place in a request that takes a text: where a payload goes. */
export interface Position {
  route: string;
  /** For the report, as `body.items.0.version` or `header if-match`. */
  name: string;
  /** The request with the text in this place. */
  put(text: string): Promise<InjectOptions>;
}

/** Routes that may end the session they are asked with. */
export const endsSession = /^POST \/auth\/logout|^DELETE \/sessions/;

const ownerIsRefused = new Set(
  readMatrix().flatMap(({ route, status }) => (status.owner === 403 ? [route] : [])),
);

/** Who gets furthest at a route: the owner, or the machine's operator where it is about the whole installation. */
export const askerOf = (route: string): Role => (ownerIsRefused.has(route) ? 'operator' : 'owner');

/** Headers that something reads: our routes, the framework, or a proxy's word about the client. */
const headers = [
  ...[
    'x-correlation-id',
    'idempotency-key',
    'x-granary-client',
    'x-granary-view-as',
    'if-match',
    'if-none-match',
  ],
  ...[
    'user-agent',
    'origin',
    'referer',
    'accept',
    'accept-encoding',
    'accept-language',
    'content-type',
    'cookie',
  ],
  ...['x-forwarded-for', 'x-forwarded-host', 'x-http-method-override', 'x-csrf-token'],
];

/** Every place of every route: path, query, body, headers, and of the upload its cells, names and fields. */
export function positionsOf(both: TwoOrganizations): Position[] {
  return both.app.routes.flatMap((route) => {
    const name = `${route.method} ${route.path}`;
    const base = async (): Promise<MatrixRequest> => (await requests[name]?.(both.ours, both)) ?? {};
    return [
      ...pathPositions(route, name, base),
      ...queryPositions(route, name, base),
      ...bodyPositions(route, name, base),
      ...(route.multipart === true ? uploadPositions(name) : []),
      ...headers.map((header) => ({
        route: name,
        name: `header ${header}`,
        put: async (text: string) => {
          const options = withHeaders(injection(name, await base()), await base());
          return { ...options, headers: { ...options.headers, [header]: headerText(text) } };
        },
      })),
    ];
  });
}

/** Of so many routes one gets a thing in a place that is read by the same code for all of them. */
const sharedAmong = 17;
/** Headers, the choice of fields, and names that no shape knows. */
const isShared = (name: string) =>
  name.startsWith('header') || /^(?:query|body) (?:fields|unknown)$/.test(name);

/**
 * Pairs of a place and a thing to put there.
 *
 * @param share  part of the pairs, 0 to 1, spread evenly over both
 * @param offset which of the parts of this size; all of them together are all pairs
 */
export function pairsOf<Thing>(
  positions: readonly Position[],
  things: readonly Thing[],
  share: number,
  offset = 0,
): [Position, Thing][] {
  return positions.flatMap((position, place) => {
    const every = Math.max(1, Math.round((isShared(position.name) ? sharedAmong : 1) / share));
    return things.flatMap((thing, number): [Position, Thing][] =>
      (place + number + offset) % every === 0 ? [[position, thing]] : [],
    );
  });
}

type Base = () => Promise<MatrixRequest>;

function pathPositions(route: Route, name: string, base: Base): Position[] {
  return [...route.path.matchAll(/:(\w+)/g)].map(([, parameter = '']) => ({
    route: name,
    name: `path ${parameter}`,
    put: async (text) => {
      const request = await base();
      const options = injection(name, { ...request, params: { ...request.params, [parameter]: 'PLACE' } });
      return withHeaders({ ...options, url: String(options.url).replace('PLACE', encode(text)) }, request);
    },
  }));
}

function queryPositions(route: Route, name: string, base: Base): Position[] {
  const named = [...propertiesOf(route.query).map((path) => path.join('.')), 'fields', 'unknown'];
  return named.map((parameter) => ({
    route: name,
    name: `query ${parameter}`,
    put: async (text) => {
      const request = await base();
      return withHeaders(
        injection(name, { ...request, query: `${encodeURIComponent(parameter)}=${encode(text)}` }),
        request,
      );
    },
  }));
}

function bodyPositions(route: Route, name: string, base: Base): Position[] {
  if (route.body === undefined) return [];
  return [...propertiesOf(route.body), ['unknown']].map((path) => ({
    route: name,
    name: `body ${path.join('.')}`,
    put: async (text) => {
      const request = await base();
      return withHeaders(
        injection(name, { ...request, body: withText(request.body ?? {}, path, text) }),
        request,
      );
    },
  }));
}

function uploadPositions(name: string): Position[] {
  const place = (what: string, form: (text: string) => string): Position => ({
    route: name,
    name: what,
    put: async (text) => withHeaders(injection(name, { form: form(text) }), { form: '' }),
  });
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const part = (text: string) => text.replaceAll('"', '%22').replaceAll(/[\r\n]/g, ' ');
  const rows = 'store_id,name,city,zone\n';
  return [
    place('cell of a code', (text) => csvForm(`${rows}${cell(text)},Name,Nantes,north\n`)),
    place('cell of a name', (text) => csvForm(`${rows}S8,${cell(text)},Nantes,north\n`)),
    place('cell of a header', (text) => csvForm(`store_id,name,city,${cell(text)}\nS8,Name,Nantes,north\n`)),
    place('file name', (text) => csvForm(`${rows}S8,Name,Nantes,north\n`, part(text))),
    place('field file_type', (text) =>
      csvForm(`${rows}S8,Name,Nantes,north\n`).replace('stores\r\n--x', `${text}\r\n--x`),
    ),
    place('field mapping', (text) =>
      csvForm(`${rows}S8,Name,Nantes,north\n`)
        .replace('name="file_type"', 'name="mapping"')
        .replace('stores\r\n--x', `${JSON.stringify({ [text]: text })}\r\n--x`),
    ),
    place('field unknown', (text) => csvForm(rows).replace('name="file_type"', `name="${part(text)}"`)),
  ];
}

/** Paths to every value of an object's shape, array items as their first. */
export function propertiesOf(shape: z.ZodType | undefined): string[][] {
  if (shape === undefined) return [];
  return walk(
    z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as JsonShape,
    [],
  );
}

interface JsonShape {
  properties?: Record<string, JsonShape>;
  items?: JsonShape;
  anyOf?: JsonShape[];
  oneOf?: JsonShape[];
}

function walk(shape: JsonShape, path: string[]): string[][] {
  const inner = [
    ...Object.entries(shape.properties ?? {}).flatMap(([name, part]) => walk(part, [...path, name])),
    ...(shape.items === undefined ? [] : walk(shape.items, [...path, '0'])),
    ...[...(shape.anyOf ?? []), ...(shape.oneOf ?? [])].flatMap((part) => walk(part, path)),
  ];
  const unique = new Map(inner.map((found) => [found.join('\0'), found]));
  return unique.size > 0 || path.length === 0 ? [...unique.values()] : [path];
}

/** A copy of a value with a text at a path; what is missing on the way is made. */
export function withText(value: unknown, path: readonly string[], text: string): object {
  const [name = '', ...rest] = path;
  const inside = Array.isArray(value)
    ? (value as unknown[])[Number(name)]
    : (value as Record<string, unknown>)?.[name];
  const next = rest.length === 0 ? text : withText(inside ?? (rest[0] === '0' ? [] : {}), rest, text);
  if (Array.isArray(value)) return value.map((entry, index) => (index === Number(name) ? next : entry));
  if (name === '0' && typeof value !== 'object') return [next];
  return Object.fromEntries([...Object.entries(value as object), [name, next]]);
}

function withHeaders(options: InjectOptions, request: MatrixRequest): InjectOptions {
  return {
    ...options,
    headers: {
      ...(request.form === undefined ? {} : { 'content-type': 'multipart/form-data; boundary=x' }),
      ...request.headers,
    },
  };
}

/** As a browser would, but a lone surrogate goes as the bytes that are not UTF-8. */
const encode = (text: string) => encodeURIComponent(text.toWellFormed());

/** Node lets no line end or NUL into a header: what a client can send is left. */
const headerText = (text: string) =>
  Buffer.from(text.toWellFormed().replaceAll(/[\r\n\0]/g, ' '), 'utf8')
    .toString('latin1')
    .replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, ' ')
    .slice(0, 6_000);
