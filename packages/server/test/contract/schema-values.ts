import fc, { type Arbitrary } from 'fast-check';

type Schema = Record<string, unknown>;

/** Follows a `$ref` of the document. */
export type Resolve = (ref: string) => Schema;

/** Values of things that are there, by the name of the field: most requests should reach a handler. */
export type Known = Readonly<Record<string, readonly unknown[]>>;

/** Texts that have broken servers before; all of them may stand in JSON. */
const oddTexts = ['', ' ', '0', '-1', 'NaN', 'null', "' or 1=1 --", '=1+1', '../..', '😀', 'é'.repeat(40)];

/** Values that fit a JSON Schema, and now and then one that is odd but of its type. */
export function valuesOf(
  schema: Schema,
  resolve: Resolve,
  known: Known,
  name = '',
  depth = 0,
): Arbitrary<unknown> {
  if (schema.$ref !== undefined) return valuesOf(resolve(schema.$ref as string), resolve, known, name, depth);
  const given = known[name];
  const own = ownValueOf(schema, resolve, known, depth);
  return given === undefined || given.length === 0
    ? own
    : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...given) }, { weight: 1, arbitrary: own });
}

function ownValueOf(schema: Schema, resolve: Resolve, known: Known, depth: number): Arbitrary<unknown> {
  const forms = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
  if (forms !== undefined) {
    return fc.oneof(...forms.map((form) => valuesOf(form, resolve, known, '', depth + 1)));
  }
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
  const types = [schema.type ?? 'anything'].flat() as string[];
  return fc.oneof(...types.map((type) => ofType(type, schema, resolve, known, depth)));
}

function ofType(
  type: string,
  schema: Schema,
  resolve: Resolve,
  known: Known,
  depth: number,
): Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: bound(schema, 'min', -1000), max: bound(schema, 'max', 2_147_483_647) });
    case 'number':
      return fc
        .double({ min: bound(schema, 'min', -1e6), max: bound(schema, 'max', 1e9), noNaN: true })
        .map((value) => Math.round(value * 100) / 100);
    case 'string':
      return text(schema);
    case 'array':
      return fc.array(valuesOf((schema.items ?? {}) as Schema, resolve, known, '', depth + 1), {
        minLength: (schema.minItems as number | undefined) ?? 0,
        maxLength: Math.min((schema.maxItems as number | undefined) ?? 3, 3),
      });
    case 'object':
      return object(schema, resolve, known, depth);
    default:
      return fc.constantFrom<unknown>(null, 7, 'text', true, [], {});
  }
}

function bound(schema: Schema, side: 'min' | 'max', otherwise: number): number {
  const inclusive = schema[`${side}imum`];
  if (typeof inclusive === 'number') return inclusive;
  const exclusive = schema[side === 'min' ? 'exclusiveMinimum' : 'exclusiveMaximum'];
  if (typeof exclusive !== 'number') return otherwise;
  return exclusive + (side === 'min' ? 1 : -1) * (schema.type === 'integer' ? 1 : 0.01);
}

function text(schema: Schema): Arbitrary<string> {
  if (schema.format === 'uuid') return fc.uuid({ version: 4 });
  if (schema.format === 'email') return fc.nat(1e6).map((number) => `someone${number}@greenleaf.example`);
  if (schema.format === 'date')
    return fc
      .date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
      .map((day) => day.toISOString().slice(0, 10));
  if (schema.format === 'date-time')
    return fc
      .date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
      .map((at) => at.toISOString());
  if (typeof schema.pattern === 'string') return ofPattern(schema.pattern);
  const [minLength, maxLength] = [
    schema.minLength ?? 0,
    Math.min(Number(schema.maxLength ?? 40), 40),
  ] as number[];
  const fitting = oddTexts.filter((odd) => odd.length >= minLength! && odd.length <= maxLength!);
  const plain = fc.string({ minLength, maxLength, unit: 'grapheme' });
  return fitting.length === 0
    ? plain
    : fc.oneof({ weight: 3, arbitrary: plain }, fc.constantFrom(...fitting));
}

/** A pattern that cannot be generated from is answered with texts that may miss it: those are refused. */
function ofPattern(pattern: string): Arbitrary<string> {
  try {
    return fc.stringMatching(new RegExp(pattern));
  } catch {
    return fc.constantFrom(...oddTexts);
  }
}

function object(schema: Schema, resolve: Resolve, known: Known, depth: number): Arbitrary<unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  if (properties.length === 0 || depth > 5)
    return fc.dictionary(fc.string({ maxLength: 10 }), fc.string(), { maxKeys: 2 });
  const required = (schema.required ?? []) as string[];
  const fields = Object.fromEntries(
    properties.map(([name, inner]) => [name, valuesOf(inner, resolve, known, name, depth + 1)]),
  );
  return fc.record(fields, { requiredKeys: required.filter((name) => name in fields) });
}
