import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tryLockUpload } from './queries.ts';
import { startTestApp, type TestApp } from './test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ GRANARY_UPLOAD_MAX_BYTES: '1048576' });
  await app.upload({ name: 'stores.csv', content: 'store_id,city,zone\nS1,Lyon,SOUTH\nS2,Lille,NORTH\n' });
  await app.upload({ name: 'items.csv', content: 'sku_id,category,mrp\nMILK,Dairy,2.50\nBUN,Bakery,0.80\n' });
});
afterAll(() => app.close());

const csv = (content: string | Uint8Array, name = 'sales.csv') => ({ name, content });
const salesHeader = 'date,store_id,sku_id,units_sold,selling_price';
const dayOf = (index: number) => new Date(Date.UTC(2025, 0, 1 + index)).toISOString().slice(0, 10);
const sales = () =>
  app.rows<{ date: string; units_sold: number; selling_price: string; upload_id: string; row_no: number }>(
    'select date::text, store_id, sku_id, units_sold, selling_price::text, upload_id, row_no from demand.sales_daily order by date, store_id, sku_id',
  );
const clear = () => app.rows('delete from demand.sales_daily');

describe('POST /upload', () => {
  it('loads a sales file and says what it did', async () => {
    const reply = await app.upload(csv(`${salesHeader}\n2026-01-05,S1,MILK,3,2.5\n2026-01-05,S2,MILK,4,\n`));
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toMatchObject({
      status: 'completed',
      file_type: 'sales',
      rows_total: 2,
      rows_processed: 2,
      rows_rejected: 0,
      rows_new: 2,
      rows_changed: 0,
      rows_unchanged: 0,
      warnings: [],
    });
    const rows = await sales();
    expect(rows.map((row) => [row.date, row.units_sold, row.selling_price, row.row_no])).toEqual([
      ['2026-01-05', 3, '2.5000', 2],
      ['2026-01-05', 4, null, 3],
    ]);
    expect(rows[0]?.upload_id).toBe(reply.json().upload_id);
    await clear();
  });

  it('accepts the address without the prefix', async () => {
    const reply = await app.http.inject({ method: 'POST', url: '/upload' });
    expect(reply.statusCode).toBe(401);
  });

  it('refuses a stranger and a viewer, naming the permission', async () => {
    expect((await app.upload(csv(salesHeader), {}, null)).statusCode).toBe(401);
    const reply = await app.upload(csv(salesHeader), {}, await app.signIn('viewer'));
    expect(reply.statusCode).toBe(403);
    expect(reply.json().error.details[0].permission).toBe('ingest.write');
    expect((await app.upload(csv(`${salesHeader}\n`), {}, await app.signIn('planner'))).statusCode).toBe(200);
  });

  it.each<[string, Uint8Array | string]>([
    ['a PNG renamed .csv', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['a PDF', '%PDF-1.7\n%âãÏÓ'],
    ['a legacy workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
  ])('refuses %s with 400 naming CSV and XLSX, and keeps no copy', async (_, content) => {
    const reply = await app.upload(csv(content));
    expect(reply.statusCode).toBe(400);
    expect(reply.json().error).toMatchObject({
      code: 'unsupported_format',
      message: expect.stringMatching(/CSV.*XLSX/),
      details: [{ accepted_formats: ['CSV', 'XLSX'] }],
    });
    const [latest] = (await app.get('/uploads?limit=1')).json().data;
    expect(latest).toMatchObject({ status: 'rejected', error: { code: 'unsupported_format' } });
    expect((await app.get(`/upload/${latest.upload_id}/file`)).statusCode).toBe(404);
  });

  it('refuses a file above the limit with 413 and the number of bytes, and writes no rows', async () => {
    const content = `${salesHeader}\n${'2026-01-05,S1,MILK,3,2.5\n'.repeat(80_000)}`;
    const reply = await app.upload(csv(content));
    expect(reply.statusCode).toBe(413);
    expect(reply.json().error.details[0].max_bytes).toBe(1_048_576);
    expect(await sales()).toEqual([]);
    const kept = await readdir(join(app.dataDir, 'files', app.orgId), { recursive: true });
    expect(kept.filter((name) => name.endsWith('.arriving'))).toEqual([]);
  });

  it('names each missing column with its suggestion, and loads with the mapping it proposes', async () => {
    const content = 'date,Shop,sku_id,Qty\n2026-01-05,S1,MILK,3\n';
    const reply = await app.upload(csv(content));
    expect(reply.statusCode).toBe(422);
    const { error } = reply.json();
    expect(error.code).toBe('missing_columns');
    expect(
      error.details.map((one: { field: string; suggestions: string[] }) => [one.field, one.suggestions[0]]),
    ).toEqual([
      ['store_id', 'Shop'],
      ['units_sold', 'Qty'],
    ]);
    const [rejected] = (await app.get('/uploads?limit=1')).json().data;
    expect(rejected).toMatchObject({
      upload_id: error.details[0].upload_id,
      status: 'rejected',
      message: error.message,
    });
    const mapped = await app.upload(csv(content), {
      mapping: '{"Shop":"store_id","qty":"units_sold"}',
      file_type: 'sales',
    });
    expect(mapped.json()).toMatchObject({ rows_new: 1 });
    const accepted = await app.upload(csv(content), { accept_suggestions: 'true' });
    expect(accepted.json()).toMatchObject({ rows_unchanged: 1 });
    await clear();
  });

  it('refuses a mapping to a column that does not exist, an unknown kind and unknown fields', async () => {
    const content = `${salesHeader}\n`;
    const toNowhere = await app.upload(csv(content), { mapping: '{"date":"day"}' });
    expect(toNowhere.statusCode).toBe(422);
    expect(toNowhere.json().error.details[0].field).toBe('mapping.date');
    expect((await app.upload(csv(content), { mapping: 'date=day' })).json().error.details[0].field).toBe(
      'mapping',
    );
    expect((await app.upload(csv(content), { file_type: 'weather' })).json().error.code).toBe(
      'file_type_unknown',
    );
    expect((await app.upload(csv(content), { colour: 'red' })).json().error.details[0].field).toBe('colour');
    expect((await app.upload(null)).json().error.code).toBe('file_missing');
    expect((await app.upload(csv('a;b\n1;2\n', 'x.csv'))).json().error.code).toBe('file_type_unclear');
  });

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
    expect(await sales()).toHaveLength(993);

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
    await clear();
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
    const key = (rows: Awaited<ReturnType<typeof sales>>) => rows.map(({ upload_id: _, ...row }) => row);
    const fromCsv = key(await sales());
    await clear();
    const rows = [salesHeader.split(','), ...table.map(([date, ...rest]) => [new Date(date), ...rest])];
    const workbook = await writeXlsx({
      sheets: [{ name: 'Sales', columns: [{ numFmt: 'dd.mm.yyyy' }], rows }],
    });
    const reply = await app.upload({ name: 'sales.xlsx', content: workbook });
    expect(reply.json()).toMatchObject({ rows_new: 100, rows_rejected: 0 });
    expect(key(await sales())).toEqual(fromCsv);
    expect(fromCsv).toHaveLength(100);
    await clear();
  });

  it('changes nothing when a file comes again, and says so', async () => {
    const content = `${salesHeader}\n2026-01-05,S1,MILK,3,2.5\n2026-01-06,S1,MILK,4,2.5\n`;
    const first = (await app.upload(csv(content))).json();
    const before = await sales();
    const second = (await app.upload(csv(content))).json();
    expect(second).toMatchObject({
      rows_new: 0,
      rows_changed: 0,
      rows_unchanged: 2,
      repeats_upload_id: first.upload_id,
    });
    expect(second.message).toMatch(/same file was loaded on .* nothing changed/);
    expect(await sales()).toEqual(before);

    const corrected = (await app.upload(csv(content.replace('MILK,4', 'MILK,5')))).json();
    expect(corrected).toMatchObject({
      rows_new: 0,
      rows_changed: 1,
      rows_unchanged: 1,
      repeats_upload_id: null,
    });
    const after = await sales();
    expect(after.map((row) => [row.units_sold, row.upload_id])).toEqual([
      [3, first.upload_id],
      [5, corrected.upload_id],
    ]);
    await clear();
  });

  it('keeps two snapshots of one batch as two rows', async () => {
    const header = 'snapshot_date,store_id,sku_id,batch_id,expiry_date,on_hand_qty';
    const line = (day: string, qty: number) => `${day},S1,MILK,B-77,2026-03-09,${qty}`;
    const reply = await app.upload(
      csv(`${header}\n${line('2026-03-01', 48)}\n${line('2026-03-02', 40)}\n`, 'stock.csv'),
    );
    expect(reply.json()).toMatchObject({ file_type: 'inventory', rows_new: 2 });
    const rows = await app.rows(
      'select snapshot_date::text, on_hand_qty from stock.inventory_batches order by 1',
    );
    expect(rows).toEqual([
      { snapshot_date: '2026-03-01', on_hand_qty: 48 },
      { snapshot_date: '2026-03-02', on_hand_qty: 40 },
    ]);
  });

  it('refuses an expiry before receipt, and warns of stock past its expiry', async () => {
    const purchases = 'received_date,store_id,sku_id,batch_id,received_qty,unit_cost,expiry_date\n';
    const receipt = await app.upload(
      csv(
        `${purchases}2026-02-16,S1,BUN,B-1,120,0.3125,2026-03-01\n2026-02-16,S1,BUN,B-2,10,0.3,2026-02-15\n`,
        'p.csv',
      ),
    );
    expect(receipt.json()).toMatchObject({ file_type: 'purchases', rows_new: 1, rows_rejected: 1 });
    expect(receipt.json().warnings[0]).toMatchObject({
      code: 'expiry_before_receipt',
      column: 'expiry_date',
    });
    expect(await app.rows('select unit_cost::text, received_qty from stock.purchases')).toEqual([
      { unit_cost: '0.3125', received_qty: 120 },
    ]);
    const header = 'snapshot_date,store_id,sku_id,batch_id,expiry_date,on_hand_qty';
    const stock = await app.upload(
      csv(`${header}\n2026-02-20,S1,BUN,B-1,2026-02-10,5\n2026-02-20,S2,BUN,B-3,2026-02-10,5\n`, 's.csv'),
    );
    expect(stock.json()).toMatchObject({ rows_new: 1, rows_rejected: 1 });
    expect(
      stock.json().warnings.map((one: { code: string; severity: string }) => [one.code, one.severity]),
    ).toEqual([
      ['expiry_before_receipt', 'error'],
      ['expiry_before_snapshot', 'warning'],
    ]);
  });

  it('keeps a new item out until its master is there, then loads clean', async () => {
    const content = `${salesHeader}\n2026-01-05,S1,TEA,3,2.5\n`;
    const before = (await app.upload(csv(content))).json();
    expect(before).toMatchObject({ rows_processed: 0, rows_rejected: 1 });
    expect(before.warnings[0]).toMatchObject({
      code: 'unknown_item',
      hint: expect.stringContaining('Upload an items file'),
    });
    await app.upload(csv('SKU;Category;MRP\nTEA;Drinks;3,20\n', 'sku_master.csv'), {
      file_type: 'sku_master',
    });
    expect(await app.rows("select name, mrp::text from catalog.items where sku_id = 'TEA'")).toEqual([
      { name: 'TEA', mrp: '3.2000' },
    ]);
    expect((await app.upload(csv(content))).json()).toMatchObject({
      rows_new: 1,
      rows_rejected: 0,
      warnings: [],
    });
    await clear();
  });

  it('does not clear what a later master file leaves out or blank', async () => {
    await app.upload(csv('store_id,city,zone,name\nS3,Paris,NORTH,Gare du Nord\n', 'stores.csv'));
    const reply = await app.upload(csv('store_id,city,zone\nS3,,WEST\n', 'stores.csv'));
    expect(reply.json()).toMatchObject({ rows_changed: 1 });
    expect(await app.rows("select name, city, zone from catalog.locations where store_id = 'S3'")).toEqual([
      { name: 'Gare du Nord', city: 'Paris', zone: 'WEST' },
    ]);
  });

  it('loads lanes, and refuses one that leads nowhere', async () => {
    const content = 'from,to,lead time,cost per unit\nS1,S2,1,0.12\nS1,S1,1,0.1\nS1,S8,1,0.1\n';
    const reply = await app.upload(csv(content, 'lanes.csv'));
    expect(reply.json()).toMatchObject({ file_type: 'lanes', rows_new: 1, rows_rejected: 2 });
    expect(
      reply
        .json()
        .warnings.map((one: { code: string }) => one.code)
        .sort(),
    ).toEqual(['same_store', 'unknown_store']);
  });

  it('reads a messy German file: semicolons, title rows, windows-1252, decimal commas, day-first dates', async () => {
    const text =
      'Verkäufe;;;;\r\nStand 5. März;;;;\r\nDatum;Filiale;Artikelnr.;Verkaufte Menge;Stückpreis\r\n03.04.2026;S1;MILK;1.234;1,50\r\n13.04.2026;S2;MILK;7;1,5\r\n';
    const reply = await app.upload(csv(Buffer.from(text, 'latin1'), 'Verkäufe.csv'));
    expect(reply.json()).toMatchObject({ file_name: 'Verkäufe.csv', rows_new: 2, rows_rejected: 0 });
    const rows = await sales();
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
    await clear();
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
    expect((await sales())[0]?.date).toBe('2026-04-03');
    await clear();
    expect((await app.upload(csv(content), { date_order: 'month-first' })).json().warnings).toMatchObject([]);
    expect((await sales())[0]?.date).toBe('2026-03-04');
    await clear();
  });

  it('stores hostile text as text', async () => {
    const name = `'; drop table catalog.items; -- \\N \\. "quoted"\ttab`;
    const quoted = `"${name.replaceAll('"', '""')}"`;
    await app.upload(csv(`sku_id,category,name\n=1+1,"\\N",${quoted}\n`, 'items.csv'));
    expect(await app.rows("select category, name from catalog.items where sku_id = '=1+1'")).toEqual([
      { category: '\\N', name },
    ]);
  });
});

