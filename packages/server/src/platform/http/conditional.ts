import { hash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { invalid } from './errors.ts';
import type { Route } from './route.ts';

/**
 * The tag of a reply. A resource with a version is tagged
 * `"<version>-<hash>"`, so that a change can be made conditional on it
 * (`If-Match`); everything else is tagged weakly by its content.
 */
export function entityTag(text: string, version: number | undefined): string {
  const content = hash('sha1', text, 'base64url');
  return version === undefined ? `W/"${content}"` : `"${version}-${content}"`;
}

/** Whether the caller has this reply already; tags are compared weakly, as RFC 9110 asks for reads. */
export function hasAlready(request: FastifyRequest, tag: string): boolean {
  const given = request.headers['if-none-match'];
  if (given === undefined) return false;
  if (given.trim() === '*') return true;
  const opaque = (text: string) => text.trim().replace(/^W\//, '');
  return given.split(',').some((candidate) => opaque(candidate) === opaque(tag));
}

/** Whether a change depends on the version that was seen, in its body or in `If-Match`. */
export function takesVersion({ ifMatch, body }: Pick<Route, 'ifMatch' | 'body'>): boolean {
  return ifMatch === true || (body instanceof z.ZodObject && 'version' in body.shape);
}

/** `"7"`, or the tag of a read, which begins with the version. */
const versionTag = /^"([1-9][0-9]{0,14})(?:-[\w-]{1,64})?"$/;

/**
 * The version that `If-Match` names.
 *
 * @throws {AppError} 422 `if_match_not_valid` for anything but one tag of a versioned resource
 */
export function readIfMatch(request: FastifyRequest): number | undefined {
  const given = request.headers['if-match'];
  if (given === undefined) return undefined;
  const match = versionTag.exec(given.trim());
  if (match === null) {
    throw invalid(
      'if_match_not_valid',
      'If-Match takes one version of this thing, as "7" or as the ETag of your read.',
      { details: [{ field: 'if-match', message: 'not the ETag of a thing with a version' }] },
    );
  }
  return Number(match[1]);
}

/**
 * Lets `If-Match` stand for the body's `version`.
 *
 * @throws {AppError} 422 when the route has no version to compare, or both are given and differ
 */
export function applyIfMatch(request: FastifyRequest, takesVersion: boolean): number | undefined {
  const version = readIfMatch(request);
  if (version === undefined) return undefined;
  if (!takesVersion) {
    throw invalid(
      'if_match_not_used',
      'This change does not depend on a version; send it without If-Match.',
      {
        details: [{ field: 'if-match', message: 'not used here' }],
      },
    );
  }
  const body = request.body;
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
    const named = (body as Record<string, unknown>).version;
    if (named !== undefined && named !== version) {
      throw invalid('versions_differ', 'If-Match and the version in the body name different versions.', {
        details: [{ field: 'version', message: `If-Match says ${version}` }],
      });
    }
    (body as Record<string, unknown>).version = version;
  }
  return version;
}
