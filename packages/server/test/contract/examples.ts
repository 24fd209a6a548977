import type { LightMyRequestResponse } from 'fastify';
import { apiPrefix } from '../../src/platform/http/addresses.ts';
import type { Route } from '../../src/platform/http/route.ts';
import type { Role } from '../matrix/sign-in.ts';
import type { ExampleCompany } from './example-company.ts';
import { multipart } from './multipart.ts';

/** What differs from run to run, put over the example that the route declares. */
export interface LiveValues {
  params?: Record<string, string | number>;
  query?: Record<string, unknown>;
  body?: Record<string, unknown>;
  headers?: Record<string, string>;
  /** Who sends it; the owner unless told. */
  as?: Role | 'nobody';
}

/**
 * What must be there before an example can be sent, by `METHOD path`. A
 * capability keeps its own in `test-examples.ts`.
 */
export type Preparations = Record<string, (company: ExampleCompany) => Promise<LiveValues>>;

export type Example = NonNullable<Route['example']>;
type Values = Record<string, unknown>;

/** Sends the example of a route; its ids are those of the company where it has such a thing. */
export async function sendExample(
  company: ExampleCompany,
  route: Route,
  preparations: Preparations,
  at: string = apiPrefix + route.path,
): Promise<LightMyRequestResponse> {
  const example = (route.example ?? {}) as {
    params?: Values;
    query?: Values;
    body?: unknown;
    form?: NonNullable<Example['form']>;
    headers?: Record<string, string>;
  };
  const live = (await preparations[`${route.method} ${route.path}`]?.(company)) ?? {};
  const params = { ...example.params, ...company.ids, ...live.params };
  const query = { ...example.query, ...live.query };
  const { app, as } = company;
  const form = example.form === undefined ? undefined : multipart(example.form.file, example.form.fields);
  const body = live.body === undefined ? example.body : { ...(example.body as Values), ...live.body };
  return app.http.inject({
    method: route.method,
    url: addressWith(at, params, query),
    headers: {
      ...(live.as === 'nobody' ? {} : await as(live.as ?? 'owner')),
      ...form?.headers,
      ...example.headers,
      ...live.headers,
    },
    ...(form === undefined
      ? body === undefined
        ? {}
        : { payload: body as object }
      : { payload: form.payload }),
  });
}

export function addressWith(path: string, params: Values, query: Values): string {
  const address = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return search === '' ? address : `${address}?${search}`;
}
