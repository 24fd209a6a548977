import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Serves the built screen at /app. It may be built while the server is already up. */
export async function registerWeb(app: FastifyInstance, folder: string): Promise<void> {
  app.get('/', { schema: { hide: true } }, (_request, reply) => reply.redirect('/app/'));
  app.get('/app', { schema: { hide: true } }, (_request, reply) => reply.redirect('/app/'));
  await app.register(fastifyStatic, {
    root: folder,
    prefix: '/app/',
    // The page itself is asked for anew; what it names carries a hash and may be kept.
    setHeaders: (reply, path) =>
      reply.setHeader(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      ),
  });
}

/**
 * Every address of a screen is the same page, which reads its own state from
 * the address. A code may hold a dot, so only the folders of files are left out.
 */
export function isScreenAddress(request: FastifyRequest): boolean {
  const path = request.url.split('?')[0] ?? '';
  return request.method === 'GET' && /^\/app\/(?!assets\/|samples\/)/.test(path);
}

export function replyWithScreen(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-cache').sendFile('index.html');
}
