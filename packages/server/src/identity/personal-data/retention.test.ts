import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { recordSecurityEvent } from '../audit/security-events.ts';
import { readAudit } from '../audit/service.ts';
import { removeOutdated } from './retention.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp({ GRANARY_KEEP_SECURITY_EVENTS_DAYS: '10' });
});
afterAll(() => app.close());

const dayMs = 24 * 3600 * 1000;
const inDays = (days: number) => new Date(Date.now() + days * dayMs);
const remove = (now: Date) => removeOutdated(app.database, app.orgId, app.platform.config.keepDays, now);

it('what is kept long enough is removed, what is younger stays, and the trail says how much went', async () => {
  await app.as('viewer');
  await app.inOrganization(async (tx) => {
    await recordSecurityEvent(tx, { kind: 'login_failed' });
    await tx.client.query(
      `insert into platform.idempotency_keys (org_id, user_id, route, key, request_hash)
       values ($1, gen_random_uuid(), 'POST /', 'key', 'hash')`,
      [tx.orgId],
    );
  });
  expect(await remove(inDays(0.9))).toEqual({});
  expect(await remove(inDays(9))).toEqual({ idempotency_keys: 1 });
  // The session of the test lives an hour; it is kept 30 days after its end.
  expect(await remove(inDays(29))).toEqual({ security_events: 1 });
  expect(await remove(inDays(31))).toEqual({ sessions: 1 });
  expect(await remove(inDays(31))).toEqual({});

  const day = inDays(29).toISOString().slice(0, 10);
  expect(await app.inOrganization((tx) => readAudit(tx, 'retention', day))).toMatchObject([
    { actor_name: 'Granary (nightly run)', verb: 'removed_outdated', after: { security_events: 1 } },
  ]);
});

it('is a step of the nightly run', async () => {
  await app.inOrganization((tx) =>
    tx.client.query(
      `insert into platform.idempotency_keys (org_id, user_id, route, key, request_hash, created_at)
       values ($1, gen_random_uuid(), 'POST /', 'old', 'hash', now() - interval '2 days')`,
      [tx.orgId],
    ),
  );
  // The company has no data, at which a later step stops; this one comes first.
  await app.run('nightly');
  const { rows } = await app.inOrganization((tx) =>
    tx.client.query("select key from platform.idempotency_keys where key = 'old'"),
  );
  expect(rows).toEqual([]);
});
