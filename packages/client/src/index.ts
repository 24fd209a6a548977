import createFetchClient, { type Client } from 'openapi-fetch';
import type { paths } from './schema.generated.ts';

export { ApiError, type ErrorDetail } from './api-error.ts';
export type { paths } from './schema.generated.ts';
export * from './shapes.ts';
export { unwrap } from './unwrap.ts';
export { type UploadChoices, uploadFile } from './upload.ts';

/** Typed requests: `client.GET('/api/v1/actions', { params: { query: { status: 'pending' } } })`. */
export type GranaryClient = Client<paths> & { readonly connection: Connection };

/** How requests that are not typed, such as uploads and exports, reach the same server. */
export interface Connection {
  baseUrl: string;
  headers: Record<string, string>;
  fetch: typeof globalThis.fetch;
}

export interface ClientOptions {
  /** Where the server is, without `/api/v1`: `http://127.0.0.1:8000`; empty for the page's own origin. */
  baseUrl: string;
  /** Sent as bearer token; a browser with a session needs none. */
  token?: string;
  /** Sent with each request; a browser sends `x-granary-client: web` with its session. */
  headers?: Record<string, string>;
  fetch?: typeof globalThis.fetch;
}

/** A client of the Granary API for browsers and Node. Replies are unwrapped with `unwrap`. */
export function createGranaryClient(options: ClientOptions): GranaryClient {
  const connection: Connection = {
    baseUrl: options.baseUrl.replace(/\/+$/, ''),
    headers: {
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...options.headers,
    },
    fetch: options.fetch ?? ((...request) => globalThis.fetch(...request)),
  };
  const client = createFetchClient<paths>({
    baseUrl: connection.baseUrl,
    headers: connection.headers,
    fetch: (request) => connection.fetch(request),
  });
  return Object.assign(client, { connection });
}
