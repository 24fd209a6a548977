import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { writeXlsx, XlsxStreamWriter } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datasets as catalogDatasets } from '../../catalog/datasets.ts';
import { datasets as demandDatasets } from '../../demand/datasets.ts';
import { datasets as stockDatasets } from '../../stock/datasets.ts';
import { headerScore } from '../columns/dataset-guess.ts';
import { openTable } from './open-table.ts';
import type { SourceRow } from './row-source.ts';

const score = headerScore([...catalogDatasets, ...stockDatasets, ...demandDatasets]);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granary-files-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function open(content: string | Uint8Array, name = 'file.csv') {
  const path = join(folder, name);
  await writeFile(path, content);
  const source = await openTable(path, score);
  const rows: SourceRow[] = [];
  for await (const batch of source.batches()) rows.push(...batch);
  return { ...source, rows, cells: rows.map((row) => row.cells) };
}

function utf16(text: string, bigEndian: boolean, mark: boolean): Buffer {
  const bytes = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}

const table = 'date,store_id,sku_id,units_sold\n2026-01-05,Zürich,A,3\n';
const tableCells = [['2026-01-05', 'Zürich', 'A', '3']];

describe('openTable on text', () => {
  it.each<[string, Uint8Array, string]>([
    ['UTF-8', Buffer.from(table), 'utf-8'],
    ['UTF-8 with a byte-order mark', Buffer.from(`\ufeff${table}`), 'utf-8'],
    ['windows-1252', Buffer.from(table, 'latin1'), 'windows-1252'],
    ['UTF-16 little-endian with a mark', utf16(table, false, true), 'utf-16le'],
    ['UTF-16 little-endian without a mark', utf16(table, false, false), 'utf-16le'],
    ['UTF-16 big-endian with a mark', utf16(table, true, true), 'utf-16be'],
  ])('reads %s', async (_, bytes, encoding) => {
    const { header, cells, description } = await open(bytes);
    expect(header).toEqual(['date', 'store_id', 'sku_id', 'units_sold']);
    expect(cells).toEqual(tableCells);
    expect(description.encoding).toBe(encoding);
  });

  it('reads the euro sign of windows-1252, and decides by the last byte of a long file', async () => {
    const long = `date,store_id,price\n${'2026-01-05,A,1\n'.repeat(100_000)}2026-01-05,A,`;
    const { rows } = await open(Buffer.concat([Buffer.from(long), Buffer.from([0x80])]));
    expect(rows.at(-1)).toEqual({ rowNumber: 100_002, cells: ['2026-01-05', 'A', '€'] });
  });

  it.each([',', ';', '\t', '|'])('finds the delimiter %j', async (delimiter) => {
    const text = `Store${delimiter}Article${delimiter}Price\nS-1${delimiter}"a${delimiter}b"${delimiter}1.5\n`;
    const { header, cells } = await open(text);
    expect(header).toEqual(['Store', 'Article', 'Price']);
    expect(cells).toEqual([['S-1', `a${delimiter}b`, '1.5']]);
  });

  it('is not misled by decimal commas between semicolons', async () => {
    const { description, cells } = await open('Filiale;Preis;Menge\nF1;1,50;2,5\nF2;2,50;3,5\n');
    expect(description.delimiter).toBe(';');
    expect(cells[0]).toEqual(['F1', '1,50', '2,5']);
  });

  it('takes the delimiter a spreadsheet declares', async () => {
    const { header, description } = await open('sep=|\r\nstore|sku\r\n1,2|3,4\r\n');
    expect(header).toEqual(['store', 'sku']);
    expect(description.headerRow).toBe(2);
  });

  it('skips title rows above the header and keeps the row numbers of the file', async () => {
    const text =
      'Sales report;;;\nprinted 5 March 2026;;;\n;;;\nDate;Store;SKU;Units sold\n05.03.2026;S1;A;4\n';
    const { header, rows, description } = await open(text);
    expect(header).toEqual(['Date', 'Store', 'SKU', 'Units sold']);
    expect(description.headerRow).toBe(4);
    expect(rows).toEqual([{ rowNumber: 5, cells: ['05.03.2026', 'S1', 'A', '4'] }]);
  });

  it('skips blank rows and keeps ragged ones for the row check', async () => {
    const { rows } = await open('store,sku\n\nS1,A,extra\n , \nS2\n');
    expect(rows).toEqual([
      { rowNumber: 3, cells: ['S1', 'A', 'extra'] },
      { rowNumber: 5, cells: ['S2'] },
    ]);
  });

  it('reads a NUL far down in the file as the replacement character', async () => {
    const { cells } = await open(`store_id,sku_id\n${'S1,A\n'.repeat(20_000)}S1,B\0\n`);
    expect(cells.at(-1)).toEqual(['S1', 'B\ufffd']);
  });

  it('refuses more than 1,024 columns', async () => {
    const wide = (columns: number) => Array.from({ length: columns }, (_, index) => `c${index}`).join();
    expect((await open(`${wide(1_024)}\n`)).header).toHaveLength(1_024);
    await expect(open(`${wide(1_025)}\n`)).rejects.toMatchObject({ code: 'too_wide' });
    const known = `${table.split('\n')[0]},${wide(10_000)}\n`;
    await expect(open(known)).rejects.toMatchObject({ code: 'too_wide' });
  });

  it('can be walked twice', async () => {
    const source = await open(table);
    const again: SourceRow[] = [];
    for await (const batch of source.batches()) again.push(...batch);
    expect(again.map((row) => row.cells)).toEqual(tableCells);
    expect(source.progress()).toBe(1);
  });
});

