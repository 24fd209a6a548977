import { hash } from 'node:crypto';
import { takesVersion } from '../conditional.ts';
import { type ErrorCode, type ErrorEntry, statusOf } from '../error-catalogue.ts';
import { takesIdempotencyKey } from '../idempotency.ts';
import { takesCursor } from '../query-shape.ts';
import type { Route } from '../route.ts';
import type { JsonSchema } from './components.ts';

export type Catalogue = Record<string, ErrorEntry>;

/** The codes that follow from a route's declaration, and those it declares. */
export function codesOf(route: Route): ErrorCode[] {
  const isChange = route.method !== 'GET';
  const isVersioned = takesVersion(route);
  const hasInput = route.params ?? route.query ?? route.body ?? route.multipart;
  const codes: (ErrorCode | false)[] = [
    'validation_failed',
    'text_not_accepted',
    'not_acceptable',
    'too_many_requests',
    'address_blocked',
    'internal_error',
    'database_unavailable',
    ...callersCodes(route),
    hasInput !== undefined && 'value_not_storable',
    ...(route.params === undefined ? [] : (['bad_request', 'address_too_long'] as const)),
    ...(isChange ? (['unsupported_media_type', 'unparseable_body', 'body_too_large'] as const) : []),
    ...(isChange ? (['commit_unknown', 'changes_collided'] as const) : []),
    isChange && 'if_match_not_valid',
    isChange && (isVersioned ? 'versions_differ' : 'if_match_not_used'),
    ...(takesIdempotencyKey(route)
      ? ([
          'idempotency_key_not_valid',
          'idempotency_key_reused',
          'request_under_way',
          'reply_not_kept',
        ] as const)
      : []),
    route.multipart === true && 'bad_request',
    takesCursor(route) && 'cursor_not_valid',
    ...(route.errors ?? []),
  ];
  return [...new Set(codes.filter((code) => code !== false))];
}

function callersCodes({ permission, method }: Route): ErrorCode[] {
  if (permission === 'public') return [];
  return [
    'not_signed_in',
    'token_malformed',
    'token_not_valid',
    'token_expired',
    'session_expired',
    'session_revoked',
    // The header x-granary-view-as asks for a permission of its own on every read.
    ...(permission === 'signed-in' && method !== 'GET' ? [] : (['permission_missing'] as const)),
    ...(method === 'GET'
      ? (['view_as_unknown', 'view_as_needs_rows'] as const)
      : (['view_as_is_read_only', 'csrf_header_missing', 'csrf_origin_foreign'] as const)),
  ];
}

/** Refusals as components: routes that can be refused alike refer to the same one. */
export type Refusals = Map<string, JsonSchema>;

/** Refusals by status, each a reference to a component that lists the codes and joins `refusals`. */
export function refusalsOf(
  route: Route,
  catalogue: Catalogue,
  refusals: Refusals,
): Record<string, JsonSchema> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codesOf(route)) {
    const entry = catalogue[code];
    if (entry === undefined) {
      throw new Error(
        `${route.method} ${route.path} names the error code "${code}", which no errors.ts declares`,
      );
    }
    const statuses: number[] = [statusOf[entry.failure]];
    // The same refusal of a condition that If-Match set.
    if (entry.failure === 'stale') statuses.push(412);
    for (const status of statuses) byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => {
      const sorted = codes.toSorted();
      const name = refusalName(status, sorted);
      if (!refusals.has(name)) refusals.set(name, refusal(status, sorted, catalogue));
      return [String(status), { $ref: `#/components/responses/${name}` }];
    }),
  );
}

/** The code where there is one; several are told apart by a short digest, which only they change. */
function refusalName(status: number, codes: readonly string[]): string {
  return `${status}-${codes.length === 1 ? codes[0] : hash('sha1', codes.join(' ')).slice(0, 6)}`;
}

function refusal(status: number, codes: readonly string[], catalogue: Catalogue): JsonSchema {
  const waits = status === 429 || status === 503;
  return {
    description: codes.map((code) => `\`${code}\`: ${catalogue[code]?.when}`).join('\n\n'),
    headers: {
      'x-correlation-id': { $ref: '#/components/headers/CorrelationId' },
      ...(waits ? { 'retry-after': { $ref: '#/components/headers/RetryAfter' } } : {}),
    },
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/Error' },
        examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
      },
    },
    'x-error-codes': codes,
  };
}

/** One example for each code there is; refusals refer to them. */
export function refusalExamples(catalogue: Catalogue): JsonSchema {
  return Object.fromEntries(
    Object.entries(catalogue).map(([code, { when, remedy }]) => [
      code,
      {
        summary: remedy,
        value: {
          error: {
            code,
            message: when,
            details: code === 'validation_failed' ? [{ field: 'limit', message: 'is not known here' }] : [],
            correlation_id: '5b0c7c1e-6f0e-4d3c-9a53-0e7b3d0f6a11',
          },
        },
      },
    ]),
  );
}
