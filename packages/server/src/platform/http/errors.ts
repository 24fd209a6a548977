import { type CodeOf, type ErrorCode, type Failure, statusOf } from './error-catalogue.ts';

export interface ErrorDetail {
  field?: string;
  message: string;
  [more: string]: unknown;
}

interface Reason {
  details?: ErrorDetail[];
  /** When it makes sense to ask again; sent as Retry-After. */
  retryAfterSeconds?: number | undefined;
  cause?: unknown;
}

/** A refusal: a stable code from the catalogue, and a sentence for the reader. */
export class AppError extends Error {
  readonly failure: Failure;
  readonly code: ErrorCode;
  readonly details: ErrorDetail[];
  readonly retryAfterSeconds: number | undefined;

  constructor(failure: Failure, code: ErrorCode, message: string, options: Reason = {}) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.failure = failure;
    this.code = code;
    this.details = options.details ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status(): number {
    return statusOf[this.failure];
  }
}

/** The type of `code` asks for a code that an `errors.ts` declares with this kind of failure. */
const factory =
  <Kind extends Failure>(failure: Kind) =>
  (code: CodeOf<Kind>, message: string, options: Reason = {}) =>
    new AppError(failure, code, message, options);

/** 400: a body that cannot be taken apart. */
export const unparseable = factory('unparseable');
export const unauthenticated = factory('unauthenticated');
export const forbidden = factory('forbidden');
/** 404: the thing asked for does not exist in this organization. */
export const missing = factory('missing');
/** 405; the reply's `Allow` names the methods. */
export const wrongMethod = factory('wrongMethod');
export const notAcceptable = factory('notAcceptable');
export const conflict = factory('conflict');
/** 409 for a version in the body, 412 for one in `If-Match`: the thing has changed since it was seen. */
export const stale = factory('stale');
export const tooLarge = factory('tooLarge');
/** 400: a file format that is not accepted; name what is. */
export const unsupported = factory('unsupported');
/** 422: a value that cannot be used; one detail per field. */
export const invalid = factory('invalid');
/** 429: asked too often. */
export const tooMany = factory('tooMany');
export const unavailable = factory('unavailable');
