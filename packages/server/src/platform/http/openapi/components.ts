import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;
type Direction = 'input' | 'output';

/** Marks a reference to a component whose final name is not known before all shapes were read. */
const mark = (direction: Direction, name: string) => `#/${direction}/${name}`;

/** A shape is a component when it has a title of its own; `.describe()` on a copy keeps the component. */
const byTitle = {
  get(schema: z.core.$ZodType) {
    const meta = z.globalRegistry.get(schema);
    const title = meta?.title;
    if (title === undefined) return meta;
    const parent = schema._zod.parent;
    const isOwn = parent === undefined || z.globalRegistry.get(parent)?.title !== title;
    return isOwn ? { ...meta, id: title } : meta;
  },
} as unknown as z.core.$ZodRegistry<Record<string, unknown>>;

/**
 * Collects the shapes of all routes as OpenAPI components. A shape that reads
 * differently when sent and when received (a default, an input that is
 * coerced) becomes two components, the sent one with `Input` behind its name.
 */
export function createComponents() {
  const found: Record<Direction, Map<string, JsonSchema>> = { input: new Map(), output: new Map() };

  function keep(direction: Direction, name: string, schema: JsonSchema): void {
    const before = found[direction].get(name);
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(schema)) {
      throw new Error(`two shapes are titled ${name}; give one of them another title`);
    }
    found[direction].set(name, schema);
  }

  return {
    /**
     * The shape as JSON Schema, its titled parts as references.
     *
     * @param name title of the component when the shape has none and is an object
     */
    read(shape: z.ZodType, direction: Direction, name?: string): JsonSchema {
      const { $schema: _, $defs: parts = {}, ...own } = convert(shape, direction);
      for (const [title, part] of Object.entries(parts)) keep(direction, title, withoutId(part));
      const title = (own.id as string | undefined) ?? (own.type === 'object' ? name : undefined);
      if (title === undefined || own.$ref !== undefined) return withoutId(own);
      keep(direction, title, withoutId(own));
      return { $ref: mark(direction, title) };
    },

    /** Everything that was read, under its final name, and `document` with its references resolved. */
    resolve(document: JsonSchema): JsonSchema {
      const differing = differingNames(found);
      const finalName = (direction: Direction, name: string) =>
        direction === 'input' && differing.has(name) ? `${name}Input` : name;
      const schemas: Record<string, JsonSchema> = {};
      for (const direction of ['output', 'input'] as const) {
        for (const [name, schema] of found[direction]) schemas[finalName(direction, name)] = schema;
      }
      const components = document.components as JsonSchema;
      return replaceRefs(
        {
          ...document,
          components: { ...components, schemas: { ...schemas, ...(components.schemas ?? {}) } },
        },
        (ref) => {
          const [, direction, name] = /^#\/(input|output)\/(.+)$/.exec(ref) ?? [];
          if (direction === undefined || name === undefined) return ref;
          return `#/components/schemas/${finalName(direction as Direction, name)}`;
        },
      ) as JsonSchema;
    },
  };
}

interface Converted extends JsonSchema {
  $defs?: Record<string, JsonSchema>;
}

/** Many routes answer with the same shapes. */
const converted = { input: new WeakMap<z.ZodType, Converted>(), output: new WeakMap<z.ZodType, Converted>() };

function convert(shape: z.ZodType, direction: Direction): Converted {
  const known = converted[direction].get(shape);
  if (known !== undefined) return known;
  const raw = z.toJSONSchema(shape, {
    io: direction,
    metadata: byTitle,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      // What stands in for an unreadable item of a bulk call is nobody's to send.
      if (zodSchema._zod.def.type === 'catch') delete jsonSchema.default;
      // Fields may be added to a reply; the tests are stricter than what is promised.
      if (direction === 'output' && jsonSchema.additionalProperties === false) {
        delete jsonSchema.additionalProperties;
      }
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  const made = pointed(raw, direction) as Converted;
  converted[direction].set(shape, made);
  return made;
}

/** Names whose sent shape differs from the received one, also through what they refer to. */
function differingNames(found: Record<Direction, Map<string, JsonSchema>>): Set<string> {
  const differing = new Set<string>();
  const plain = (schema: JsonSchema, direction: Direction) =>
    JSON.stringify(schema).replaceAll(`"#/${direction}/`, '"#/');
  for (;;) {
    const before = differing.size;
    for (const [name, schema] of found.input) {
      const received = found.output.get(name);
      if (received === undefined || differing.has(name)) continue;
      const text = plain(schema, 'input');
      const refersToDiffering = [...differing].some((other) => text.includes(`"#/${other}"`));
      if (refersToDiffering || text !== plain(received, 'output')) differing.add(name);
    }
    if (differing.size === before) return differing;
  }
}

function pointed(schema: object, direction: Direction): unknown {
  return replaceRefs(schema, (ref) => {
    const name = /^#\/\$defs\/(.+)$/.exec(ref)?.[1];
    return name === undefined ? ref : mark(direction, name);
  });
}

function replaceRefs(value: unknown, replace: (ref: string) => string): unknown {
  if (Array.isArray(value)) return value.map((inner) => replaceRefs(inner, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string' ? replace(inner) : replaceRefs(inner, replace),
    ]),
  );
}

function withoutId({ id: _, ...schema }: JsonSchema): JsonSchema {
  return schema;
}