describe('after an upload', () => {
  const content = `${salesHeader},note\n2026-01-05,S1,MILK,3,2.5,fine\n05/13,S1,MILK,-3,2.5,"=cmd, ""x"""\n2026-01-07,S9,MILK,3,2.5,\n`;
  let uploadId: string;
  beforeAll(async () => {
    uploadId = (await app.upload(csv(content, '../../etc/säles.csv'))).json().upload_id;
  });

  it('GET status shows state and counts', async () => {
    expect((await app.get(`/upload/${uploadId}/status`)).json()).toMatchObject({
      status: 'completed',
      progress_pct: 100,
      rows_total: 3,
      rows_processed: 1,
      rows_rejected: 2,
      error: null,
    });
  });

  it('GET report counts completeness as an independent count does', async () => {
    const report = (await app.get(`/upload/${uploadId}/report`)).json();
    const byColumn = Object.fromEntries(
      report.completeness.map((one: { column: string }) => [one.column, one]),
    );
    expect(byColumn.date).toMatchObject({ filled_pct: 100, missing: 0, invalid: 1 });
    expect(byColumn.units_sold).toMatchObject({ filled_pct: 100, missing: 0, invalid: 1 });
    expect(report.unused_columns).toEqual(['note']);
    expect(
      report.findings.map((one: { code: string; count: number; examples: { row: number }[] }) => [
        one.code,
        one.count,
        one.examples.map(({ row }) => row),
      ]),
    ).toEqual([
      ['negative', 1, [3]],
      ['not_a_date', 1, [3]],
      ['unknown_store', 1, [4]],
    ]);
    expect(report.findings[2].values).toEqual([{ value: 'S9', rows: 1 }]);
    expect(report.advice).toContain('Not read: note. Map a column to read it.');
  });

  it('GET file gives back the very bytes under a harmless name', async () => {
    const reply = await app.get(`/upload/${uploadId}/file`);
    expect(reply.rawPayload.equals(Buffer.from(content))).toBe(true);
    expect(reply.headers['content-disposition']).toContain("filename*=UTF-8''s%C3%A4les.csv");
    const upload = (await app.get('/uploads'))
      .json()
      .data.find((one: { upload_id: string }) => one.upload_id === uploadId);
    expect(upload).toMatchObject({
      file_name: 'säles.csv',
      size_bytes: Buffer.byteLength(content),
      checksum: createHash('sha256').update(content).digest('hex'),
      uploaded_by_name: 'The owner',
    });
  });

  it('GET rejected.csv gives the bad rows with the reason, safe to open, and loads once mended', async () => {
    const reply = await app.get(`/upload/${uploadId}/rejected.csv`);
    const lines = reply.body.trimEnd().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe(`${salesHeader},note,reason`);
    expect(lines[1]).toContain(`05/13,S1,MILK,-3,2.5,"'=cmd, ""x""",`);
    expect(lines[1]).toMatch(/is not a date\..*is negative\./);
    expect(lines[2]).toContain('There is no store ""S9"".');
    const mended = reply.body.replace('05/13', '2026-01-06').replace('-3', '3').replace('S9', 'S2');
    expect((await app.upload(csv(mended))).json()).toMatchObject({
      rows_total: 2,
      rows_rejected: 0,
      rows_new: 2,
    });
    await clear();
  });

  it('writes the trail after success and after rejection', async () => {
    await app.upload(csv(Buffer.from('89504e470d0a1a0a', 'hex'), 'x.csv'));
    const trail = await app.rows<{ verb: string; actor_name: string }>(
      "select verb, actor_name from identity.audit_entries where entity = 'upload' order by audit_id desc limit 1",
    );
    expect(trail).toEqual([{ verb: 'rejected', actor_name: 'The owner' }]);
    const own = await app.rows(
      `select verb from identity.audit_entries where entity = 'upload' and entity_id = '${uploadId}' order by audit_id`,
    );
    expect(own).toEqual([{ verb: 'uploaded' }, { verb: 'loaded' }]);
  });

  it('answers 404 for an unknown id and 409 for a report that does not exist', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000';
    for (const path of ['status', 'report', 'file', 'rejected.csv']) {
      expect((await app.get(`/upload/${unknown}/${path}`)).statusCode).toBe(404);
      expect((await app.get(`/upload/${unknown}/${path}`, null)).statusCode).toBe(401);
    }
    await app.upload(csv('a,b\n1,2\n'));
    const [latest] = (await app.get('/uploads?limit=1&status=rejected')).json().data;
    const reply = await app.get(`/upload/${latest.upload_id}/report`);
    expect(reply.statusCode).toBe(409);
    expect(reply.json().error.code).toBe('report_not_ready');
  });

  it('shows another organization nothing', async () => {
    const other = await app.identity.createOrganization({
      name: 'Other',
      currency: 'EUR',
      locale: 'en-GB',
      timeZone: 'UTC',
      isDemo: false,
    });
    const stranger = await app.signIn('owner', other.org_id);
    expect((await app.get('/uploads', stranger)).json().page.total).toBe(0);
    expect((await app.get(`/upload/${uploadId}/file`, stranger)).statusCode).toBe(404);
  });

  it('walks the list page by page without a gap', async () => {
    const all = (await app.get('/uploads?limit=500')).json();
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = (await app.get(`/uploads?limit=7${cursor && `&cursor=${cursor}`}`)).json();
      seen.push(...page.data.map((one: { upload_id: string }) => one.upload_id));
      cursor = page.page.next_cursor ?? '';
    } while (cursor);
    expect(seen).toEqual(all.data.map((one: { upload_id: string }) => one.upload_id));
    expect(seen).toHaveLength(all.page.total);
  });

  it('lists the file types with their columns', async () => {
    const { data } = (await app.get('/datasets')).json();
    expect(data.map((one: { file_type: string }) => one.file_type)).toEqual([
      'stores',
      'items',
      'lanes',
      'inventory',
      'purchases',
      'sales',
    ]);
  });
});

