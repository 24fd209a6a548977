import { stat } from 'node:fs/promises';
import { CsvParser } from './csv-parser.ts';
import { detectEncoding, readText, type TextEncoding } from './encoding.ts';
import {
  findHeader,
  type HeaderScore,
  headerNames,
  isBlank,
  MAX_COLUMNS,
  mostFrequent,
  type RowSource,
  type SourceRow,
  tooWide,
  UnreadableFile,
} from './row-source.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
const SNIFF_CHARS = 256 * 1024;
const SNIFF_ROWS = 200;

/**
 * Opens a delimited text file. Encoding, delimiter, title rows and header are
 * found by looking; what was found is in `description`.
 *
 * @throws UnreadableFile `empty_file` or `unclosed_quote`
 */
export async function openCsv(path: string, score: HeaderScore): Promise<RowSource> {
  const { size } = await stat(path);
  const encoding = await detectEncoding(path);
  const head = await readHead(path, encoding);
  const { delimiter, rows } = sniffDelimiter(head.text, head.complete, score);
  const headerIndex = findHeader(rows, score);
  const headerRow = rows[headerIndex];
  if (!headerRow) {
    throw new UnreadableFile('empty_file', 'The file has no rows.', 'Export it again with its header row.');
  }
  if (headerRow.cells.length > MAX_COLUMNS) throw tooWide(`more than ${MAX_COLUMNS} columns`);
  let bytes = 0;
  return {
    description: { format: 'csv', headerRow: headerRow.rowNumber, encoding, delimiter },
    header: headerNames(headerRow.cells),
    progress: () => (size === 0 ? 1 : bytes / size),
    async *batches() {
      bytes = 0;
      const parser = new CsvParser(delimiter);
      for await (const text of readText(path, encoding, (count) => {
        bytes += count;
      })) {
        const batch = dataRows(parser.push(text), headerRow.rowNumber);
        if (batch.length > 0) yield batch;
      }
      const last = dataRows(parser.end(), headerRow.rowNumber);
      if (last.length > 0) yield last;
    },
  };
}

/** Rows below the header that hold anything. */
function dataRows(rows: SourceRow[], headerRowNumber: number): SourceRow[] {
  const first = rows[0];
  const last = rows[rows.length - 1];
  if (!first || !last || last.rowNumber <= headerRowNumber) return [];
  return rows.filter((row) => row.rowNumber > headerRowNumber && !row.cells.every(isBlank));
}

async function readHead(path: string, encoding: TextEncoding): Promise<{ text: string; complete: boolean }> {
  let text = '';
  for await (const piece of readText(path, encoding)) {
    text += piece;
    if (text.length > SNIFF_CHARS) return { text, complete: false };
  }
  return { text, complete: true };
}

/**
 * The delimiter under which the first rows make most sense: one that shows
 * known column names wins, else the one that gives most rows the same width.
 * A line `sep=;`, which spreadsheets write, decides at once.
 */
export function sniffDelimiter(
  text: string,
  complete: boolean,
  score: HeaderScore,
): { delimiter: string; rows: SourceRow[] } {
  const declared = /^sep=(.)\r?\n/i.exec(text);
  if (declared) {
    const delimiter = declared[1]!;
    return { delimiter, rows: firstRows(text, delimiter, complete).slice(1) };
  }
  let best: { delimiter: string; rows: SourceRow[] } = { delimiter: ',', rows: [] };
  let bestValue = -1;
  let failure: unknown;
  for (const delimiter of DELIMITERS) {
    let rows: SourceRow[];
    try {
      rows = firstRows(text, delimiter, complete);
    } catch (error) {
      failure = error;
      continue;
    }
    const value = delimiterValue(rows, score);
    if (value > bestValue) {
      bestValue = value;
      best = { delimiter, rows };
    }
  }
  if (bestValue < 0) throw failure;
  return best;
}

function firstRows(text: string, delimiter: string, complete: boolean): SourceRow[] {
  const parser = new CsvParser(delimiter);
  const rows = parser.push(text);
  if (complete && rows.length < SNIFF_ROWS) rows.push(...parser.end());
  return rows.slice(0, SNIFF_ROWS);
}

function delimiterValue(rows: readonly SourceRow[], score: HeaderScore): number {
  const widths = rows.filter((row) => !row.cells.every(isBlank)).map((row) => row.cells.length);
  const width = mostFrequent(widths);
  if (width < 2) return 0;
  const agreement = widths.filter((candidate) => candidate === width).length / widths.length;
  const known = Math.max(...rows.slice(0, 30).map((row) => score(row.cells)));
  return (known >= 2 ? known * 10 : 0) + agreement + Math.min(width, 50) / 1000;
}
