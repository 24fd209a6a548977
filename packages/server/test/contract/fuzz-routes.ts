import fc from 'fast-check';
import { apiPrefix } from '../../src/platform/http/addresses.ts';
import type { Route } from '../../src/platform/http/route.ts';
import { type Reached, watchRoutes } from '../reached.ts';
import type { ExampleCompany } from './example-company.ts';
import { type GeneratedRequest, requestsOf } from './generated-requests.ts';
import { createReplyJudge } from './reply-judge.ts';

export interface FuzzResult {
  routes: number;
  requests: number;
  reached: Reached;
  /** What broke, with the smallest request that shows it. */
  failures: string[];
}

/** Nothing of the inside may stand in a reply: frames of a stack, paths of the machine, SQL. */
const inside = /\n\s+at |node_modules|\/src\/|\.ts:\d|select .+ from |insert into |syntax error at/i;
const snakeCase = /^[a-z0-9]+(_[a-z0-9]+)*$/;

/**
 * Sends `runs` generated requests to every route and judges each reply: its
 * status is documented and below 500, its body fits the shape with nothing
 * added, a refusal has the one form, and nothing of the inside is told.
 *
 * @param options.only some routes, to look at one
 * @param options.seed other requests than those of every run
 */
export async function fuzzRoutes(
  company: ExampleCompany,
  runs: number,
  options: { only?: (route: Route) => boolean; seed?: number | undefined } = {},
): Promise<FuzzResult> {
  const { app } = company;
  await app.http.ready();
  const document = app.http.swagger() as unknown as Record<string, unknown>;
  const judge = createReplyJudge(document, { isClosed: true });
  const known = await knownValues(company);
  const result: FuzzResult = { routes: 0, requests: 0, reached: watchRoutes(app.routes), failures: [] };

  async function faultOf(route: Route, request: GeneratedRequest): Promise<string | undefined> {
    const reply = await send(company, route, request);
    result.requests += 1;
    result.reached.record(`${route.method} ${route.path}`, reply.statusCode);
    if (reply.statusCode >= 500) return `${reply.statusCode} ${reply.body.slice(0, 300)}`;
    const contentType = reply.headers['content-type'];
    const isJson = contentType?.startsWith('application/json') === true && reply.body !== '';
    const body: unknown = isJson ? reply.json() : reply.body === '' ? undefined : reply.body;
    const isPart = /[?&]fields=/.test(String(request.url));
    const facts = { method: route.method, path: apiPrefix + route.path, status: reply.statusCode };
    const broken = judge({ ...facts, contentType, body, isPart });
    if (broken !== undefined) return broken;
    if (reply.statusCode >= 400) {
      const { error } = body as { error: { correlation_id: string } };
      if (error.correlation_id !== reply.headers['x-correlation-id']) return 'another correlation id';
      if (inside.test(JSON.stringify(error).replaceAll(JSON.stringify(request.url).slice(1, -1), ''))) {
        return `tells of the inside: ${reply.body.slice(0, 300)}`;
      }
    }
    return styleFault(body);
  }

  for (const route of app.routes.filter(options.only ?? (() => true))) {
    result.routes += 1;
    // The first fault is shrunk to the smallest request that shows it.
    const property = fc.asyncProperty(requestsOf(document, route, known), async (request) => {
      const fault = await faultOf(route, request);
      if (fault !== undefined) throw new Error(fault);
    });
    const check = await fc.check(property, {
      numRuns: runs,
      seed: options.seed ?? fc.readConfigureGlobal()?.seed ?? 2027,
      interruptAfterTimeLimit: 600_000,
      markInterruptAsFailure: true,
    });
    if (!check.failed) continue;
    const why = check.errorInstance instanceof Error ? check.errorInstance.message : 'interrupted';
    const shown = JSON.stringify(check.counterexample?.[0])?.slice(0, 600);
    result.failures.push(`${route.method} ${route.path}: ${why}\n  ${shown} (seed ${check.seed})`);
  }
  return result;
}

/** The same owner throughout; one whose session a request ended signs in again. */
async function send({ app, as }: ExampleCompany, route: Route, request: GeneratedRequest) {
  const isPublic = route.permission === 'public';
  const ask = async (headers: Record<string, string>) =>
    app.http.inject({ ...request, headers: { ...request.headers, ...headers } });
  if (isPublic) return ask({});
  const reply = await ask(await as('owner'));
  return reply.statusCode === 401 ? ask(await as('owner', 'new')) : reply;
}

/** As another system would bring it along. */
const bcryptHash = `$2b$10$${'abcdefghijklmnopqrstuv'}${'ABCDEFGHIJKLMNOPQRSTUVWXYZ01234'}`;

/** Ids and codes of the company, so that most requests reach something. */
async function knownValues({ ids, ask }: ExampleCompany): Promise<Record<string, unknown[]>> {
  const { data } = await ask<{ data: { action_id: number; batch_id: string; version: number }[] }>({
    url: '/api/v1/actions?limit=5',
  });
  const stores = ['S01', 'S02', 'DC1'];
  return {
    ...Object.fromEntries(Object.entries(ids).map(([name, value]) => [name, [value]])),
    action_id: data.map(({ action_id }) => action_id),
    batch_id: data.map(({ batch_id }) => batch_id),
    version: [1, 2],
    store_id: stores,
    from_store: stores,
    to_store: stores,
    store_ids: [['S01'], ['S02']],
    sku_id: ['DAI-001', 'BRE-002'],
    sku_ids: [['DAI-001']],
    horizon: [1, 4],
    method: ['naive', 'ets'],
    limit: [1, 3],
    role: ['viewer', 'planner'],
    currency: ['EUR', 'CHF'],
    locale: ['en-GB', 'de-DE'],
    time_zone: ['Europe/Berlin', 'UTC'],
    // Drawn at random a password is too weak and a hash is none.
    password: ['Rain-on-the-harbour-7'],
    new_password: ['Sun-on-the-harbour-8'],
    password_hash: [bcryptHash],
  };
}

/** JSON is of one style. Deeper fields are judged in the document, once (`document.test.ts`). */
function styleFault(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const key = Object.keys(body).find((name) => !snakeCase.test(name));
  return key === undefined ? undefined : `the field ${key} is not in snake case`;
}
