import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod';
import { CommitUnknown, DatabaseUnavailable } from '../database/index.ts';
import { OutsideUnavailable } from '../outside/outside.ts';
import { type ErrorCode, type Failure, platformErrors, statusOf } from './error-catalogue.ts';
import { AppError, type ErrorDetail } from './errors.ts';
import { inputShape } from './input-shape.ts';

interface ErrorReply {
  code: ErrorCode;
  failure: Failure;
  message: string;
  details: ErrorDetail[];
  /** For 503: when to ask again; 2 s unless said. */
  retryAfterSeconds?: number | undefined;
}

/** A reply with a code of the platform's own, whose kind its catalogue knows. */
function answerWith(
  code: keyof typeof platformErrors,
  message: string,
  details: ErrorDetail[] = [],
): ErrorReply {
  return { code, failure: platformErrors[code].failure, message, details };
}

/** Largest accepted body, in bytes; files go another way and have their own limit. */
export const bodyMaxBytes = 1_048_576;

/**
 * The one place that turns a failure into a reply. Anything not named here is
 * a fault of ours: 500, with the detail in the log and not in the body.
 */
export function replyToError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const answer = describe(error);
  // RFC 9110: a condition in a header that does not hold is 412, a stale version in the body a conflict.
  const isPrecondition = answer.failure === 'stale' && request.headers['if-match'] !== undefined;
  const status = isPrecondition ? 412 : statusOf[answer.failure];
  request.failure = { code: answer.code, error };
  if (status >= 500) logFault(request, error, answer);
  if (status === 503 || answer.retryAfterSeconds !== undefined) {
    reply.header('retry-after', String(Math.ceil(answer.retryAfterSeconds ?? 2)));
  }
  if (status === 401) reply.header('www-authenticate', challenge(answer));
  return reply
    .removeHeader('content-disposition')
    .status(status)
    .type('application/json; charset=utf-8')
    .send({
      error: {
        code: answer.code,
        message: answer.message,
        details: answer.details,
        correlation_id: request.id,
      },
    });
}

/** What was under way for whom, with the chain of causes; of the input only its shape. */
function logFault(request: FastifyRequest, error: unknown, answer: ErrorReply): void {
  const { caller } = request;
  request.log.error(
    {
      err: error,
      code: answer.code,
      operation: `${request.method} ${request.is404 ? '' : request.routeOptions.url}`,
      org: caller?.orgId,
      user: caller?.userId,
      role: caller?.role,
      input: {
        params: inputShape(request.params),
        query: inputShape(request.query),
        body: inputShape(request.body),
      },
    },
    answer.message,
  );
}

