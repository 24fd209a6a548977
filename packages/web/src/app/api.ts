import { ApiError, createGranaryClient, type paths } from '@granary/client';
import { noteAnswer } from './connection.ts';
import { viewAsHeaders } from './view-as.ts';

export { ApiError, unwrap } from '@granary/client';

/** The header without which the server takes no change from a browser: other sites cannot send it. */
export const CLIENT_HEADER = { 'x-granary-client': 'web' } as const;

/** The public API, typed; the session cookie goes along by itself. */
export const client = createGranaryClient({ baseUrl: '', headers: CLIENT_HEADER, fetch: send });

/** The JSON with which a path answers a GET. */
export type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } };
}
  ? Body
  : never;

/** What a path's GET may be asked for. */
export type Asked<Path extends keyof paths> = paths[Path] extends {
  get: { parameters: { query?: infer Query } };
}
  ? NonNullable<Query>
  : never;

/** Nothing answered: an error like the others, with status 0, so that screens need one kind. */
export function silence(): ApiError {
  return new ApiError({
    status: 0,
    code: 'unreachable',
    message: 'The server does not answer. It may be starting, or the connection is down.',
  });
}

/** One request; where the visitor looks with other eyes, it says so, and the server then takes no change. */
async function send(...given: Parameters<typeof fetch>): Promise<Response> {
  const request = new Request(...given);
  // Coming and going is done as oneself.
  const isAtTheDoor = new URL(request.url).pathname.startsWith('/api/v1/auth/');
  if (!isAtTheDoor)
    for (const [name, value] of Object.entries(viewAsHeaders())) request.headers.set(name, value);
  try {
    const reply = await fetch(request);
    noteAnswer(reply.status);
    return reply;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    noteAnswer(null);
    throw silence();
  }
}

/** The address of an API path, for links that download; empty values are left out. */
export function apiAddress(path: string, query: Readonly<Record<string, string | undefined>> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, value);
  }
  const text = search.toString();
  return `/api/v1${path}${text === '' ? '' : `?${text}`}`;
}

/** JSON, or undefined where a proxy in between answered with something else. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
