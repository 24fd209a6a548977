import { type Database, type Tx, withOrganization } from '../platform/database/index.ts';
import { apiPrefix } from '../platform/http/addresses.ts';
import { missing } from '../platform/http/errors.ts';
import { type Route, route } from '../platform/http/route.ts';
import { itemMaster, locationMaster } from './masters.ts';
import { readItem, readStore } from './queries.ts';
import { createSaving } from './save.ts';
import {
  bulkItems,
  bulkSavedReply,
  bulkStores,
  itemBody,
  itemParams,
  itemReply,
  storeBody,
  storeParams,
  storeReply,
} from './schema.ts';

const tag = 'catalog';

/** One item or store, and what adds and changes them. */
export function savingRoutes(database: Database): Route[] {
  const saving = createSaving(database);
  const read = <Row>(orgId: string, work: (tx: Tx) => Promise<Row>) =>
    withOrganization(database, orgId, work, { readOnly: true });
  const itemOf = (orgId: string, code: string) =>
    read(orgId, async (tx) => (await readItem(tx, code)) ?? noItem(code));
  const storeOf = (orgId: string, code: string) =>
    read(orgId, async (tx) => (await readStore(tx, code)) ?? noStore(code));

  return [
    route({
      method: 'GET',
      path: '/items/:sku_id',
      permission: 'catalog.read',
      summary: 'One item',
      tag,
      params: itemParams,
      reply: { 200: itemReply },
      errors: ['item_not_found'],
      example: { params: { sku_id: 'DAI-001' } },
      handle: ({ caller, params }) => itemOf(caller.orgId, params.sku_id),
    }),
    route({
      method: 'PATCH',
      path: '/items/:sku_id',
      permission: 'catalog.write',
      summary: 'Change an item, or add it',
      tag,
      params: itemParams,
      body: itemBody,
      reply: { 200: itemReply, 201: itemReply },
      errors: ['item_not_found', 'catalog.stale_version'],
      example: { params: { sku_id: 'DAI-001' }, body: { pack_size: 12 } },
      handle: async ({ caller, params, body, correlationId, reply }) => {
        const { created } = await saving.one(caller, correlationId, itemMaster, { ...body, ...params });
        if (created)
          reply.status(201).header('location', `${apiPrefix}/items/${encodeURIComponent(params.sku_id)}`);
        return itemOf(caller.orgId, params.sku_id);
      },
    }),
    route({
      method: 'PATCH',
      path: '/items',
      permission: 'catalog.write',
      idempotent: true,
      summary: 'Change several items, and add those that are new, each on its own',
      tag,
      body: bulkItems,
      reply: { 200: bulkSavedReply },
      example: {
        body: {
          items: [{ sku_id: 'OAT-MILK-1L', name: 'Oat milk 1 l', category: 'Dairy alternatives', mrp: 2.49 }],
        },
      },
      handle: ({ caller, body, correlationId }) => saving.many(caller, correlationId, itemMaster, body.items),
    }),
    route({
      method: 'GET',
      path: '/stores/:store_id',
      permission: 'catalog.read',
      summary: 'One store, distribution centre or plant',
      tag,
      params: storeParams,
      reply: { 200: storeReply },
      errors: ['store_not_found'],
      example: { params: { store_id: 'S01' } },
      handle: ({ caller, params }) => storeOf(caller.orgId, params.store_id),
    }),
    route({
      method: 'PATCH',
      path: '/stores/:store_id',
      permission: 'catalog.write',
      summary: 'Change a store, or add it',
      tag,
      params: storeParams,
      body: storeBody,
      reply: { 200: storeReply, 201: storeReply },
      errors: ['store_not_found', 'catalog.stale_version'],
      example: { params: { store_id: 'S01' }, body: { zone: 'SOUTH' } },
      handle: async ({ caller, params, body, correlationId, reply }) => {
        const { created } = await saving.one(caller, correlationId, locationMaster, { ...body, ...params });
        if (created)
          reply.status(201).header('location', `${apiPrefix}/stores/${encodeURIComponent(params.store_id)}`);
        return storeOf(caller.orgId, params.store_id);
      },
    }),
    route({
      method: 'PATCH',
      path: '/stores',
      permission: 'catalog.write',
      idempotent: true,
      summary: 'Change several stores, and add those that are new, each on its own',
      tag,
      body: bulkStores,
      reply: { 200: bulkSavedReply },
      example: {
        body: { items: [{ store_id: 'S99', name: 'Lyon Part-Dieu', city: 'Lyon', kind: 'store' }] },
      },
      handle: ({ caller, body, correlationId }) =>
        saving.many(caller, correlationId, locationMaster, body.items),
    }),
  ];
}

function noItem(code: string): never {
  throw missing('item_not_found', `There is no item ${code}.`);
}

function noStore(code: string): never {
  throw missing('store_not_found', `There is no store ${code}.`);
}
