import type { DatasetColumn, DatasetDefinition } from '../../platform/datasets/dataset.ts';
import type { RowSource } from '../files/row-source.ts';
import { type CellReader, type ColumnFormat, cellReader } from './cell-values.ts';
import type { MappedColumn } from './column-mapping.ts';
import { DateEvidence, type DateOrder } from './date-format.ts';
import { NumberEvidence } from './number-format.ts';

/** A column of the file with all that is needed to read its cells. */
export interface PlannedColumn {
  column: DatasetColumn;
  match: MappedColumn;
  format: ColumnFormat;
  read: CellReader;
  /** How its values are understood, as a sentence. */
  readAs: string;
}

/** Rows after which a column whose format is clear is not looked at further. */
const SAMPLE_ROWS = 5_000;

export interface FormatOptions {
  /** The order taken when no date of the file decides. */
  usualOrder: DateOrder;
  /** The caller knows better. */
  forcedOrder?: DateOrder | undefined;
}

/**
 * Decides for each column how its dates and numbers are written. The first
 * rows usually settle it; a column they leave open is followed to the last
 * row of the file, since one 13/04 decides over a million of 03/04.
 */
export async function planColumns(
  dataset: DatasetDefinition,
  matches: readonly MappedColumn[],
  source: RowSource,
  options: FormatOptions,
): Promise<PlannedColumn[]> {
  const columns = matches.flatMap((match) => {
    const column = dataset.columns.find((candidate) => candidate.name === match.target);
    return column ? [{ column, match }] : [];
  });
  const dates = columns
    .filter(({ column }) => column.type === 'date')
    .map((entry) => ({ ...entry, evidence: new DateEvidence() }));
  const numbers = columns
    .filter(({ column }) => column.type !== 'date' && column.type !== 'text')
    .map((entry) => ({ ...entry, evidence: new NumberEvidence() }));
  await gather([...dates, ...numbers], source);

  const formats = new Map<string, ColumnFormat>();
  const orders = dates
    .map(({ evidence }) => evidence.decide(options.usualOrder))
    .filter((format) => format.decidedBy > 0);
  for (const { column, evidence } of dates) {
    const date = evidence.decide(options.usualOrder, orders[0]?.order);
    formats.set(column.name, {
      date: options.forcedOrder ? { ...date, order: options.forcedOrder, ambiguous: 0 } : date,
    });
  }
  const marks = numbers
    .map(({ evidence }) => evidence.decide(false))
    .filter((format) => format.decidedBy > 0);
  for (const { column, evidence } of numbers) {
    formats.set(column.name, { number: evidence.decide(column.type === 'integer', marks[0]?.decimal) });
  }
  return columns.map(({ column, match }) => {
    const format = formats.get(column.name) ?? {};
    const isForced = column.type === 'date' && options.forcedOrder !== undefined;
    return {
      column,
      match,
      format,
      read: cellReader(column, format),
      readAs: describe(column, format, isForced),
    };
  });
}

async function gather(
  columns: readonly { match: MappedColumn; evidence: DateEvidence | NumberEvidence }[],
  source: RowSource,
): Promise<void> {
  let rows = 0;
  let followed = columns;
  for await (const batch of source.batches()) {
    for (const row of batch) {
      for (const { match, evidence } of followed) evidence.add(row.cells[match.sourceIndex]);
    }
    rows += batch.length;
    if (rows < SAMPLE_ROWS) continue;
    followed = columns.filter(({ evidence }) => !evidence.isDecided);
    if (followed.length === 0) return;
  }
}

/** True when the file leaves open how a column is meant, so that its owner should look. */
export function isAmbiguous({ format }: Pick<PlannedColumn, 'format'>): boolean {
  const { date, number } = format;
  return [date, number].some((one) => one !== undefined && one.ambiguous > 0 && one.decidedBy === 0);
}

function describe(column: DatasetColumn, { date, number }: ColumnFormat, isForced: boolean): string {
  if (date) {
    const order = date.order.replace('-', ' ');
    if (isForced) return `${order}, as asked`;
    if (date.serial) return 'as day counts of a spreadsheet';
    if (date.decidedBy > 0) return `${order}: ${date.decidedBy} rows can only be read that way`;
    if (date.ambiguous > 0) return `${order}, which no row decides: ${date.example} could be read both ways`;
    return 'as written, year first or month in words';
  }
  if (number) {
    const mark = number.decimal === ',' ? 'comma' : 'point';
    if (number.decidedBy > 0)
      return `with a decimal ${mark}: ${number.decidedBy} rows can only be read that way`;
    if (number.ambiguous > 0) {
      return `with a decimal ${mark}, which no row decides: ${number.example} could be read both ways`;
    }
    return 'as plain numbers';
  }
  return column.allowed ? `as one of ${column.allowed.join(', ')}` : 'as text';
}
