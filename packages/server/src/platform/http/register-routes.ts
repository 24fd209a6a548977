import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { everyRow, inRowScope } from '../database/index.ts';
import { refuseUnlessOperator } from '../ops/whole-installation.ts';
import { acceptsOneOf, mediaTypesOf } from './accept.ts';
import { addressesOf, apiPrefix } from './addresses.ts';
import { type AnswerOptions, createAnswer } from './answer.ts';
import { applyIfMatch, takesVersion } from './conditional.ts';
import { checkDeprecation, deprecationHeaders } from './deprecation.ts';
import { forbidden, notAcceptable, unauthenticated } from './errors.ts';
import { errorReply } from './openapi/error-shape.ts';
import { queryShapeOf } from './query-shape.ts';
import type { RateLimits } from './rate-limits/rate-limits.ts';
import type { Caller, Route } from './route.ts';
import { refuseBadText } from './text.ts';

export interface RouteOptions extends AnswerOptions {
  limits: RateLimits;
  routes: Route[];
  permissions: Record<string, string>;
  /** Answers who sent a request, or undefined; given by `identity`. */
  authenticate(request: FastifyRequest): Promise<Caller | undefined>;
  /** Told of each request that is refused for want of a permission. */
  onRefused?(caller: Caller, permission: string, request: FastifyRequest): Promise<void>;
}

/** A route without a known permission, or two routes of one address, stop the start. */
export function registerRoutes(app: FastifyInstance, options: RouteOptions): void {
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

function register(app: FastifyInstance, definition: Route, options: RouteOptions, url: string): void {
  const isPublic = definition.permission === 'public';
  const isRead = definition.method === 'GET';
  const mediaTypes = mediaTypesOf(definition);
  const fixedHeaders = {
    'cache-control': 'no-store',
    ...(definition.deprecated === undefined ? {} : deprecationOf(definition.deprecated)),
  };
  const isVersioned = takesVersion(definition);
  const answer = createAnswer(definition, options);
  app.route({
    method: definition.method,
    url,
    schema: {
      ...bodyOf(definition),
      querystring: queryShapeOf(definition),
      ...(definition.params === undefined ? {} : { params: definition.params }),
      response: { ...definition.reply, '4xx': errorReply, '5xx': errorReply },
    },
    config: { declared: definition },
    // Before the body is read or judged: a stranger learns nothing about its shape.
    onRequest: async (request, reply) => {
      reply.headers(fixedHeaders);
      await options.limits.countStranger(definition, request, reply);
      if (!isPublic) {
        request.caller = await authorize(request, definition.permission, options);
        if (definition.installationWide === true) {
          await refuseUnlessOperator(options.database, request.caller, definition.permission);
        }
        await options.limits.countCaller(definition, request.caller, reply);
      }
      if (!acceptsOneOf(request.headers.accept, mediaTypes)) {
        throw notAcceptable('not_acceptable', `This address answers with ${mediaTypes.join(' or ')}.`, {
          details: mediaTypes.map((media_type) => ({ message: `can be ${media_type}`, media_type })),
        });
      }
    },
    preValidation: async (request) => {
      refuseBadText('path', request.params);
      refuseBadText('query', request.query);
      refuseBadText('body', request.body);
      if (!isRead) request.expectedVersion = applyIfMatch(request, isVersioned);
    },
    handler: (request, reply) => inRowScope(request.caller?.scope ?? everyRow, () => answer(request, reply)),
  });
}

/** A change that takes no body refuses one, so that nobody believes it was read. */
function bodyOf({ method, body, multipart: isForm }: Route): { body?: z.ZodType } {
  if (body !== undefined) return { body };
  return method === 'GET' || isForm === true ? {} : { body: z.strictObject({}).nullish() };
}

function deprecationOf(deprecation: NonNullable<Route['deprecated']>): Readonly<Record<string, string>> {
  checkDeprecation(deprecation);
  return deprecationHeaders(deprecation, apiPrefix + deprecation.successor);
}

async function authorize(
  request: FastifyRequest,
  permission: string,
  options: RouteOptions,
): Promise<Caller> {
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
    /** The version that `If-Match` names. */
    expectedVersion?: number | undefined;
  }
  interface FastifyContextConfig {
    /** The route of ours behind an address; absent on pages and files. */
    declared?: Route;
  }
}
