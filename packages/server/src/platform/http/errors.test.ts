import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/harness.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

async function send(request: InjectOptions) {
  const reply = await app.http.inject({
    ...request,
    headers: { ...(await app.as('owner')), ...request.headers },
  });
  return {
    status: reply.statusCode,
    headers: reply.headers,
    error: reply.body === '' ? undefined : reply.json().error,
  };
}

const json = { 'content-type': 'application/json' };

describe('every refusal', () => {
  it('has one form, with a correlation id in body and header', async () => {
    const { status, headers, error } = await send({ url: '/api/v1/runs/7' });
    expect(status).toBe(422);
    expect(Object.keys(error).sort()).toEqual(['code', 'correlation_id', 'details', 'message']);
    expect(error.correlation_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers['x-correlation-id']).toBe(error.correlation_id);
  });

  it('keeps the correlation id it was given', async () => {
    const { headers, error } = await send({
      url: '/api/v1/nothing',
      headers: { 'x-correlation-id': 'order-7.a' },
    });
    expect([error.correlation_id, headers['x-correlation-id']]).toEqual(['order-7.a', 'order-7.a']);
  });

  it.each(['a b', 'x'.repeat(101), '<script>'])('does not repeat the correlation id %j', async (given) => {
    const { error } = await send({ url: '/api/v1/nothing', headers: { 'x-correlation-id': given } });
    expect(error.correlation_id).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('the body', () => {
  it('that is not JSON is refused with 400', async () => {
    const reply = await send({ method: 'POST', url: '/api/v1/runs', headers: json, payload: '{"kind":' });
    expect([reply.status, reply.error.code]).toEqual([400, 'unparseable_body']);
  });

  it('that is empty is refused with 400', async () => {
    const reply = await send({ method: 'POST', url: '/api/v1/runs', headers: json, payload: '' });
    expect([reply.status, reply.error.code]).toEqual([400, 'unparseable_body']);
  });

  it('that names a prototype is refused with 400', async () => {
    const reply = await send({
      method: 'POST',
      url: '/api/v1/runs',
      headers: json,
      payload: '{"__proto__":{"a":1}}',
    });
    expect(reply.status).toBe(400);
  });

  it.each(['text/plain', 'application/xml', 'text/plain; charset=utf-8'])(
    'as %s is refused with 415',
    async (type) => {
      const reply = await send({
        method: 'POST',
        url: '/api/v1/runs',
        headers: { 'content-type': type },
        payload: '{"kind":"nightly"}',
      });
      expect([reply.status, reply.error.code]).toEqual([415, 'unsupported_media_type']);
    },
  );

  it('that is not UTF-8, or nested too deep, is refused with 400 in a moment', async () => {
    const broken = Buffer.concat([Buffer.from('{"kind":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
    const deep = `${'['.repeat(500_000)}${']'.repeat(500_000)}`;
    for (const payload of [broken, deep, `{"kind":${'{"a":'.repeat(40)}1${'}'.repeat(40)}}`]) {
      const began = performance.now();
      const reply = await send({ method: 'POST', url: '/api/v1/runs', headers: json, payload });
      expect([reply.status, reply.error.code]).toEqual([400, 'unparseable_body']);
      expect(performance.now() - began).toBeLessThan(500);
    }
  });

  it.each(['\\u0000', '\\u0007', '\\u009b', '\\ud800', 'x\\udc00x'])(
    'with %s in a text is refused with 422 that names the field',
    async (sequence) => {
      const reply = await send({
        method: 'POST',
        url: '/api/v1/runs',
        headers: json,
        payload: `{"kind":"nightly${sequence}"}`,
      });
      expect([reply.status, reply.error.code]).toEqual([422, 'text_not_accepted']);
      expect(reply.error.details).toEqual([expect.objectContaining({ field: 'kind' })]);
    },
  );

  it('above the limit is refused with 413 that names the limit in bytes', async () => {
    const payload = JSON.stringify({ kind: 'x'.repeat(1_048_576) });
    const reply = await send({ method: 'POST', url: '/api/v1/runs', headers: json, payload });
    expect([reply.status, reply.error.code]).toEqual([413, 'body_too_large']);
    expect(reply.error.details).toEqual([expect.objectContaining({ max_bytes: 1_048_576 })]);
  });

  it('with three wrong fields is refused with 422 and three details', async () => {
    const payload = { token: 7, extra: 1 };
    const wrongRules = { high_risk_score: 170, min_savings: -1, transfer_allowed: 'yes' };
    const link = await send({ method: 'POST', url: '/api/v1/auth/link', payload });
    const rules = await send({ method: 'PUT', url: '/api/v1/expiry/rules', payload: wrongRules });
    expect([link.status, rules.status, rules.error.code]).toEqual([422, 422, 'validation_failed']);
    expect(rules.error.details.map((detail: { field: string }) => detail.field).sort()).toEqual([
      'high_risk_score',
      'min_savings',
      'transfer_allowed',
    ]);
  });
});

describe('the address', () => {
  it('that does not exist is answered with 404', async () => {
    const unknown = await send({ url: '/api/v1/nothing?x=1' });
    expect([unknown.status, unknown.error.code]).toEqual([404, 'route_not_found']);
  });

  it('asked with a method it does not have is answered with 405 that names those it has', async () => {
    const wrong = await send({ method: 'DELETE', url: '/api/v1/risk' });
    expect([wrong.status, wrong.error.code, wrong.headers.allow]).toEqual([
      405,
      'method_not_allowed',
      'GET, HEAD, OPTIONS',
    ]);
    const withPart = await send({ method: 'PUT', url: '/api/v1/actions/7' });
    expect([withPart.status, withPart.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });

  it('tells its methods to OPTIONS, and a HEAD what a GET would say', async () => {
    const options = await send({ method: 'OPTIONS', url: '/api/v1/runs' });
    expect([options.status, options.headers.allow]).toEqual([204, 'GET, HEAD, OPTIONS, POST']);
    const get = await send({ url: '/api/v1/me?fields=name' });
    const head = await send({ method: 'HEAD', url: '/api/v1/me?fields=name' });
    expect([head.status, head.headers.etag, head.error]).toEqual([200, get.headers.etag, undefined]);
  });

  it.each([
    ['/api/v1/items', 'text/html', 406],
    ['/api/v1/items', 'application/json;q=0, */*', 200],
    ['/api/v1/me', 'application/json;q=0, */*', 406],
    ['/api/v1/me', 'text/html, application/*;q=0.1', 200],
    ['/api/v1/me', 'nonsense', 406],
  ])('%s asked for as %s is answered with %i', async (url, accept, status) => {
    expect((await send({ url, headers: { accept } })).status).toBe(status);
  });

  it('that cannot be decoded is refused with 400 in the same form', async () => {
    const { status, headers, error } = await send({ url: '/api/v1/runs/%zz' });
    expect(status).toBe(400);
    expect(error).toMatchObject({
      code: 'bad_request',
      details: [],
      correlation_id: headers['x-correlation-id'],
    });
  });

  it('with a part longer than any code is refused as too long', async () => {
    const reply = await send({ url: `/api/v1/series/${'S'.repeat(400)}/MILK` });
    expect([reply.status, reply.error.correlation_id]).toEqual([414, reply.headers['x-correlation-id']]);
  });

  it.each(['json', 'csv'])('with a NUL character in a filter is refused with 422 (%s)', async (format) => {
    const reply = await send({ url: `/api/v1/risk?store_id=S%00&format=${format}` });
    expect([reply.status, reply.headers['content-type']]).toEqual([422, 'application/json; charset=utf-8']);
    expect(reply.headers['content-disposition']).toBeUndefined();
  });

  it('with a NUL character in its path is refused with 422', async () => {
    expect((await send({ url: '/api/v1/series/S%00/MILK' })).status).toBe(422);
  });

  it('with an unknown query parameter is refused with 422 that names it', async () => {
    const { status, error } = await send({ url: '/api/v1/risk?stor_id=S1' });
    expect(status).toBe(422);
    expect(error.message).toContain('stor_id');
  });

  it('with an unknown query parameter is refused also where no parameter exists', async () => {
    expect((await send({ url: '/api/v1/me?verbose=1' })).status).toBe(422);
    expect((await send({ url: '/api/v1/me' })).status).toBe(200);
  });
});

describe('a cursor', () => {
  const cursor = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signature = '-risk_score,-at_risk_value,store_id,sku_id,batch_id';

  it.each([
    ['text', 'forged'],
    ['of another order', cursor({ s: 'store_id', v: ['S1'] })],
    ['with too few values', cursor({ s: signature, v: [7] })],
    ['well made by hand', cursor({ s: signature, v: [7, 1, 'a', 'b', 'c'] })],
    ['with an object for a value', cursor({ s: signature, v: [{}, 1, 'a', 'b', 'c'] })],
    ['with a word for a score', cursor({ s: signature, v: ['high', 1, 'a', 'b', 'c'] })],
    ['with a score out of range', cursor({ s: signature, v: [1e300, 1, 'a', 'b', 'c'] })],
    ['with a NUL character', cursor({ s: signature, v: [7, 1, 'a\0', 'b', 'c'] })],
    ['that would add SQL', cursor({ s: signature, v: [7, 1, "'; drop table x --", 'b', { a: 1 }] })],
  ])('%s is refused with 422', async (_name, value) => {
    expect((await send({ url: `/api/v1/risk?cursor=${value}` })).status).toBe(422);
  });
});
