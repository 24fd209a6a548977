import { type Database, withOrganization } from '../platform/database/index.ts';
import { allPages } from '../platform/http/all-pages.ts';
import { replyWithCsv } from '../platform/http/csv-reply.ts';
import { type Route, route } from '../platform/http/route.ts';
import { listReceipts } from './receipt-queries.ts';
import { type ReceiptRow, receiptColumns, receiptList, receiptQuery } from './schema.ts';

export function stockRoutes(database: Database): Route[] {
  return [
    route({
      method: 'GET',
      path: '/receipts',
      permission: 'stock.receipts',
      summary: 'What was received, newest first; a supplier sees their own deliveries',
      kept: true,
      tag: 'stock',
      query: receiptQuery,
      reply: { 200: receiptList },
      example: { query: { sku_id: 'DAI-001', limit: 2 } },
      handle: ({ caller, query, reply }) =>
        query.format === 'csv'
          ? replyWithCsv<ReceiptRow>(
              reply,
              'receipts.csv',
              receiptColumns,
              allPages(database, caller.orgId, (tx, cursor) =>
                listReceipts(tx, { ...query, limit: 500, cursor }),
              ),
            )
          : withOrganization(database, caller.orgId, (tx) => listReceipts(tx, query), { readOnly: true }),
    }),
  ];
}
