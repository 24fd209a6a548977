import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { type AppError, invalid } from './errors.ts';

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(500).default(100).describe('Rows on a page, 1 to 500.'),
  cursor: z.string().max(2000).optional().describe('`page.next_cursor` of the page before.'),
  format: z.enum(['json', 'csv']).default('json').describe('csv streams the whole filtered list as a file.'),
};

const page = z
  .object({
    next_cursor: z
      .string()
      .nullable()
      .describe('Send it as `cursor` for the next page; null on the last one.'),
    total: z.number().int().describe('Rows of the whole filtered list.'),
  })
  .meta({ title: 'Page' });

export function listOf<T extends z.ZodType>(row: T) {
  const title = row.meta()?.title;
  const list = z.object({ data: z.array(row), page });
  return title === undefined ? list : list.meta({ title: `${title}List` });
}

/** One column of an order: its SQL, and the field of the returned row that holds its value. */
export interface SortColumn {
  expression: RawBuilder<unknown>;
  field: string;
  descending: boolean;
}

/**
 * Keyset pagination: no row is skipped or repeated while others are added.
 * The cursor holds the sort values of the last row; the sort it belongs to is
 * part of it, so a cursor of another order is refused.
 */
export interface Keyset {
  orderBy: RawBuilder<unknown>;
  /** `true` on the first page. */
  after: RawBuilder<boolean>;
  nextCursor(lastRow: object): string;
}

const cursorShape = z.object({ s: z.string(), v: z.array(z.union([z.string(), z.number(), z.boolean()])) });

/**
 * @param sort columns in order; the last ones must make the order total; none may be null
 * @throws {AppError} 422 `cursor_not_valid` when the cursor is not one of ours for this order
 */
export function keyset(sort: SortColumn[], cursor: string | undefined): Keyset {
  const signature = sort.map((column) => (column.descending ? '-' : '') + column.field).join(',');
  const orderBy = sql.join(
    sort.map((column) =>
      column.descending ? sql`${column.expression} desc` : sql`${column.expression} asc`,
    ),
  );
  return {
    orderBy,
    after:
      cursor === undefined
        ? sql<boolean>`true`
        : afterCursor(sort, readCursor(cursor, signature, sort.length)),
    nextCursor: (row) =>
      Buffer.from(
        JSON.stringify({
          s: signature,
          v: sort.map((column) => (row as Record<string, unknown>)[column.field]),
        }),
      ).toString('base64url'),
  };
}

function readCursor(cursor: string, signature: string, length: number): (string | number | boolean)[] {
  let raw: unknown;
  try {
    raw = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    raw = undefined;
  }
  const read = cursorShape.safeParse(raw);
  if (!read.success || read.data.s !== signature || read.data.v.length !== length) {
    throw cursorNotValid();
  }
  return read.data.v;
}

export function cursorNotValid(): AppError {
  return invalid(
    'cursor_not_valid',
    'This cursor does not belong to this list and order. Start again without it.',
    { details: [{ field: 'cursor', message: 'not a cursor of this list' }] },
  );
}

/** (a, b, c) after (x, y, z) with a direction for each column: a>x or (a=x and (b>y or …)). */
function afterCursor(sort: SortColumn[], values: (string | number | boolean)[]): RawBuilder<boolean> {
  return sort.reduceRight<RawBuilder<boolean>>((rest, column, index) => {
    const value = values[index];
    const beyond = column.descending
      ? sql<boolean>`${column.expression} < ${value}`
      : sql<boolean>`${column.expression} > ${value}`;
    return sql<boolean>`(${beyond} or (${column.expression} = ${value} and ${rest}))`;
  }, sql<boolean>`false`);
}

export interface Page<Row> {
  data: Row[];
  page: { next_cursor: string | null; total: number };
}

/** The page of a list that was read one row too long, so that the end is known. */
export function pageOf<Row extends object>(
  rows: Row[],
  limit: number,
  order: Keyset,
  total: number,
): Page<Row> {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, page: { next_cursor: rows.length > limit && last ? order.nextCursor(last) : null, total } };
}

/** Reads `-risk_score` against the allowed fields; the schema has already refused others. */
export function readSort(sort: string): { field: string; descending: boolean } {
  return sort.startsWith('-')
    ? { field: sort.slice(1), descending: true }
    : { field: sort, descending: false };
}

/**
 * The order that a `sort` parameter asks for.
 *
 * @param columns SQL of each field the parameter accepts
 * @param ties    fields that make the order total, in the direction of the sort, so that each order has its reverse
 */
export function sortedKeyset(
  given: { sort: string; cursor?: string | undefined },
  columns: Record<string, RawBuilder<unknown>>,
  ties: Record<string, RawBuilder<unknown>>,
): Keyset {
  const { field, descending } = readSort(given.sort);
  const expression = columns[field];
  if (expression === undefined) throw new RangeError(`no column for the order by ${field}`);
  const last = Object.entries(ties).filter(([name]) => name !== field);
  return keyset(
    [[field, expression] as const, ...last].map(([name, of]) => ({
      field: name,
      expression: of,
      descending,
    })),
    given.cursor,
  );
}

/** A query parameter that accepts each field in both directions. */
export function sortParameter<const Fields extends readonly [string, ...string[]]>(
  fields: Fields,
  fallback: Fields[number] | `-${Fields[number]}`,
) {
  const accepted = fields.flatMap((field) => [field, `-${field}`]);
  return z
    .enum(accepted as [string, ...string[]])
    .default(fallback)
    .describe(`One of ${fields.join(', ')}; a leading - turns the order.`);
}
