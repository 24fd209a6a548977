import type { Me } from '@granary/client';
import Table from 'cli-table3';

/** One column of a table on the terminal. */
export interface TableColumn<Row> {
  heading: string;
  cell: (row: Row) => string | number | null;
  align?: 'right';
  /** Longer text is cut, so that a row stays on one line. */
  widest?: number;
}

/** Everything printed on standard output goes through here, so that `| head` ends quietly. */
export function print(text: string): void {
  process.stdout.write(text);
}

export function printJson(value: unknown): void {
  print(`${JSON.stringify(value, null, 2)}\n`);
}

type WhenReaderGone = () => Promise<void> | void;
let whenReaderGone: WhenReaderGone = () => process.exit();

/**
 * What to do when the reader of standard output has gone, as `head` does:
 * without a word from here, the program ends at once.
 */
export function setWhenReaderGone(action: WhenReaderGone): void {
  whenReaderGone = action;
}

/** Keeps a reader that has gone from ending the program with a complaint. */
export function watchReader(): void {
  process.stdout.on('error', (error) => {
    if (!isReaderGone(error)) throw error;
    void whenReaderGone();
  });
  process.stderr.on('error', (error) => {
    if (!isReaderGone(error)) throw error;
  });
}

/** Whether a write failed because nobody reads any more. */
export function isReaderGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

/** On a terminal the widest columns give way until a row fits on a line. */
export function table<Row>(columns: TableColumn<Row>[], rows: Row[]): string {
  const cells = rows.map((row) =>
    columns.map(({ cell, widest }) => shorten(String(cell(row) ?? ''), widest)),
  );
  const widths = fitWidths(
    columns.map(({ heading }, index) =>
      Math.max(heading.length, ...cells.map((row) => row[index]?.length ?? 0)),
    ),
    process.stdout.isTTY === true ? process.stdout.columns || 80 : Number.POSITIVE_INFINITY,
  );
  const drawn = new Table({
    head: columns.map(({ heading }, index) => shorten(heading, widths[index])),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    style: { head: isColourful() ? ['bold'] : [], border: isColourful() ? ['gray'] : [], compact: true },
    chars: plainBorders,
  });
  for (const row of cells) drawn.push(row.map((cell, index) => shorten(cell, widths[index])));
  return `${drawn.toString()}\n`;
}

const narrowest = 6;

/**
 * Takes from the widest column, one character at a time, until all fit.
 *
 * @param widths    characters of each column, without what stands between them
 * @param available characters of a line
 */
export function fitWidths(widths: number[], available: number): number[] {
  const fitted = [...widths];
  // A blank on both sides of each cell and one between two.
  const between = 3 * widths.length - 1;
  while (fitted.reduce((sum, width) => sum + width, between) > available) {
    const widest = Math.max(...fitted);
    if (widest <= narrowest) break;
    fitted[fitted.indexOf(widest)] = widest - 1;
  }
  return fitted;
}

/** Name and value below each other. */
export function facts(rows: [name: string, value: string][]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('');
}

/** Money and counts as the organization writes them. */
export function formatsOf({ currency, locale }: Me['organization']) {
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency });
  const count = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const decimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return {
    money: (amount: number | null) => (amount === null ? '' : money.format(amount)),
    count: (amount: number | null) => (amount === null ? '' : count.format(amount)),
    decimal: (amount: number | null) => (amount === null ? '' : decimal.format(amount)),
    percent: (share: number) => `${Math.round(share * 100)} %`,
  };
}
export type Formats = ReturnType<typeof formatsOf>;

const plainBorders = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', right: '', 'right-mid': '', middle: ' ' },
  ...{ mid: '─', 'mid-mid': '─' },
};

function isColourful(): boolean {
  return process.stdout.isTTY === true && !process.env.NO_COLOR;
}

function shorten(text: string, widest = 40): string {
  return text.length > widest ? `${text.slice(0, widest - 1)}…` : text;
}
