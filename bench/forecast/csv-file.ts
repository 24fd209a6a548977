import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** The rows of a CSV file (.gz or not) by column name. */
export function readCsv(path: string): Record<string, string>[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  const header = fields(lines[0] ?? '');
  return lines.slice(1).map((line, index) => {
    const values = fields(line);
    if (values.length !== header.length) {
      throw new Error(
        `${path} line ${index + 2} has ${values.length} columns; the header has ${header.length}`,
      );
    }
    return Object.fromEntries(header.map((name, column) => [name, values[column]!]));
  });
}

/** A value as a CSV field, in quotes where it needs them. */
export function csvField(value: string): string {
  return /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** Space-separated numbers; NA is a value nobody knows. */
export function readNumbers(text: string): Float64Array {
  if (text === '') return new Float64Array(0);
  return Float64Array.from(text.split(' '), (value) => (value === 'NA' ? Number.NaN : Number(value)));
}

function fields(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  const found: string[] = [];
  for (const match of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    found.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'));
  }
  return found;
}
