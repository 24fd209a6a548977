import { randomUUID } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { recordAudit } from './record.ts';
import { recordSecurityEvent } from './security-events.ts';

let app: TestApp;
const [ana, ben] = [
  { userId: randomUUID(), name: 'Ana Horvat' },
  { userId: randomUUID(), name: 'Ben 100%' },
];

beforeAll(async () => {
  app = await createTestApp();
  const told = (actor: typeof ana, correlationId: string, entries: Parameters<typeof recordAudit>[2]) =>
    app.inOrganization((tx) => recordAudit(tx, { ...actor, correlationId }, entries));
  await told(ana, 'first', [
    {
      verb: 'approved',
      entity: 'action',
      entityId: '7',
      before: { status: 'PROPOSED' },
      after: { status: 'APPROVED', note: '=cmd|calc' },
    },
  ]);
  await told(ben, 'second', [
    { verb: 'rejected', entity: 'action', entityId: '8', after: { status: 'REJECTED' } },
    { verb: 'account_set', entity: 'user', entityId: ben.userId, after: { email: 'ben@example.com' } },
    { verb: 'changed', entity: '=1+1', entityId: '@SUM(A1)' },
  ]);
});
afterAll(() => app.close());

interface Entry {
  audit_id: number;
  verb: string;
  actor_name: string;
}
const get = async (url: string, role: 'owner' | 'viewer' = 'owner') =>
  app.http.inject({ url: `/api/v1${url}`, headers: await app.as(role) });
const verbs = async (query: string) =>
  ((await get(`/audit?${query}`)).json().data as Entry[]).map((entry) => entry.verb);

