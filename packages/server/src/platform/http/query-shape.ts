import { z } from 'zod';
import { type FieldSelection, fieldSelection } from './fields.ts';
import type { Route } from './route.ts';

const selections = new WeakMap<Route, FieldSelection | undefined>();

/** How callers choose the fields of a read; undefined where there are none to choose, as in a file. */
export function selectionOf(route: Route): FieldSelection | undefined {
  if (!selections.has(route)) {
    const shape = route.method === 'GET' && route.replyType === undefined ? route.reply[200] : undefined;
    selections.set(route, shape === undefined ? undefined : fieldSelection(shape));
  }
  return selections.get(route);
}

/** The query of a route: its own parameters, and `fields` where fields can be chosen. Others are refused. */
export function queryShapeOf(route: Route): z.ZodType {
  const query = route.query ?? z.strictObject({});
  const selection = selectionOf(route);
  if (selection === undefined) return query;
  if (!(query instanceof z.ZodObject)) {
    throw new TypeError(`the query of ${route.path} must be an object shape, so that fields can join it`);
  }
  return query.safeExtend({ fields: selection.parameter });
}

/** A list that is answered page by page. */
export function takesCursor(route: Route): boolean {
  return route.method === 'GET' && route.query instanceof z.ZodObject && 'cursor' in route.query.shape;
}
