import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { withOrganization } from '../database/index.ts';
import { answerOnce } from './idempotency.ts';
import { claimKey } from './idempotency-queries.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

async function generate(
  key: string | undefined,
  payload: object = { kind: 'nightly' },
  role: 'owner' | 'planner' = 'owner',
) {
  return app.http.inject({
    method: 'POST',
    url: '/api/v1/runs',
    headers: { ...(await app.as(role)), ...(key === undefined ? {} : { 'idempotency-key': key }) },
    payload,
  });
}
const upload = async (key: string, content: string) => {
  const boundary = `b${Math.random()}`;
  return app.http.inject({
    method: 'POST',
    url: '/api/v1/upload',
    headers: {
      ...(await app.as('owner')),
      'idempotency-key': key,
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    payload: `--${boundary}\r\ncontent-disposition: form-data; name="background"\r\n\r\ntrue\r\n--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="stores.csv"\r\n\r\n${content}\r\n--${boundary}--\r\n`,
  });
};

describe('an Idempotency-Key', () => {
  it('makes the same request, sent again, the same reply to the byte', async () => {
    const first = await generate('key-1');
    const again = await generate('key-1');
    expect([first.statusCode, again.statusCode]).toEqual([202, 202]);
    expect([again.body, again.headers.location]).toEqual([first.body, first.headers.location]);
    expect([first.headers['idempotency-replayed'], again.headers['idempotency-replayed']]).toEqual([
      undefined,
      'true',
    ]);
  });

  it('belongs to its caller and its route: another one may use the same', async () => {
    const mine = await generate('key-2');
    const theirs = await generate('key-2', { kind: 'nightly' }, 'planner');
    const other = await app.http.inject({
      method: 'POST',
      url: '/api/v1/risk/refresh',
      headers: { ...(await app.as('owner')), 'idempotency-key': 'key-2' },
    });
    for (const reply of [mine, theirs, other]) {
      expect([reply.statusCode, reply.headers['idempotency-replayed']]).toEqual([202, undefined]);
    }
  });

  it('sent with another body is refused with 409', async () => {
    const url = '/api/v1/actions/approve';
    const send = async (version: number) =>
      app.http.inject({
        method: 'POST',
        url,
        headers: { ...(await app.as('owner')), 'idempotency-key': 'key-3' },
        payload: { items: [{ action_id: 7, version }] },
      });
    expect((await send(1)).statusCode).toBe(200);
    const changed = await send(2);
    expect([changed.statusCode, changed.json().error.code]).toEqual([409, 'idempotency_key_reused']);
  });

  it('of a refused request may be used again', async () => {
    expect((await generate('key-4', { kind: 'nonsense' })).statusCode).toBe(422);
    expect((await generate('key-4')).statusCode).toBe(202);
  });

  it.each(['', ' ', 'x'.repeat(201), 'with space'])('%j is refused with 422', async (key) => {
    const reply = await generate(key);
    expect([reply.statusCode, reply.json().error.code]).toEqual([422, 'idempotency_key_not_valid']);
  });

  it('makes an upload once, whatever the boundary of its form', async () => {
    const file = 'store_id,name,city\nS1,North,Lille\n';
    const first = await upload('key-5', file);
    const again = await upload('key-5', file);
    expect([first.statusCode, again.body]).toEqual([202, first.body]);
    expect((await upload('key-5', `${file}S2,South,Nice\n`)).json().error.code).toBe(
      'idempotency_key_reused',
    );
    const listed = await app.http.inject({ url: '/api/v1/uploads', headers: await app.as('owner') });
    expect(listed.json().page.total).toBe(1);
  });

  it('does not keep a reply that holds a secret', async () => {
    const send = async () =>
      app.http.inject({
        method: 'POST',
        url: '/api/v1/auth/links',
        headers: { ...(await app.as('owner')), 'idempotency-key': 'key-6' },
      });
    const first = await send();
    const again = await send();
    expect([first.statusCode, again.statusCode, again.json().error.code]).toEqual([
      201,
      409,
      'reply_not_kept',
    ]);
    const kept = await app.inOrganization((tx) =>
      tx.client.query('select body from platform.idempotency_keys where key = $1', ['key-6']),
    );
    expect(kept.rows).toEqual([{ body: '' }]);
  });
});

describe('of a request that broke', () => {
  const given = (key: string) => ({
    orgId: app.orgId,
    userId: '00000000-0000-4000-8000-000000000001',
    route: 'POST /test',
    key,
    request: 'the same',
    keepsReply: true,
  });
  const reply = { status: 200, headers: {}, body: '{}' };
  const change = () =>
    app.inOrganization((tx) => tx.client.query(`update platform.organizations set name = name`));

  it('before it changed anything the key is free', async () => {
    const broken = answerOnce(app.database, given('key-7'), async () => {
      await withOrganization(app.database, app.orgId, async (tx) => tx.client.query('select 1'));
      throw new Error('power cut');
    });
    await expect(broken).rejects.toThrow('power cut');
    expect(await answerOnce(app.database, given('key-7'), async () => reply)).toEqual({
      ...reply,
      isRepeated: false,
    });
  });

  it('after its change was saved, the change is not made a second time', async () => {
    const broken = answerOnce(app.database, given('key-8'), async () => {
      await change();
      throw new Error('power cut');
    });
    await expect(broken).rejects.toThrow('power cut');
    await app.inOrganization((tx) =>
      tx.client.query(
        `update platform.idempotency_keys set created_at = now() - interval '11 minutes' where key = 'key-8'`,
      ),
    );
    await expect(answerOnce(app.database, given('key-8'), async () => reply)).rejects.toMatchObject({
      code: 'reply_not_kept',
    });
  });

  it('with its process, the key is free again after ten minutes', async () => {
    const { userId, route } = given('');
    const key = { userId, route, key: 'key-9' };
    const claim = () => app.inOrganization((tx) => claimKey(tx, key, 'hash'));
    expect(await claim()).toBeUndefined();
    expect(await claim()).toMatchObject({ status: null, has_effect: false });
    await app.inOrganization((tx) =>
      tx.client.query(
        `update platform.idempotency_keys set created_at = now() - interval '11 minutes' where key = 'key-9'`,
      ),
    );
    expect(await claim()).toBeUndefined();
  });
});

describe('every route', () => {
  it('that makes something takes an Idempotency-Key', async () => {
    const { paths } = (await app.http.inject({ url: '/docs/json' })).json();
    const posts = Object.entries<Record<string, Operation>>(paths).flatMap(([path, { post }]) =>
      post === undefined || post.security.length === 0 ? [] : [{ path, post }],
    );
    const without = posts.filter(
      ({ post }) => !post.parameters?.some(({ $ref }) => $ref === '#/components/parameters/IdempotencyKey'),
    );
    expect(posts.length).toBeGreaterThan(8);
    expect(without.map(({ path }) => path)).toEqual([]);
  });

  it('whose reply holds a secret does not keep it', () => {
    // That somebody has a password is none.
    const secret = /^(?!has_).*(token|secret|password|recovery|link$)/;
    const careless = app.routes.filter(
      (route) =>
        route.method === 'POST' &&
        route.permission !== 'public' &&
        route.secretReply !== true &&
        Object.values(route.reply).some(
          (shape) =>
            shape instanceof z.ZodObject && Object.keys(shape.shape).some((name) => secret.test(name)),
        ),
    );
    expect(careless.map(({ path }) => path)).toEqual([]);
  });
});

interface Operation {
  security: unknown[];
  parameters?: { $ref?: string }[];
}
