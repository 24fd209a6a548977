import { z } from 'zod';
import { apiPrefix } from '../../src/platform/http/addresses.ts';
import { takesCursor } from '../../src/platform/http/query-shape.ts';
import type { Route } from '../../src/platform/http/route.ts';
import type { ExampleCompany } from './example-company.ts';
import { addressWith, type Preparations } from './examples.ts';

type Row = Record<string, unknown>;
interface List {
  data: Row[];
  page: { next_cursor: string | null; total: number };
}

/** Lists that cannot be sorted, each with the reason; there is none. */
const unsorted: Record<string, string> = {};

/** Rows that are compared; a longer list is walked as far as this. */
const most = 500;

/** Reads every paged list in every order it offers: at once, and page by page. @returns what was not as it must be */
export async function walkOrders(company: ExampleCompany, preparations: Preparations) {
  const problems: string[] = [];
  let walked = 0;
  for (const route of company.app.routes.filter(takesCursor)) {
    const name = `${route.method} ${route.path}`;
    const fields = sortsOf(route).filter((sort) => !sort.startsWith('-'));
    if (fields.length === 0 && unsorted[name] === undefined) problems.push(`${name} takes no sort`);
    const live = (await preparations[name]?.(company)) ?? {};
    const params = { ...(route.example?.params as Row | undefined), ...company.ids, ...live.params };
    const read = async (query: Row) => {
      const url = addressWith(apiPrefix + route.path, params, query);
      return company.ask<List>({ url, headers: await company.as('owner') });
    };
    const headers = await company.as('owner');
    if (hasFile(route)) {
      // One order shows that the file follows it: the first field it names, turned.
      const [field = ''] = fields;
      const { data } = await read({ sort: `-${field}`, limit: most });
      const file = await fileValues(field, (query) =>
        company.app.http.inject({ url: addressWith(apiPrefix + route.path, params, query), headers }),
      );
      if (JSON.stringify(file?.slice(0, most)) !== JSON.stringify(data.map((row) => String(row[field]))))
        problems.push(`${name} by -${field} is in another order as a file`);
    }
    for (const field of fields) {
      const up = await read({ sort: field, limit: most });
      const down = await read({ sort: `-${field}`, limit: most });
      const values = up.data.map((row) => row[field]);
      const isOrdered = values.every((value, index) => index === 0 || !isLess(value, values[index - 1]));
      if (values.some((value) => value === undefined || value === null))
        problems.push(`${name} is sorted by ${field}, which not every row has`);
      if (!isOrdered) problems.push(`${name} is not in the order of ${field}`);
      const turned = down.data.map((row) => row[field]).toReversed();
      if (up.page.next_cursor === null && JSON.stringify(turned) !== JSON.stringify(values))
        problems.push(`${name} by -${field} is not the reverse`);
      for (const [sort, whole] of [
        [field, up],
        [`-${field}`, down],
      ] as const) {
        walked += 1;
        if (!(await isWalkedWhole(read, sort, whole.data)))
          problems.push(`${name} by ${sort} skips or repeats`);
      }
    }
  }
  return { problems, walked };
}

/** In five pages or so. */
async function isWalkedWhole(read: (query: Row) => Promise<List>, sort: string, whole: Row[]) {
  const limit = Math.max(1, Math.ceil(whole.length / 5));
  const found: Row[] = [];
  let cursor: string | null = null;
  do {
    const page: List = await read({ sort, limit, ...(cursor === null ? {} : { cursor }) });
    found.push(...page.data);
    cursor = page.page.next_cursor;
  } while (cursor !== null && found.length < whole.length);
  return JSON.stringify(found.slice(0, whole.length)) === JSON.stringify(whole);
}

function sortsOf(route: Route): string[] {
  const sort = (route.query as z.ZodObject | undefined)?.shape.sort;
  if (sort === undefined) return [];
  const { enum: accepted } = z.toJSONSchema(sort as z.ZodType, { io: 'input' }) as { enum?: string[] };
  return accepted ?? [];
}

const hasFile = (route: Route) => 'format' in ((route.query as z.ZodObject | undefined)?.shape ?? {});

/** The column of the field in the CSV of the list by `-field`; the examples have no line breaks in it. */
async function fileValues(field: string, get: (query: Row) => Promise<{ statusCode: number; body: string }>) {
  const reply = await get({ sort: `-${field}`, format: 'csv' });
  if (reply.statusCode !== 200) return undefined;
  const [head = '', ...lines] = reply.body.replace('\ufeff', '').trim().split(/\r?\n/);
  const cells = (line: string) =>
    line.match(/("([^"]|"")*"|[^,]*)(,|$)/g)?.map((cell) => cell.replace(/,$/, '')) ?? [];
  const column = cells(head).indexOf(field);
  return lines.map((line) => cells(line)[column]?.replace(/^"|"$/g, ''));
}

/** Numbers by size, texts and instants by their characters. */
function isLess(a: unknown, b: unknown): boolean {
  return typeof a === 'number' && typeof b === 'number' ? a < b : String(a) < String(b);
}
