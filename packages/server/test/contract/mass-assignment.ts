import { apiPrefix } from '../../src/platform/http/addresses.ts';
import { documentPath } from '../../src/platform/http/openapi/document.ts';
import type { Route } from '../../src/platform/http/route.ts';
import type { ExampleCompany } from './example-company.ts';
import { addressWith, sendExample } from './examples.ts';
import { withValue } from './invalid-values.ts';
import { multipart } from './multipart.ts';
import { preparations } from './preparations.ts';
import { refusedItem } from './refused-item.ts';

export interface MassAssignmentResult {
  /** Operations that change something, and objects in their bodies. */
  operations: number;
  places: number;
  requests: number;
  statuses: Record<string, number>;
  /** Requests that were not refused for this very field. */
  accepted: string[];
  /** Replies that show a value sent in a field that is not one of the caller's, or a column that is nobody's to see. */
  returned: string[];
}

/** Stands in the forbidden fields, so that it can be looked for afterwards. */
const mark = 'c0ffee00-0000-4000-8000-00000ba5eba1';

/** Columns of our tables and words of other systems that a caller must not set. */
const forbidden: Readonly<Record<string, unknown>> = {
  org_id: mark,
  organization_id: mark,
  user_id: mark,
  owner_id: mark,
  created_by: mark,
  decided_by: mark,
  created_at: '2001-01-01T00:00:00Z',
  role: 'owner',
  roles: ['owner'],
  permissions: ['identity.manage', mark],
  is_admin: true,
  is_active: true,
  password_hash: mark,
  token_hash: mark,
  email_verified: true,
  status: mark,
  upload_id: mark,
  expected_savings: 1e9,
  approval_limit: 1e9,
  session_id: mark,
  constructor: { prototype: { mark } },
  nobody_knows: mark,
};

/** Columns that nobody is shown, by their names in a reply. */
const neverShown = /"(?:password|token|secret|code)_(?:hash|encrypted)":/;
const shownAround = new RegExp(`.{0,200}(?:${mark}|${neverShown.source}).{0,200}`);

type Json = Record<string, unknown>;

/** Puts each forbidden field into every object of every body, and looks for it in what the API answers. */
export async function tryMassAssignment(company: ExampleCompany): Promise<MassAssignmentResult> {
  const { app, as, ids } = company;
  await app.http.ready();
  const document = app.http.swagger() as unknown as Json;
  const result: MassAssignmentResult = {
    operations: 0,
    places: 0,
    requests: 0,
    statuses: {},
    accepted: [],
    returned: [],
  };
  const count = ({ statusCode }: { statusCode: number }) => {
    result.requests += 1;
    result.statuses[statusCode] = (result.statuses[statusCode] ?? 0) + 1;
  };
  for (const route of app.routes.filter(({ method }) => method !== 'GET')) {
    result.operations += 1;
    const example = (route.example ?? {}) as {
      params?: Json;
      body?: Json;
      form?: { file: { name: string; content: string } };
    };
    const url = addressWith(apiPrefix + route.path, { ...example.params, ...ids }, {});
    for (const { path, own } of objectsOf(document, route)) {
      result.places += 1;
      for (const [field, value] of Object.entries(forbidden)) {
        if (own.has(field)) continue;
        const body = withValue(example.body ?? {}, [...path, field], value);
        const sent =
          example.form === undefined
            ? { payload: body as object }
            : multipart(example.form.file, { [field]: String(value) });
        const headers = 'headers' in sent ? sent.headers : {};
        const reply = await app.http.inject({
          method: route.method,
          url,
          headers: { ...(await as('owner')), ...headers },
          payload: sent.payload,
        });
        count(reply);
        const name = `${route.method} ${route.path} with ${[...path, field].join('.')}`;
        // 400 is the parser's word on `constructor`, which reaches for a prototype.
        const isRefused =
          (reply.statusCode === 422 && isNamed(reply.json(), [...path, field].join('.'))) ||
          (field === 'constructor' && reply.statusCode === 400) ||
          refusedItem(reply)?.fields.includes([...path, field].join('.')) === true;
        if (!isRefused) result.accepted.push(`${name}: ${reply.statusCode} ${reply.body.slice(0, 200)}`);
        if (reply.body.includes(mark)) result.returned.push(`${name}: ${reply.body.slice(0, 200)}`);
      }
    }
  }
  for (const route of app.routes.filter(({ method }) => method === 'GET')) {
    const reply = await sendExample(company, route, preparations);
    count(reply);
    if (reply.statusCode >= 400) result.returned.push(`${route.method} ${route.path}: ${reply.body}`);
    const shown = reply.body.match(shownAround);
    if (shown !== null) result.returned.push(`${route.method} ${route.path}: ${shown[0]}`);
  }
  return result;
}

/** A refusal for another reason would say nothing about the field. */
const isNamed = ({ error }: { error: { details?: { field?: string }[] } }, field: string) =>
  error.details?.some((detail) => detail.field === field) === true;

/** Every object of a request with named fields: the body itself and those inside it. */
function objectsOf(document: Json, route: Route): { path: (string | number)[]; own: Set<string> }[] {
  const paths = document.paths as Record<
    string,
    Record<string, { requestBody?: { content: Record<string, { schema: Json }> } }>
  >;
  const operation = paths[documentPath(apiPrefix + route.path)]![route.method.toLowerCase()]!;
  const [content] = Object.values(operation.requestBody?.content ?? {});
  if (content === undefined) return [{ path: [], own: new Set() }];
  const found: { path: (string | number)[]; own: Set<string> }[] = [];
  const walk = (schema: Json, path: (string | number)[]): void => {
    const own = schema.$ref === undefined ? schema : follow(document, schema.$ref as string);
    for (const variants of [own.anyOf, own.oneOf, own.allOf]) {
      for (const variant of (variants as Json[] | undefined) ?? []) walk(variant, path);
    }
    if (own.items !== undefined) walk(own.items as Json, [...path, 0]);
    const properties = own.properties as Record<string, Json> | undefined;
    if (properties === undefined) return;
    found.push({ path, own: new Set(Object.keys(properties)) });
    for (const [name, inner] of Object.entries(properties)) walk(inner, [...path, name]);
  };
  walk(content.schema, []);
  return found;
}

const follow = (document: Json, ref: string) =>
  ref
    .split('/')
    .slice(1)
    .reduce<unknown>((at, step) => (at as Json)[step], document) as Json;
