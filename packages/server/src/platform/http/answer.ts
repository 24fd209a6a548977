import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../database/index.ts';
import { entityTag, hasAlready } from './conditional.ts';
import type { CursorSeal } from './cursor-seal.ts';
import { answerOnce, readIdempotencyKey, takesIdempotencyKey } from './idempotency.ts';
import type { KeptReply } from './idempotency-queries.ts';
import type { Page } from './paging.ts';
import { selectionOf, takesCursor } from './query-shape.ts';
import { asksForFresh, type KeptRead, type ReplyCache } from './reply-cache.ts';
import type { Caller, Route, RouteContext } from './route.ts';

/** A reply may be kept by the one who asked, and must be asked about before it is used again. */
const revalidate = 'private, no-cache';
const jsonType = 'application/json; charset=utf-8';

type Context = RouteContext<never, never, never>;

/** Calls a route's handler and writes what it returns: chosen fields, tag, 304 for those who have it, once for a key. */
export interface AnswerOptions {
  database: Database;
  cursors: CursorSeal;
  replies: ReplyCache;
}

export function createAnswer(definition: Route, { database, cursors, replies }: AnswerOptions) {
  const isPaged = takesCursor(definition);
  const isRead = definition.method === 'GET';
  const takesKey = takesIdempotencyKey(definition);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { fields, ...query } = (request.query ?? {}) as { fields?: string; cursor?: string };
    request.chosenFields = fields?.split(',');
    const place = { orgId: request.caller?.orgId ?? '', path: definition.path };
    if (isPaged && query.cursor !== undefined) query.cursor = cursors.open(place, query.cursor);
    const key = takesKey ? readIdempotencyKey(request) : undefined;
    const once: Context['once'] = (what, work) =>
      key === undefined ? work() : workOnce(definition, database, { key, what }, { request, reply }, work);
    const context: Context = {
      body: request.body as never,
      query: query as never,
      params: request.params as never,
      caller: request.caller as Caller,
      expectedVersion: request.expectedVersion,
      correlationId: request.id,
      once,
      request,
      reply,
    };
    if (isRead) {
      const read = async () => {
        const result = await definition.handle(context);
        if (isPaged) sealNextCursor(result, (cursor) => cursors.close(place, cursor));
        return asRead(definition, result, fields, reply);
      };
      return sendRead(definition.kept === true ? await keptOr(replies, request, reply, read) : await read(), {
        request,
        reply,
      });
    }
    if (definition.multipart === true) return definition.handle(context);
    return once([request.params, request.body], async () => {
      const result = await definition.handle(context);
      const version = isPlainObject(result) ? versionOf(result) : undefined;
      if (version !== undefined) reply.header('etag', `"${version}"`);
      return result;
    });
  };
}

function sealNextCursor(result: unknown, seal: (cursor: string) => string): void {
  const page = isPlainObject(result) ? (result.page as Page<unknown>['page'] | undefined) : undefined;
  if (page?.next_cursor) page.next_cursor = seal(page.next_cursor);
}

interface Exchange {
  request: FastifyRequest;
  reply: FastifyReply;
}

/** A read's text with its tag; a stream, a file or another status is left as it is. */
function asRead(
  definition: Route,
  result: unknown,
  fields: string | undefined,
  reply: FastifyReply,
): KeptRead | { other: unknown } {
  if (!isPlainObject(result) || reply.statusCode !== 200) return { other: result };
  const selection = selectionOf(definition);
  const text =
    selection === undefined || fields === undefined
      ? (reply.serialize(result) as string)
      : selection.serializer(fields)(result);
  return { text, tag: entityTag(text, versionOf(result)) };
}

/** Says in the words of RFC 9211 whether the reply was kept. */
async function keptOr(
  replies: ReplyCache,
  request: FastifyRequest,
  reply: FastifyReply,
  read: () => Promise<KeptRead | { other: unknown }>,
): Promise<KeptRead | { other: unknown }> {
  const place = replies.placeOf(request, request.caller as Caller);
  if (place === undefined) return read();
  const kept = asksForFresh(request) ? undefined : replies.find(place);
  if (kept !== undefined) {
    reply.header('cache-status', 'granary; hit');
    return kept;
  }
  const made = await read();
  if ('other' in made) return made;
  replies.keep(place, made);
  reply.header('cache-status', 'granary; fwd=miss; stored');
  return made;
}

function sendRead(read: KeptRead | { other: unknown }, { request, reply }: Exchange): unknown {
  if ('other' in read) return read.other;
  const { text, tag } = read;
  reply.header('etag', tag).header('cache-control', revalidate);
  if (hasAlready(request, tag)) return reply.status(304).send();
  return reply.type(jsonType).send(text);
}

/** Headers that are part of a reply kept for a repetition. */
const keptHeaders = ['location', 'etag'];

async function workOnce(
  definition: Route,
  database: Database,
  { key, what }: { key: string; what: unknown },
  { request, reply }: Exchange,
  work: () => Promise<unknown>,
): Promise<FastifyReply> {
  const { orgId, userId } = request.caller as Caller;
  const route = `${definition.method} ${definition.path}`;
  const keepsReply = definition.secretReply !== true;
  const given = { orgId, userId, route, key, request: what, keepsReply };
  const answered = await answerOnce(database, given, async (): Promise<KeptReply> => {
    const result = await work();
    return {
      status: reply.statusCode,
      headers: Object.fromEntries(
        keptHeaders.flatMap((name) => {
          const value = reply.getHeader(name);
          return value === undefined ? [] : [[name, String(value)]];
        }),
      ),
      body: isPlainObject(result) ? (reply.serialize(result) as string) : '',
    };
  });
  reply.status(answered.status).headers(answered.headers);
  if (answered.isRepeated) reply.header('idempotency-replayed', 'true');
  return answered.body === '' ? reply.send() : reply.type(jsonType).send(answered.body);
}

const versionOf = (result: Record<string, unknown>) =>
  typeof result.version === 'number' ? result.version : undefined;

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
