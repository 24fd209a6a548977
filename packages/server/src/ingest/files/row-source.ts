import type { FileFault } from '../errors.ts';

/** A cell as the file gives it. Dates of a workbook arrive as `YYYY-MM-DD` text. */
export type Cell = string | number | boolean | null;

export interface SourceRow {
  /** The row number a spreadsheet shows for it: title rows, the header and blank rows count. */
  rowNumber: number;
  cells: Cell[];
}

/** How a file was read, for the report. */
export interface SourceDescription {
  format: 'csv' | 'xlsx';
  /** Row number of the header. */
  headerRow: number;
  encoding?: string;
  delimiter?: string;
  sheet?: string;
  /** Sheets that were not read. */
  otherSheets?: string[];
}

/**
 * A table in a file, whatever its format. `batches` can be called again and
 * starts from the first data row each time; at most one batch and the parser's
 * buffer are in memory.
 */
export interface RowSource {
  description: SourceDescription;
  header: string[];
  batches(): AsyncIterable<SourceRow[]>;
  /** Share of the file read by the current walk, 0 to 1. */
  progress(): number;
}

/** How well a row looks like a header: the number of its cells that name a known column. */
export type HeaderScore = (cells: readonly Cell[]) => number;

/** The file cannot be read, for a reason its owner can mend. */
export class UnreadableFile extends Error {
  readonly code: FileFault;
  readonly hint: string;

  constructor(code: FileFault, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UnreadableFile';
    this.code = code;
    this.hint = hint;
  }
}

/** More columns than this are no table of ours; matching their names would take long. */
export const MAX_COLUMNS = 1_024;

export function tooWide(what: string): UnreadableFile {
  return new UnreadableFile(
    'too_wide',
    `The table has ${what}.`,
    'Keep only the columns of the table and export it again.',
  );
}

/** Text as PostgreSQL can store it: NUL and halves of surrogate pairs become the replacement character. */
export function storableText(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, '\ufffd');
}

const HEADER_SEARCH_ROWS = 30;

/**
 * The header's position among the first rows: the row that names most known
 * columns (at least two), else the first row that is as wide as most rows.
 * Rows above it are titles.
 *
 * @returns an index into `rows`, or -1 when every row is blank
 */
export function findHeader(rows: readonly SourceRow[], score: HeaderScore): number {
  const searched = rows.slice(0, HEADER_SEARCH_ROWS);
  let best = -1;
  let bestScore = 1;
  for (const [index, row] of searched.entries()) {
    const value = score(row.cells);
    if (value > bestScore) {
      best = index;
      bestScore = value;
    }
  }
  if (best >= 0) return best;
  const widths = searched.map((row) => row.cells.filter((cell) => !isBlank(cell)).length);
  const usual = mostFrequent(widths.filter((width) => width > 0));
  const wide = widths.findIndex((width) => width > 0 && width >= usual);
  return wide >= 0 ? wide : widths.findIndex((width) => width > 0);
}

export function isBlank(cell: Cell | undefined): boolean {
  return cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '');
}

/** The most frequent number; of equally frequent ones the largest. 0 for an empty list. */
export function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best = 0;
  let bestCount = 0;
  for (const [value, count] of counts) {
    if (count > bestCount || (count === bestCount && value > best)) {
      best = value;
      bestCount = count;
    }
  }
  return best;
}

/** Column names of a header row: trimmed, blanks named by position, trailing blanks dropped. */
export function headerNames(cells: readonly Cell[]): string[] {
  let width = cells.length;
  while (width > 0 && isBlank(cells[width - 1])) width -= 1;
  return cells
    .slice(0, width)
    .map((cell, index) => (isBlank(cell) ? `column ${index + 1}` : String(cell).replace(/\s+/g, ' ').trim()));
}
