import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { withOrganization } from '../database/index.ts';
import type { GranaryEvent } from '../events/events.ts';
import { listNotices, readErrorCounts } from './queries.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
  app.http.post('/test/fault', async (request) => {
    request.caller = { orgId: app.orgId, userId: '00000000-0000-4000-8000-000000000001' } as never;
    throw new Error(`no such thing as ${Math.random()}`);
  });
  app.platform.runs.define([
    {
      kind: 'test.broken',
      input: (await import('zod')).z.object({}),
      perform: async () => {
        throw new TypeError('broken');
      },
    },
  ]);
});
afterAll(() => app.close());

const get = async (url: string, role: 'owner' | 'viewer' | 'operator' = 'owner') => {
  const reply = await app.http.inject({ url: `/api/v1${url}`, headers: await app.as(role) });
  return { status: reply.statusCode, body: reply.json() };
};
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('GET /errors/summary', () => {
  it('counts each failure by code, route and hour, of the organization and of nobody', async () => {
    const before = (await get('/errors/summary')).body;
    const countOf = (body: typeof before, code: string, route: string) =>
      body.counts.find((one: { code: string; route: string }) => one.code === code && one.route === route)
        ?.count ?? 0;
    const missing = '/api/v1/runs/00000000-0000-4000-8000-000000000000';
    for (let round = 0; round < 3; round++)
      await app.http.inject({ url: missing, headers: await app.as('owner') });
    for (let round = 0; round < 2; round++) await app.http.inject({ url: '/api/v1/runs' });
    await app.http.inject({ url: '/api/v1/secret-place' });
    const after = (await get('/errors/summary')).body;
    const more = (code: string, route: string) => countOf(after, code, route) - countOf(before, code, route);
    expect([
      more('run_not_found', 'GET /api/v1/runs/:run_id'),
      more('not_signed_in', 'GET /api/v1/runs'),
      more('route_not_found', 'GET (no such address)'),
    ]).toEqual([3, 2, 1]);
    expect(after.total - before.total).toBe(6);
    expect(after.by_hour.at(-1).hour).toMatch(/:00:00/);
    expect(JSON.stringify(after)).not.toContain('secret-place');
  });

  it('shows nothing of another organization', async () => {
    const other = await app.otherOrganization();
    const seen = await withOrganization(app.database, other, (tx) => readErrorCounts(tx, 24));
    expect(seen).toEqual([]);
  });

  it('is for whoever has ops.read, and refuses hours out of range', async () => {
    const refused = await get('/errors/summary', 'viewer');
    expect([refused.status, refused.body.error.details[0].permission]).toEqual([403, 'ops.read']);
    expect((await app.http.inject({ url: '/api/v1/errors/summary' })).statusCode).toBe(401);
    expect((await get('/errors/summary?hours=0')).status).toBe(422);
  });
});

describe('notices', () => {
  it('of 100 equal faults are one with a count, announced once', async () => {
    const events: GranaryEvent[] = [];
    const unsubscribe = app.platform.events.subscribe(app.orgId, (event) => events.push(event));
    for (let round = 0; round < 60; round++) await app.http.inject({ method: 'POST', url: '/test/fault' });
    await app.platform.ops.flush();
    for (let round = 0; round < 40; round++) await app.http.inject({ method: 'POST', url: '/test/fault' });
    const { status, body } = await get('/notices?open=true');
    const faults = body.data.filter(({ kind }: { kind: string }) => kind === 'fault');
    expect([status, faults.length, body.page.total]).toEqual([200, 1, body.data.length]);
    expect(faults[0]).toMatchObject({
      count: 100,
      message: 'POST /test/fault failed on our side (internal_error, Error).',
      correlation_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      acknowledged_at: null,
    });
    await pause(200);
    unsubscribe();
    expect(events.filter(({ type }) => type === 'notice.opened')).toEqual([
      { type: 'notice.opened', notice_id: faults[0].notice_id },
    ]);
  });

  it('that were taken note of are closed; the same fault opens a new one', async () => {
    const open = async () => (await get('/notices?open=true')).body.data;
    const [first] = await open();
    const acknowledge = async (id: string, role: 'owner' | 'viewer') =>
      app.http.inject({
        method: 'POST',
        url: `/api/v1/notices/${id}/acknowledge`,
        headers: await app.as(role),
      });
    expect((await acknowledge(first.notice_id, 'viewer')).statusCode).toBe(403);
    const done = await acknowledge(first.notice_id, 'owner');
    expect([done.statusCode, done.json().acknowledged_at]).toEqual([200, expect.any(String)]);
    expect(await open()).toEqual([]);
    await app.http.inject({ method: 'POST', url: '/test/fault' });
    const again = await open();
    expect(again).toMatchObject([{ count: 1 }]);
    expect(again[0].notice_id).not.toBe(first.notice_id);
    const unknown = await acknowledge('00000000-0000-4000-8000-000000000000', 'owner');
    expect([unknown.statusCode, unknown.json().error.code]).toEqual([404, 'notice_not_found']);
  });

  it('tell of a run that failed unforeseen', async () => {
    await app.run('test.broken');
    const { body } = await get('/notices?open=true');
    expect(body.data.map(({ message }: { message: string }) => message)).toContain(
      'A run of the kind test.broken failed on an unexpected error; the log has the detail.',
    );
  });

  it('that concern the machine reach every organization, once each', async () => {
    const other = await app.otherOrganization();
    for (let round = 0; round < 5; round++)
      app.platform.ops.raise({ kind: 'security', message: 'An address was blocked.' });
    await app.platform.ops.flush();
    for (const orgId of [app.orgId, other]) {
      const { data } = await withOrganization(app.database, orgId, (tx) =>
        listNotices(tx, { sort: '-last_at', limit: 100 }),
      );
      expect(data.filter(({ kind }) => kind === 'security')).toMatchObject([{ count: 5 }]);
    }
  });
});

