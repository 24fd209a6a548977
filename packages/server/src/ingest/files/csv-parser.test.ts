import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvParser } from './csv-parser.ts';
import type { Cell } from './row-source.ts';

function rowsOf(pieces: string[], delimiter = ','): Cell[][] {
  const parser = new CsvParser(delimiter);
  const rows = pieces.flatMap((piece) => parser.push(piece));
  return [...rows, ...parser.end()].map((row) => row.cells);
}

function quoted(cell: string, delimiter: string): string {
  return /["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

describe('CsvParser', () => {
  it('keeps a line break and a doubled quote inside a quoted field', () => {
    expect(rowsOf(['a,b\n"x\ny","he said ""no"""\n'])).toEqual([
      ['a', 'b'],
      ['x\ny', 'he said "no"'],
    ]);
  });

  it('numbers rows as a spreadsheet shows them', () => {
    const parser = new CsvParser(',');
    const rows = parser.push('h1,h2\n\n"two\nlines",1\nlast,2\n');
    expect(rows.map((row) => row.rowNumber)).toEqual([1, 2, 3, 4]);
    expect(rows[3]?.cells).toEqual(['last', '2']);
  });

  it.each([
    ['CRLF', 'a,b\r\n1,2\r\n'],
    ['LF', 'a,b\n1,2\n'],
    ['CR', 'a,b\r1,2\r'],
    ['no line break at the end', 'a,b\n1,2'],
  ])('reads lines that end in %s', (_, text) => {
    expect(rowsOf([text])).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  it('keeps a quote in the middle of a field', () => {
    expect(rowsOf(['5" pipe,7\n'])).toEqual([['5" pipe', '7']]);
  });

  it('says in which row a quote is never closed', () => {
    const parser = new CsvParser(',');
    parser.push('a,b\n1,"open\n2,3\n');
    expect(() => parser.end()).toThrow(/opened in row 2 is never closed/);
  });

  it('gives the rows csv-parse gives, for any table and wherever the pieces are cut', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'é', '"', ',', ';', '\n', '\r', ' ', '1'),
      maxLength: 6,
    });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        table,
        fc.constantFrom(',', ';'),
        fc.constantFrom('\n', '\r\n'),
        fc.array(fc.nat(60), { maxLength: 5 }),
        (rows, delimiter, lineBreak, cuts) => {
          const lines = rows.map((row) => row.map((value) => quoted(value, delimiter)).join(delimiter));
          const text = lines.join(lineBreak) + lineBreak;
          const points = [...new Set([0, ...cuts.map((cut) => Math.min(cut, text.length)), text.length])];
          points.sort((a, b) => a - b);
          const pieces = points.slice(1).map((end, index) => text.slice(points[index], end));
          const expected = parse(text, { delimiter, relax_column_count: true, record_delimiter: lineBreak });
          expect(rowsOf(pieces, delimiter)).toEqual(expected);
          expect(rowsOf(pieces, delimiter)).toEqual(rows);
        },
      ),
      { numRuns: 500 },
    );
  });
});
