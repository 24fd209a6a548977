import { z } from 'zod';
import { listOf, pageQuery, sortParameter } from '../platform/http/paging.ts';

export const storeReply = z
  .object({
    store_id: z.string(),
    name: z.string(),
    kind: z.enum(['store', 'dc', 'plant']),
    city: z.string().nullable(),
    zone: z.string().nullable(),
    capacity_units: z.number().nullable(),
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

export const categoryList = z.object({
  data: z.array(z.object({ category: z.string(), items: z.number().int() })),
});
