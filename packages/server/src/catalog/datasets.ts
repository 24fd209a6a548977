import {
  type DatasetColumn,
  type DatasetDefinition,
  names,
  type RowCheck,
} from '../platform/datasets/dataset.ts';

/** The code of a location, as files name it. */
export const storeIdColumn: DatasetColumn = {
  name: 'store_id',
  type: 'text',
  required: true,
  maxLength: 50,
  synonyms: names(`
      store, store no, store number, store code, store nr, location, location id, location code,
      outlet, outlet id, branch, branch id, site id, filiale, filial nr, filialnummer, filialnr,
      markt, marktnummer, standort, magasin, code magasin, point de vente, tienda, id tienda,
      codigo tienda, sucursal`),
  hints: names('shop, shop id, site, warehouse, wh, werk, plant, depot, almacen'),
  description: 'Code of the store or warehouse.',
  example: 'S-012',
};

/** The code of an item, as files name it. */
export const skuIdColumn: DatasetColumn = {
  name: 'sku_id',
  type: 'text',
  required: true,
  maxLength: 100,
  synonyms: names(`
      sku, sku code, sku no, item, item id, item no, item number, item code, article, article no,
      article number, article code, product, product id, product code, material number, artikel,
      artikelnummer, artikel nr, artikelnr, art nr, materialnummer, code article, ref article,
      reference article, articulo, codigo articulo, id articulo, codigo producto, producto`),
  hints: names('code, ref, reference, material, ean, gtin, upc, barcode, plu, produit'),
  description: 'Code of the item.',
  example: 'OAT-MILK-1L',
};

/** Rows whose location is not in the master. */
export function unknownStore(column: string): RowCheck {
  return {
    code: 'unknown_store',
    severity: 'error',
    column,
    needs: [column],
    where: `not exists (select from catalog.locations l where l.store_id = s.${column})`,
    message: 'There is no store "{value}".',
    hint: 'Upload a stores file that has it, or correct the code; then upload this file again.',
  };
}

/** Rows whose item is not in the master. */
export const unknownItem: RowCheck = {
  code: 'unknown_item',
  severity: 'error',
  column: 'sku_id',
  needs: ['sku_id'],
  where: 'not exists (select from catalog.items i where i.sku_id = s.sku_id)',
  message: 'There is no item "{value}".',
  hint: 'Upload an items file that has it, or correct the code; then upload this file again.',
};

export const storesDataset: DatasetDefinition = {
  kind: 'stores',
  aliases: ['store_master', 'store master', 'locations', 'store'],
  title: 'Stores',
  description: 'One row a store, warehouse or plant.',
  table: 'catalog.locations',
  touchedAt: 'updated_at',
  naturalKey: ['store_id'],
  columns: [
    storeIdColumn,
    {
      name: 'name',
      type: 'text',
      required: false,
      maxLength: 200,
      fallback: 's.store_id',
      synonyms: names('store name, location name, filialname, bezeichnung, nom, nom magasin, nombre'),
      description: 'Name people use.',
      example: 'Lyon Part-Dieu',
    },
    {
      name: 'city',
      type: 'text',
      required: true,
      mayBeBlank: true,
      maxLength: 100,
      synonyms: names('town, ort, stadt, ville, ciudad'),
      description: 'City.',
      example: 'Lyon',
    },
    {
      name: 'zone',
      type: 'text',
      required: false,
      maxLength: 50,
      synonyms: names('region, district, area, gebiet, secteur, zona'),
      description: 'Group of stores that transfer to each other easily.',
      example: 'SOUTH',
    },
    {
      name: 'kind',
      type: 'text',
      required: false,
      fallback: "'store'",
      allowed: ['store', 'dc', 'plant'],
      synonyms: ['store type', 'location type', 'location kind', 'type'],
      description: 'What it is: store, dc or plant.',
      example: 'store',
    },
    {
      name: 'capacity_units',
      type: 'quantity',
      required: false,
      synonyms: ['capacity', 'kapazitat', 'capacite', 'capacidad'],
      description: 'Units that fit into it.',
      example: '12000',
    },
  ],
  checks: [],
};

