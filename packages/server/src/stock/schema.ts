import { z } from 'zod';
import { listOf, pageQuery, sortParameter } from '../platform/http/paging.ts';

export const receiptReply = z
  .object({
    purchase_id: z.number().int(),
    received_date: z.string(),
    store_id: z.string(),
    sku_id: z.string(),
    item_name: z.string().nullable(),
    batch_id: z.string(),
    supplier_id: z.string().nullable().describe('Null where the file did not say.'),
    received_qty: z.number().int(),
    unit_cost: z.number(),
  })
  .meta({ title: 'Receipt' });
export const receiptList = listOf(receiptReply);
export type ReceiptRow = z.output<typeof receiptReply>;

export const receiptQuery = z.strictObject({
  ...pageQuery,
  store_id: z.string().max(50).optional(),
  sku_id: z.string().max(100).optional(),
  supplier_id: z.string().max(100).optional(),
  from: z.iso.date().optional().describe('First day of receipt.'),
  to: z.iso.date().optional().describe('Last day of receipt.'),
  sort: sortParameter(['received_date', 'sku_id'], '-received_date'),
});

export const receiptColumns = [
  'received_date',
  'store_id',
  'sku_id',
  'item_name',
  'batch_id',
  'supplier_id',
  'received_qty',
  'unit_cost',
] as const satisfies readonly (keyof ReceiptRow)[];
