import type { FastifyReply, FastifyRequest } from 'fastify';
import { entityTag, hasAlready } from './conditional.ts';
import { selectionOf } from './query-shape.ts';
import type { Caller, Route } from './route.ts';

/** A reply may be kept by the one who asked, and must be asked about before it is used again. */
const revalidate = 'private, no-cache';

/** Calls a route's handler and writes what it returns: chosen fields, tag, 304 for those who have it. */
export function createAnswer(definition: Route) {
  const selection = selectionOf(definition);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { fields: chosen, ...query } = (request.query ?? {}) as { fields?: string };
    request.chosenFields = chosen?.split(',');
    const result = await definition.handle({
      body: request.body as never,
      query: query as never,
      params: request.params as never,
      caller: request.caller as Caller,
      expectedVersion: request.expectedVersion,
      correlationId: request.id,
      request,
      reply,
    });
    if (!isPlainObject(result)) return result;
    const version = typeof result.version === 'number' ? result.version : undefined;
    if (definition.method !== 'GET') {
      if (version !== undefined) reply.header('etag', `"${version}"`);
      return result;
    }
    if (reply.statusCode !== 200) return result;
    const text =
      selection === undefined || chosen === undefined
        ? (reply.serialize(result) as string)
        : selection.serializer(chosen)(result);
    return sendRead(request, reply, text, entityTag(text, version));
  };
}

function sendRead(request: FastifyRequest, reply: FastifyReply, text: string, tag: string): FastifyReply {
  reply.header('etag', tag).header('cache-control', revalidate);
  if (hasAlready(request, tag)) return reply.status(304).send();
  return reply.type('application/json; charset=utf-8').send(text);
}

/** As against the reply itself, a stream or a file's bytes. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The fields asked for by name; a CSV is trimmed to them as well. */
    chosenFields?: string[] | undefined;
  }
}
