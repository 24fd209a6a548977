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

/** Ends the program without a complaint when the reader of standard output has gone. */
export function endQuietlyWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(process.exitCode ?? 0);
  });
}

export function table<Row>(columns: TableColumn<Row>[], rows: Row[]): string {
  const drawn = new Table({
    head: columns.map(({ heading }) => heading),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    style: { head: isColourful() ? ['bold'] : [], border: isColourful() ? ['gray'] : [], compact: true },
    chars: plainBorders,
  });
  for (const row of rows) drawn.push(columns.map(({ cell, widest }) => shorten(cell(row), widest)));
  return `${drawn.toString()}\n`;
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

function shorten(cell: string | number | null, widest = 40): string {
  const text = cell === null ? '' : String(cell);
  return text.length > widest ? `${text.slice(0, widest - 1)}…` : text;
}
