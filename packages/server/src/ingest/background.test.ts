import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { tryLockUpload } from './queries.ts';
import { csv, dayOf, type IngestApp, salesHeader, startIngestApp } from './test-app.ts';

let app: IngestApp;
beforeAll(async () => {
  app = await startIngestApp();
  await app.loadMasters();
});
afterAll(() => app.close());

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
    await app.clearSales();
  });

  it('can be cancelled: nothing of the file is stored, and the status says so', async () => {
    const { upload_id, run_id } = (await app.upload(csv(content), { background: 'true' })).json();
    const { done, release } = await holdUpload(upload_id);
    const performed = app.platform.runs.perform(app.orgId, run_id);
    const stateOfRun = async () => (await app.get(`/runs/${run_id}`)).json().state;
    while ((await stateOfRun()) !== 'running') await new Promise((resolve) => setTimeout(resolve, 10));
    const headers = await app.as('owner');
    await app.http.inject({ method: 'POST', url: `/api/v1/runs/${run_id}/cancel`, headers });
    release();
    await Promise.all([performed, done]);
    expect(await stateOfRun()).toBe('cancelled');
    expect((await app.get(`/upload/${upload_id}/status`)).json()).toMatchObject({
      status: 'failed',
      error: { code: 'cancelled' },
    });
    expect(await app.sales()).toEqual([]);
  });

  it('is taken by a worker', async () => {
    const own = await startIngestApp();
    await own.platform.runs.work();
    const reply = await own.upload(csv('store_id,city\nS1,Lyon\n', 'stores.csv'), { background: 'true' });
    await own.platform.runs.waitFor(own.orgId, reply.json().run_id);
    expect((await own.get(reply.json().status_url.replace('/api/v1', ''))).json()).toMatchObject({
      rows_new: 1,
    });
    await own.close();
  });

  it('loads once when request and worker take it at the same time', async () => {
    const own = await startIngestApp();
    await own.platform.runs.work();
    const reply = await own.upload(csv('store_id,city\nS1,Lyon\n', 'stores.csv'));
    expect(reply.json()).toMatchObject({ rows_new: 1, status: 'completed' });
    const trail = await own.rows(
      "select verb from identity.audit_entries where entity = 'upload' order by audit_id",
    );
    expect(trail).toEqual([{ verb: 'uploaded' }, { verb: 'loaded' }]);
    await own.close();
  });

  it('stays to be loaded when the server is stopped in the middle', async () => {
    const own = await startIngestApp();
    const reply = await own.upload(csv('store_id,city\nS1,Lyon\n', 'stores.csv'), { background: 'true' });
    const { upload_id, run_id } = reply.json();
    const held = await holdUpload(upload_id, own);
    const performed = own.platform.runs.perform(own.orgId, run_id);
    const isRefused = expect(performed).rejects.toMatchObject({
      code: 'worker_stops',
      failure: 'unavailable',
    });
    await vi.waitFor(async () =>
      expect((await own.get(`/upload/${upload_id}/status`)).json().status).toBe('processing'),
    );
    await own.platform.runs.stop();
    await isRefused;
    held.release();
    await held.done;
    expect((await own.get(`/upload/${upload_id}/status`)).json()).toMatchObject({
      status: 'processing',
      error: null,
    });
    expect((await own.get(`/runs/${run_id}`)).json()).toMatchObject({ state: 'queued' });
    await own.close();
  });

  it('leaves nothing behind when the load is stopped, and the same rows when it is delivered again', async () => {
    const content = `${salesHeader}\n2026-01-05,S1,MILK,3,2.5\n`;
    const { upload_id } = (await app.upload(csv(content))).json();
    const loaded = await app.sales();
    await app.clearSales();
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
    expect(await app.sales()).toEqual(loaded);
    expect((await app.get(`/upload/${upload_id}/status`)).json()).toMatchObject({
      status: 'completed',
      rows_new: 1,
    });
    await app.clearSales();
  });
});

/** Works on an upload as another process would, until released. */
async function holdUpload(uploadId: string, own = app): Promise<{ done: Promise<void>; release(): void }> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let done: Promise<void> = Promise.resolve();
  await new Promise<void>((held) => {
    done = own.inOrganization(async (tx) => {
      await tryLockUpload(tx, uploadId);
      held();
      await released;
    });
  });
  return { done, release };
}
