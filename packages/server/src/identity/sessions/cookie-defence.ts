import type { FastifyRequest } from 'fastify';
import { forbidden } from '../../platform/http/errors.ts';

/**
 * Refuses a change that carries the session cookie and may come from another
 * site's page. A page can send the header only to its own site, or after asking
 * a server that does not allow it; a browser names the page's origin truthfully.
 *
 * @throws {AppError} 403 `csrf_header_missing` or `csrf_origin_foreign`
 */
export function refuseForeignPage(request: FastifyRequest, publicUrl: string | undefined): void {
  if (isReadOnly(request.method)) return;
  if (request.headers['x-granary-client'] !== 'web') {
    throw forbidden(
      'csrf_header_missing',
      'A change made with the session cookie needs the header x-granary-client: web.',
    );
  }
  if (!comesFromOurPage(request, publicUrl)) {
    throw forbidden(
      'csrf_origin_foreign',
      'A change made with the session cookie must come from a page of Granary itself. If a proxy changes the host, set GRANARY_PUBLIC_URL.',
    );
  }
}

function isReadOnly(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/** A browser names the page that sends a change; programs name none. */
export function comesFromOurPage(request: FastifyRequest, publicUrl: string | undefined): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') return false;
  const { origin } = request.headers;
  if (origin === undefined) return true;
  const host = hostOf(origin);
  return host !== undefined && (host === request.headers.host || host === hostOf(publicUrl ?? ''));
}

function hostOf(address: string): string | undefined {
  try {
    return new URL(address).host;
  } catch {
    return undefined;
  }
}
