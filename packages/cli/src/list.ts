import { once } from 'node:events';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { CommandFailed } from './failure.ts';
import { print, type TableColumn, table } from './output.ts';

/** A list of the API, however it is asked for. */
export interface List<Row> {
  page(query: { limit: number; cursor?: string }): Promise<{
    data: Row[];
    page: { next_cursor: string | null; total: number };
  }>;
  /** The API's own export; absent where it has none. */
  csv?(): Promise<ReadableStream<Uint8Array> | null>;
}

export interface ListOptions {
  json?: boolean;
  csv?: boolean;
  limit?: number;
}

const rowsOnScreen = 20;
const largestPage = 500;

export function addListOptions(command: Command, { csv }: { csv: boolean } = { csv: true }): Command {
  if (csv) command.addOption(new Option('--csv', 'every row as CSV').conflicts('json'));
  return command
    .option('--json', 'every row as a JSON array')
    .option('--limit <count>', `at most so many rows (a table shows ${rowsOnScreen} unless told)`, positive);
}

export function positive(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
}

/** Prints a list whole as CSV or JSON, or its beginning as a table. */
export async function printList<Row>(
  list: List<Row>,
  options: ListOptions,
  columns: TableColumn<Row>[],
  /** Said when there is nothing to show. */
  emptySentence: string,
): Promise<void> {
  if (options.csv === true) return printCsv(list, options.limit ?? Number.POSITIVE_INFINITY);
  if (options.json === true) return printJsonArray(list, options.limit ?? Number.POSITIVE_INFINITY);
  const wanted = options.limit ?? rowsOnScreen;
  const rows: Row[] = [];
  let total = 0;
  for await (const page of pages(list, wanted)) {
    rows.push(...page.rows);
    total = page.total;
  }
  if (rows.length === 0) {
    process.stderr.write(`${emptySentence}\n`);
    return;
  }
  print(table(columns, rows));
  if (total > rows.length) {
    const others = columns.length > 0 && list.csv ? '--limit for more, --csv for all' : '--limit for more';
    process.stderr.write(`${rows.length} of ${total}; ${others}.\n`);
  }
}

async function* pages<Row>(list: List<Row>, wanted: number): AsyncGenerator<{ rows: Row[]; total: number }> {
  let cursor: string | undefined;
  let left = wanted;
  while (left > 0) {
    const { data, page } = await list.page({
      limit: Math.min(left, largestPage),
      ...(cursor === undefined ? {} : { cursor }),
    });
    yield { rows: data, total: page.total };
    left -= data.length;
    if (page.next_cursor === null || data.length === 0) return;
    cursor = page.next_cursor;
  }
}

async function printJsonArray<Row>(list: List<Row>, wanted: number): Promise<void> {
  let count = 0;
  for await (const { rows } of pages(list, wanted)) {
    for (const row of rows) {
      await write(`${count === 0 ? '[\n' : ',\n'}${JSON.stringify(row)}`);
      count += 1;
    }
  }
  await write(count === 0 ? '[]\n' : '\n]\n');
}

async function printCsv<Row>(list: List<Row>, wanted: number): Promise<void> {
  const body = await list.csv?.();
  if (body === undefined || body === null) throw new CommandFailed('This list has no CSV export.');
  const cut = rowCutter(wanted);
  const text = new TextDecoder();
  for await (const chunk of body) {
    const { kept, isEnough } = cut(text.decode(chunk, { stream: true }));
    await write(kept);
    if (isEnough) return;
  }
}

/** Lets a heading and so many rows pass; a line end within quotes is part of a cell. */
export function rowCutter(rows: number): (text: string) => { kept: string; isEnough: boolean } {
  let linesLeft = rows + 1;
  let isQuoted = false;
  return (text) => {
    if (!Number.isFinite(linesLeft)) return { kept: text, isEnough: false };
    for (let index = 0; index < text.length; index += 1) {
      const character = text[index];
      if (character === '"') isQuoted = !isQuoted;
      if (character !== '\n' || isQuoted) continue;
      linesLeft -= 1;
      if (linesLeft === 0) return { kept: text.slice(0, index + 1), isEnough: true };
    }
    return { kept: text, isEnough: false };
  };
}

/** Waits for a slow reader instead of holding the list in memory. */
async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
