type Schema = Record<string, unknown>;

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components?: Record<string, Record<string, Schema>>;
}

interface Operation {
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, Response>;
  'x-aliases'?: string[];
}

interface Response {
  $ref?: string;
  content?: Record<string, { schema?: Schema }>;
  'x-error-codes'?: string[];
}

interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required?: boolean;
  schema?: Schema;
}

/** Who sends a value decides what breaks: a caller may not be asked for more, a reader not be given less. */
type Direction = 'sent' | 'received';

interface Comparison {
  before: Document;
  now: Document;
  breaks: string[];
  /** Pairs of components that were compared already: shapes may refer to themselves. */
  seen: Set<string>;
}

/**
 * What a client of the earlier document would stumble over, a sentence each.
 * Additions pass: new operations, optional parameters and fields, fields in
 * replies, wider bounds in requests.
 */
export function contractBreaks(before: object, now: object): string[] {
  const comparison: Comparison = {
    before: before as Document,
    now: now as Document,
    breaks: [],
    seen: new Set(),
  };
  for (const [path, methods] of Object.entries(comparison.before.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const name = `${method.toUpperCase()} ${path}`;
      const present = comparison.now.paths[path]?.[method];
      if (present === undefined) comparison.breaks.push(`${name} is gone.`);
      else compareOperation(comparison, name, operation, present);
    }
  }
  const codes = codesIn(comparison.now);
  for (const code of codesIn(comparison.before)) {
    if (!codes.has(code)) comparison.breaks.push(`The error code ${code} is gone.`);
  }
  return comparison.breaks;
}

/** A route may stop refusing something; a code that nothing answers with any more was renamed or lost. */
function codesIn({ components }: Document): Set<string> {
  const responses = Object.values(components?.responses ?? {}) as Response[];
  return new Set(responses.flatMap((response) => response['x-error-codes'] ?? []));
}

function compareOperation(at: Comparison, name: string, before: Operation, now: Operation): void {
  for (const alias of before['x-aliases'] ?? []) {
    if (!(now['x-aliases'] ?? []).includes(alias)) at.breaks.push(`${name} no longer answers at ${alias}.`);
  }
  compareParameters(at, name, before, now);
  compareRequestBody(at, name, before, now);
  for (const [status, given] of Object.entries(before.responses)) {
    const present = now.responses[status];
    if (present === undefined) at.breaks.push(`${name} no longer answers ${status}.`);
    else compareResponse(at, `${name} ${status}`, given, present);
  }
}

function compareParameters(at: Comparison, name: string, before: Operation, now: Operation): void {
  const listed = (document: Document, operation: Operation) =>
    (operation.parameters ?? []).map((parameter) =>
      parameter.$ref === undefined ? parameter : (follow(document, parameter.$ref) as unknown as Parameter),
    );
  const [earlier, present] = [listed(at.before, before), listed(at.now, now)];
  const same = (one: Parameter) => (other: Parameter) => one.name === other.name && one.in === other.in;
  for (const parameter of earlier) {
    const found = present.find(same(parameter));
    const what = `${name}: the ${parameter.in} parameter ${parameter.name}`;
    if (found === undefined) at.breaks.push(`${what} is gone.`);
    else if (found.required === true && parameter.required !== true)
      at.breaks.push(`${what} is required now.`);
    if (found?.schema !== undefined && parameter.schema !== undefined) {
      compareSchema(at, what, parameter.schema, found.schema, 'sent');
    }
  }
  for (const parameter of present) {
    if (parameter.required === true && !earlier.some(same(parameter))) {
      at.breaks.push(`${name}: the new ${parameter.in} parameter ${parameter.name} is required.`);
    }
  }
}

function compareRequestBody(at: Comparison, name: string, before: Operation, now: Operation): void {
  if (now.requestBody?.required === true && before.requestBody?.required !== true) {
    at.breaks.push(`${name}: a body is required now.`);
  }
  for (const [type, { schema }] of Object.entries(before.requestBody?.content ?? {})) {
    const present = now.requestBody?.content[type];
    if (present === undefined) at.breaks.push(`${name}: a body of ${type} is no longer read.`);
    else compareSchema(at, `${name}: the body`, schema, present.schema, 'sent');
  }
}

