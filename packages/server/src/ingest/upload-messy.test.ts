import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csv, dayOf, type IngestApp, salesHeader, startIngestApp } from './test-app.ts';

let app: IngestApp;
beforeAll(async () => {
  app = await startIngestApp();
  await app.loadMasters();
});
afterAll(() => app.close());

describe('a file with faults or habits of its own', () => {
  it('loads 993 of 1000 rows when 7 are bad, with exactly those findings', async () => {
    const lines = Array.from({ length: 1_000 }, (_, index) => `${dayOf(index)},S1,MILK,${index},2.50`);
    const bad: [number, string, string][] = [
      [10, `${dayOf(10)},S1,MILK,-4,2.50`, 'negative'],
      [20, `${dayOf(20)},S1,MILK,2.5,2.50`, 'fraction'],
      [30, '2025-02-30,S1,MILK,3,2.50', 'not_a_date'],
      [40, `${dayOf(40)},S9,MILK,3,2.50`, 'unknown_store'],
      [50, `${dayOf(50)},S1,TEA,3,2.50`, 'unknown_item'],
      [60, `${dayOf(61)},S1,MILK,3,2.50`, ''],
      [70, `${dayOf(70)},S1,MILK,3,a lot`, 'not_a_number'],
    ];
    for (const [index, line] of bad) lines[index] = line;
    const reply = await app.upload(csv(`${salesHeader}\n${lines.join('\n')}\n`));
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toMatchObject({
      rows_total: 1_000,
      rows_processed: 993,
      rows_rejected: 7,
      rows_new: 993,
    });
    expect(await app.sales()).toHaveLength(993);

    const report = (await app.get(`/upload/${reply.json().upload_id}/report`)).json();
    const found = report.sample_rows.map((one: { row: number; code: string }) => [one.row, one.code]);
    // Line 60 took the day of line 61, so it is line 61 that comes second; row numbers count the header and start at 1.
    const expected = [
      ...bad.filter(([, , code]) => code !== '').map(([index, , code]) => [index + 2, code]),
      [63, 'duplicate_key'],
    ];
    expect(found).toEqual(expected.sort((a, b) => Number(a[0]) - Number(b[0])));
    expect(report).toMatchObject({
      duplicates: 1,
      date_range: { column: 'date', from: dayOf(0), to: dayOf(999) },
    });
    expect(
      report.sample_rows.every((one: { hint: string; message: string }) => one.hint && one.message),
    ).toBe(true);
    await app.clearSales();
  });

  it('gives 200 for a file with no good row at all', async () => {
    const reply = await app.upload(csv(`${salesHeader}\nyesterday,S1,MILK,x,1\n`));
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toMatchObject({ rows_total: 1, rows_processed: 0, rows_rejected: 1 });
    expect(reply.json().warnings.map((one: { code: string }) => one.code)).toEqual([
      'not_a_date',
      'not_a_number',
    ]);
  });

  it('loads the same 100 rows from CSV and XLSX to the same clean rows', async () => {
    const table = Array.from(
      { length: 100 },
      (_, index) => [dayOf(index), index % 2 ? 'S1' : 'S2', 'MILK', index, 1.1 + index / 100] as const,
    );
    await app.upload(csv(`${salesHeader}\n${table.map((row) => row.join(',')).join('\n')}\n`));
    const key = (rows: Awaited<ReturnType<IngestApp['sales']>>) =>
      rows.map(({ upload_id: _, ...row }) => row);
    const fromCsv = key(await app.sales());
    await app.clearSales();
    const rows = [salesHeader.split(','), ...table.map(([date, ...rest]) => [new Date(date), ...rest])];
    const workbook = await writeXlsx({
      sheets: [{ name: 'Sales', columns: [{ numFmt: 'dd.mm.yyyy' }], rows }],
    });
    const reply = await app.upload({ name: 'sales.xlsx', content: workbook });
    expect(reply.json()).toMatchObject({ rows_new: 100, rows_rejected: 0 });
    expect(key(await app.sales())).toEqual(fromCsv);
    expect(fromCsv).toHaveLength(100);
    await app.clearSales();
  });

  it('reads a messy German file: semicolons, title rows, windows-1252, decimal commas, day-first dates', async () => {
    const text =
      'Verkäufe;;;;\r\nStand 5. März;;;;\r\nDatum;Filiale;Artikelnr.;Verkaufte Menge;Stückpreis\r\n03.04.2026;S1;MILK;1.234;1,50\r\n13.04.2026;S2;MILK;7;1,5\r\n';
    const reply = await app.upload(csv(Buffer.from(text, 'latin1'), 'Verkäufe.csv'));
    expect(reply.json()).toMatchObject({ file_name: 'Verkäufe.csv', rows_new: 2, rows_rejected: 0 });
    const rows = await app.sales();
    expect(rows.map((row) => [row.date, row.units_sold, row.selling_price, row.row_no])).toEqual([
      ['2026-04-03', 1234, '1.5000', 4],
      ['2026-04-13', 7, '1.5000', 5],
    ]);
    const report = (await app.get(`/upload/${reply.json().upload_id}/report`)).json();
    expect(report.source).toMatchObject({ encoding: 'windows-1252', delimiter: ';', header_row: 3 });
    expect(report.mapping[0]).toMatchObject({
      column: 'date',
      source: 'Datum',
      read_as: 'day first: 1 rows can only be read that way',
    });
    await app.clearSales();
  });

  it('says when nothing decides the order of day and month, and takes the caller’s word', async () => {
    const content = 'date,store,sku,units sold\n03/04/2026,S1,MILK,1\n';
    const reply = (await app.upload(csv(content))).json();
    expect(reply.warnings[0]).toMatchObject({
      code: 'ambiguous_dates',
      severity: 'warning',
      row: null,
      column: 'date',
    });
    expect((await app.sales())[0]?.date).toBe('2026-04-03');
    await app.clearSales();
    expect((await app.upload(csv(content), { date_order: 'month-first' })).json().warnings).toMatchObject([]);
    expect((await app.sales())[0]?.date).toBe('2026-03-04');
    await app.clearSales();
  });

  it('stores hostile text as text', async () => {
    const name = `'; drop table catalog.items; -- \\N \\. "quoted"\ttab`;
    const quoted = `"${name.replaceAll('"', '""')}"`;
    await app.upload(csv(`sku_id,category,name\n=1+1,"\\N",${quoted}\n`, 'items.csv'));
    expect(await app.rows("select category, name from catalog.items where sku_id = '=1+1'")).toEqual([
      { category: '\\N', name },
    ]);
  });

  it('is refused with nothing loaded when a quote is never closed, wherever that shows', async () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, index) => `${dayOf(index % 3_000)},S${index % 2},MILK,1,1`,
    );
    const reply = await app.upload(csv(`${salesHeader}\n${rows.join('\n')}\n2026-01-05,"S1,MILK,3,2.5\n`));
    expect(reply.statusCode).toBe(422);
    expect(reply.json().error).toMatchObject({
      code: 'unclosed_quote',
      message: expect.stringContaining('row 20002'),
    });
    const [latest] = (await app.get('/uploads?limit=1')).json().data;
    expect(latest).toMatchObject({ status: 'rejected', error: { code: 'unclosed_quote' } });
    expect(await app.sales()).toEqual([]);
  });

  it('is refused as a format when a workbook is cut off', async () => {
    const workbook = await writeXlsx({ sheets: [{ name: 'x', rows: [salesHeader.split(',')] }] });
    const reply = await app.upload({ name: 'cut.xlsx', content: workbook.subarray(0, workbook.length - 30) });
    expect(reply.statusCode).toBe(400);
    expect(reply.json().error).toMatchObject({
      code: 'damaged_file',
      message: expect.stringMatching(/CSV.*XLSX/),
    });
  });

  it('keeps short rows out unless only optional cells are missing, and rows whose cells have slipped', async () => {
    const text = `${salesHeader}\n2026-01-05,S1,MILK,1\n2026-01-06,S1,MILK\n2026-01-07,S1,MILK,1,2,50\n2026-01-08,S1,MILK,1,2.50,,\n`;
    const reply = (await app.upload(csv(text))).json();
    expect(reply).toMatchObject({ rows_total: 4, rows_new: 2, rows_rejected: 2 });
    const found = reply.warnings.map((one: { row: number; code: string; severity: string }) => [
      one.row,
      one.code,
      one.severity,
    ]);
    expect(found).toEqual([
      [2, 'ragged_row', 'warning'],
      [3, 'ragged_row', 'error'],
      [3, 'missing_value', 'error'],
      [4, 'ragged_row', 'error'],
    ]);
    await app.clearSales();
  });
});
