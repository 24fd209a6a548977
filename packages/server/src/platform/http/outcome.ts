import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { ErrorCode } from './error-catalogue.ts';

/** How a request ended, for the log, the figures and the watch at the door. Holds nothing of what was sent. */
export interface RequestOutcome {
  method: string;
  /** The address as the route declares it, `/api/v1/runs/:run_id`; undefined where no route is. */
  route: string | undefined;
  status: number;
  ms: number;
  /** The error code, where it failed. */
  code: ErrorCode | undefined;
  /** What was thrown, where the fault is ours. */
  fault: unknown;
  orgId: string | undefined;
  userId: string | undefined;
  correlationId: string;
}

export type OutcomeListener = (outcome: RequestOutcome, request: FastifyRequest) => void;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by `replyToError`. */
    failure?: { code: ErrorCode; error: unknown };
  }
}

/** One line for each request, whoever sent it and however it ended; then the others are told. */
export function watchOutcomes(
  app: FastifyInstance,
  log: Logger,
  listeners: readonly OutcomeListener[],
): void {
  app.addHook('onResponse', async (request, reply) => {
    const outcome = outcomeOf(request, reply);
    log.info(
      {
        method: outcome.method,
        route: outcome.route,
        status: outcome.status,
        ms: outcome.ms,
        ...(outcome.code === undefined ? {} : { code: outcome.code }),
        org: outcome.orgId,
        user: outcome.userId,
        address: request.ip,
        correlation_id: outcome.correlationId,
      },
      'request',
    );
    for (const listener of listeners) listener(outcome, request);
  });
}

function outcomeOf(request: FastifyRequest, reply: FastifyReply): RequestOutcome {
  const { failure, caller } = request;
  return {
    method: request.method,
    route: request.is404 ? undefined : request.routeOptions.url,
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime * 10) / 10,
    code: failure?.code,
    fault: reply.statusCode >= 500 ? failure?.error : undefined,
    orgId: caller?.orgId,
    userId: caller?.userId,
    correlationId: request.id,
  };
}
