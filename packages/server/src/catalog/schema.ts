import { z } from 'zod';
import { bulkBody, bulkReply } from '../platform/http/bulk.ts';
import { listOf, pageQuery, sortParameter } from '../platform/http/paging.ts';
import { line } from '../platform/http/text.ts';

const version = z.number().int().describe('Counts the changes; send it back with one.');

export const storeReply = z
  .object({
    store_id: z.string(),
    name: z.string(),
    kind: z.enum(['store', 'dc', 'plant']),
    city: z.string().nullable(),
    zone: z.string().nullable(),
    capacity_units: z.number().nullable(),
    version,
  })
  .meta({ title: 'Store' });
export const storeList = listOf(storeReply);
export type StoreRow = z.output<typeof storeReply>;

export const storeQuery = z.strictObject({
  ...pageQuery,
  kind: z.enum(['store', 'dc', 'plant']).optional(),
  sort: sortParameter(['store_id', 'name'], 'store_id'),
});

export const itemReply = z
  .object({
    sku_id: z.string(),
    name: z.string(),
    category: z.string(),
    unit: z.string(),
    mrp: z.number().nullable(),
    shelf_life_days: z.number().int().nullable(),
    pack_size: z.number(),
    kind: z.enum(['product', 'component', 'material']),
    version,
  })
  .meta({ title: 'Item' });
export const itemList = listOf(itemReply);
export type ItemRow = z.output<typeof itemReply>;

export const itemQuery = z.strictObject({
  ...pageQuery,
  category: z.string().max(100).optional(),
  q: z.string().max(100).optional().describe('Part of the name or the code.'),
  sort: sortParameter(['sku_id', 'name', 'category'], 'sku_id'),
});

const seen = z
  .number()
  .int()
  .positive()
  .optional()
  .describe('As you saw it; without it, it is added, or changed whatever it is by now.');
const itemCode = line(100);
const itemValues = {
  name: line(300).optional().describe('What is left out stays; a new item is named by its code.'),
  category: line(100).optional(),
  unit: line(20).optional(),
  kind: z.enum(['product', 'component', 'material']).optional(),
  mrp: z.number().min(0).max(99_999_999).nullable().optional().describe('Usual selling price of a unit.'),
  shelf_life_days: z.number().int().min(0).max(36_500).nullable().optional(),
  pack_size: z.number().min(0.001).max(999_999_999).optional().describe('Units in one ordered pack.'),
  version: seen,
};
export const itemParams = z.strictObject({ sku_id: itemCode });
export const itemBody = z.strictObject(itemValues);
export const bulkItems = bulkBody(z.strictObject({ sku_id: itemCode, ...itemValues }));

const storeCode = line(50);
const storeValues = {
  name: line(200).optional().describe('What is left out stays; a new store is named by its code.'),
  kind: z.enum(['store', 'dc', 'plant']).optional(),
  city: line(100).nullable().optional(),
  zone: line(50).nullable().optional(),
  capacity_units: z.number().min(0).max(99_999_999_999).nullable().optional(),
  version: seen,
};
export const storeParams = z.strictObject({ store_id: storeCode });
export const storeBody = z.strictObject(storeValues);
export const bulkStores = bulkBody(z.strictObject({ store_id: storeCode, ...storeValues }));

export const bulkSavedReply = bulkReply(z.string(), {
  version: z.number().int().optional().describe('Of the item or store now.'),
  created: z.boolean().optional().describe('Whether it was not there before.'),
}).meta({ title: 'BulkSaved' });

export const categoryList = z.object({
  data: z.array(z.object({ category: z.string(), items: z.number().int() })),
});
