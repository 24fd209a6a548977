import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { apiPrefix } from '../../src/platform/http/addresses.ts';
import { createReplyJudge } from './reply-judge.ts';

/**
 * Judges every reply of a test's server by the OpenAPI document. What breaks
 * it is told when the server is closed; a reply that the serializer could not
 * write says which value was wrong.
 *
 * @returns the breaks so far
 */
export function watchContract(app: FastifyInstance): string[] {
  const breaks: string[] = [];
  let judge: ReturnType<typeof createReplyJudge> | undefined;

  function judged(request: FastifyRequest, reply: FastifyReply, body: unknown): string | undefined {
    const declared = request.routeOptions.config.declared;
    if (declared === undefined) return undefined;
    judge ??= createReplyJudge(app.swagger() as unknown as Record<string, unknown>, { isClosed: true });
    return judge({
      method: declared.method,
      path: apiPrefix + declared.path,
      status: reply.statusCode,
      contentType: reply.getHeader('content-type') as string | undefined,
      body,
      isPart: request.chosenFields !== undefined,
    });
  }

  app.addHook('onError', async (request, _reply, error) => {
    const { code, cause } = error as { code?: string; cause?: unknown };
    if (code !== 'FST_ERR_RESPONSE_SERIALIZATION') return;
    const why = cause instanceof Error ? cause.message : String(cause);
    breaks.push(`${request.method} ${request.url}: the reply does not fit its shape: ${why}`);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const type = String(reply.getHeader('content-type') ?? '');
    const isJson = type.startsWith('application/json') && typeof payload === 'string' && payload !== '';
    const isEmpty = payload === undefined || payload === null || payload === '';
    const broken = judged(request, reply, isJson ? JSON.parse(payload) : isEmpty ? undefined : payload);
    if (broken === undefined) return payload;
    breaks.push(broken);
    // The test at hand fails with the reason, not only the file's end.
    if (!isJson) return payload;
    reply.code(500);
    const error = { code: 'contract_broken', message: broken, details: [], correlation_id: request.id };
    return JSON.stringify({ error });
  });
  return breaks;
}
