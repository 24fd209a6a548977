/** One problem inside an error of the API, with the field it concerns. */
export interface ErrorDetail {
  field?: string;
  message: string;
  suggestions?: string[];
}

/** A refusal by the API, or its silence: `status` is 0 when nothing answered. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: readonly ErrorDetail[];
  readonly correlationId: string | null;
  /** The whole envelope, for the few errors that carry more, such as the upload they concern. */
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, body: unknown) {
    const envelope = isRecord(body) ? body : {};
    const error = isRecord(envelope.error) ? envelope.error : {};
    super(typeof error.message === 'string' ? error.message : plainMessage(status));
    this.name = 'ApiError';
    this.status = status;
    this.code = typeof error.code === 'string' ? error.code : `http.${status}`;
    this.details = Array.isArray(error.details) ? error.details.flatMap(readDetail) : [];
    this.correlationId = typeof error.correlation_id === 'string' ? error.correlation_id : null;
    this.body = { ...envelope, ...error };
  }
}

export interface Page<Row> {
  data: Row[];
  page: { next_cursor: string | null; total: number };
}

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

const PREFIX = '/api/v1';

/** The header without which the server takes no change from a browser: other sites cannot send it. */
export const CLIENT_HEADER = { 'x-granary-client': 'web' } as const;

/** The address of an API path with its query; empty values are left out. */
export function apiAddress(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return `${PREFIX}${path}${text === '' ? '' : `?${text}`}`;
}

async function request<T>(
  method: string,
  path: string,
  options: { query?: Query; body?: unknown; signal?: AbortSignal },
): Promise<T> {
  const response = await fetch(apiAddress(path, options.query), {
    method,
    credentials: 'same-origin',
    headers: {
      ...CLIENT_HEADER,
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(0, null);
  });
  const body = await readBody(response);
  if (!response.ok) throw new ApiError(response.status, body);
  return body as T;
}

/** Thin verbs over the API; each throws an `ApiError` when refused. */
export const api = {
  get: <T>(path: string, query: Query = {}, signal?: AbortSignal) =>
    request<T>('GET', path, { query, ...(signal ? { signal } : {}) }),
  post: <T>(path: string, body: unknown = {}) => request<T>('POST', path, { body }),
  put: <T>(path: string, body: unknown) => request<T>('PUT', path, { body }),
};

async function readBody(response: Response): Promise<unknown> {
  if (response.status === 204) return null;
  const text = await response.text();
  return parseJson(text);
}

/** JSON, or null where a proxy in between answered with something else. */
export function parseJson(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function plainMessage(status: number): string {
  if (status === 0) return 'The server does not answer. It may be starting, or the connection is down.';
  if (status >= 500) return 'The server could not do this. Its log says why.';
  return `The server refused this (${status}).`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readDetail(value: unknown): ErrorDetail[] {
  if (!isRecord(value) || typeof value.message !== 'string') return [];
  const suggestions = value.suggestions;
  return [
    {
      message: value.message,
      ...(typeof value.field === 'string' ? { field: value.field } : {}),
      ...(Array.isArray(suggestions) ? { suggestions: suggestions.flatMap(readSuggestion) } : {}),
    },
  ];
}

/** A suggested column comes as its name, or as an object that holds it as `source`. */
function readSuggestion(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return isRecord(value) && typeof value.source === 'string' ? [value.source] : [];
}
