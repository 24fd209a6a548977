import type { z } from 'zod';
import { takesVersion } from '../conditional.ts';
import { takesIdempotencyKey } from '../idempotency.ts';
import { queryShapeOf } from '../query-shape.ts';
import type { Route } from '../route.ts';
import { type Catalogue, type Refusals, refusalsOf } from './answers.ts';
import type { createComponents, JsonSchema } from './components.ts';

type Components = ReturnType<typeof createComponents>;

export interface OperationContext {
  components: Components;
  catalogue: Catalogue;
  refusals: Refusals;
  permissions: Record<string, string>;
  /** Recorded replies by `METHOD path`. */
  replies: Record<string, unknown>;
}

export const nameOf = (route: Route) => `${route.method} ${route.path}`;

/** `POST /actions/:action_id/approve` is `postActionsActionIdApprove`. */
export function operationId(route: Route): string {
  const words = `${route.method.toLowerCase()} ${route.path}`.split(/[^a-zA-Z0-9]+/).filter(Boolean);
  return words.map((word, index) => (index === 0 ? word : word[0]?.toUpperCase() + word.slice(1))).join('');
}

export function operationOf(route: Route, context: OperationContext): JsonSchema {
  const isPublic = route.permission === 'public';
  const sentence = context.permissions[route.permission];
  return {
    operationId: operationId(route),
    summary: route.summary,
    description: isPublic ? 'Open to everyone.' : `Needs ${route.permission}.`,
    'x-permission': route.permission,
    ...(sentence === undefined ? {} : { 'x-permission-sentence': sentence }),
    tags: [route.tag],
    ...(route.deprecated === undefined ? {} : { deprecated: true }),
    security: isPublic ? [] : [{ session: [] }, { bearer: [] }],
    parameters: [
      ...parametersOf(route, 'path', route.params, context),
      ...parametersOf(route, 'query', queryShapeOf(route), context),
      ...headersOf(route),
    ],
    ...requestBodyOf(route, context),
    responses: { ...refusalsOf(route, context.catalogue, context.refusals), ...repliesOf(route, context) },
  };
}

function parametersOf(
  route: Route,
  place: 'path' | 'query',
  shape: z.ZodType | undefined,
  { components }: OperationContext,
): JsonSchema[] {
  if (shape === undefined) return [];
  const schema = components.read(shape, 'input') as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  const example = (place === 'path' ? route.example?.params : route.example?.query) as JsonSchema | undefined;
  return Object.entries(schema.properties ?? {}).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || (schema.required ?? []).includes(name),
    ...(description === undefined ? {} : { description }),
    schema: rest,
    ...(example?.[name] === undefined ? {} : { example: example[name] }),
  }));
}

function headersOf(route: Route): JsonSchema[] {
  const names = ['CorrelationIdSent'];
  if (takesIdempotencyKey(route)) names.push('IdempotencyKey');
  if (route.method !== 'GET' && takesVersion(route)) names.push('IfMatch');
  if (isTagged(route)) names.push('IfNoneMatch');
  if (route.method === 'GET' && route.permission !== 'public') names.push('ViewAs');
  return names.map((name) => ({ $ref: `#/components/parameters/${name}` }));
}

function requestBodyOf(route: Route, { components }: OperationContext): JsonSchema {
  if (route.multipart === true) return { requestBody: multipartBody(route, components) };
  if (route.body === undefined) return {};
  const schema = components.read(route.body, 'input', `${titleOf(route)}Request`);
  return {
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema,
          ...(route.example?.body === undefined ? {} : { example: route.example.body }),
        },
      },
    },
  };
}

const titleOf = (route: Route) => {
  const id = operationId(route);
  return id[0]?.toUpperCase() + id.slice(1);
};

function multipartBody(route: Route, components: Components): JsonSchema {
  const fields =
    route.form === undefined ? {} : (components.read(route.form, 'input') as { properties?: JsonSchema });
  const form = route.example?.form;
  return {
    required: true,
    content: {
      'multipart/form-data': {
        schema: {
          type: 'object',
          required: ['file'],
          properties: {
            file: { type: 'string', format: 'binary', description: 'One CSV or XLSX file.' },
            ...fields.properties,
          },
          additionalProperties: false,
        },
        ...(form === undefined ? {} : { example: { file: form.file.content, ...form.fields } }),
      },
    },
  };
}

/** Reads of JSON carry an ETag, and those who have the reply already are told so with 304. */
const isTagged = (route: Route) => route.method === 'GET' && route.replyType === undefined;

function repliesOf(route: Route, context: OperationContext): JsonSchema {
  const [usual] = Object.keys(route.reply).map(Number);
  const unchanged = { 304: { description: 'Nothing has changed since the reply that If-None-Match names.' } };
  const replies = Object.fromEntries(
    Object.entries(route.reply).map(([status, shape]) => [
      status,
      {
        description: descriptionOf(Number(status)),
        headers: headersOfReply(route, Number(status)),
        ...contentOf(route, shape, Number(status), Number(status) === usual, context),
      },
    ]),
  );
  return { ...replies, ...(isTagged(route) ? unchanged : {}) };
}

const descriptions: Record<number, string> = {
  200: 'Done.',
  201: 'Created.',
  202: 'Accepted; the work goes on, follow it at the address in Location.',
  204: 'Done; there is nothing to say.',
  503: 'Not everything answers.',
};
const descriptionOf = (status: number) => descriptions[status] ?? `Status ${status}.`;

function headersOfReply(route: Route, status: number): JsonSchema {
  // What a stranger sets off has no address for them.
  const location = status === 201 || (status === 202 && route.permission !== 'public');
  return {
    'x-correlation-id': { $ref: '#/components/headers/CorrelationId' },
    ...(isTagged(route) || takesVersion(route) ? { etag: { $ref: '#/components/headers/ETag' } } : {}),
    ...(location ? { location: { $ref: '#/components/headers/Location' } } : {}),
  };
}

function contentOf(
  route: Route,
  shape: z.ZodType,
  status: number,
  isUsual: boolean,
  { components, replies }: OperationContext,
): JsonSchema {
  if (status === 204) return {};
  if (route.replyType !== undefined) {
    return { content: { [route.replyType]: { schema: components.read(shape, 'output') } } };
  }
  const example = isUsual ? replies[nameOf(route)] : undefined;
  const text = { schema: { type: 'string' } };
  return {
    content: {
      'application/json': {
        schema: components.read(shape, 'output', `${titleOf(route)}Reply`),
        ...(example === undefined ? {} : { example }),
      },
      ...(isUsual && formatsOf(route).includes('csv') ? { 'text/csv': text } : {}),
      ...(isUsual && formatsOf(route).includes('xlsx')
        ? { 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': text }
        : {}),
    },
  };
}

/** What a list can be had as, by its `format` parameter. */
function formatsOf(route: Route): unknown[] {
  const format = (route.query as { shape?: { format?: z.ZodType } } | undefined)?.shape?.format;
  if (format === undefined) return [];
  const schema = format.toJSONSchema({ io: 'input' }) as { enum?: unknown[] };
  return schema.enum ?? [];
}
