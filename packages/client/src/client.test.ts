import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiError, createGranaryClient, type GranaryClient, unwrap, uploadFile } from './index.ts';

/** What the server was asked, and how it answers next: the whole product is tested in `cli` and `web`. */
let asked: { method: string; url: string; headers: IncomingMessage['headers']; body: string };
let answer: (reply: ServerResponse) => void;
let server: Server;
let baseUrl: string;
let granary: GranaryClient;

beforeAll(async () => {
  server = createServer(async (request, reply) => {
    const body = await text(request);
    asked = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
    answer(reply);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  granary = createGranaryClient({
    baseUrl: `${baseUrl}/`,
    token: 'secret',
    headers: { 'x-granary-client': 'web' },
  });
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

function answerWith(status: number, body: unknown, headers: Record<string, string> = {}) {
  answer = (reply) => {
    reply.writeHead(status, { 'content-type': 'application/json', ...headers });
    reply.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

async function failure(request: Promise<unknown>): Promise<ApiError> {
  const error = await request.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiError)) throw new Error(`no ApiError but ${String(error)}`);
  return error;
}

describe('createGranaryClient', () => {
  it('asks below /api/v1 with the token and the headers given, and unwraps what is answered', async () => {
    const list = { data: [{ store_id: 'S01' }], page: { next_cursor: null, total: 1 } };
    answerWith(200, list);
    expect(await unwrap(granary.GET('/api/v1/stores', { params: { query: { limit: 1 } } }))).toEqual(list);
    expect(asked).toMatchObject({
      method: 'GET',
      url: '/api/v1/stores?limit=1',
      headers: { authorization: 'Bearer secret', 'x-granary-client': 'web' },
    });
  });

  it('puts codes into the path so that none can lead elsewhere', async () => {
    answerWith(200, {});
    const path = { store_id: 'a/b?c', sku_id: '100 %' };
    await unwrap(granary.GET('/api/v1/series/{store_id}/{sku_id}', { params: { path } }));
    expect(asked.url).toBe('/api/v1/series/a%2Fb%3Fc/100%20%25');
  });

  it('asks through the fetch that is given', async () => {
    const urls: string[] = [];
    const own = createGranaryClient({
      baseUrl: 'http://granary.example',
      fetch: async (request) => {
        urls.push(new Request(request).url);
        return Response.json({ data: [] });
      },
    });
    await unwrap(own.GET('/api/v1/categories'));
    expect(urls).toEqual(['http://granary.example/api/v1/categories']);
  });
});

describe('unwrap', () => {
  it('throws what the server says: status, code, sentence, details and correlation id', async () => {
    const details = [{ field: 'version', message: 'is 2 by now' }];
    answerWith(
      409,
      {
        error: { code: 'actions.stale_version', message: 'It has changed.', details, correlation_id: 'abc' },
      },
      { 'x-correlation-id': 'abc' },
    );
    const request = granary.POST('/api/v1/actions/{action_id}/approve', {
      params: { path: { action_id: 7 } },
      body: { version: 1 },
    });
    const error = await failure(unwrap(request));
    expect({ ...error, message: error.message }).toEqual({
      name: 'ApiError',
      status: 409,
      code: 'actions.stale_version',
      message: 'It has changed.',
      details,
      correlationId: 'abc',
    });
    expect(JSON.parse(asked.body)).toEqual({ version: 1 });
  });

  it('keeps the status of a reply that is not ours, as from a proxy', async () => {
    answerWith(502, '<html>Bad Gateway</html>', { 'content-type': 'text/html' });
    const error = await failure(unwrap(granary.GET('/api/v1/me')));
    expect(error).toMatchObject({ status: 502, code: 'unexpected_reply', details: [] });
    expect(error.message).toBe('The server answered 502 Bad Gateway');
  });

  it('answers undefined for a reply without a body', async () => {
    answer = (reply) => reply.writeHead(204).end();
    expect(await unwrap(granary.POST('/api/v1/auth/logout'))).toBeUndefined();
  });
});

describe('uploadFile', () => {
  it('sends the file with its name, kind and mapping, to be loaded in the background', async () => {
    const accepted = { upload_id: 'u', run_id: 'r', status: 'received' };
    answerWith(202, accepted);
    const choices = { fileType: 'sales', mapping: { Shop: 'store_id' } };
    expect(await uploadFile(granary, new Blob(['a;b\n1;2\n']), 'März.csv', choices)).toEqual(accepted);
    expect(asked).toMatchObject({
      method: 'POST',
      url: '/api/v1/upload',
      headers: { authorization: 'Bearer secret' },
    });
    const form = await new Response(asked.body, {
      headers: { 'content-type': asked.headers['content-type'] ?? '' },
    }).formData();
    const file = form.get('file') as File;
    expect([file.name, await file.text()]).toEqual(['März.csv', 'a;b\n1;2\n']);
    expect([form.get('file_type'), form.get('mapping'), form.get('background')]).toEqual([
      'sales',
      '{"Shop":"store_id"}',
      'true',
    ]);
  });

  it('throws the refusal with what it says about columns', async () => {
    const details = [{ field: 'store_id', message: 'is missing', suggestions: ['Shop'] }];
    answerWith(422, { error: { code: 'missing_columns', message: 'Columns are missing.', details } });
    const error = await failure(uploadFile(granary, new Blob(['x']), 'x.csv'));
    expect(error).toMatchObject({ status: 422, code: 'missing_columns', details });
  });
});