function compareResponse(at: Comparison, name: string, before: Response, now: Response): void {
  const resolved = (document: Document, response: Response) =>
    response.$ref === undefined ? response : (follow(document, response.$ref) as unknown as Response);
  const [earlier, present] = [resolved(at.before, before), resolved(at.now, now)];
  for (const [type, { schema }] of Object.entries(earlier.content ?? {})) {
    const found = present.content?.[type];
    if (found === undefined) at.breaks.push(`${name}: ${type} is no longer given.`);
    else if (schema !== undefined && found.schema !== undefined) {
      compareSchema(at, `${name}: the reply`, schema, found.schema, 'received');
    }
  }
}

function compareSchema(
  at: Comparison,
  name: string,
  before: Schema,
  now: Schema,
  direction: Direction,
): void {
  const pair = `${direction} ${String(before.$ref)} ${String(now.$ref)}`;
  if (before.$ref !== undefined && now.$ref !== undefined) {
    if (at.seen.has(pair)) return;
    at.seen.add(pair);
  }
  const earlier = before.$ref === undefined ? before : follow(at.before, before.$ref as string);
  const present = now.$ref === undefined ? now : follow(at.now, now.$ref as string);
  if (compareForms(at, name, earlier, present, direction)) return;
  compareTypes(at, name, earlier, present, direction);
  compareChoices(at, name, earlier, present, direction);
  if (direction === 'sent') compareBounds(at, name, earlier, present);
  compareFields(at, name, earlier, present, direction);
  if (isSchema(earlier.items) && isSchema(present.items)) {
    compareSchema(at, `${name}[]`, earlier.items, present.items, direction);
  }
  if (isSchema(earlier.additionalProperties) && isSchema(present.additionalProperties)) {
    compareSchema(at, `${name}{}`, earlier.additionalProperties, present.additionalProperties, direction);
  }
}

/** Unions: each earlier form that was sent must still be taken; no form may be received that was not there. */
function compareForms(
  at: Comparison,
  name: string,
  before: Schema,
  now: Schema,
  direction: Direction,
): boolean {
  if (!isUnion(before) && !isUnion(now)) return false;
  const [earlier, present] = [formsOf(at.before, before), formsOf(at.now, now)];
  const [from, to] = direction === 'sent' ? [earlier, present] : [present, earlier];
  for (const form of from) {
    const fits = to.some((other) => {
      const trial: Comparison = { ...at, breaks: [], seen: new Set(at.seen) };
      if (direction === 'sent') compareSchema(trial, name, form, other, direction);
      else compareSchema(trial, name, other, form, direction);
      return trial.breaks.length === 0;
    });
    if (!fits) {
      at.breaks.push(
        direction === 'sent'
          ? `${name} no longer takes one of its forms (${briefly(form)}).`
          : `${name} can have a form it did not have (${briefly(form)}).`,
      );
    }
  }
  return true;
}