describe('GET /audit', () => {
  it('answers who did what, with before and after, newest first', async () => {
    const reply = await get('/audit?entity=action');
    expect(reply.json()).toMatchObject({
      data: [
        { audit_id: 2, verb: 'rejected', actor_name: 'Ben 100%', correlation_id: 'second', before: null },
        {
          audit_id: 1,
          verb: 'approved',
          actor_id: ana.userId,
          actor_name: 'Ana Horvat',
          entity_id: '7',
          before: { status: 'PROPOSED' },
          after: { status: 'APPROVED' },
          hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      ],
      page: { next_cursor: null, total: 2 },
    });
  });

  it.each([
    [`actor=${ana.userId}`, ['approved']],
    ['entity=action&entity_id=8', ['rejected']],
    ['verb=approved', ['approved']],
    ['correlation_id=second', ['changed', 'account_set', 'rejected']],
    ['text=horvat', ['approved']],
    ['text=BEN%40example', ['account_set']],
    ['text=100%25', ['changed', 'account_set', 'rejected']],
    ['text=PROPOSED', ['approved']],
    ['text=nowhere', []],
    ['from=2020-01-01&to=2020-12-31', []],
    ['from=2020-01-01&verb=approved', ['approved']],
    ['to=2020-01-01T00:00:00Z', []],
    ['from=2020-01-01T00:00:00%2B02:00&verb=approved', ['approved']],
  ])('finds by %s', async (query, expected) => {
    expect(await verbs(query)).toEqual(expected);
  });

  it('walks all pages without skipping or repeating, while entries are added', async () => {
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const page: { data: Entry[]; page: { next_cursor: string | null } } = (
        await get(`/audit?limit=1&correlation_id=second${cursor === null ? '' : `&cursor=${cursor}`}`)
      ).json();
      seen.push(...page.data.map((entry) => entry.audit_id));
      cursor = page.page.next_cursor;
      await app.inOrganization((tx) =>
        recordAudit(tx, { ...ana, correlationId: 'later' }, [{ verb: 'x', entity: 'x', entityId: 'x' }]),
      );
    } while (cursor !== null);
    expect(seen).toEqual([4, 3, 2]);
  });

  it('exports every entry as CSV, in which nothing is run as a formula', async () => {
    const reply = await get('/audit?format=csv&correlation_id=second');
    expect(reply.headers['content-type']).toContain('text/csv');
    const rows = parse(reply.body, { columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({ entity: "'=1+1", entity_id: "'@SUM(A1)", actor_name: 'Ben 100%' });
    expect(JSON.parse(rows[1]?.after ?? '')).toEqual({ email: 'ben@example.com' });
  });

  it.each(['actor=x', 'from=yesterday', 'limit=0', 'cursor=x', 'unknown=1'])('refuses %s', async (query) => {
    expect((await get(`/audit?${query}`)).statusCode).toBe(422);
  });

  it('is for those who may read the trail, and for the organization alone', async () => {
    expect((await app.http.inject({ url: '/api/v1/audit' })).statusCode).toBe(401);
    const refused = await get('/audit', 'viewer');
    expect(refused.json().error).toMatchObject({
      code: 'permission_missing',
      details: [{ permission: 'audit.read' }],
    });
    const stranger = `Bearer ${await app.identity.openTerminal(await app.otherOrganization(), undefined)}`;
    const theirs = await app.http.inject({ url: '/api/v1/audit', headers: { authorization: stranger } });
    expect(theirs.json().page.total).toBe(0);
  });
});

describe('GET /audit/verification', () => {
  it('finds the trail in order, and as it was when a head was saved', async () => {
    const head = (await get('/audit/head')).json();
    expect(head).toMatchObject({ org_id: app.orgId, audit_id: expect.any(Number) });
    await app.inOrganization((tx) => recordAudit(tx, ana, [{ verb: 'x', entity: 'x', entityId: 'x' }]));
    const told = (await get(`/audit/verification?audit_id=${head.audit_id}&hash=${head.hash}`)).json();
    expect(told).toMatchObject({ valid: true, entries: head.audit_id + 1, broken: null });
    const other = (await get(`/audit/verification?audit_id=${head.audit_id}&hash=${'0'.repeat(64)}`)).json();
    expect(other).toMatchObject({ valid: false, broken: { audit_id: head.audit_id, kind: 'changed' } });
    const beyond = (await get(`/audit/verification?audit_id=999999&hash=${'0'.repeat(64)}`)).json();
    expect(beyond).toMatchObject({ valid: false, broken: { kind: 'removed' } });
  });

  it.each(['audit_id=1', `hash=${'0'.repeat(64)}`, 'audit_id=0&hash=x'])('refuses %s', async (query) => {
    expect((await get(`/audit/verification?${query}`)).statusCode).toBe(422);
  });
});

describe('GET /security-events', () => {
  it('tells of what happened at the door, filtered by kind and person', async () => {
    await app.inOrganization(async (tx) => {
      await recordSecurityEvent(tx, { kind: 'login_failed', userId: ana.userId, address: '192.0.2.1' });
      await recordSecurityEvent(tx, {
        kind: 'login_succeeded',
        userId: ben.userId,
        detail: { by: 'password' },
      });
    });
    const failed = await get(`/security-events?kind=login_failed&user_id=${ana.userId}`);
    expect(failed.json()).toMatchObject({
      data: [{ kind: 'login_failed', address: '192.0.2.1', detail: {} }],
      page: { total: 1 },
    });
    expect((await get('/security-events', 'viewer')).statusCode).toBe(403);
    const file = await get('/security-events?format=csv&kind=login_succeeded');
    expect(parse(file.body, { columns: true })).toMatchObject([{ detail: '{"by":"password"}' }]);
  });

  it('holds a request that was refused, once a minute for one permission', async () => {
    for (let request = 0; request < 3; request += 1) await get('/audit/head', 'viewer');
    const refused = await get('/security-events?kind=refused');
    const named = refused
      .json()
      .data.filter((event: { detail: { permission: string } }) => event.detail.permission === 'audit.read');
    expect(named).toMatchObject([{ user_name: 'Test viewer', detail: { method: 'GET' } }]);
  });
});
