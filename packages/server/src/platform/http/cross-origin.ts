import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

/** What a page of another origin may read of a reply, beside its body. */
const exposedHeaders = [
  'deprecation',
  'etag',
  'link',
  'location',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'sunset',
  'x-correlation-id',
];
const allowedHeaders = [
  'accept',
  'authorization',
  'content-type',
  'idempotency-key',
  'if-match',
  'if-none-match',
  'x-correlation-id',
  'x-granary-client',
  'x-granary-view-as',
];

/**
 * Lets the pages of the named origins call us, and no others. Cookies are not
 * part of it: a foreign page signs in and sends its token.
 */
export async function allowOrigins(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  const allowed = new Set(origins);
  await app.register(cors, {
    hideOptionsRoute: true,
    delegator: (request, answer) => {
      const origin = request.headers.origin;
      answer(null, {
        origin: origin !== undefined && allowed.has(origin) ? origin : false,
        // A plain OPTIONS is answered with the methods of the address, as without CORS.
        preflight: request.headers['access-control-request-method'] !== undefined,
        methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
        allowedHeaders,
        exposedHeaders,
        maxAge: 600,
      });
    },
  });
}