const unionOf = (schema: Schema) => (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
const isUnion = (schema: Schema) => unionOf(schema) !== undefined;

/** The forms of a union, those of unions inside it, and each type of a list of types by itself. */
function formsOf(document: Document, schema: Schema): Schema[] {
  const inner = unionOf(schema);
  if (inner !== undefined) return inner.flatMap((form) => formsOf(document, form));
  if (schema.$ref !== undefined && isUnion(follow(document, schema.$ref as string))) {
    return formsOf(document, follow(document, schema.$ref as string));
  }
  return Array.isArray(schema.type) ? schema.type.map((type) => ({ ...schema, type })) : [schema];
}

const briefly = (form: Schema) => String(form.$ref ?? form.type ?? form.const ?? 'any').replace(/.*\//, '');

function compareTypes(at: Comparison, name: string, before: Schema, now: Schema, direction: Direction): void {
  const typesOf = (schema: Schema): string[] | undefined =>
    schema.type === undefined ? undefined : [schema.type].flat().map(String);
  const covers = (types: string[], type: string) =>
    types.includes(type) || (type === 'integer' && types.includes('number'));
  const [earlier, present] = [typesOf(before), typesOf(now)];
  if (direction === 'sent') {
    if (present === undefined) return;
    const lost = (earlier ?? ['anything']).filter((type) => !covers(present, type));
    if (lost.length > 0) at.breaks.push(`${name} no longer takes ${lost.join(', ')}.`);
  } else if (earlier !== undefined) {
    const added = (present ?? ['anything']).filter((type) => !covers(earlier, type));
    if (added.length > 0) at.breaks.push(`${name} can be ${added.join(', ')} now.`);
  }
}

function compareChoices(
  at: Comparison,
  name: string,
  before: Schema,
  now: Schema,
  direction: Direction,
): void {
  const choices = (schema: Schema) =>
    (schema.const === undefined ? schema.enum : [schema.const]) as unknown[] | undefined;
  const [earlier, present] = [choices(before), choices(now)];
  if (direction === 'sent') {
    if (present === undefined) return;
    const lost = earlier?.filter((value) => !present.includes(value)) ?? ['anything'];
    for (const value of lost) at.breaks.push(`${name} no longer takes ${String(value)}.`);
    return;
  }
  const lost = earlier?.filter((value) => present !== undefined && !present.includes(value)) ?? [];
  for (const value of lost) at.breaks.push(`${name} is never ${String(value)} any more.`);
  if (earlier !== undefined && present === undefined) at.breaks.push(`${name} is no longer one of a list.`);
}

const lowerBounds = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'] as const;
const upperBounds = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'] as const;

function compareBounds(at: Comparison, name: string, before: Schema, now: Schema): void {
  const tighter = (bound: string, isTighter: (now: number, before: number) => boolean) => {
    const [earlier, present] = [before[bound], now[bound]];
    if (typeof present !== 'number') return;
    if (typeof earlier === 'number' && !isTighter(present, earlier)) return;
    at.breaks.push(`${name} is bound more tightly: ${bound} ${present}.`);
  };
  for (const bound of lowerBounds) tighter(bound, (present, earlier) => present > earlier);
  for (const bound of upperBounds) tighter(bound, (present, earlier) => present < earlier);
  for (const form of ['format', 'pattern'] as const) {
    if (now[form] !== undefined && now[form] !== before[form]) {
      at.breaks.push(`${name} must have another form: ${form} ${String(now[form])}.`);
    }
  }
}

function compareFields(
  at: Comparison,
  name: string,
  before: Schema,
  now: Schema,
  direction: Direction,
): void {
  const fields = (schema: Schema) => (schema.properties ?? {}) as Record<string, Schema>;
  const required = (schema: Schema) => (schema.required ?? []) as string[];
  const [earlier, present] = [fields(before), fields(now)];
  for (const [field, schema] of Object.entries(earlier)) {
    const found = present[field];
    if (found === undefined) at.breaks.push(`${name}: the field ${field} is gone.`);
    else compareSchema(at, `${name}: ${field}`, schema, found, direction);
  }
  if (direction === 'sent') {
    for (const field of required(now).filter((one) => !required(before).includes(one))) {
      at.breaks.push(`${name}: the field ${field} is required now.`);
    }
  } else {
    for (const field of required(before).filter((one) => one in present)) {
      if (!required(now).includes(field)) at.breaks.push(`${name}: the field ${field} can be absent now.`);
    }
  }
}

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

function follow(document: Document, ref: string): Schema {
  const [, , kind = '', name = ''] = ref.split('/');
  const found = document.components?.[kind]?.[name];
  if (found === undefined) throw new Error(`the document has no ${ref}`);
  return found.$ref === undefined ? found : follow(document, found.$ref as string);
}
