import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csv, type IngestApp, salesHeader, startIngestApp } from './test-app.ts';

let app: IngestApp;
beforeAll(async () => {
  app = await startIngestApp();
  await app.loadMasters();
});
afterAll(() => app.close());

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
      uploaded_by_name: 'Test owner',
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
    await app.clearSales();
  });

  it('writes the trail after success and after rejection', async () => {
    await app.upload(csv(Buffer.from('89504e470d0a1a0a', 'hex'), 'x.csv'));
    const trail = await app.rows<{ verb: string; actor_name: string }>(
      "select verb, actor_name from identity.audit_trail where entity = 'upload' order by audit_id desc limit 1",
    );
    expect(trail).toEqual([{ verb: 'rejected', actor_name: 'Test owner' }]);
    const own = await app.rows(
      `select verb from identity.audit_entries where entity = 'upload' and entity_id = '${uploadId}' order by audit_id`,
    );
    expect(own).toEqual([{ verb: 'uploaded' }, { verb: 'loaded' }]);
  });

  it('answers 404 for an unknown id and 409 for a report that does not exist', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000';
    for (const path of ['status', 'report', 'file', 'rejected.csv']) {
      expect((await app.get(`/upload/${unknown}/${path}`)).statusCode).toBe(404);
      expect((await app.get(`/upload/${unknown}/${path}`, {})).statusCode).toBe(401);
    }
    await app.upload(csv('a,b\n1,2\n'));
    const [latest] = (await app.get('/uploads?limit=1&status=rejected')).json().data;
    const reply = await app.get(`/upload/${latest.upload_id}/report`);
    expect(reply.statusCode).toBe(409);
    expect(reply.json().error.code).toBe('report_not_ready');
  });

  it('shows another organization nothing', async () => {
    const stranger = await app.stranger();
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
