import { skuIdColumn, storeIdColumn, unknownItem, unknownStore } from '../catalog/index.ts';
import { type DatasetColumn, type DatasetDefinition, names } from '../platform/datasets/dataset.ts';

const batchIdColumn: DatasetColumn = {
  name: 'batch_id',
  type: 'text',
  required: true,
  maxLength: 100,
  synonyms: names(`
      batch, batch no, batch number, batch code, lot, lot no, lot number, lot id, charge,
      chargennummer, chargen nr, numero de lot, no lot, n lot, n de lot, lote, numero de lote`),
  description: 'Code of the units received together with one expiry date.',
  example: 'B-77',
};

const expiryDateColumn: DatasetColumn = {
  name: 'expiry_date',
  type: 'date',
  required: true,
  synonyms: names(`
      expiry, expires, expires on, expiration, expiration date, exp date, best before,
      best before date, bbd, bbe, use by, use by date, sell by, mhd, mindesthaltbarkeitsdatum,
      verfallsdatum, ablaufdatum, haltbar bis, date limite, date de peremption, dlc, ddm, dluo,
      fecha de caducidad, caducidad, fecha caducidad`),
  description: 'Last day on which the batch may be sold.',
  example: '2026-03-09',
};

export const inventoryDataset: DatasetDefinition = {
  kind: 'inventory',
  aliases: ['inventory_batches', 'stock', 'batches'],
  title: 'Inventory by batch',
  description: 'One row a batch, store and snapshot day: the stock at close of business.',
  table: 'stock.inventory_batches',
  naturalKey: ['snapshot_date', 'store_id', 'sku_id', 'batch_id'],
  columns: [
    {
      name: 'snapshot_date',
      type: 'date',
      required: true,
      synonyms: names(`
      snapshot, stock date, inventory date, as of, as of date, count date, stichtag,
      bestandsdatum, inventurdatum, date inventaire, date de stock, fecha inventario,
      fecha de inventario`),
      hints: names('date, datum, fecha, day, jour, dia'),
      description: 'Day at whose close the stock was counted.',
      example: '2026-02-28',
    },
    storeIdColumn,
    skuIdColumn,
    batchIdColumn,
    expiryDateColumn,
    {
      name: 'on_hand_qty',
      type: 'integer',
      required: true,
      synonyms: names(`
      on hand, on hand units, qty on hand, quantity on hand, stock on hand, soh, stock qty,
      stock quantity, units on hand, bestand, bestandsmenge, lagerbestand, stock disponible,
      quantite en stock, existencias, cantidad en stock`),
      hints: names('qty, quantity, units, stock, menge, quantite, qte, cantidad, unidades, pcs, stuck'),
      description: 'Units of the batch in the store.',
      example: '48',
    },
  ],
  checks: [
    unknownStore('store_id'),
    unknownItem,
    {
      code: 'expiry_before_receipt',
      severity: 'error',
      column: 'expiry_date',
      needs: [],
      where: `exists (select from stock.purchases p
        where p.store_id = s.store_id and p.sku_id = s.sku_id and p.batch_id = s.batch_id
          and p.received_date > s.expiry_date)`,
      message: 'The batch expires on {value}, before it was received.',
      hint: 'Correct the expiry date here or the receipt date in the purchases file.',
    },
    {
      code: 'expiry_before_snapshot',
      severity: 'warning',
      column: 'expiry_date',
      needs: [],
      where: 's.expiry_date < s.snapshot_date and s.on_hand_qty > 0',
      message: 'The batch expired on {value} and still has stock.',
      hint: 'Write the units off, or correct the date. The row is loaded and counts as waste.',
    },
  ],
};

export const purchasesDataset: DatasetDefinition = {
  kind: 'purchases',
  aliases: ['receipts', 'goods_receipts'],
  title: 'Purchases received',
  description: 'One row a receipt of a batch, with its cost.',
  table: 'stock.purchases',
  naturalKey: ['received_date', 'store_id', 'sku_id', 'batch_id'],
  columns: [
    {
      name: 'received_date',
      type: 'date',
      required: true,
      synonyms: names(`
      receipt date, received, received on, goods receipt date, delivery date, posting date,
      wareneingang, wareneingangsdatum, eingangsdatum, lieferdatum, date de reception,
      date reception, fecha de recepcion, fecha recepcion`),
      hints: names('date, datum, fecha, day, jour, dia'),
      description: 'Day the goods arrived.',
      example: '2026-02-16',
    },
    storeIdColumn,
    skuIdColumn,
    batchIdColumn,
    {
      name: 'received_qty',
      type: 'integer',
      required: true,
      synonyms: names(`
      quantity received, qty received, received units, units received, receipt qty,
      delivered qty, eingangsmenge, gelieferte menge, quantite recue, qte recue,
      cantidad recibida`),
      hints: names('qty, quantity, units, menge, quantite, qte, cantidad, unidades, pcs, stuck'),
      description: 'Units received.',
      example: '120',
    },
    {
      name: 'unit_cost',
      type: 'money',
      required: true,
      synonyms: names(`
      cost per unit, purchase price, buying price, cost price, unit purchase price,
      einkaufspreis, ek preis, ek, stuckkosten, prix achat, prix d achat, cout unitaire,
      precio de compra, coste unitario`),
      hints: names('cost, price, preis, prix, precio, unit price'),
      description: 'Cost of one unit.',
      example: '1.35',
    },
    {
      name: 'supplier_id',
      type: 'text',
      required: false,
      maxLength: 100,
      synonyms: names(`
      supplier, supplier code, supplier no, supplier number, vendor, vendor id, vendor code, vendor no,
      lieferant, lieferantennummer, lieferanten nr, fournisseur, code fournisseur, proveedor,
      codigo de proveedor`),
      description: 'Who delivered it.',
      example: 'SUP-4',
    },
    {
      ...expiryDateColumn,
      required: false,
      stored: false,
      description: 'Last day on which the batch may be sold; compared with the receipt, not stored.',
    },
  ],
  checks: [
    unknownStore('store_id'),
    unknownItem,
    {
      code: 'expiry_before_receipt',
      severity: 'error',
      column: 'expiry_date',
      needs: ['expiry_date'],
      where: 's.expiry_date < s.received_date',
      message: 'The batch expires on {value}, before it was received.',
      hint: 'Correct the expiry date or the receipt date.',
    },
  ],
};

/** What we hold, and what came in. */
export const datasets: readonly DatasetDefinition[] = [inventoryDataset, purchasesDataset];
