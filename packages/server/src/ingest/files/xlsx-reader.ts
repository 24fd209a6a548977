import {
  type Cell,
  findHeader,
  type HeaderScore,
  headerNames,
  isBlank,
  MAX_COLUMNS,
  type RowSource,
  type SourceRow,
  storableText,
  tooWide,
  UnreadableFile,
} from './row-source.ts';
import { decodeEscapes, openWorkbook, type Workbook } from './xlsx-parts.ts';
import { attribute, XmlScanner } from './xml-scanner.ts';
import { readZipEntry, type ZipEntry } from './zip-directory.ts';

const HEAD_ROWS = 60;
const MAX_CELL_CHARS = 1_000_000;
/** Excel's last row (ECMA-376 writers keep to it); a larger number is not a row's. */
const MAX_ROW_NUMBER = 1_048_576;

/**
 * Opens the first sheet of a workbook whose header names known columns, or
 * the first that has rows. Formulas count with the value they last showed;
 * dates become calendar days.
 *
 * @throws UnreadableFile when the workbook is damaged, a bomb, or empty
 */
export async function openXlsx(path: string, score: HeaderScore): Promise<RowSource> {
  const workbook = await openWorkbook(path);
  const { sheet, rows, headerIndex } = await chooseSheet(workbook, score);
  const headerRow = rows[headerIndex]!;
  let bytes = 0;
  return {
    description: {
      format: 'xlsx',
      headerRow: headerRow.rowNumber,
      sheet: sheet.name,
      otherSheets: workbook.sheets.filter((other) => other !== sheet).map((other) => other.name),
    },
    header: headerNames(headerRow.cells),
    progress: () =>
      sheet.entry.compressedBytes === 0 ? 1 : Math.min(1, bytes / sheet.entry.compressedBytes),
    async *batches() {
      bytes = 0;
      const all = sheetRows(workbook, sheet.entry, (count) => {
        bytes += count;
      });
      for await (const batch of all) {
        const data = batch.filter((row) => row.rowNumber > headerRow.rowNumber && !row.cells.every(isBlank));
        if (data.length > 0) yield data;
      }
    },
  };
}

async function chooseSheet(workbook: Workbook, score: HeaderScore) {
  let first: { sheet: Workbook['sheets'][number]; rows: SourceRow[]; headerIndex: number } | undefined;
  for (const sheet of workbook.sheets) {
    const rows = await firstRows(workbook, sheet.entry);
    const headerIndex = findHeader(rows, score);
    const header = rows[headerIndex];
    if (!header) continue;
    const found = { sheet, rows, headerIndex };
    if (score(header.cells) >= 2) return found;
    first ??= found;
  }
  if (first) return first;
  throw new UnreadableFile('empty_file', 'The workbook has no rows.', 'Export it again with its header row.');
}

async function firstRows(workbook: Workbook, entry: ZipEntry): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const batch of sheetRows(workbook, entry)) {
    rows.push(...batch);
    if (rows.length >= HEAD_ROWS) break;
  }
  return rows.slice(0, HEAD_ROWS);
}

/** The rows of a sheet, a batch for each unpacked piece of its XML. */
async function* sheetRows(
  workbook: Workbook,
  entry: ZipEntry,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<SourceRow[]> {
  const reader = new SheetReader(workbook);
  const decoder = new TextDecoder();
  for await (const bytes of readZipEntry(workbook.path, entry, onBytes)) {
    reader.scanner.push(decoder.decode(bytes, { stream: true }));
    const batch = reader.take();
    if (batch.length > 0) yield batch;
  }
  reader.scanner.end();
}

/** Turns the elements `row`, `c`, `v`, `is` and `t` (ECMA-376 part 1, 18.3.1) into rows of cells. */
class SheetReader {
  readonly scanner: XmlScanner;
  private readonly workbook: Workbook;
  private rows: SourceRow[] = [];
  private rowNumber = 0;
  private cells: Cell[] = [];
  private column = 0;
  private type = '';
  private style = -1;
  private text = '';
  private collects = false;
  private inPhonetic = false;

  constructor(workbook: Workbook) {
    this.workbook = workbook;
    this.scanner = new XmlScanner({
      open: (name, attributes) => this.open(name, attributes),
      close: (name) => this.close(name),
      text: (text) => {
        if (!this.collects) return;
        this.text += text;
        if (this.text.length > MAX_CELL_CHARS) throw tooWide('a cell with more than a million characters');
      },
    });
  }

  take(): SourceRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  private open(name: string, attributes: string): void {
    switch (name) {
      case 'row':
        this.rowNumber = this.nextRowNumber(Number(attribute(attributes, 'r')));
        this.cells = [];
        this.column = 0;
        break;
      case 'c': {
        const reference = attribute(attributes, 'r');
        if (reference) this.column = columnOf(reference);
        if (this.column >= MAX_COLUMNS) throw tooWide(`more than ${MAX_COLUMNS} columns`);
        this.type = attribute(attributes, 't') ?? 'n';
        this.style = Number(attribute(attributes, 's') ?? -1);
        this.text = '';
        break;
      }
      case 'v':
      case 't':
        this.collects = !this.inPhonetic;
        break;
      case 'rPh':
        this.inPhonetic = true;
        break;
    }
  }

  /** The number a row states, if it counts upwards as it must; else the next one. */
  private nextRowNumber(stated: number): number {
    const isPossible = Number.isInteger(stated) && stated > this.rowNumber && stated <= MAX_ROW_NUMBER;
    return isPossible ? stated : this.rowNumber + 1;
  }

  private close(name: string): void {
    switch (name) {
      case 'v':
      case 't':
        this.collects = false;
        break;
      case 'rPh':
        this.inPhonetic = false;
        break;
      case 'c':
        while (this.cells.length < this.column) this.cells.push(null);
        this.cells[this.column] = this.value();
        this.column += 1;
        break;
      case 'row':
        this.rows.push({ rowNumber: this.rowNumber, cells: this.cells });
        break;
    }
  }

  private value(): Cell {
    const text = storableText(this.text);
    switch (this.type) {
      case 's':
        return this.workbook.sharedStrings[Number(text)] ?? null;
      case 'str':
      case 'inlineStr':
        return decodeEscapes(text);
      case 'b':
        return text === '1' || text === 'true';
      case 'e':
        return text;
      case 'd':
        return text.slice(0, 10);
      default: {
        if (text === '') return null;
        const number = Number(text);
        if (!Number.isFinite(number)) return text;
        return this.workbook.dateStyles[this.style] ? dayOfSerial(number, this.workbook.counts1904) : number;
      }
    }
  }
}

/** Zero-based column of a reference such as `AB12`. */
function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at += 1) {
    const code = reference.charCodeAt(at) & 0xdf;
    if (code < 65 || code > 90) break;
    column = column * 26 + (code - 64);
  }
  return column - 1;
}

const DAY_MS = 86_400_000;

/**
 * The calendar day of a spreadsheet serial number. Day 1 is 1900-01-01; the
 * 29th of February 1900, which never was, is day 60, so days before it count
 * one further. In a 1904 workbook day 0 is 1904-01-01.
 *
 * @returns `YYYY-MM-DD`, or the number itself when no such day exists
 */
export function dayOfSerial(serial: number, counts1904: boolean): string | number {
  const day = Math.floor(serial);
  if (day < 0 || day > 2_958_465) return serial;
  const origin = counts1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, day < 60 ? 31 : 30);
  return new Date(origin + day * DAY_MS).toISOString().slice(0, 10);
}
