import { LRUCache } from 'lru-cache';
import { z } from 'zod';

/** The object whose fields a caller may choose among: the row of a list, or the reply itself. */
interface Choosable {
  row: z.ZodObject;
  /** Set when the rows stand in `data`. */
  list: z.ZodObject | undefined;
}

/** @returns undefined for a reply without fields, such as a file */
function choosable(reply: z.ZodType): Choosable | undefined {
  if (!(reply instanceof z.ZodObject)) return undefined;
  const data: unknown = reply.shape.data;
  if (data instanceof z.ZodArray && data.element instanceof z.ZodObject) {
    return { row: data.element, list: reply };
  }
  return { row: reply, list: undefined };
}

export interface FieldSelection {
  /** The query parameter `fields`. */
  parameter: z.ZodType<string | undefined>;
  /** Writes a reply with the chosen fields only. */
  serializer(fields: string): (reply: unknown) => string;
}

const keptSelections = 50;

/**
 * Field selection for a reply: `fields=sku_id,name` trims the rows of a list,
 * or a single resource, to these fields.
 */
export function fieldSelection(reply: z.ZodType): FieldSelection | undefined {
  const found = choosable(reply);
  if (found === undefined) return undefined;
  const { row, list } = found;
  const accepted = Object.keys(row.shape);
  const serializers = new LRUCache<string, (reply: unknown) => string>({ max: keptSelections });
  return {
    parameter: z
      .string()
      .max(2000)
      .optional()
      .superRefine((given, context) => {
        const unknown = given?.split(',').filter((name) => !accepted.includes(name)) ?? [];
        if (unknown.length === 0) return;
        context.addIssue({
          code: 'custom',
          message: `has no ${unknown.slice(0, 5).join(', ')}; accepted are ${accepted.join(', ')}`,
        });
      })
      .describe('Names of the fields to answer, separated by commas; without it all of them.'),
    serializer(fields) {
      let serializer = serializers.get(fields);
      if (serializer === undefined) {
        const chosen = z.object(Object.fromEntries(fields.split(',').map((name) => [name, row.shape[name]])));
        const shape = list === undefined ? chosen : z.object({ ...list.shape, data: z.array(chosen) });
        serializer = (value) => JSON.stringify(z.encode(shape, value as never));
        serializers.set(fields, serializer);
      }
      return serializer;
    },
  };
}
