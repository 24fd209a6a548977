/**
 * The ways a request can fail, each with the status it maps to. A code is
 * `place.what`, stable for callers; the message is a sentence for the reader.
 */
const statusOf = {
  unparseable: 400,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  tooLarge: 413,
  unsupported: 400,
  invalid: 422,
  unavailable: 503,
} as const;

export type Failure = keyof typeof statusOf;

export interface ErrorDetail {
  field?: string;
  message: string;
  [more: string]: unknown;
}

export class AppError extends Error {
  readonly failure: Failure;
  readonly code: string;
  readonly details: ErrorDetail[];

  constructor(
    failure: Failure,
    code: string,
    message: string,
    options: { details?: ErrorDetail[]; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.failure = failure;
    this.code = code;
    this.details = options.details ?? [];
  }

  get status(): number {
    return statusOf[this.failure];
  }
}

const factory =
  (failure: Failure) =>
  (code: string, message: string, options: { details?: ErrorDetail[]; cause?: unknown } = {}) =>
    new AppError(failure, code, message, options);

/** 400: a body that cannot be taken apart. */
export const unparseable = factory('unparseable');
export const unauthenticated = factory('unauthenticated');
export const forbidden = factory('forbidden');
/** 404: the thing asked for does not exist in this organization. */
export const missing = factory('missing');
export const conflict = factory('conflict');
export const tooLarge = factory('tooLarge');
/** 400: a file format that is not accepted; name what is. */
export const unsupported = factory('unsupported');
/** 422: a value that cannot be used; one detail per field. */
export const invalid = factory('invalid');
export const unavailable = factory('unavailable');