describe('the example company', () => {
  const folder = join(import.meta.dirname, '../../../../examples/grocer');

  it('loads whole, messy as its files are, and again without a change', async () => {
    const own = await startTestApp();
    const send = async (name: string, fields: Record<string, string> = {}) =>
      (await own.upload({ name, content: await readFile(join(folder, name)) }, fields)).json();
    for (const name of ['stores.csv', 'items.xlsx', 'lanes.csv', 'inventory.xlsx']) {
      expect(await send(name)).toMatchObject({ status: 'completed', rows_rejected: 0, warnings: [] });
      expect(await send(name)).toMatchObject({ rows_new: 0, rows_changed: 0, rows_rejected: 0 });
    }
    // A batch that came twice on one day has one row in the table; the second is reported.
    const receipts = (await readFile(join(folder, 'purchases.csv'), 'utf8')).trimEnd().split('\n').slice(1);
    const keys = new Set(receipts.map((line) => line.split('","').slice(0, 4).join()));
    expect(await send('purchases.csv')).toMatchObject({
      rows_total: receipts.length,
      rows_new: keys.size,
      rows_rejected: receipts.length - keys.size,
    });
    const asked = await send('sales.csv');
    expect(asked.error.details.map((one: { suggestions: string[] }) => one.suggestions)).toEqual([
      ['Shop'],
      ['Qty'],
    ]);
    const sold = await send('sales.csv', { mapping: '{"Shop":"store_id","Qty":"units_sold"}' });
    const text = await readFile(join(folder, 'sales.csv'), 'utf8');
    const lines = text
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(';'));
    expect(sold).toMatchObject({ rows_total: lines.length, rows_new: lines.length, rows_rejected: 0 });
    const [sums] = await own.rows<{ units: number; cents: number }>(
      'select sum(units_sold)::float8 as units, sum(selling_price * 100)::float8 as cents from demand.sales_daily',
    );
    expect(sums?.units).toBe(lines.reduce((sum, cells) => sum + Number(cells[3]), 0));
    expect(sums?.cents).toBe(
      lines.reduce((sum, cells) => sum + Math.round(Number(cells[4]?.replace(',', '.')) * 100), 0),
    );
    await own.close();
  });
});

