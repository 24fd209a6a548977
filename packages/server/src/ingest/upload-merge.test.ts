import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csv, type IngestApp, salesHeader, startIngestApp } from './test-app.ts';

let app: IngestApp;
beforeAll(async () => {
  app = await startIngestApp();
  await app.loadMasters();
});
afterAll(() => app.close());

describe('what an upload does to the tables', () => {
  it('changes nothing when a file comes again, and says so', async () => {
    const content = `${salesHeader}\n2026-01-05,S1,MILK,3,2.5\n2026-01-06,S1,MILK,4,2.5\n`;
    const first = (await app.upload(csv(content))).json();
    const before = await app.sales();
    const second = (await app.upload(csv(content))).json();
    expect(second).toMatchObject({
      rows_new: 0,
      rows_changed: 0,
      rows_unchanged: 2,
      repeats_upload_id: first.upload_id,
    });
    expect(second.message).toMatch(/same file was loaded on .* nothing changed/);
    expect(await app.sales()).toEqual(before);

    const corrected = (await app.upload(csv(content.replace('MILK,4', 'MILK,5')))).json();
    expect(corrected).toMatchObject({
      rows_new: 0,
      rows_changed: 1,
      rows_unchanged: 1,
      repeats_upload_id: null,
    });
    const after = await app.sales();
    expect(after.map((row) => [row.units_sold, row.upload_id])).toEqual([
      [3, first.upload_id],
      [5, corrected.upload_id],
    ]);
    await app.clearSales();
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
    await app.clearSales();
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
});
