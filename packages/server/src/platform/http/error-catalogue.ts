/** What kind of failure a code is; each kind has one status. */
export const statusOf = {
  unparseable: 400,
  unsupported: 400,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  wrongMethod: 405,
  notAcceptable: 406,
  timedOut: 408,
  conflict: 409,
  stale: 409,
  tooLarge: 413,
  addressTooLong: 414,
  unsupportedMedia: 415,
  invalid: 422,
  headersTooLarge: 431,
  tooMany: 429,
  unexpected: 500,
  unavailable: 503,
} as const;

export type Failure = keyof typeof statusOf;

/** One code as callers may rely on it: it never changes its kind, and never its meaning. */
export interface ErrorEntry {
  failure: Failure;
  /** When it is answered: one sentence, for docs/errors.md and the OpenAPI document. */
  when: string;
  /** What the caller can do about it: one sentence. */
  remedy: string;
}

export type ErrorEntries = Readonly<Record<string, ErrorEntry>>;

/** Declares the codes of a capability in its `errors.ts`; add them to {@link ErrorCatalogue} there. */
export function declareErrors<const Entries extends ErrorEntries>(entries: Entries): Entries {
  return entries;
}

export type FailuresOf<Entries extends ErrorEntries> = {
  readonly [Code in keyof Entries]: Entries[Code]['failure'];
};

