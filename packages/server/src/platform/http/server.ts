import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import websocket from '@fastify/websocket';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { addressesOf } from './addresses.ts';
import type { ErrorEntry } from './error-catalogue.ts';
import { bodyMaxBytes, replyToError } from './error-reply.ts';
import { forbidden, missing, unauthenticated } from './errors.ts';
import { registerDocs } from './openapi/docs.ts';
import { errorReply } from './openapi/error-shape.ts';
import { recordedReplies } from './openapi/recorded-replies.ts';
import type { Caller, Route } from './route.ts';
import { isScreenAddress, registerWeb, replyWithScreen } from './web.ts';

export interface HttpOptions {
  log: FastifyBaseLogger;
  routes: Route[];
  permissions: Record<string, string>;
  /** Every error code with its entry in the catalogue. */
  errors: Record<string, ErrorEntry>;
  /** Answers who sent a request, or undefined; given by `identity`. */
  authenticate(request: FastifyRequest): Promise<Caller | undefined>;
  /** Told of each request that is refused for want of a permission. */
  onRefused?(caller: Caller, permission: string, request: FastifyRequest): Promise<void>;
  version: string;
  uploadMaxBytes: number;
  /** Where the built screen is, or will be. */
  webFolder: string;
}

/**
 * Assembles the HTTP server from the routes of all capabilities. A route
 * without a known permission, or two routes of one address, stop the start.
 */
export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyMaxBytes,
    genReqId: (request) => readCorrelationId(request.headers['x-correlation-id']),
    routerOptions: { maxParamLength: 300 },
    forceCloseConnections: 'idle',
    // An address that cannot be read fails before any hook or handler of ours.
    frameworkErrors: (error, request, reply) =>
      replyToError(error, request, reply.header('x-correlation-id', request.id)),
  });
  // Fastify reads text as well; no route of ours does, and a body without a shape would pass unread.
  app.removeContentTypeParser('text/plain');
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(replyToError);
  app.setNotFoundHandler((request, reply) =>
    existsSync(join(options.webFolder, 'index.html')) && isScreenAddress(request)
      ? replyWithScreen(reply)
      : replyToError(
          missing('route_not_found', `There is no ${request.method} ${request.url.split('?')[0]}.`),
          request,
          reply,
        ),
  );
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-correlation-id', request.id);
  });

  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'", 'ws:', 'wss:'],
        upgradeInsecureRequests: null,
      },
    },
    strictTransportSecurity: false,
  });
  await app.register(compress, { global: true, threshold: 2048, encodings: ['br', 'gzip'] });
  await app.register(cookie);
  await app.register(rateLimit, { global: false });
  await app.register(multipart, {
    limits: { fileSize: options.uploadMaxBytes, files: 1, fields: 20, fieldSize: 65_536 },
  });
  await app.register(websocket, { options: { maxPayload: 65_536 } });
  await registerDocs(app, { ...options, replies: recordedReplies() });

  await registerWeb(app, options.webFolder);
  registerRoutes(app, options);
  return app;
}

function readCorrelationId(given: string | string[] | undefined): string {
  return typeof given === 'string' && /^[\w.-]{1,100}$/.test(given) ? given : randomUUID();
}

function registerRoutes(app: FastifyInstance, options: HttpOptions): void {
  for (const definition of options.routes) {
    if (!isKnownPermission(definition.permission, options.permissions)) {
      throw new Error(
        `${definition.method} ${definition.path} asks for the unknown permission "${definition.permission}"`,
      );
    }
    for (const address of addressesOf(definition)) register(app, definition, options, address);
  }
}

function isKnownPermission(permission: string, known: Record<string, string>): boolean {
  return permission === 'public' || permission === 'signed-in' || permission in known;
}

function register(app: FastifyInstance, definition: Route, options: HttpOptions, url: string): void {
  const isPublic = definition.permission === 'public';
  app.route({
    method: definition.method,
    url,
    schema: {
      ...(definition.body === undefined ? {} : { body: definition.body }),
      ...(definition.query === undefined
        ? { querystring: z.strictObject({}) }
        : { querystring: definition.query }),
      ...(definition.params === undefined ? {} : { params: definition.params }),
      response: { ...definition.reply, '4xx': errorReply, '5xx': errorReply },
    },
    config: {
      declared: definition,
      ...(definition.perMinute === undefined
        ? {}
        : { rateLimit: { max: definition.perMinute, timeWindow: 60_000 } }),
    },
    // Before the body is read or judged: a stranger learns nothing about its shape.
    onRequest: async (request) => {
      if (isPublic) return;
      request.caller = await authorize(request, definition.permission, options);
    },
    handler: async (request, reply) =>
      definition.handle({
        body: request.body as never,
        query: request.query as never,
        params: request.params as never,
        caller: request.caller as Caller,
        correlationId: request.id,
        request,
        reply,
      }),
  });
}

async function authorize(request: FastifyRequest, permission: string, options: HttpOptions): Promise<Caller> {
  const caller = await options.authenticate(request);
  if (caller === undefined) {
    throw unauthenticated('not_signed_in', 'Sign in, or send a token that is still valid.');
  }
  if (permission !== 'signed-in' && !caller.permissions.has(permission)) {
    await options.onRefused?.(caller, permission, request);
    throw forbidden(
      'permission_missing',
      `This needs the permission ${permission} (${options.permissions[permission]}). An owner of the organization can grant it.`,
      {
        details: [{ message: `needs ${permission}`, permission }],
      },
    );
  }
  return caller;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
  }
  interface FastifyContextConfig {
    /** The route of ours behind an address; absent on pages and files. */
    declared?: Route;
  }
}
