import { readFile } from 'node:fs/promises';
import { ApiError, type GranaryClient, unwrap } from '@granary/client';
import { parse } from 'csv-parse/sync';
import { CommandFailed, describeRefusal } from './failure.ts';

const required = ['name', 'email', 'role', 'password_hash'];
const columns = [...required, 'store_ids', 'supplier_ids', 'approval_limit'];

export interface ImportedRow {
  /** As an editor counts: the heading is line 1. */
  line: number;
  email: string;
  /** Why the person was not made; null when they were. */
  refusal: string | null;
}

/**
 * Adds the people of a CSV file, each by a request of its own: a row that is
 * refused keeps no other from being made, and a file that is sent again makes
 * nobody twice.
 */
export async function* importPeople(granary: GranaryClient, file: string): AsyncGenerator<ImportedRow> {
  for (const { line, row } of readRows(file, await readFile(file, 'utf8'))) {
    const email = row.email ?? '';
    try {
      await unwrap(
        granary.POST('/api/v1/users', {
          body: {
            name: row.name ?? '',
            email,
            role: row.role ?? '',
            password_hash: row.password_hash ?? '',
            store_ids: codes(row.store_ids),
            supplier_ids: codes(row.supplier_ids),
            approval_limit: limit(row.approval_limit),
          },
        }),
      );
      yield { line, email, refusal: null };
    } catch (error) {
      yield { line, email, refusal: refusalOf(error) };
    }
  }
}

/** @throws what is of the file and not of the row: without the right, or a server, no row would do */
function refusalOf(error: unknown): string {
  if (error instanceof CommandFailed) return error.message;
  if (error instanceof ApiError && (error.status === 409 || error.status === 422))
    return describeRefusal(error);
  throw error;
}

/** @throws CommandFailed when it is no CSV file with these columns */
function readRows(file: string, text: string): { line: number; row: Record<string, string> }[] {
  const parsed = readCsv(file, text);
  const heading = Object.keys(parsed[0]?.record ?? {});
  const missing = required.filter((name) => !heading.includes(name));
  const unknown = heading.filter((name) => !columns.includes(name));
  if (parsed.length === 0 || missing.length > 0 || unknown.length > 0) {
    const what = [
      ...(parsed.length === 0 ? ['it has no row'] : []),
      ...(missing.length > 0 && parsed.length > 0 ? [`it lacks ${missing.join(', ')}`] : []),
      ...unknown.map((name) => `"${name}" is not known`),
    ];
    throw new CommandFailed(
      `${file} cannot be used: ${what.join('; ')}. Its first line names the columns: ${columns.join(',')}; the last three may be left out.`,
    );
  }
  return parsed.map(({ record, info }) => ({ line: info.lines, row: record }));
}

function readCsv(file: string, text: string) {
  try {
    return parse(text, { bom: true, columns: true, info: true, skip_empty_lines: true, trim: true }) as {
      record: Record<string, string>;
      info: { lines: number };
    }[];
  } catch (error) {
    throw new CommandFailed(`${file} is no CSV file: ${error instanceof Error ? error.message : error}`);
  }
}

/** Codes in one cell, separated by semicolons or spaces. */
function codes(cell = ''): string[] {
  return cell.split(/[;\s]+/).filter((code) => code !== '');
}

/** @throws CommandFailed for what is no number: sent as nothing, it would be no limit at all */
function limit(cell = ''): number | null {
  if (cell === '') return null;
  if (/^\d+(?:\.\d+)?$/.test(cell)) return Number(cell);
  throw new CommandFailed(
    `approval_limit: "${cell}" is no amount; write it as 500 or 499.50, or leave it empty.`,
  );
}
