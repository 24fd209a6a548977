import { skuIdColumn, storeIdColumn, unknownItem, unknownStore } from '../catalog/index.ts';
import { type DatasetDefinition, names } from '../platform/datasets/dataset.ts';

export const salesDataset: DatasetDefinition = {
  kind: 'sales',
  aliases: ['sales_daily', 'sale'],
  title: 'Daily sales',
  description: 'One row a day, store and item: the units sold.',
  table: 'demand.sales_daily',
  naturalKey: ['date', 'store_id', 'sku_id'],
  columns: [
    {
      name: 'date',
      type: 'date',
      required: true,
      synonyms: names(`
      day, sales date, sale date, business date, transaction date, invoice date, datum,
      verkaufsdatum, tag, jour, date de vente, date vente, fecha, fecha de venta, fecha venta,
      dia`),
      description: 'Day of the sales.',
      example: '2026-02-28',
    },
    storeIdColumn,
    skuIdColumn,
    {
      name: 'units_sold',
      type: 'integer',
      required: true,
      synonyms: names(`
      sold, sold units, sold qty, sold quantity, qty sold, quantity sold, sales units, sales qty,
      sales quantity, unit sales, verkaufte menge, verkaufsmenge, absatz, absatzmenge,
      quantite vendue, qte vendue, ventes, unidades vendidas, cantidad vendida, ventas`),
      hints: names('qty, quantity, units, sales, menge, quantite, qte, cantidad, unidades, pcs, stuck'),
      description: 'Units sold that day.',
      example: '7',
    },
    {
      name: 'selling_price',
      type: 'money',
      required: false,
      synonyms: names(`
      price, unit price, sales price, sale price, price per unit, retail price, preis,
      verkaufspreis, vk preis, stuckpreis, prix, prix de vente, prix unitaire, prix vente,
      precio, precio de venta, precio unitario`),
      description: 'Price of one unit that day.',
      example: '2.49',
    },
  ],
  checks: [unknownStore('store_id'), unknownItem],
};

/** What was wanted, as far as it was sold. */
export const datasets: readonly DatasetDefinition[] = [salesDataset];
