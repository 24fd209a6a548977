import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod';
import { AppError, type ErrorDetail } from './errors.ts';

interface ErrorReply {
  status: number;
  code: string;
  message: string;
  details: ErrorDetail[];
}

/** Largest accepted body, in bytes; files go another way and have their own limit. */
export const bodyMaxBytes = 1_048_576;

/**
 * The one place that turns a failure into a reply. Anything not named here is
 * a fault of ours: 500, with the detail in the log and not in the body.
 */
export function replyToError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const answer = describe(error);
  if (answer.status >= 500) request.log.error({ err: error }, answer.message);
  if (answer.status === 503) reply.header('retry-after', '2');
  return reply
    .removeHeader('content-disposition')
    .status(answer.status)
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

function describe(error: unknown): ErrorReply {
  if (error instanceof AppError) {
    return { status: error.status, code: error.code, message: error.message, details: error.details };
  }
  if (hasZodFastifySchemaValidationErrors(error)) return describeValidation(error);
  if (isResponseSerializationError(error)) return unexpected();
  return describeByCode(error as Partial<FastifyError>);
}

function describeValidation(error: {
  validation: { instancePath: string; message?: string }[];
  validationContext?: string;
}): ErrorReply {
  const details = error.validation.map((issue) => ({
    field: issue.instancePath.replace(/^\//, '').replaceAll('/', '.') || (error.validationContext ?? 'body'),
    message: issue.message ?? 'cannot be used',
  }));
  return {
    status: 422,
    code: 'validation_failed',
    message: `The ${error.validationContext ?? 'request'} cannot be used: ${details
      .map((detail) => `${detail.field}: ${detail.message}`)
      .join('; ')}`,
    details,
  };
}

const serverCodes: Record<string, Omit<ErrorReply, 'details'> & { details?: ErrorDetail[] }> = {
  FST_ERR_CTP_INVALID_JSON_BODY: {
    status: 400,
    code: 'unparseable_body',
    message: 'The body is not valid JSON.',
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    status: 400,
    code: 'unparseable_body',
    message: 'The body is empty; send a JSON object.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'unsupported_media_type',
    message: 'Send application/json, or multipart/form-data where a file is expected.',
  },
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    code: 'body_too_large',
    message: `The body is larger than ${bodyMaxBytes.toLocaleString('en-GB')} bytes.`,
    details: [{ message: `at most ${bodyMaxBytes} bytes`, max_bytes: bodyMaxBytes }],
  },
  FST_INVALID_MULTIPART_CONTENT_TYPE: {
    status: 415,
    code: 'unsupported_media_type',
    message: 'Send multipart/form-data with the file in a part named "file".',
  },
};

/** PostgreSQL reports a value it cannot hold with class 22; it came from the request. */
function describeByCode(error: Partial<FastifyError> & { name?: string }): ErrorReply {
  const known = error.code === undefined ? undefined : serverCodes[error.code];
  if (known !== undefined) return { details: [], ...known };
  if (error.statusCode === 429) {
    return {
      status: 429,
      code: 'too_many_requests',
      message: error.message ?? 'Too many requests; wait a moment.',
      details: [],
    };
  }
  if (error.name === 'DatabaseUnavailable') {
    return {
      status: 503,
      code: 'database_unavailable',
      message: 'The database does not answer at the moment. Try again shortly.',
      details: [],
    };
  }
  if (typeof error.code === 'string' && /^22[0-9A-Z]{3}$/.test(error.code)) {
    return {
      status: 422,
      code: 'value_not_storable',
      message: 'A value in the request cannot be stored (out of range or with a forbidden character).',
      details: [],
    };
  }
  if (error.code === '23505') {
    return { status: 409, code: 'duplicate', message: 'This already exists.', details: [] };
  }
  if (typeof error.statusCode === 'number' && error.statusCode >= 400 && error.statusCode < 500) {
    return {
      status: error.statusCode,
      code: 'bad_request',
      message: error.message ?? 'The request cannot be read.',
      details: [],
    };
  }
  return unexpected();
}

function unexpected(): ErrorReply {
  return {
    status: 500,
    code: 'internal_error',
    message: 'Something went wrong on our side. The correlation id leads to the log entry.',
    details: [],
  };
}
