import type { Declared, Platform } from '../platform/capability.ts';
import { datasets } from './datasets.ts';
import { catalogErrors } from './errors.ts';
import { permissions } from './permissions.ts';
import { findItem, findLocation, listLanes } from './queries.ts';
import { catalogRoutes } from './routes.ts';
import { savingRoutes } from './save-routes.ts';

export { skuIdColumn, storeIdColumn, unknownItem, unknownStore } from './datasets.ts';
export type { Lane } from './queries.ts';
export type Catalog = ReturnType<typeof createCatalog>;

/** The nouns we plan: items, locations and the lanes between them. */
export function createCatalog(platform: Pick<Platform, 'database'>) {
  const declared: Declared = {
    name: 'catalog',
    permissions,
    errors: catalogErrors,
    routes: [...catalogRoutes(platform.database), ...savingRoutes(platform.database)],
  };
  return { declared, datasets, service: { lanes: listLanes, location: findLocation, item: findItem } };
}
