import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formsOf, makeCanaries, operationsOf, sendCanaries } from '../../../test/canaries.ts';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { createLog } from '../log/log.ts';

let app: TestApp;
let lines: string[] = [];
beforeAll(async () => {
  const log = createLog('debug', { write: (line) => void lines.push(line) });
  app = await createTestApp({}, { log });
  // A fault of our own, of the kind that must not be told to anybody.
  app.http.post('/test/fault', () => {
    const inner = Object.assign(new Error('select secret_column from secret_table'), { code: 'XX000' });
    throw new Error('the figures cannot be computed', { cause: new TypeError('no rows', { cause: inner }) });
  });
});
afterAll(() => app.close());

const entries = () => lines.map((line) => JSON.parse(line));

describe('each request', () => {
  it('has a line with user, route, status, time and correlation id, and nothing that was sent', async () => {
    lines = [];
    const headers = { ...(await app.as('owner')), 'x-correlation-id': 'order-7' };
    await app.http.inject({ url: '/api/v1/runs?limit=5', headers });
    await app.http.inject({ url: '/api/v1/runs' });
    await app.http.inject({ url: '/api/v1/nothing?x=1' });
    const requests = entries().filter(({ msg }) => msg === 'request');
    expect(requests).toEqual([
      expect.objectContaining({
        level: 30,
        method: 'GET',
        route: '/api/v1/runs',
        status: 200,
        ms: expect.any(Number),
        org: app.orgId,
        user: expect.stringMatching(/^[0-9a-f-]{36}$/),
        address: '127.0.0.1',
        correlation_id: 'order-7',
      }),
      expect.objectContaining({ route: '/api/v1/runs', status: 401, code: 'not_signed_in' }),
      expect.objectContaining({ status: 404, code: 'route_not_found' }),
    ]);
    expect(requests[1]).not.toHaveProperty('user');
    expect(lines.join('')).not.toContain('limit=5');
  });
});

describe('a fault of ours', () => {
  it('is answered without internals, and told in full to the log', async () => {
    lines = [];
    const reply = await app.http.inject({
      method: 'POST',
      url: '/test/fault',
      headers: { ...(await app.as('owner')), 'x-correlation-id': 'fault-1' },
      payload: { name: 'Ana', rows: [{ qty: 5 }, { qty: 6 }] },
    });
    expect([reply.statusCode, reply.json()]).toEqual([
      500,
      {
        error: {
          code: 'internal_error',
          message: 'Something went wrong on our side. The correlation id leads to the log entry.',
          details: [],
          correlation_id: 'fault-1',
        },
      },
    ]);
    const entry = entries().find(({ level }) => level === 50);
    expect(entry).toMatchObject({
      code: 'internal_error',
      operation: 'POST /test/fault',
      correlation_id: 'fault-1',
      err: {
        message: 'the figures cannot be computed',
        cause: { type: 'TypeError', cause: { code: 'XX000' } },
      },
      input: {
        body: [
          { field: 'name', is: 'text of 3' },
          { field: 'rows', is: { length: 2 } },
        ],
      },
    });
    expect(entry.err.stack).toContain('log-lines.test.ts');
    expect(lines.join('')).not.toContain('Ana');
  });
});

describe('no secret', () => {
  it('that is sent in any place of any operation stands in the log', async () => {
    lines = [];
    const canaries = makeCanaries('zq7');
    const document = (await app.http.inject({ url: '/docs/json' })).json();
    const operations = operationsOf(document);
    const { sent } = await sendCanaries(app.http, operations, canaries, await app.as('viewer'));
    expect(sent).toBe(operations.length * 5);
    expect(lines.length).toBeGreaterThanOrEqual(sent);
    const text = lines.join('');
    expect(formsOf(canaries).filter((form) => text.includes(form))).toEqual([]);
  });
});
