import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { RowScope } from '../database/index.ts';
import type { Deprecation } from './deprecation.ts';
import type { ErrorCode } from './error-catalogue.ts';

/** Who sent a request, as `identity` established it. */
export interface Caller {
  orgId: string;
  userId: string;
  name: string;
  /** The role's code. */
  role: string;
  sessionId: string;
  permissions: ReadonlySet<string>;
  via: 'cookie' | 'access_token' | 'machine_token';
  /** Which rows they may see; null is all. */
  scope: RowScope;
  /** Largest money at stake they may approve, in the organization's currency; null is no limit. */
  approvalLimit: number | null;
  /** The role or person through whose eyes this request is answered. */
  viewAs: string | null;
  /** How many changes the organization had seen when the caller was recognized; the same number, the same rows. */
  changes: string;
}

type Shape = z.ZodType | undefined;
type Read<S extends Shape> = S extends z.ZodType ? z.output<S> : undefined;
type Sent<S extends Shape> = S extends z.ZodType ? z.input<S> : undefined;

/**
 * A request as a reader may copy it, answered with the first status of
 * `reply`. It is sent in the tests; ids that differ from run to run are put in
 * by the capability's `test-examples.ts`. `npm run examples` records the reply.
 */
export interface RouteExample<Body extends Shape, Query extends Shape, Params extends Shape> {
  params?: Sent<Params>;
  query?: Sent<Query>;
  body?: Sent<Body>;
  /** Text fields of a multipart form, and its file. */
  form?: { fields?: Record<string, string>; file: { name: string; content: string } };
  headers?: Record<string, string>;
}

export interface RouteContext<Body extends Shape, Query extends Shape, Params extends Shape> {
  body: Read<Body>;
  query: Read<Query>;
  params: Read<Params>;
  /** Present on every route that is not public. */
  caller: Caller;
  /** The version that `If-Match` names; a body with a `version` has it there as well. */
  expectedVersion: number | undefined;
  correlationId: string;
  /**
   * On a multipart route: does the rest of the work once for an
   * `Idempotency-Key`. `request` is what must be the same when the key comes
   * again. Other routes need not call it.
   */
  once(request: unknown, work: () => Promise<unknown>): Promise<unknown>;
  request: FastifyRequest;
  reply: FastifyReply;
}

export interface RouteDefinition<
  Body extends Shape = undefined,
  Query extends Shape = undefined,
  Params extends Shape = undefined,
> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below /api/v1, as `/actions/:action_id`. */
  path: string;
  /** What the caller must be allowed to do; `public` and `signed-in` are the exceptions, spelled out. */
  permission: string;
  summary: string;
  tag: string;
  body?: Body;
  query?: Query;
  params?: Params;
  /** Reply shape by status; the first is the usual one. */
  reply: Record<number, z.ZodType>;
  /** Media type of a reply that is not JSON. */
  replyType?: string;
  /** Codes it answers with, beside those that follow from its shapes and permission. */
  errors?: readonly ErrorCode[];
  example?: RouteExample<Body, Query, Params>;
  /**
   * A POST of a signed-in caller takes an `Idempotency-Key`; false where to repeat it is harmless and wanted. True
   * for another change that takes one.
   */
  idempotent?: boolean;
  /** About the whole installation: where several organizations share it, for its operator alone. */
  installationWide?: true;
  /** The reply holds a secret that is shown once: it is not kept for a repetition. */
  secretReply?: boolean;
  /** Also served without the prefix, as the requirements' seeds name it. */
  rootAlias?: boolean;
  /** Also served below /api, as the requirements' season family names it. */
  apiAlias?: boolean;
  /** Other addresses of the same handler, below /api/v1 and, with `rootAlias`, at the root. */
  aliases?: readonly string[];
  /**
   * A read that follows from the organization's rows, the caller's rights, the
   * address and the day alone, so that its reply is kept until something changes.
   */
  kept?: boolean;
  /** Accepted requests per minute and address, where abuse is likely. */
  perMinute?: number;
  /** Takes `If-Match` without a `version` in its body, as a DELETE; the handler compares `expectedVersion`. */
  ifMatch?: boolean;
  /** Announced in the headers of every reply, and in the OpenAPI document. */
  deprecated?: Deprecation;
  /** The body is multipart/form-data and read by the handler. */
  multipart?: boolean;
  /** Text fields of the multipart form, beside its part `file`. */
  form?: z.ZodType;
  handle(context: RouteContext<Body, Query, Params>): Promise<unknown> | unknown;
}

/** A route whose shapes were checked by {@link route}; the assembly needs no more. */
export type Route = Omit<RouteDefinition<Shape, Shape, Shape>, 'handle'> & {
  handle(context: RouteContext<never, never, never>): Promise<unknown> | unknown;
};

/** Declares a route with its permission, shapes and handler in one place. */
export function route<
  Body extends Shape = undefined,
  Query extends Shape = undefined,
  Params extends Shape = undefined,
>(definition: RouteDefinition<Body, Query, Params>): Route {
  return definition as unknown as Route;
}
