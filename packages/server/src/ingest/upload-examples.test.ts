import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startIngestApp } from './test-app.ts';

describe('the example company', () => {
  const folder = join(import.meta.dirname, '../../../../examples/grocer');

  it('loads whole, messy as its files are, and again without a change', async () => {
    const own = await startIngestApp();
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
