import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { documentPath } from '../../src/platform/http/openapi/document.ts';

type Json = Record<string, unknown>;

export interface Judged {
  method: string;
  /** As the router writes it, below /api/v1: `/api/v1/actions/:action_id`. */
  path: string;
  status: number;
  contentType: string | undefined;
  /** The parsed body of a JSON reply. */
  body?: unknown;
  /** Fields were chosen, so required ones may be absent: its status and type are judged alone. */
  isPart?: boolean;
}

/**
 * Judges replies by the OpenAPI document.
 *
 * @param options.isClosed stricter than the document promises: a field that it does not name is wrong as
 *   well, so that the document stays whole and nothing leaves that nobody meant to send
 */
export function createReplyJudge(document: Json, { isClosed }: { isClosed: boolean }) {
  const ajv = new Ajv2020({ strict: false, allErrors: false, validateSchema: false });
  formats.default(ajv);
  const { paths, components } = (isClosed ? closed(document) : document) as { paths: Json; components: Json };
  ajv.addSchema({ $id: 'openapi', paths, components });
  const compiled = new Map<string, ValidateFunction>();

  function validator(pointer: string): ValidateFunction {
    const known = compiled.get(pointer);
    if (known !== undefined) return known;
    const made = ajv.compile({ $ref: `openapi#${pointer}` });
    compiled.set(pointer, made);
    return made;
  }

  const at = (...steps: string[]) =>
    steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

  /** @returns what is wrong as a sentence, or undefined */
  return function judge({ method, path, status, contentType, body, isPart }: Judged): string | undefined {
    const address = documentPath(path);
    const operation = (paths[address] as Json | undefined)?.[method.toLowerCase()] as Json | undefined;
    if (operation === undefined) return `${method} ${address} is not in the OpenAPI document`;
    const name = `${method} ${address} answered ${status}`;
    const responses = operation.responses as Record<string, { $ref?: string; content?: Json }>;
    const given = responses[status];
    if (given === undefined) return `${name}, which is not documented${codeHint(body)}`;
    const shared = given.$ref?.split('/').at(-1);
    const response = (shared === undefined ? given : (components.responses as Json)[shared]) as {
      content?: Json;
      'x-error-codes'?: string[];
    };
    const mediaType = contentType?.split(';')[0]?.trim();
    if (response.content === undefined) {
      return body === undefined ? undefined : `${name} with a body, but none is documented`;
    }
    if (mediaType === undefined || !(mediaType in response.content)) {
      return `${name} as ${mediaType}, documented are ${Object.keys(response.content).join(', ')}`;
    }
    if (mediaType !== 'application/json') return undefined;
    const code = (body as { error?: { code?: string } } | undefined)?.error?.code;
    if (response['x-error-codes'] !== undefined && !response['x-error-codes'].includes(code ?? '')) {
      return `${name} with a code that is not documented for it${codeHint(body)}`;
    }
    if (isPart === true && status === 200) return undefined;
    const where =
      shared === undefined
        ? at('paths', address, method.toLowerCase(), 'responses', String(status))
        : at('components', 'responses', shared);
    const validate = validator(where + at('content', 'application/json', 'schema'));
    if (validate(body)) return undefined;
    const [first] = validate.errors ?? [];
    const extra = (first?.params as { additionalProperty?: string } | undefined)?.additionalProperty;
    return `${name}, and ${first?.instancePath || 'the body'} ${first?.message}${extra === undefined ? '' : ` (${extra})`}`;
  };
}

const codeHint = (body: unknown) => {
  const error = (body as { error?: { code?: string; message?: string } } | undefined)?.error;
  return error === undefined
    ? ''
    : `: ${error.code} ("${error.message}"). Declare it in the route's \`errors\``;
};

/** Objects with named properties take no others, where the document leaves it open. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, closed(inner)]));
  const isObject = copy.type === 'object' && typeof copy.properties === 'object';
  return isObject && copy.additionalProperties === undefined
    ? { ...copy, additionalProperties: false }
    : copy;
}
