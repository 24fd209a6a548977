import { describe, expect, it } from 'vitest';
import { datasets as catalogDatasets, itemsDataset } from '../../catalog/datasets.ts';
import { salesDataset } from '../../demand/datasets.ts';
import { inventoryDataset, purchasesDataset, datasets as stockDatasets } from '../../stock/datasets.ts';
import { mapColumns, nameConfidence, normalName } from './column-mapping.ts';
import { datasetOfType, guessDataset, nearestDataset } from './dataset-guess.ts';

const all = [...catalogDatasets, ...stockDatasets, salesDataset];
const salesRow = ['2026-01-05', 'S-1', 'A-1', '3', '2.50'];
const targets = (header: string[], samples: (string | null)[][] = [], dataset = salesDataset) =>
  Object.fromEntries(
    mapColumns(dataset, { header, samples }).columns.map((match) => [match.target, match.source]),
  );

describe('mapColumns', () => {
  it.each([
    ['store_id'],
    ['Store ID'],
    ['STORE_ID'],
    ['storeId'],
    [' Store-Id. '],
    ['Store'],
    ['Filialnummer'],
    ['Magasin'],
    ['Tienda'],
  ])('knows %s as the store', (name) => {
    expect(targets(['date', name, 'sku_id', 'units_sold'], [salesRow])).toMatchObject({ store_id: name });
  });

  it.each([
    ['English', ['Snapshot', 'Location', 'Article', 'Lot', 'Best before', 'On hand']],
    ['German', ['Stichtag', 'Filiale', 'Artikelnr.', 'Charge', 'MHD', 'Bestand']],
    ['French', ['Date inventaire', 'Magasin', 'Réf. article', 'N° lot', 'DLC', 'Quantité en stock']],
    ['Spanish', ['Fecha de inventario', 'Tienda', 'Artículo', 'Lote', 'Fecha de caducidad', 'Existencias']],
  ])('reads an inventory header in %s', (_, header) => {
    const mapping = mapColumns(inventoryDataset, { header, samples: [] });
    expect(mapping.missing).toEqual([]);
    expect(mapping.columns.map((match) => match.source)).toEqual(header);
  });

  it('suggests Shop and Qty with their values, and does not take them unasked', () => {
    const header = ['date', 'Shop', 'sku_id', 'Qty', 'selling_price'];
    const { missing } = mapColumns(salesDataset, { header, samples: [salesRow] });
    expect(
      missing.map(({ column, suggestions }) => [column, suggestions[0]?.source, suggestions[0]?.samples]),
    ).toEqual([
      ['store_id', 'Shop', ['S-1']],
      ['units_sold', 'Qty', ['3']],
    ]);
  });

  it('takes them when the caller says so, or asks for suggestions to be taken', () => {
    const header = ['date', 'Shop', 'sku_id', 'Qty'];
    const explicit = { shop: 'store_id', Qty: 'units_sold' };
    expect(mapColumns(salesDataset, { header, samples: [salesRow], explicit }).missing).toEqual([]);
    expect(
      mapColumns(salesDataset, { header, samples: [salesRow], acceptSuggestions: true }).missing,
    ).toEqual([]);
  });

  it('reports a mapping from or to a column that does not exist', () => {
    const explicit = { Laden: 'store_id', Shop: 'store' };
    const { invalid } = mapColumns(salesDataset, { header: ['Shop'], samples: [], explicit });
    expect(invalid.map(({ field }) => field)).toEqual(['mapping.Laden', 'mapping.Shop']);
    expect(invalid[0]?.message).toContain('It has: Shop.');
  });

  it('does not take a name for a code', () => {
    expect(targets(['date', 'Store name', 'sku_id', 'units_sold'])).not.toHaveProperty('store_id');
    expect(nameConfidence('unit price', { name: 'unit_cost', synonyms: [] }).confidence).toBeLessThan(85);
  });

  it('forgives a typing mistake', () => {
    expect(targets(['date', 'store_id', 'sku_id', 'untis_sold'])).toMatchObject({ units_sold: 'untis_sold' });
  });

  it('lets the values choose between two columns of the right name', () => {
    const header = ['Day', 'Business date', 'store_id', 'sku_id', 'units_sold'];
    expect(targets(header, [['Monday', '2026-01-05', 'S', 'A', '1']])).toMatchObject({
      date: 'Business date',
    });
    expect(targets(header, [['2026-01-05', 'Monday', 'S', 'A', '1']])).toMatchObject({ date: 'Day' });
  });

  it('keeps a column of the right name even if all of its values are bad', () => {
    expect(targets(['date', 'Store', 'sku_id', 'Sold'], [['yesterday', 'S', 'A', 'few']])).toMatchObject({
      date: 'date',
      units_sold: 'Sold',
    });
  });

  it('uses each column once, the surest first', () => {
    const mapping = mapColumns(purchasesDataset, {
      header: ['Received', 'Store', 'SKU', 'Batch', 'Qty received', 'Price', 'Cost per unit'],
      samples: [],
    });
    expect(mapping.columns.find((match) => match.target === 'unit_cost')?.source).toBe('Cost per unit');
    expect(mapping.unused).toEqual(['Price']);
  });
});