describe('openTable on what it does not accept', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  it.each<[string, Uint8Array | string, RegExp]>([
    ['a PNG named .csv', png, /PNG image/],
    ['a PDF', '%PDF-1.7\n%âãÏÓ\n1 0 obj', /PDF/],
    ['a legacy workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /legacy Excel/],
    ['binary data', Buffer.from(Array.from({ length: 400 }, (_, index) => (index * 7) % 256)), /binary/],
    ['a web page', '<!DOCTYPE html><table><tr><td>1</td></tr></table>', /HTML/],
    ['an archive of other things', zip([{ name: 'a.txt', data: Buffer.from('x') }]), /ZIP archive/],
  ])('refuses %s and names what it reads', async (_, bytes, name) => {
    await expect(open(bytes)).rejects.toMatchObject({
      code: 'unsupported_format',
      message: expect.stringMatching(name),
    });
    await expect(open(bytes)).rejects.toThrow(/CSV .*XLSX/);
  });

  it.each(['', '\n\n  \n'])('refuses %j as empty', async (text) => {
    await expect(open(text)).rejects.toMatchObject({ code: 'empty_file' });
  });
});

describe('openTable on workbooks', () => {
  const header = ['date', 'store_id', 'sku_id', 'units_sold', 'selling_price'];
  const day = new Date(Date.UTC(2026, 2, 5));
  const dateStyle = { columns: [{ numFmt: 'yyyy-mm-dd' }] };

  it('reads texts, numbers, dates and gaps', async () => {
    const rows = [
      header,
      [day, 'Zürich & Söhne', '00123', 7, 2.5],
      [null, null, null, null, null],
      [day, 'S2', 'B'],
    ];
    const {
      cells,
      rows: read,
      description,
    } = await open(await writeXlsx({ sheets: [{ name: 'Sales', rows, ...dateStyle }] }), 'a.bin');
    expect(description).toMatchObject({ format: 'xlsx', sheet: 'Sales', headerRow: 1 });
    expect(cells[0]).toEqual(['2026-03-05', 'Zürich & Söhne', '00123', 7, 2.5]);
    expect(read[1]).toMatchObject({ rowNumber: 4 });
  });

  it('reads dates of a 1904 workbook as the same days', async () => {
    const rows = [header, [day, 'S1', 'A', 1, 2]];
    const { cells } = await open(
      await writeXlsx({ sheets: [{ name: 'x', rows, ...dateStyle }], dateSystem: '1904' }),
    );
    expect(cells[0]?.[0]).toBe('2026-03-05');
  });

  it('chooses the sheet whose header it knows and names the others', async () => {
    const sheets = [
      { name: 'Read me', rows: [['Notes'], ['for the planner']] },
      { name: 'Data', rows: [['Weekly export'], [], header, ['2026-03-05', 'S1', 'A', 1, 2]] },
    ];
    const { description, rows } = await open(await writeXlsx({ sheets }));
    expect(description).toMatchObject({ sheet: 'Data', headerRow: 3, otherSheets: ['Read me'] });
    expect(rows).toEqual([{ rowNumber: 4, cells: ['2026-03-05', 'S1', 'A', 1, 2] }]);
  });

  it('reads a workbook written as a stream, whose sizes follow the data', async () => {
    const writer = new XlsxStreamWriter({
      name: 'Stream',
      columns: header.map((key) => ({ key, header: key })),
    });
    for (let row = 0; row < 5_000; row += 1) writer.addRow(['2026-03-05', `S${row}`, 'A', row, 1.25]);
    const { rows } = await open(await writer.finish());
    expect(rows).toHaveLength(5_000);
    expect(rows[4_999]).toEqual({ rowNumber: 5_001, cells: ['2026-03-05', 'S4999', 'A', 4_999, 1.25] });
  });

  it('stops a bomb by what its directory declares, before unpacking anything', async () => {
    const sheet = { name: 'xl/worksheets/sheet1.xml', data: Buffer.alloc(200 * 1024 ** 2, 32) };
    const bytes = zip([{ name: 'xl/workbook.xml', data: Buffer.from('<workbook/>') }, sheet]);
    expect(bytes.length).toBeLessThan(300_000);
    await expect(open(bytes)).rejects.toMatchObject({ code: 'compressed_too_far' });
  });

  it('stops a bomb that lies about its size', async () => {
    const files = workbookParts(Buffer.alloc(80 * 1024 ** 2, 32));
    await expect(open(zip(files, 1_000))).rejects.toMatchObject({ code: 'compressed_too_far' });
  });

  it('reads the twin of that bomb that tells the truth', async () => {
    const sheet =
      '<worksheet><sheetData><row><c t="inlineStr"><is><t>store_id</t></is></c><c t="inlineStr"><is><t>sku &amp; id</t></is></c></row></sheetData></worksheet>';
    const { header: names } = await open(zip(workbookParts(Buffer.from(sheet))));
    expect(names).toEqual(['store_id', 'sku & id']);
  });

  it('refuses a document type, which could define entities that explode', async () => {
    const sheet = '<!DOCTYPE a [<!ENTITY x "y">]><worksheet/>';
    await expect(open(zip(workbookParts(Buffer.from(sheet))))).rejects.toMatchObject({
      code: 'damaged_file',
    });
  });

  it('refuses a truncated workbook', async () => {
    const whole = await writeXlsx({ sheets: [{ name: 'x', rows: [header] }] });
    await expect(open(whole.subarray(0, whole.length - 40))).rejects.toMatchObject({ code: 'damaged_file' });
  });

  it.each<[string, string, string]>([
    ['a reference to NUL', 'A&#0;', 'A\ufffd'],
    ['a reference to half a surrogate pair', 'A&#xD800;', 'A\ufffd'],
    ['an escaped NUL', 'A_x0000_', 'A\ufffd'],
    ['an escaped half of a surrogate pair', 'A_xD800_', 'A\ufffd'],
    ['an escaped whole pair', 'A_xD83D__xDE00_', 'A\u{1f600}'],
    ['a plain NUL', 'A\0', 'A\ufffd'],
  ])('reads %s as text that can be stored', async (_name, text, read) => {
    const cell = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
    const sheet = `<worksheet><sheetData><row>${cell('store_id')}${cell('sku_id')}</row><row>${cell('S1')}${cell(text)}</row></sheetData></worksheet>`;
    const { cells } = await open(zip(workbookParts(Buffer.from(sheet))));
    expect(cells).toEqual([['S1', read]]);
  });

  it.each(['1.5', '1e400', '-3', '0', '1', 'abc', '99999999999'])(
    'counts on where a row states the number %s, which it cannot have',
    async (stated) => {
      const row = (number: string, value: string) =>
        `<row r="${number}"><c t="inlineStr"><is><t>store_id</t></is></c><c t="inlineStr"><is><t>${value}</t></is></c></row>`;
      const sheet = `<worksheet><sheetData>${row('1', 'sku_id')}${row(stated, 'A')}${row('9', 'B')}</sheetData></worksheet>`;
      const { rows } = await open(zip(workbookParts(Buffer.from(sheet))));
      expect(rows.map(({ rowNumber }) => rowNumber)).toEqual([2, 9]);
    },
  );

  it('refuses a ZIP64 directory said to lie beyond any file', async () => {
    const bytes = zip(workbookParts(Buffer.from('<worksheet/>')));
    const locator = Buffer.alloc(20);
    locator.writeUInt32LE(0x07064b50, 0);
    locator.writeBigUInt64LE(2n ** 63n, 8);
    const end = Buffer.from(bytes.subarray(-22));
    end.writeUInt16LE(0xffff, 10);
    await expect(open(Buffer.concat([bytes.subarray(0, -22), locator, end]))).rejects.toMatchObject({
      code: 'damaged_file',
    });
  });

  it('refuses a cell far out in the sheet instead of filling the way to it', async () => {
    const sheet = '<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>';
    await expect(open(zip(workbookParts(Buffer.from(sheet))))).rejects.toMatchObject({ code: 'too_wide' });
  });
});

function workbookParts(sheet: Buffer) {
  return [
    {
      name: 'xl/workbook.xml',
      data: Buffer.from('<workbook><sheets><sheet name="S" r:id="rId1"/></sheets></workbook>'),
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      data: Buffer.from(
        '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
      ),
    },
    { name: 'xl/worksheets/sheet1.xml', data: sheet },
  ];
}

/** A ZIP archive by hand; `declaredBytes` forges the unpacked size of the last member. */
function zip(files: { name: string; data: Buffer }[], declaredBytes?: number): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [index, { name, data }] of files.entries()) {
    const packed = deflateRawSync(data);
    const size = declaredBytes !== undefined && index === files.length - 1 ? declaredBytes : data.length;
    const local = Buffer.alloc(30 + name.length);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(size, 22);
    local.writeUInt16LE(name.length, 26);
    local.write(name, 30);
    const entry = Buffer.alloc(46 + name.length);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(size, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    entry.write(name, 46);
    locals.push(local, packed);
    directory.push(entry);
    offset += local.length + packed.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, entries, end]);
}