describe('GET /metrics', () => {
  it('gives counters, durations, pools and breakers', async () => {
    app.platform.outside.service({ name: 'erp' });
    for (const url of ['/api/v1/metrics']) {
      const reply = await app.http.inject({ url, headers: await app.as('operator') });
      expect([reply.statusCode, reply.headers['content-type']]).toEqual([
        200,
        'text/plain; version=0.0.4; charset=utf-8',
      ]);
      for (const line of [
        /^granary_requests_total\{method="POST",route="\/test\/fault",status="500"\} 10\d$/m,
        /^granary_errors_total\{code="internal_error",route="\/test\/fault"\} 10\d$/m,
        /^granary_request_duration_seconds_bucket\{route="\/test\/fault",le="\+Inf"\} 10\d$/m,
        /^granary_outside_state\{service="erp"\} 0$/m,
        /^granary_database_up 1$/m,
        /^granary_database_connections\{pool="app",state="open"\} \d+$/m,
      ]) {
        expect(reply.body).toMatch(line);
      }
      // Every line is a comment or a sample.
      expect(
        reply.body
          .trim()
          .split('\n')
          .filter((line) => !/^(# (HELP|TYPE) \w+ .+|\w+(\{.*\})? [\d.e+-]+)$/.test(line)),
      ).toEqual([]);
    }
    expect((await app.http.inject({ url: '/api/v1/metrics' })).statusCode).toBe(401);
    expect(
      (await app.http.inject({ url: '/api/v1/metrics', headers: await app.as('viewer') })).statusCode,
    ).toBe(403);
  });

  it('is, where several organizations share the installation, for its operator and the tokens made there', async () => {
    await app.otherOrganization();
    const ask = async (url: string, headers: Record<string, string>) => {
      const reply = await app.http.inject({ url: `/api/v1${url}`, headers });
      return reply.statusCode === 403 ? reply.json().error.code : reply.statusCode;
    };
    const [owner, operator] = [await app.as('owner'), await app.as('operator')];
    const made = await app.http.inject({
      method: 'POST',
      url: '/api/v1/tokens',
      headers: operator,
      payload: { name: 'Prometheus', permissions: ['ops.read'], expires_in_days: 90 },
    });
    const prometheus = { authorization: `Bearer ${made.json().token}` };
    for (const url of ['/metrics', '/blocked-addresses']) {
      expect(await ask(url, owner)).toBe('installation_wide');
      expect(await ask(url, await app.as('admin'))).toBe('installation_wide');
      // To look as the terminal would is not to be at it.
      expect(await ask(url, { ...owner, 'x-granary-view-as': 'operator' })).toBe('installation_wide');
      expect(await ask(url, operator)).toBe(200);
      expect(await ask(url, prometheus)).toBe(200);
    }
    const lift = await app.http.inject({
      method: 'DELETE',
      url: '/api/v1/blocked-addresses/203.0.113.9',
      headers: owner,
    });
    expect([lift.statusCode, lift.json().error.code]).toEqual([403, 'installation_wide']);
  });

  it('and the failures of strangers are left out of the summary of others', async () => {
    await app.http.inject({ url: '/api/v1/no-such-address' });
    const routes = async (role: 'owner' | 'operator') =>
      (await get('/errors/summary', role)).body.by_code.map(({ code }: { code: string }) => code);
    expect(await routes('operator')).toContain('route_not_found');
    expect(await routes('owner')).not.toContain('route_not_found');
  });
});
