type Schema = Record<string, unknown>;

/** A wrong value of a field, and where it stands. */
export interface WrongValue {
  /** As a detail names it: `items.0.version`. */
  field: string;
  path: (string | number)[];
  value: unknown;
}

/**
 * For every field of a body, at every depth, values that its schema does not
 * allow: another type, beyond each bound, outside of the choices.
 *
 * @param resolve follows a `$ref` of the document
 */
export function wrongValues(
  schema: Schema,
  resolve: (ref: string) => Schema,
  path: (string | number)[] = [],
): WrongValue[] {
  const own = '$ref' in schema ? resolve(schema.$ref as string) : schema;
  const here = valuesAgainst(own).map((value) => ({ field: path.join('.'), path, value }));
  const properties = Object.entries((own.properties ?? {}) as Record<string, Schema>);
  const below = properties.flatMap(([name, inner]) => wrongValues(inner, resolve, [...path, name]));
  const items = own.type === 'array' && own.items !== undefined ? (own.items as Schema) : undefined;
  const inItems = items === undefined ? [] : wrongValues(items, resolve, [...path, 0]);
  return [...(path.length === 0 ? [] : here), ...below, ...inItems];
}

/** Values that this schema alone refuses; none where it takes several forms. */
export function valuesAgainst(schema: Schema): unknown[] {
  const { type } = schema;
  if (schema.enum !== undefined || schema.const !== undefined) return ['none of these', 17];
  if (type === 'integer' || type === 'number') {
    return [
      'seven',
      true,
      ...(type === 'integer' ? [1.5] : []),
      ...(typeof schema.minimum === 'number' ? [schema.minimum - 1] : []),
      ...(typeof schema.exclusiveMinimum === 'number' ? [schema.exclusiveMinimum] : []),
      ...(typeof schema.maximum === 'number' ? [schema.maximum + 1] : []),
      ...(typeof schema.exclusiveMaximum === 'number' ? [schema.exclusiveMaximum] : []),
    ];
  }
  if (type === 'string') {
    return [
      7,
      { a: 1 },
      ...(typeof schema.maxLength === 'number' ? ['x'.repeat(schema.maxLength + 1)] : []),
      ...(typeof schema.minLength === 'number' && schema.minLength > 0 ? [''] : []),
      ...(schema.format === undefined && schema.pattern === undefined ? [] : ['\u0007 not of this form']),
    ];
  }
  if (type === 'boolean') return ['yes', 1];
  if (type === 'array') {
    return [
      'not a list',
      ...(typeof schema.minItems === 'number' && schema.minItems > 0 ? [[]] : []),
      ...(typeof schema.maxItems === 'number' && schema.maxItems < 5000
        ? [Array.from({ length: schema.maxItems + 1 }, (_, index) => `x${index}`)]
        : []),
    ];
  }
  return type === 'object' ? ['not an object', 7] : [];
}

/** The body with one value put in; a list or object on the way is made where the example has none. */
export function withValue(body: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list = Array.isArray(body) ? [...body] : [];
    list[step] = withValue(list[step], rest, value);
    return list;
  }
  const object = typeof body === 'object' && body !== null ? body : {};
  return { ...object, [step]: withValue((object as Record<string, unknown>)[step], rest, value) };
}
