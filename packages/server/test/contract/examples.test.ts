import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiPrefix } from '../../src/platform/http/addresses.ts';
import { recordedReplies, repliesFolder } from '../../src/platform/http/openapi/recorded-replies.ts';
import type { Route } from '../../src/platform/http/route.ts';
import { createTestDatabase, type TestDatabase } from '../harness-database.ts';
import { createExampleCompany, type ExampleCompany } from './example-company.ts';
import { type Preparations, sendExample } from './examples.ts';
import { walkOrders } from './list-orders.ts';
import { preparations } from './preparations.ts';
import { createReplyJudge } from './reply-judge.ts';
import { shortened } from './shortened.ts';

/** `npm run examples` records the replies that are missing or no longer fit; it is this test with a setting. */
const isRecording = process.env.GRANARY_RECORD_EXAMPLES === 'true';
const nameOf = (route: Route) => `${route.method} ${route.path}`;
const usualStatus = (route: Route) => Number(Object.keys(route.reply)[0]);

let database: TestDatabase;
let company: ExampleCompany;
let recorded: Record<string, unknown>;
beforeAll(async () => {
  database = await createTestDatabase();
  company = await createExampleCompany(database);
  recorded = recordedReplies();
}, 300_000);
afterAll(async () => {
  await company.close();
  await database.close();
});

describe('every route', () => {
  it('has an example; declare `example` beside it (docs/api-style.md)', () => {
    const lacking = company.app.routes.filter((route) => route.example === undefined);
    expect(lacking.map(nameOf)).toEqual([]);
  });

  it('answers its example with the first status it documents', async () => {
    const failures: string[] = [];
    const fresh: Record<string, Record<string, unknown>> = {};
    const judge = judgeOf(company);
    for (const route of company.app.routes) {
      if (route.example === undefined) continue;
      const reply = await sendExample(company, route, preparations);
      if (reply.statusCode !== usualStatus(route)) {
        failures.push(`${nameOf(route)}: ${reply.statusCode} instead of ${usualStatus(route)} ${reply.body}`);
        continue;
      }
      if (reply.statusCode === 201 || reply.statusCode === 202) {
        failures.push(...(await deadLocation(route, reply.headers.location)));
      }
      if (!isJson(reply.headers['content-type'])) continue;
      const known = recorded[nameOf(route)];
      const fits = known !== undefined && judge(facts(route, known)) === undefined;
      fresh[route.tag] ??= {};
      fresh[route.tag]![nameOf(route)] = fits ? known : shortened(reply.json());
    }
    if (isRecording) write(fresh);
    expect(failures).toEqual([]);
  }, 300_000);

  it('has a recorded reply that fits its shape; `npm run examples` records what is missing', () => {
    const judge = judgeOf(company);
    recorded = recordedReplies();
    const names = company.app.routes.filter(answersJson).map(nameOf);
    const known = names.filter((name) => recorded[name] !== undefined);
    expect(known).toEqual(names);
    const wrong = company.app.routes.filter((route) => recorded[nameOf(route)] !== undefined);
    expect(wrong.flatMap((route) => judge(facts(route, recorded[nameOf(route)])) ?? [])).toEqual([]);
    expect(Object.keys(recorded).filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe('every read', () => {
  it('leaves every row as it was, and so nothing in the trail', async () => {
    const reads = company.app.routes.filter(({ method }) => method === 'GET');
    // What an example needs is made before; the owner reads all of it.
    const live: Preparations = {};
    for (const name of reads.map(nameOf)) {
      const { params = {} } = (await preparations[name]?.(company)) ?? {};
      live[name] = async () => ({ params });
    }
    const before = await rowsOf(company);
    for (const route of reads) {
      const reply = await sendExample(company, route, live);
      expect(reply.statusCode, nameOf(route)).toBe(200);
    }
    expect(await rowsOf(company)).toEqual(before);
  });
});

describe('every list that is answered page by page', () => {
  it('is sorted by each field it names, up and down, and its pages neither skip nor repeat', async () => {
    const { problems, walked } = await walkOrders(company, preparations);
    expect(problems).toEqual([]);
    expect(walked).toBeGreaterThan(100);
  }, 120_000);
});

/** What they begin has no address: an e-mail goes out, and whether to anybody is not told. */
const withoutLocation = ['POST /auth/password-reset'];

/** What was made, or what goes on, is found at the address that Location names. */
async function deadLocation(route: Route, location: string | undefined): Promise<string[]> {
  if (location === undefined) {
    return withoutLocation.includes(nameOf(route)) ? [] : [`${nameOf(route)}: no Location`];
  }
  // A link for a person leads to the screen.
  if (!location.startsWith(`${apiPrefix}/`)) return [];
  const reply = await company.app.http.inject({ url: location, headers: await company.as('owner') });
  return reply.statusCode === 200
    ? []
    : [`${nameOf(route)}: its Location ${location} is ${reply.statusCode}`];
}

/**
 * A figure of each table of the organization that changes with any row. What is noted of requests themselves does
 * not count: when a session was last seen, and that somebody had personal data shown.
 */
async function rowsOf({ inOrganization }: ExampleCompany): Promise<Record<string, string>> {
  const { rows: tables } = await database.ownerPool.query<{ name: string }>(`
    select t.table_schema || '.' || t.table_name as name
    from information_schema.tables t join information_schema.columns c using (table_schema, table_name)
    where c.column_name = 'org_id' and t.table_type = 'BASE TABLE' and t.table_schema <> 'pgboss'
      and t.table_schema || '.' || t.table_name not in
        ('identity.sessions', 'identity.security_events', 'platform.change_counts')
    order by 1`);
  return inOrganization(async (tx) => {
    const figures: Record<string, string> = {};
    for (const { name } of tables) {
      const { rows } = await tx.client.query<{ figure: string }>(
        `select count(*) || ' ' || coalesce(sum(hashtextextended(to_jsonb(t)::text, 0)), 0) as figure
         from ${name} t`,
      );
      figures[name] = rows[0]?.figure ?? '';
    }
    return figures;
  });
}

const isJson = (type: unknown) => String(type).startsWith('application/json');
const answersJson = (route: Route) => route.replyType === undefined && usualStatus(route) !== 204;

const judgeOf = ({ app }: ExampleCompany) =>
  createReplyJudge(app.http.swagger() as unknown as Record<string, unknown>, { isClosed: true });

const facts = (route: Route, body: unknown) => ({
  method: route.method,
  path: apiPrefix + route.path,
  status: usualStatus(route),
  contentType: 'application/json',
  body,
});

function write(replies: Record<string, Record<string, unknown>>): void {
  mkdirSync(repliesFolder, { recursive: true });
  for (const [tag, ofTag] of Object.entries(replies)) {
    const sorted = Object.fromEntries(Object.entries(ofTag).sort(([a], [b]) => (a < b ? -1 : 1)));
    writeFileSync(
      join(repliesFolder, `${tag.replaceAll(' ', '-')}.json`),
      `${JSON.stringify(sorted, null, 2)}\n`,
    );
  }
}