/** RFC 6750: a request without a token is told how to sign in, one with a token what is wrong with it. */
function challenge({ code, message }: ErrorReply): string {
  const isAboutToken = /^(token|session|refresh_token)_/.test(code);
  const told = message.replaceAll(/[^\x20-\x7e]|["\\]/g, "'");
  return `Bearer realm="granary"${isAboutToken ? `, error="invalid_token", error_description="${told}"` : ''}`;
}

function describe(error: unknown): ErrorReply {
  if (error instanceof AppError) {
    const { code, failure, message, details, retryAfterSeconds } = error;
    return { code, failure, message, details, retryAfterSeconds };
  }
  if (hasZodFastifySchemaValidationErrors(error)) return describeValidation(error);
  if (isResponseSerializationError(error)) return unexpected();
  return describeByCode(error as Partial<FastifyError>);
}

interface ValidationIssue {
  instancePath: string;
  message?: string;
  params?: unknown;
}

/** One detail per field: of several unknown fields each is named by itself. */
function describeValidation(error: {
  validation: ValidationIssue[];
  validationContext?: string;
}): ErrorReply {
  const context = error.validationContext ?? 'request';
  const all = error.validation.flatMap((issue) => {
    const field = issue.instancePath.replace(/^\//, '').replaceAll('/', '.');
    const unknown = unknownKeys(issue);
    if (unknown.length === 0)
      return [{ field: field || context, message: issue.message ?? 'cannot be used' }];
    return unknown.map((key) => ({ field: field ? `${field}.${key}` : key, message: 'is not known here' }));
  });
  // More than these helps nobody, and would make an answer longer than its question.
  const details = all.slice(0, detailsMax);
  return answerWith(
    'validation_failed',
    `The ${context} cannot be used: ${details.map(({ field, message }) => `${field}: ${message}`).join('; ')}`,
    details,
  );
}

const detailsMax = 100;

function unknownKeys({ params }: ValidationIssue): string[] {
  const keys = (params as { keys?: unknown } | undefined)?.keys;
  return Array.isArray(keys) ? keys.map(String) : [];
}

const notJson = answerWith('unparseable_body', 'The body is not valid JSON.');
const tooManyBytes = answerWith(
  'body_too_large',
  `The body is larger than ${bodyMaxBytes.toLocaleString('en-GB')} bytes.`,
  [{ message: `at most ${bodyMaxBytes} bytes`, max_bytes: bodyMaxBytes }],
);
const otherMediaType = answerWith(
  'unsupported_media_type',
  'Send application/json, or multipart/form-data where a file is expected.',
);

const serverCodes: Record<string, ErrorReply> = {
  FST_ERR_CTP_INVALID_JSON_BODY: notJson,
  FST_ERR_CTP_EMPTY_JSON_BODY: answerWith('unparseable_body', 'The body is empty; send a JSON object.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: otherMediaType,
  FST_ERR_CTP_BODY_TOO_LARGE: tooManyBytes,
  FST_INVALID_MULTIPART_CONTENT_TYPE: answerWith(
    'unsupported_media_type',
    'Send multipart/form-data with the file in a part named "file".',
  ),
};

/** Failures of the server's own reading, by the status they come with. */
const ofStatus: Record<number, (message: string) => ErrorReply> = {
  413: () => tooManyBytes,
  414: (message) => answerWith('address_too_long', message),
  415: () => otherMediaType,
  429: (message) => answerWith('too_many_requests', message),
};

/** PostgreSQL reports a value it cannot hold with class 22; it came from the request. */
function describeByCode(error: Partial<FastifyError> & { name?: string }): ErrorReply {
  const known = error.code === undefined ? undefined : serverCodes[error.code];
  if (known !== undefined) return known;
  const away = describeUnavailable(error);
  if (away !== undefined) return away;
  if (typeof error.code === 'string' && /^22[0-9A-Z]{3}$/.test(error.code)) {
    return answerWith(
      'value_not_storable',
      'A value in the request cannot be stored (out of range or with a forbidden character).',
    );
  }
  if (error.code === '23505') return answerWith('duplicate', 'This already exists.');
  const { statusCode } = error;
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    const message = error.message ?? 'The request cannot be read.';
    return ofStatus[statusCode]?.(message) ?? answerWith('bad_request', message);
  }
  return unexpected();
}

/** What works again by itself: 503 with the time after which to ask again. */
function describeUnavailable(error: Partial<Error> & { code?: string }): ErrorReply | undefined {
  if (error instanceof CommitUnknown) return answerWith('commit_unknown', error.message);
  if (error instanceof DatabaseUnavailable) {
    return answerWith(
      'database_unavailable',
      'The database does not answer at the moment; nothing was changed. Try again shortly.',
    );
  }
  if (error instanceof OutsideUnavailable) {
    const message = `The service "${error.service}" is not available at the moment. Try again later.`;
    return { ...answerWith('outside_unavailable', message), retryAfterSeconds: error.retryAfterSeconds };
  }
  if (error.code !== undefined && collisions.has(error.code)) {
    const message =
      'Another change to the same data was under way; nothing of this one was saved. Send it again.';
    return { ...answerWith('changes_collided', message), retryAfterSeconds: 1 };
  }
  return undefined;
}

/** Serialization failure, deadlock, lock not available: which of two changes loses is chance. */
const collisions = new Set(['40001', '40P01', '55P03']);

function unexpected(): ErrorReply {
  return answerWith(
    'internal_error',
    'Something went wrong on our side. The correlation id leads to the log entry.',
  );
}
