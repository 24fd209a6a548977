import type { z } from 'zod';
import { addressesOf, apiPrefix } from '../addresses.ts';
import type { Route } from '../route.ts';
import { type Catalogue, type Refusals, refusalExamples } from './answers.ts';
import { createComponents, type JsonSchema } from './components.ts';
import { errorReply } from './error-shape.ts';
import { operationOf } from './operation.ts';

/** Shapes of the contract that no route names yet, each with a title. */
export interface TitledShapes {
  sent: readonly z.ZodType[];
  received: readonly z.ZodType[];
}

export interface DocumentOptions {
  routes: readonly Route[];
  shapes: readonly TitledShapes[];
  permissions: Record<string, string>;
  errors: Catalogue;
  version: string;
  /** Recorded replies by `METHOD path`. */
  replies: Record<string, unknown>;
}

const description = [
  'Inventory planning. Every operation is documented at its canonical address below `/api/v1`; `x-aliases` lists the other addresses of the same handler.',
  'Fields are snake_case. Those ending in `_pct` carry 0–100, `_percentage` 0–1; dates are calendar days of the organization, instants ISO 8601. Money is a number in the currency of the organization. Lists are `{data, page}`, refusals `{error}`.',
  'Unknown query parameters and body fields are refused with 422, one detail for each. Replies may gain fields: ignore those you do not know.',
  'What happens meanwhile is told on the WebSocket `/api/v1/events`.',
  'Shapes that no operation names, those of a season, are promised ahead of their operations.',
].join('\n\n');

/**
 * The OpenAPI 3.1 document of a table of routes.
 *
 * @throws {Error} when two shapes share a title, or a route names an error code that nobody declares
 */
export function openApiDocument(options: DocumentOptions): JsonSchema {
  const components = createComponents();
  const refusals: Refusals = new Map();
  const paths: Record<string, Record<string, JsonSchema>> = {};
  const context = {
    components,
    refusals,
    catalogue: options.errors,
    permissions: options.permissions,
    replies: options.replies,
  };
  for (const route of options.routes) {
    const address = documentPath(apiPrefix + route.path);
    const aliases = addressesOf(route).slice(1).map(documentPath);
    paths[address] = {
      ...paths[address],
      [route.method.toLowerCase()]: {
        ...operationOf(route, context),
        ...(aliases.length === 0 ? {} : { 'x-aliases': aliases }),
      },
    };
  }
  components.read(errorReply, 'output');
  for (const { sent, received } of options.shapes) {
    for (const shape of sent) components.read(shape, 'input');
    for (const shape of received) components.read(shape, 'output');
  }
  const responses = Object.fromEntries(refusals);
  const examples = refusalExamples(options.errors);
  return components.resolve({
    openapi: '3.1.0',
    info: {
      title: 'Granary',
      version: options.version,
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'The server this document comes from.' }],
    tags: tagsOf(options.routes),
    paths,
    components: { responses, examples, headers, parameters, securitySchemes },
  });
}

/** `/items/:item_id` of the router is `/items/{item_id}` in a document. */
export const documentPath = (address: string) => address.replaceAll(/:(\w+)/g, '{$1}');

function tagsOf(routes: readonly Route[]): { name: string }[] {
  return [...new Set(routes.map((route) => route.tag))].map((name) => ({ name }));
}

const headers = {
  CorrelationId: {
    description: 'Names this request in the log; what was sent is returned.',
    schema: { type: 'string' },
  },
  ETag: {
    description: 'Names this state of the thing; a thing with a version begins it with the version.',
    schema: { type: 'string' },
  },
  Location: {
    description: 'The address of what was made, or where to follow it.',
    schema: { type: 'string' },
  },
  RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 0 } },
};

const parameters = {
  CorrelationIdSent: {
    name: 'x-correlation-id',
    in: 'header',
    required: false,
    description: 'Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made.',
    schema: { type: 'string' },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: false,
    description:
      'The ETag of your read, or the version in quotes; stands for `version` in the body. A stale one is 412.',
    schema: { type: 'string' },
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    required: false,
    description: 'The ETag of an earlier reply; when nothing has changed the answer is 304 without a body.',
    schema: { type: 'string' },
  },
  ViewAs: {
    name: 'x-granary-view-as',
    in: 'header',
    required: false,
    description:
      'Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as.',
    schema: { type: 'string' },
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'Makes it safe to send the request again for a day: it is done once and answered alike.',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,200}$' },
  },
};

const securitySchemes = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'granary_session',
    description: 'The browser’s session. Changes need the header x-granary-client: web as well.',
  },
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'An access token from /auth/login, or a token made for a machine.',
  },
};
