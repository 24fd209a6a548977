import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  inventoryRows,
  purchaseRows,
  type SimulatedCompany,
  salesRows,
  simulateCompany,
  storeRows,
} from '@granary/inventory/simulation';
import { streamXlsxRows } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCompanyFiles } from '../src/company-files.ts';

const exampleFolder = join(import.meta.dirname, '../../../examples/grocer');

/** The company of `examples/grocer`, written once in each dialect. */
let company: SimulatedCompany;
let folder: string;

beforeAll(async () => {
  company = simulateCompany({ seed: 7, endDate: '2026-11-15', days: 200, stores: 4, items: 24 });
  folder = await mkdtemp(join(tmpdir(), 'granary-company-'));
  await writeCompanyFiles(company, join(folder, 'clean'), { dialect: 'clean' });
  await writeCompanyFiles(company, join(folder, 'messy'), { dialect: 'messy' });
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function lines(file: string): Promise<string[]> {
  return (await readFile(join(folder, file), 'utf8')).split(/\r?\n/).slice(0, -1);
}

async function workbook(path: string): Promise<unknown[][]> {
  const rows: unknown[][] = [];
  for await (const row of streamXlsxRows(await readFile(path))) rows.push(row.values);
  return rows;
}

describe('writeCompanyFiles', () => {
  it('counts the rows it wrote', async () => {
    const written = await writeCompanyFiles(company, join(folder, 'counted'), { dialect: 'clean' });
    expect(written.map(({ file }) => file)).toEqual([
      'stores.csv',
      'items.csv',
      'lanes.csv',
      'sales.csv',
      'inventory.csv',
      'purchases.csv',
    ]);
    for (const { file, rows } of written) expect(await lines(`counted/${file}`)).toHaveLength(rows + 1);
  });

  it('writes clean sales under canonical names, with two decimals', async () => {
    const [heading, ...sales] = await lines('clean/sales.csv');
    expect(heading).toBe('date,store_id,sku_id,units_sold,selling_price');
    expect(sales).toEqual(
      [...salesRows(company)].map(
        (row) =>
          `${row.date},${row.store_id},${row.sku_id},${row.units_sold},${row.selling_price.toFixed(2)}`,
      ),
    );
  });

  it('writes messy sales with semicolons, German dates and decimal commas', async () => {
    const [heading, first, ...others] = await lines('messy/sales.csv');
    const row = [...salesRows(company)][0];
    expect(heading).toBe('Day;Shop;Article;Qty;Price');
    const price = row?.selling_price.toFixed(2).replace('.', ',');
    expect(first).toBe(`30.04.2026;${row?.store_id};${row?.sku_id};${row?.units_sold};${price}`);
    expect(others).toHaveLength([...salesRows(company)].length - 1);
  });

  it('starts messy stores with a byte order mark and keeps every store', async () => {
    const text = await readFile(join(folder, 'messy/stores.csv'));
    expect([...text.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(await lines('messy/stores.csv')).toHaveLength([...storeRows(company)].length + 1);
  });

  it('quotes messy purchases and separates thousands', async () => {
    const [heading, ...receipts] = await lines('messy/purchases.csv');
    expect(heading).toBe('"Received on","Location","Item no","Batch","Quantity received","Cost per unit"');
    const quantities = receipts.map((line) => Number(line.split('","')[4]?.replaceAll(',', '')));
    expect(quantities).toEqual([...purchaseRows(company)].map((row) => row.received_qty));
  });

  it('writes the stock as a workbook with real dates', async () => {
    const [heading, ...stock] = await workbook(join(folder, 'messy/inventory.xlsx'));
    expect(heading).toEqual(['Stock date', 'Store ID', 'SKU', 'Lot', 'Best before', 'On hand']);
    expect(stock).toEqual(
      [...inventoryRows(company)].map((row) => [
        new Date(`${row.snapshot_date}T00:00:00Z`),
        row.store_id,
        row.sku_id,
        row.batch_id,
        new Date(`${row.expiry_date}T00:00:00Z`),
        row.on_hand_qty,
      ]),
    );
  });
});

describe('examples/grocer', () => {
  it.each(['stores.csv', 'lanes.csv', 'sales.csv', 'purchases.csv'])(
    'holds the %s of its command',
    async (file) => {
      expect(await readFile(join(exampleFolder, file), 'utf8')).toBe(
        await readFile(join(folder, 'messy', file), 'utf8'),
      );
    },
  );

  // Compared by content: the compressed bytes may differ with the version of zlib.
  it.each(['items.xlsx', 'inventory.xlsx'])('holds the %s of its command', async (file) => {
    expect(await workbook(join(exampleFolder, file))).toEqual(await workbook(join(folder, 'messy', file)));
  });
});
