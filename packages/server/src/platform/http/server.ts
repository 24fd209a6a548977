import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import websocket from '@fastify/websocket';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import type { InstallationSecret } from '../installation-secret.ts';
import { AddressBook } from './allowed-methods.ts';
import { allowOrigins } from './cross-origin.ts';
import { createCursorSeal } from './cursor-seal.ts';
import type { ErrorEntry } from './error-catalogue.ts';
import { bodyMaxBytes, replyToError } from './error-reply.ts';
import { missing, wrongMethod } from './errors.ts';
import { readJsonBodies } from './json-body.ts';
import { registerDocs } from './openapi/docs.ts';
import type { TitledShapes } from './openapi/document.ts';
import { recordedReplies } from './openapi/recorded-replies.ts';
import { type OutcomeListener, watchOutcomes } from './outcome.ts';
import { createRateLimits, type RateLimitSettings } from './rate-limits/rate-limits.ts';
import { type RouteOptions, registerRoutes } from './register-routes.ts';
import { securityHeaders } from './security-headers.ts';
import { answerUnreadable } from './unreadable-requests.ts';
import { isScreenAddress, registerWeb, replyWithScreen } from './web.ts';

export interface HttpOptions extends Omit<RouteOptions, 'limits' | 'cursors'> {
  secret: InstallationSecret;
  rateLimits: RateLimitSettings;
  shapes: readonly TitledShapes[];
  log: Logger;
  /** Every error code with its entry in the catalogue. */
  errors: Record<string, ErrorEntry>;
  /** Refuses strangers from whose address attacks came. */
  refuseStranger?(request: FastifyRequest): Promise<void>;
  /** Told how each request ended. */
  onOutcome: readonly OutcomeListener[];
  version: string;
  uploadMaxBytes: number;
  publicUrl: string | undefined;
  /** Origins whose pages may call the API. */
  corsOrigins: readonly string[];
  /** Addresses of proxies whose word on the caller's address is taken. */
  trustedProxies: readonly string[];
  /** Where the built screen is, or will be. */
  webFolder: string;
}

/**
 * Assembles the HTTP server from the routes of all capabilities. A route
 * without a known permission, or two routes of one address, stop the start.
 */
export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const headers = securityHeaders(options.publicUrl);
  const addresses = new AddressBook();
  const app = Fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'correlation_id' }),
    bodyLimit: bodyMaxBytes,
    genReqId: (request) => readCorrelationId(request.headers['x-correlation-id']),
    routerOptions: { maxParamLength: 300 },
    forceCloseConnections: 'idle',
    trustProxy: options.trustedProxies.length === 0 ? false : [...options.trustedProxies],
    // An address that cannot be read fails before any hook or handler of ours.
    frameworkErrors: (error, request, reply) =>
      replyToError(error, request, reply.headers(headers).header('x-correlation-id', request.id)),
    clientErrorHandler: answerUnreadable(headers),
  });
  app.addHook('onRoute', ({ method, url }) => {
    if (url.includes('*')) return;
    for (const one of [method].flat()) addresses.add(one, url);
  });
  // Fastify reads text as well; no route of ours does, and a body without a shape would pass unread.
  app.removeContentTypeParser('text/plain');
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(replyToError);
  app.setNotFoundHandler((request, reply) =>
    existsSync(join(options.webFolder, 'index.html')) && isScreenAddress(request)
      ? replyWithScreen(reply)
      : replyToNoRoute(addresses, request, reply),
  );
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers).header('x-correlation-id', request.id);
  });
  watchOutcomes(app, options.log, options.onOutcome);

  readJsonBodies(app);
  await allowOrigins(app, options.corsOrigins);
  await app.register(compress, { global: true, threshold: 2048, encodings: ['br', 'gzip'] });
  await app.register(cookie);
  app.addHook('onRequest', async (request) => options.refuseStranger?.(request));
  await app.register(multipart, {
    limits: { fileSize: options.uploadMaxBytes, files: 1, fields: 20, fieldSize: 65_536 },
  });
  await app.register(websocket, { options: { maxPayload: 65_536 } });
  await registerDocs(app, { ...options, replies: recordedReplies() });

  await registerWeb(app, options.webFolder);
  const limits = createRateLimits(options.database, options.log, options.rateLimits);
  registerRoutes(app, {
    ...options,
    limits,
    cursors: createCursorSeal(options.secret.derive('cursors')),
  });
  return app;
}

/** A known address asked with another method tells the methods it has. */
function replyToNoRoute(addresses: AddressBook, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?')[0] ?? '';
  const methods = addresses.methodsAt(path);
  if (methods.length === 0) {
    return replyToError(missing('route_not_found', `There is no ${request.method} ${path}.`), request, reply);
  }
  const allow = methods.join(', ');
  reply.header('allow', allow);
  if (request.method === 'OPTIONS') return reply.status(204).send();
  return replyToError(
    wrongMethod('method_not_allowed', `${path} cannot be asked with ${request.method}; it takes ${allow}.`, {
      details: methods.map((method) => ({ message: `takes ${method}`, method })),
    }),
    request,
    reply,
  );
}

function readCorrelationId(given: string | string[] | undefined): string {
  return typeof given === 'string' && /^[\w.-]{1,100}$/.test(given) ? given : randomUUID();
}