/** The codes that the platform itself answers with. */
export const platformErrors = declareErrors({
  bad_request: {
    failure: 'unparseable',
    when: 'The request line, a header or the address cannot be read.',
    remedy: 'Encode the address and send well-formed HTTP.',
  },
  unparseable_body: {
    failure: 'unparseable',
    when: 'The body is empty or is not valid JSON.',
    remedy: 'Send one JSON value as the body, with content-type application/json.',
  },
  not_signed_in: {
    failure: 'unauthenticated',
    when: 'The request carries no token and no session cookie.',
    remedy: 'Sign in, or send a token.',
  },
  token_malformed: {
    failure: 'unauthenticated',
    when: 'The Authorization header, the cookie or the refresh token has not the form of one that Granary makes.',
    remedy: 'Send "Authorization: Bearer <token>" with the token as it was handed out.',
  },
  token_not_valid: {
    failure: 'unauthenticated',
    when: 'The token was signed by somebody else, was changed, or belongs to no session.',
    remedy: 'Sign in again.',
  },
  token_expired: {
    failure: 'unauthenticated',
    when: 'The access token is older than an hour, the refresh token than 7 days, or a token for machines than its term.',
    remedy:
      'Exchange the refresh token for a new pair at POST /auth/refresh; when that has expired, sign in again.',
  },
  session_expired: {
    failure: 'unauthenticated',
    when: 'The session was idle for too long, or has reached its end.',
    remedy: 'Sign in again.',
  },
  session_revoked: {
    failure: 'unauthenticated',
    when: 'The session was signed out, ended by its owner or an administrator, or its account was deactivated.',
    remedy: 'Sign in again.',
  },
  csrf_header_missing: {
    failure: 'forbidden',
    when: 'A change was sent with the session cookie but without the header x-granary-client: web.',
    remedy: 'Send the header from your page, or use a bearer token.',
  },
  csrf_origin_foreign: {
    failure: 'forbidden',
    when: 'A change was sent with the session cookie from a page of another site.',
    remedy: 'Use the screens of Granary; where a proxy changes the host, set GRANARY_PUBLIC_URL.',
  },
  permission_missing: {
    failure: 'forbidden',
    when: 'The caller lacks the permission that `details` names.',
    remedy: 'Ask an owner of the organization to grant it.',
  },
  route_not_found: {
    failure: 'missing',
    when: 'There is nothing at this address, or not with this method.',
    remedy: 'Look the address up at /docs.',
  },
  method_not_allowed: {
    failure: 'wrongMethod',
    when: 'There is something at this address, but not with this method.',
    remedy: 'Use one of the methods that Allow and `details` name.',
  },
  not_acceptable: {
    failure: 'notAcceptable',
    when: 'The Accept header leaves out every media type that the address answers with.',
    remedy: 'Accept one of the media types that `details` names.',
  },
  request_timeout: {
    failure: 'timedOut',
    when: 'The request did not arrive in time.',
    remedy: 'Send it again on a faster connection, or in smaller parts.',
  },
  headers_too_large: {
    failure: 'headersTooLarge',
    when: 'The headers of the request are too large.',
    remedy: 'Send fewer or shorter headers and cookies.',
  },
  duplicate: {
    failure: 'conflict',
    when: 'Something with the same key exists already.',
    remedy: 'Change the existing one, or choose another key.',
  },
  idempotency_key_reused: {
    failure: 'conflict',
    when: 'The Idempotency-Key was sent before, with another request.',
    remedy: 'Send a new key with each new request.',
  },
  request_under_way: {
    failure: 'conflict',
    when: 'The first request with this Idempotency-Key has not ended yet.',
    remedy: 'Send the same request again in a moment; it is answered with the first reply.',
  },
  reply_not_kept: {
    failure: 'conflict',
    when: 'The Idempotency-Key was used by a request that made its change, but whose reply holds a secret or was lost.',
    remedy: 'Look at what there is now; send a new key to do it once more.',
  },
  body_too_large: {
    failure: 'tooLarge',
    when: 'The body is larger than `details[0].max_bytes`.',
    remedy: 'Send less at once; lists have bulk routes, files their own limit.',
  },
  address_too_long: {
    failure: 'addressTooLong',
    when: 'A part of the address is longer than any code can be.',
    remedy: 'Check the code in the address.',
  },
  unsupported_media_type: {
    failure: 'unsupportedMedia',
    when: 'The body is of a type that this route does not read.',
    remedy: 'Send application/json, or multipart/form-data where a file is expected.',
  },
  validation_failed: {
    failure: 'invalid',
    when: 'Parameters or fields are missing, unknown or out of range; `details` has one entry for each.',
    remedy: 'Mend the fields that `details` names.',
  },
  text_not_accepted: {
    failure: 'invalid',
    when: 'A text holds a control character other than tab and line end, or half of a character.',
    remedy: 'Clean the texts that `details` names.',
  },
  if_match_not_valid: {
    failure: 'invalid',
    when: 'If-Match is not the ETag of one version of a thing.',
    remedy: 'Send the ETag of your read, or the version in quotes.',
  },
  if_match_not_used: {
    failure: 'invalid',
    when: 'If-Match was sent with a change that does not depend on a version.',
    remedy: 'Send the change without If-Match.',
  },
  versions_differ: {
    failure: 'invalid',
    when: 'If-Match and the version in the body name different versions.',
    remedy: 'Send the version in one of the two places.',
  },
  value_not_storable: {
    failure: 'invalid',
    when: 'A value is out of the range of its column, or holds a character that cannot be stored.',
    remedy: 'Shorten or clean the value.',
  },
  cursor_not_valid: {
    failure: 'invalid',
    when: 'The cursor does not belong to this list and order.',
    remedy: 'Start again without a cursor, and keep filters and order while paging.',
  },
  idempotency_key_not_valid: {
    failure: 'invalid',
    when: 'The Idempotency-Key is empty, longer than 200 characters, or holds spaces.',
    remedy: 'Send 1 to 200 visible characters, for example a UUID.',
  },
  too_many_requests: {
    failure: 'tooMany',
    when: 'More requests came in a minute than are accepted from this caller.',
    remedy: 'Wait for the seconds that Retry-After names.',
  },
  address_blocked: {
    failure: 'tooMany',
    when: 'Attacks came from this network address, so that strangers at it are refused for a while.',
    remedy: 'Wait for the seconds that Retry-After names, or ask an administrator to lift the block.',
  },
  internal_error: {
    failure: 'unexpected',
    when: 'Something went wrong on our side.',
    remedy: 'Report the correlation id: it leads to the log entry.',
  },
  database_unavailable: {
    failure: 'unavailable',
    when: 'The database does not answer.',
    remedy: 'Send the request again after the seconds that Retry-After names.',
  },
  commit_unknown: {
    failure: 'unavailable',
    when: 'The connection to the database broke while a change was being saved, so that its fate is not known.',
    remedy: 'Look whether it was saved, or send the request again with the same Idempotency-Key.',
  },
  changes_collided: {
    failure: 'unavailable',
    when: 'Another change to the same data was under way, and this one was undone.',
    remedy: 'Send the request again.',
  },
  outside_unavailable: {
    failure: 'unavailable',
    when: 'A service outside of Granary that the request needs, such as mail, does not answer.',
    remedy: 'Send the request again after the seconds that Retry-After names.',
  },
});

/**
 * Every code there is. A capability adds its own beside declaring them:
 *
 *     declare module '../platform/http/error-catalogue.ts' {
 *       interface ErrorCatalogue extends FailuresOf<typeof stockErrors> {}
 *     }
 */
export interface ErrorCatalogue extends FailuresOf<typeof platformErrors> {}

export type ErrorCode = keyof ErrorCatalogue & string;

/** The codes of one kind, so that a code cannot be thrown with a status other than its own. */
export type CodeOf<Kind extends Failure> = {
  [Code in ErrorCode]: ErrorCatalogue[Code] extends Kind ? Code : never;
}[ErrorCode];

/** The entries of all capabilities in one table. */
export function mergeErrors(declared: readonly (ErrorEntries | undefined)[]): Record<string, ErrorEntry> {
  const all: Record<string, ErrorEntry> = {};
  for (const [code, entry] of declared.flatMap((entries) => Object.entries(entries ?? {}))) {
    if (code in all) throw new Error(`two capabilities declare the error code ${code}`);
    all[code] = entry;
  }
  return all;
}
