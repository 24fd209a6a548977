import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';

/** Who sent a request, as `identity` established it. */
export interface Caller {
  orgId: string;
  userId: string;
  name: string;
  /** The role's code. */
  role: string;
  sessionId: string;
  permissions: ReadonlySet<string>;
  /** Which rows they may see; null is all. */
  scope: { storeIds: readonly string[] | null; supplierIds: readonly string[] | null };
  /** Largest money at stake they may approve, in the organization's currency; null is no limit. */
  approvalLimit: number | null;
  /** The role or person through whose eyes this request is answered. */
  viewAs: string | null;
}

type Shape = z.ZodType | undefined;
type Read<S extends Shape> = S extends z.ZodType ? z.output<S> : undefined;

export interface RouteContext<Body extends Shape, Query extends Shape, Params extends Shape> {
  body: Read<Body>;
  query: Read<Query>;
  params: Read<Params>;
  /** Present on every route that is not public. */
  caller: Caller;
  correlationId: string;
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
  /** Reply shape by status. */
  reply: Record<number, z.ZodType>;
  /** Also served without the prefix, as the requirements' seeds name it. */
  rootAlias?: boolean;
  /** Other addresses of the same handler, below /api/v1 and, with `rootAlias`, at the root. */
  aliases?: readonly string[];
  /** Accepted requests per minute and address, where abuse is likely. */
  perMinute?: number;
  /** The body is multipart/form-data and read by the handler. */
  multipart?: boolean;
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
