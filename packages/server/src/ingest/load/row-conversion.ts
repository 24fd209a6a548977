import type { PlannedColumn } from '../columns/column-formats.ts';
import { type Cell, isBlank, type SourceRow } from '../files/row-source.ts';
import { type Finding, shown } from '../findings.ts';

/** What was counted in one column while its cells were read. */
export interface ColumnCounts {
  filled: number;
  blank: number;
  invalid: number;
}

/**
 * Turns rows of the file into lines for COPY, and what is wrong with them
 * into findings. One instance reads one file.
 */
export class RowConversion {
  rowsTotal = 0;
  readonly counts: ColumnCounts[];
  private readonly columns: readonly PlannedColumn[];
  private readonly width: number;
  private readonly isText: boolean;
  private readonly widestUsed: number;
  private lines: string[] = [];
  private findings: Finding[] = [];

  /**
   * @param header  names of the file's columns
   * @param isText  the file is delimited text, in which a short row is a fault; a workbook drops empty cells
   */
  constructor(columns: readonly PlannedColumn[], header: readonly string[], isText: boolean) {
    this.columns = columns;
    this.width = header.length;
    this.isText = isText;
    this.widestUsed =
      Math.max(...columns.filter(({ column }) => column.required).map(({ match }) => match.sourceIndex), -1) +
      1;
    this.counts = columns.map(() => ({ filled: 0, blank: 0, invalid: 0 }));
  }

  add(rows: readonly SourceRow[]): void {
    for (const row of rows) this.addRow(row);
  }

  get pendingRows(): number {
    return this.lines.length + this.findings.length;
  }

  /** What has gathered since the last call. */
  take(): { lines: string[]; findings: Finding[] } {
    const taken = { lines: this.lines, findings: this.findings };
    this.lines = [];
    this.findings = [];
    return taken;
  }

  private addRow(row: SourceRow): void {
    this.rowsTotal += 1;
    const { cells } = row;
    let isGood = cells.length === this.width || this.checkWidth(row);
    let line = String(row.rowNumber);
    for (let index = 0; index < this.columns.length; index += 1) {
      const { match, read, column } = this.columns[index]!;
      const counts = this.counts[index]!;
      const cell = cells[match.sourceIndex];
      const reading = read(cell);
      let value: string | null;
      if (reading === null || typeof reading === 'string') {
        value = reading;
        if (value === null) counts.blank += 1;
        else counts.filled += 1;
      } else {
        value = reading.stored;
        if (reading.code === 'missing_value') counts.blank += 1;
        else counts.filled += 1;
        if (reading.severity === 'error') {
          counts.invalid += 1;
          isGood = false;
        }
        const { code, severity, message, hint } = reading;
        this.findings.push({
          rowNumber: row.rowNumber,
          column: column.name,
          code,
          severity,
          message,
          hint,
          value: shownValue(cell),
        });
      }
      line += value === null ? '\t\\N' : `\t${column.type === 'text' ? escapeText(value) : value}`;
    }
    if (isGood) this.lines.push(line);
  }

  private checkWidth({ rowNumber, cells }: SourceRow): boolean {
    const extra = cells.slice(this.width).findIndex((cell) => !isBlank(cell));
    const isShort = this.isText && cells.length < this.width;
    if (extra < 0 && !isShort) return true;
    const isHarmless = extra < 0 && cells.length >= this.widestUsed;
    this.findings.push({
      rowNumber,
      column: null,
      code: 'ragged_row',
      severity: isHarmless ? 'warning' : 'error',
      message: `The row has ${cells.length} cells; the header has ${this.width}.`,
      hint:
        extra >= 0
          ? 'Put texts that contain the delimiter, and numbers with a decimal comma, into quotation marks.'
          : 'Check that no cell of this row is missing, or export the file again.',
      value: shown(cells.map((cell) => cell ?? '').join(' | ')).slice(1, -1),
    });
    return isHarmless;
  }
}

function shownValue(cell: Cell | undefined): string | null {
  return isBlank(cell) ? null : String(cell).slice(0, 200).replaceAll('\u0000', '\ufffd');
}

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Text as the text format of COPY wants it. */
export function escapeText(text: string): string {
  return SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (mark) => ESCAPES[mark] ?? mark) : text;
}