export const itemsDataset: DatasetDefinition = {
  kind: 'items',
  aliases: ['sku_master', 'sku master', 'skus', 'products', 'articles'],
  title: 'Items',
  description: 'One row an item: what is sold, or what it is made of.',
  table: 'catalog.items',
  touchedAt: 'updated_at',
  naturalKey: ['sku_id'],
  columns: [
    skuIdColumn,
    {
      name: 'name',
      type: 'text',
      required: false,
      maxLength: 300,
      fallback: 's.sku_id',
      synonyms: names(`
      sku name, item name, product name, article name, description, item description,
      artikelbezeichnung, bezeichnung, libelle, designation, nombre, descripcion`),
      description: 'Name people use.',
      example: 'Oat milk 1 l',
    },
    {
      name: 'category',
      type: 'text',
      required: true,
      mayBeBlank: true,
      maxLength: 100,
      fallback: "'Uncategorised'",
      synonyms: names(`
      product category, item category, department, product group, warengruppe, kategorie,
      categorie, famille, rayon, categoria`),
      description: 'Group of items that behave alike.',
      example: 'Dairy alternatives',
    },
    {
      name: 'mrp',
      type: 'money',
      required: false,
      synonyms: names(`
      list price, retail price, regular price, max retail price, rrp, uvp, listenpreis,
      prix conseille, prix public, pvp`),
      hints: ['price', 'preis', 'prix', 'precio'],
      description: 'Usual selling price of a unit.',
      example: '2.49',
    },
    {
      name: 'kind',
      type: 'text',
      required: false,
      fallback: "'product'",
      allowed: ['product', 'component', 'material'],
      synonyms: ['item type', 'item kind', 'type'],
      description: 'What it is: product, component or material.',
      example: 'product',
    },
    {
      name: 'unit',
      type: 'text',
      required: false,
      maxLength: 20,
      fallback: "'each'",
      synonyms: names('unit of measure, uom, einheit, unite, unidad'),
      description: 'Unit in which it is counted.',
      example: 'each',
    },
    {
      name: 'shelf_life_days',
      type: 'integer',
      required: false,
      max: 36_500,
      synonyms: names('shelf life, life days, haltbarkeit tage, haltbarkeit, duree de vie, vida util'),
      description: 'Days from receipt until it expires.',
      example: '21',
    },
    {
      name: 'pack_size',
      type: 'quantity',
      required: false,
      min: 0.001,
      fallback: '1',
      synonyms: names('case size, units per case, pack, case pack, gebinde, colisage, unidades por caja'),
      description: 'Units in one ordered pack.',
      example: '6',
    },
  ],
  checks: [],
};

const laneEnd = (name: 'from_store' | 'to_store', synonyms: string[], example: string): DatasetColumn => ({
  name,
  type: 'text',
  required: true,
  maxLength: 50,
  synonyms,
  description:
    name === 'from_store' ? 'Code of the location goods leave.' : 'Code of the location goods reach.',
  example,
});

export const lanesDataset: DatasetDefinition = {
  kind: 'lanes',
  aliases: ['routes', 'transfer_lanes'],
  title: 'Lanes',
  description: 'One row a connection on which stock can move between two locations.',
  table: 'catalog.lanes',
  touchedAt: 'updated_at',
  naturalKey: ['from_store', 'to_store'],
  columns: [
    laneEnd(
      'from_store',
      names(`
      from, from location, from store id, origin, source, source store, von, von filiale, origen,
      depart`),
      'S-012',
    ),
    laneEnd(
      'to_store',
      names(`
      to, to location, to store id, destination, dest, target store, nach, nach filiale, destino,
      arrivee`),
      'S-031',
    ),
    {
      name: 'lead_time_days',
      type: 'integer',
      required: true,
      max: 3_650,
      synonyms: names(
        'lead time, transit days, transit time, days, lieferzeit tage, lieferzeit, delai, plazo',
      ),
      description: 'Days from leaving to being sellable.',
      example: '1',
    },
    {
      name: 'cost_per_unit',
      type: 'money',
      required: false,
      fallback: '0',
      synonyms: names('unit cost, transfer cost, cost, kosten je einheit, cout unitaire, coste unitario'),
      description: 'Cost of moving one unit.',
      example: '0.12',
    },
    {
      name: 'fixed_cost',
      type: 'money',
      required: false,
      fallback: '0',
      synonyms: names('cost per trip, cost per transfer, fixkosten, cout fixe, coste fijo'),
      description: 'Cost of one transfer, whatever its size.',
      example: '8.00',
    },
  ],
  checks: [
    unknownStore('from_store'),
    unknownStore('to_store'),
    {
      code: 'same_store',
      severity: 'error',
      column: 'to_store',
      needs: [],
      where: 's.from_store = s.to_store',
      message: 'The lane leads from "{value}" to itself.',
      hint: 'Correct one of the two codes.',
    },
  ],
};

/** The masters, and the connections between locations. */
export const datasets: readonly DatasetDefinition[] = [storesDataset, itemsDataset, lanesDataset];
