import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csv, type IngestApp, salesHeader, startIngestApp } from './test-app.ts';

let app: IngestApp;
beforeAll(async () => {
  app = await startIngestApp({ GRANARY_UPLOAD_MAX_BYTES: '1048576' });
  await app.loadMasters();
});
afterAll(() => app.close());

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
    const rows = await app.sales();
    expect(rows.map((row) => [row.date, row.units_sold, row.selling_price, row.row_no])).toEqual([
      ['2026-01-05', 3, '2.5000', 2],
      ['2026-01-05', 4, null, 3],
    ]);
    expect(rows[0]?.upload_id).toBe(reply.json().upload_id);
    await app.clearSales();
  });

  it('accepts the address without the prefix', async () => {
    const reply = await app.http.inject({ method: 'POST', url: '/upload' });
    expect(reply.statusCode).toBe(401);
  });

  it('refuses a stranger and a viewer, naming the permission', async () => {
    expect((await app.upload(csv(salesHeader), {}, {})).statusCode).toBe(401);
    const reply = await app.upload(csv(salesHeader), {}, await app.as('viewer'));
    expect(reply.statusCode).toBe(403);
    expect(reply.json().error.details[0].permission).toBe('ingest.write');
    expect((await app.upload(csv(`${salesHeader}\n`), {}, await app.as('planner'))).statusCode).toBe(200);
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
    expect(await app.sales()).toEqual([]);
    const kept = await readdir(join(app.platform.config.dataDir, 'files', app.orgId), { recursive: true });
    expect(kept.filter((name) => name.endsWith('.arriving'))).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['without a boundary', 'multipart/form-data', '--b\r\n'],
    ['with an empty boundary', 'multipart/form-data; boundary=', '--b\r\n'],
    [
      'with a boundary longer than 70 characters',
      `multipart/form-data; boundary=${'b'.repeat(300)}`,
      '--b\r\n',
    ],
    ['with another boundary than it names', 'multipart/form-data; boundary=a', '--b\r\n\r\nx\r\n--b--\r\n'],
    ['that stops in the head of its part', 'multipart/form-data; boundary=b', '--b\r\ncontent-dispo'],
    [
      'that stops in its file',
      'multipart/form-data; boundary=b',
      '--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\ndate,sto',
    ],
  ])('refuses a form %s with 400, and keeps nothing of it', async (_, type, payload) => {
    const reply = await app.http.inject({
      method: 'POST',
      url: '/api/v1/upload',
      headers: { ...(await app.as('owner')), 'content-type': type },
      payload,
    });
    expect([reply.statusCode, reply.json().error.code]).toEqual([400, 'form_damaged']);
    const kept = await readdir(join(app.platform.config.dataDir, 'files'), { recursive: true });
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
    await app.clearSales();
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
});
