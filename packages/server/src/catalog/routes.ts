import { type Database, withOrganization } from '../platform/database/index.ts';
import { allPages } from '../platform/http/all-pages.ts';
import { replyWithCsv } from '../platform/http/csv-reply.ts';
import { type Route, route } from '../platform/http/route.ts';
import { listCategories, listItems, listStores } from './queries.ts';
import { categoryList, itemList, itemQuery, storeList, storeQuery } from './schema.ts';

export function catalogRoutes(database: Database): Route[] {
  return [
    route({
      method: 'GET',
      path: '/stores',
      permission: 'catalog.read',
      summary: 'Stores, distribution centres and plants',
      kept: true,
      tag: 'catalog',
      query: storeQuery,
      reply: { 200: storeList },
      apiAlias: true,
      example: { query: { limit: 2 } },
      handle: ({ caller, query, reply }) =>
        query.format === 'csv'
          ? replyWithCsv(
              reply,
              'stores.csv',
              ['store_id', 'name', 'kind', 'city', 'zone', 'capacity_units'],
              allPages(database, caller.orgId, (tx, cursor) =>
                listStores(tx, { ...query, limit: 500, cursor }),
              ),
            )
          : withOrganization(database, caller.orgId, (tx) => listStores(tx, query), { readOnly: true }),
    }),
    route({
      method: 'GET',
      path: '/items',
      permission: 'catalog.read',
      summary: 'Items with category, list price and shelf life',
      kept: true,
      tag: 'catalog',
      query: itemQuery,
      reply: { 200: itemList },
      example: { query: { limit: 2 } },
      handle: ({ caller, query, reply }) =>
        query.format === 'csv'
          ? replyWithCsv(
              reply,
              'items.csv',
              ['sku_id', 'name', 'category', 'unit', 'mrp', 'shelf_life_days', 'pack_size'],
              allPages(database, caller.orgId, (tx, cursor) =>
                listItems(tx, { ...query, limit: 500, cursor }),
              ),
            )
          : withOrganization(database, caller.orgId, (tx) => listItems(tx, query), { readOnly: true }),
    }),
    route({
      method: 'GET',
      path: '/categories',
      permission: 'catalog.read',
      summary: 'Categories with their number of items',
      kept: true,
      tag: 'catalog',
      reply: { 200: categoryList },
      apiAlias: true,
      example: {},
      handle: async ({ caller }) => ({
        data: await withOrganization(database, caller.orgId, listCategories, { readOnly: true }),
      }),
    }),
  ];
}
