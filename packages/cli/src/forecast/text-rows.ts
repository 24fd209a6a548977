import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { PassThrough, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CsvError, parse } from 'csv-parse';
import { CommandFailed } from '../failure.ts';

/** A file of text in rows, and how it is written. */
export interface TextFile {
  path: string;
  delimiter: string;
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
}

export interface TextRow {
  /** as an editor counts, the heading is 1 */
  line: number;
  cells: string[];
}

/** Longest row; a longer one means a quote that was opened and never closed. */
const LONGEST_ROW = 1 << 20;
const HEAD_BYTES = 1 << 16;
const DELIMITERS = [',', ';', '\t', '|'];

/**
 * Looks at a file: its encoding by the byte-order mark, else UTF-8 if every byte of it is valid, else
 * windows-1252; its delimiter by its first rows.
 *
 * @throws CommandFailed if it cannot be read, is empty, or is no text
 */
export async function openText(path: string): Promise<TextFile> {
  let head = Buffer.alloc(0);
  let valid = true;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytesOf(path)) {
    if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES)]);
    if (!valid) break;
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const whole = bytes.length - openSequence(bytes);
    valid = isUtf8(bytes.subarray(0, whole));
    rest = bytes.subarray(whole);
  }
  refuseOtherKinds(path, head);
  const encoding = markedEncoding(head) ?? (valid && rest.length === 0 ? 'utf-8' : 'windows-1252');
  const text = new TextDecoder(encoding).decode(head);
  if (text.trim() === '') {
    throw new CommandFailed(
      `${path} is empty. It needs a heading and rows, for example:\n  date,value\n  2026-01-01,12`,
    );
  }
  return { path, delimiter: delimiterOf(text), encoding };
}

/** The rows of a file, blank ones left out. */
export async function* rowsOf({ path, delimiter, encoding }: TextFile): AsyncGenerator<TextRow> {
  const parser = parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: LONGEST_ROW,
  });
  pipeline(textOf(path, encoding), parser, () => undefined);
  let line = 1;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      if (cells.length > 1 || cells[0]!.trim() !== '') yield { line, cells };
      line += 1;
      for (const cell of cells) if (cell.includes('\n')) line += cell.split('\n').length - 1;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new CommandFailed(
      `${path}, row ${line}: a quoted cell that begins here never ends. Close its quote, or write "" for a quote inside it.`,
    );
  }
}

async function* textOf(path: string, encoding: TextFile['encoding']): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytesOf(path)) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** The bytes of a file; of a compressed one those it unpacks to. */
async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  try {
    const file = createReadStream(path, { highWaterMark: 1 << 18 });
    const unpack = path.endsWith('.gz') ? createGunzip() : new PassThrough();
    pipeline(file, unpack, () => undefined);
    yield* unpack as AsyncIterable<Buffer>;
  } catch (error) {
    throw new CommandFailed(`${path} cannot be read: ${wordsOf(error)}.`);
  }
}

function wordsOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder; name a CSV file in it';
  if (code === 'EACCES') return 'this account may not read it';
  return error instanceof Error ? error.message : String(error);
}

function refuseOtherKinds(path: string, head: Buffer): void {
  const kind =
    head.toString('latin1', 0, 4) === 'PK\u0003\u0004'
      ? 'a workbook'
      : head.toString('latin1', 0, 4) === 'PAR1'
        ? 'a Parquet file'
        : undefined;
  if (kind !== undefined)
    throw new CommandFailed(`${path} is ${kind}. Save it as CSV (UTF-8) and name that.`);
}

function markedEncoding(head: Buffer): TextFile['encoding'] | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 'utf-8' : undefined;
}

/** Bytes at the end that begin a UTF-8 character whose rest is in the next chunk: 0 to 3. */
function openSequence(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
  }
  return 0;
}

/** The mark that cuts the heading into most cells; where marks tie, the one the next rows agree with. */
function delimiterOf(head: string): string {
  const lines = head
    .split(/\r\n|\r|\n/)
    .slice(0, 20)
    .filter((line) => line.trim() !== '')
    .map((line) => line.replace(/"(?:[^"]|"")*"/g, ''));
  const counts = DELIMITERS.map((mark) => {
    const cuts = lines.map((line) => line.split(mark).length - 1);
    const agreeing = cuts.filter((count) => count === cuts[0]).length / cuts.length;
    return { mark, score: cuts[0]! + agreeing };
  });
  return counts.toSorted((a, b) => b.score - a.score)[0]!.mark;
}