describe('in the background', () => {
  const content = `${salesHeader}\n${Array.from({ length: 500 }, (_, index) => `${dayOf(index)},S2,BUN,1,1`).join('\n')}\n`;

  it('answers 202 with the address of the status, which goes from received through processing to completed', async () => {
    const reply = await app.upload(csv(content), { background: 'true' });
    expect(reply.statusCode).toBe(202);
    const { upload_id, run_id, status_url } = reply.json();
    expect(reply.headers.location).toBe(status_url);
    const status = async () => (await app.get(`/upload/${upload_id}/status`)).json();
    expect(await status()).toMatchObject({ status: 'received', progress_pct: 0 });
    expect((await app.get(`/upload/${upload_id}/report`)).statusCode).toBe(409);
    // Another process holds the upload; the run waits for it.
    const { done, release } = await holdUpload(upload_id);
    const performed = app.platform.runs.perform(app.orgId, run_id);
    while ((await status()).status === 'received') await new Promise((resolve) => setTimeout(resolve, 10));
    expect((await status()).status).toBe('processing');
    release();
    await Promise.all([performed, done]);
    expect(await status()).toMatchObject({ status: 'completed', rows_processed: 500, progress_pct: 100 });
    await clear();
  });

  it('is taken by a worker', async () => {
    const own = await startTestApp();
    await own.platform.runs.work();
    const reply = await own.upload(csv('store_id,city\nS1,Lyon\n', 'stores.csv'), { background: 'true' });
    await own.platform.runs.waitFor(own.orgId, reply.json().run_id);
    expect((await own.get(reply.json().status_url.replace('/api/v1', ''))).json()).toMatchObject({
      rows_new: 1,
    });
    await own.close();
  });

  it('loads once when request and worker take it at the same time', async () => {
    const own = await startTestApp();
    await own.platform.runs.work();
    const reply = await own.upload(csv('store_id,city\nS1,Lyon\n', 'stores.csv'));
    expect(reply.json()).toMatchObject({ rows_new: 1, status: 'completed' });
    const trail = await own.rows(
      "select verb from identity.audit_entries where entity = 'upload' order by audit_id",
    );
    expect(trail).toEqual([{ verb: 'uploaded' }, { verb: 'loaded' }]);
    await own.close();
  });

  it('leaves nothing behind when the load is stopped, and the same rows when it is delivered again', async () => {
    const content = `${salesHeader}\n2026-01-05,S1,MILK,3,2.5\n`;
    const { upload_id } = (await app.upload(csv(content))).json();
    const loaded = await sales();
    await clear();
    // As a crash leaves it: the run was under way, its transaction is gone.
    await app.rows(
      `update ingest.raw_uploads set status = 'processing', report = null, rows_new = 0 where upload_id = '${upload_id}'`,
    );
    await app.rows(`delete from ingest.findings where upload_id = '${upload_id}'`);
    const [{ run_id } = { run_id: '' }] = await app.rows<{ run_id: string }>(
      `update platform.runs set state = 'running', finished_at = null
       where run_id = (select run_id from ingest.raw_uploads where upload_id = '${upload_id}') returning run_id`,
    );
    await Promise.all([
      app.platform.runs.perform(app.orgId, run_id),
      app.platform.runs.perform(app.orgId, run_id),
    ]);
    expect(await sales()).toEqual(loaded);
    expect((await app.get(`/upload/${upload_id}/status`)).json()).toMatchObject({
      status: 'completed',
      rows_new: 1,
    });
    await clear();
  });
});

/** Works on an upload as another process would, until released. */
async function holdUpload(uploadId: string): Promise<{ done: Promise<void>; release(): void }> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let done: Promise<void> = Promise.resolve();
  await new Promise<void>((held) => {
    done = app.inOrganization(async (tx) => {
      await tryLockUpload(tx, uploadId);
      held();
      await released;
    });
  });
  return { done, release };
}
