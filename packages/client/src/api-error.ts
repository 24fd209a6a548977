/** What is wrong with one field or thing of a refused request. */
export interface ErrorDetail {
  field?: string;
  message: string;
  [more: string]: unknown;
}

/** A request the server refused or could not answer. `message` is a sentence for the reader. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** HTTP status. */
  readonly status: number;
  /** Stable for programs, as `actions.stale_version`. */
  readonly code: string;
  readonly details: ErrorDetail[];
  /** Leads to the server's log entry. */
  readonly correlationId: string | undefined;
  /** How long the server wants to be left alone, where it says so. */
  readonly retryAfterSeconds: number | undefined;

  constructor(failure: {
    status: number;
    code: string;
    message: string;
    details?: ErrorDetail[];
    correlationId?: string | undefined;
    retryAfterSeconds?: number | undefined;
  }) {
    super(failure.message);
    this.status = failure.status;
    this.code = failure.code;
    this.details = failure.details ?? [];
    this.correlationId = failure.correlationId;
    this.retryAfterSeconds = failure.retryAfterSeconds;
  }

  /** Reads the error envelope; a reply that has none, as from a proxy, keeps its status. */
  static of(response: Response, body: unknown): ApiError {
    const { status } = response;
    const correlationId = response.headers.get('x-correlation-id') ?? undefined;
    const retryAfterSeconds = readSeconds(response.headers.get('retry-after'));
    const envelope = readEnvelope(body);
    if (envelope === undefined) {
      return new ApiError({
        status,
        code: 'unexpected_reply',
        message: `The server answered ${status} ${response.statusText}`.trim(),
        correlationId,
        retryAfterSeconds,
      });
    }
    return new ApiError({ status, correlationId, retryAfterSeconds, ...envelope });
  }
}

function readSeconds(header: string | null): number | undefined {
  return header !== null && /^\d+$/.test(header) ? Number(header) : undefined;
}

function readEnvelope(body: unknown): { code: string; message: string; details: ErrorDetail[] } | undefined {
  if (!isRecord(body) || !isRecord(body.error)) return undefined;
  const { code, message, details } = body.error;
  if (typeof code !== 'string' || typeof message !== 'string') return undefined;
  return { code, message, details: Array.isArray(details) ? details.filter(isDetail) : [] };
}

function isDetail(value: unknown): value is ErrorDetail {
  return isRecord(value) && typeof value.message === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
