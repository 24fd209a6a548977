/** A column of a master that is changed through the API, and what a new row has there when it is not told. */
interface MasterColumn {
  name: string;
  type: 'text' | 'numeric' | 'integer';
  fallback: string | number | null;
}

/** What can be added and changed through the API, one row or many. */
export interface Master {
  entity: 'item' | 'location';
  table: 'catalog.items' | 'catalog.locations';
  key: 'sku_id' | 'store_id';
  /** Beside `name`, which is the code where none is told. */
  columns: readonly MasterColumn[];
  notFound: 'item_not_found' | 'store_not_found';
}

export const itemMaster: Master = {
  entity: 'item',
  table: 'catalog.items',
  key: 'sku_id',
  columns: [
    { name: 'category', type: 'text', fallback: 'Uncategorised' },
    { name: 'unit', type: 'text', fallback: 'each' },
    { name: 'kind', type: 'text', fallback: 'product' },
    { name: 'mrp', type: 'numeric', fallback: null },
    { name: 'shelf_life_days', type: 'integer', fallback: null },
    { name: 'pack_size', type: 'numeric', fallback: 1 },
  ],
  notFound: 'item_not_found',
};

export const locationMaster: Master = {
  entity: 'location',
  table: 'catalog.locations',
  key: 'store_id',
  columns: [
    { name: 'kind', type: 'text', fallback: 'store' },
    { name: 'city', type: 'text', fallback: null },
    { name: 'zone', type: 'text', fallback: null },
    { name: 'capacity_units', type: 'numeric', fallback: null },
  ],
  notFound: 'store_not_found',
};
