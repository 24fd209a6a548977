import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { inScopeOfNow } from '../database/index.ts';
import { invalid } from './errors.ts';

type Cell = string | number | boolean | null | undefined;

/** Spreadsheets run a cell that begins with one of these as a formula. */
const formulaStart = /^[=+\-@\t\r]/;

/**
 * One CSV line, RFC 4180. Text that a spreadsheet would run is led by an
 * apostrophe; numbers stay numbers.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell !== 'string') return String(cell);
  const isNumber = cell !== '' && Number.isFinite(Number(cell)) && cell.trim() === cell;
  const safe = formulaStart.test(cell) && !isNumber ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * Streams rows as a CSV attachment. The heading goes out with the first row, so
 * that a list that cannot be read is still answered with an error.
 */
export function replyWithCsv<Row extends object>(
  reply: FastifyReply,
  fileName: string,
  columns: readonly (keyof Row & string)[],
  rows: AsyncIterable<Row> | Iterable<Row>,
): FastifyReply {
  const chosen = chosenColumns(reply, columns);
  const scoped = inScopeOfNow(rows);
  async function* lines() {
    let heading = csvLine(chosen);
    for await (const row of scoped) {
      yield heading + csvLine(chosen.map((column) => row[column] as Cell));
      heading = '';
    }
    if (heading !== '') yield heading;
  }
  return reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .send(Readable.from(lines()));
}

/** `fields=` trims a file as it trims a page; a file keeps the order of its columns. */
function chosenColumns<Column extends string>(reply: FastifyReply, columns: readonly Column[]): Column[] {
  const fields = reply.request.chosenFields;
  const chosen = columns.filter((column) => fields === undefined || fields.includes(column));
  if (chosen.length > 0) return chosen;
  throw invalid('validation_failed', `The file has none of these fields; it has ${columns.join(', ')}.`, {
    details: [{ field: 'fields', message: `a file has ${columns.join(', ')}` }],
  });
}