describe('the kind of a file', () => {
  it.each([
    ['sales', 'sales'],
    ['store_master', 'stores'],
    ['SKU master', 'items'],
    ['Inventory', 'inventory'],
  ])('%s means %s', (fileType, kind) => {
    expect(datasetOfType(all, fileType)?.kind).toBe(kind);
  });

  it.each([
    [['date', 'store', 'sku', 'units sold', 'price'], 'sales'],
    [['snapshot_date', 'store_id', 'sku_id', 'batch_id', 'expiry_date', 'on_hand_qty'], 'inventory'],
    [['received_date', 'store_id', 'sku_id', 'batch_id', 'received_qty', 'unit_cost'], 'purchases'],
    [['store_id', 'city', 'zone'], 'stores'],
    [['sku_id', 'category', 'mrp'], 'items'],
    [['from', 'to', 'lead time', 'cost'], 'lanes'],
  ])('%j is %s', (header, kind) => {
    expect(guessDataset(all, { header, samples: [] }, 'export.csv')?.kind).toBe(kind);
  });

  it('is not guessed from columns that fit nothing', () => {
    const request = { header: ['colour', 'size', 'weather'], samples: [] };
    expect(guessDataset(all, request, 'x.csv')).toBeUndefined();
    expect(nearestDataset(all, request, 'x.csv')).toBeUndefined();
  });

  it('is the nearest one when columns are missing', () => {
    const request = { header: ['date', 'Shop', 'sku_id', 'Qty', 'price'], samples: [salesRow] };
    expect(nearestDataset(all, request, 'x.csv')?.kind).toBe('sales');
  });
});

describe('normalName', () => {
  it('drops case, accents and punctuation', () => {
    expect(normalName('  Réf._Article (N°)')).toBe('ref article n');
    expect(normalName('StückpreisBrutto')).toBe('stuckpreis brutto');
  });

  it('keeps the datasets free of names that mean two columns', () => {
    for (const dataset of [...all, itemsDataset]) {
      const names = dataset.columns.flatMap((column) =>
        [column.name, ...column.synonyms].map((name) => `${normalName(name)}|${column.name}`),
      );
      const byName = new Map<string, Set<string>>();
      for (const entry of names) {
        const [name = '', column = ''] = entry.split('|');
        byName.set(name, (byName.get(name) ?? new Set()).add(column));
      }
      const shared = [...byName]
        .filter(([, columns]) => columns.size > 1)
        .map(([name]) => `${dataset.kind}: ${name}`);
      expect(shared).toEqual([]);
    }
  });
});
