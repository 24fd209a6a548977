import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  inventoryRows,
  itemRows,
  laneRows,
  purchaseRows,
  type SimulatedCompany,
  salesRows,
  storeRows,
} from '@granary/inventory/simulation';
import { type CellValue, writeXlsxStream } from 'hucre/xlsx';

/** `clean`: canonical CSV. `messy`: what five programs of a real company would export. */
export type FileDialect = 'clean' | 'messy';

export interface WrittenFile {
  file: string;
  rows: number;
}

/** One column of a file: its heading and the cell of a row. */
interface Column<Row> {
  heading: string;
  cell: (row: Row) => CellValue;
  /** Format of the cells of a workbook. */
  numFmt?: string;
}

interface CsvStyle {
  delimiter: ',' | ';';
  byteOrderMark?: boolean;
  /** Quote every cell, as some exports do, not only those that need it. */
  quoteAll?: boolean;
  lineEnd: '\n' | '\r\n';
}

const cleanStyle: CsvStyle = { delimiter: ',', lineEnd: '\n' };

/**
 * Writes a simulated company as files, streamed: memory does not grow with the
 * rows. Creates the folder and replaces files of the same names.
 *
 * @returns the files in the order in which they can be imported
 */
export async function writeCompanyFiles(
  company: SimulatedCompany,
  folder: string,
  options: { dialect: FileDialect },
): Promise<WrittenFile[]> {
  await mkdir(folder, { recursive: true });
  return options.dialect === 'clean' ? writeClean(company, folder) : writeMessy(company, folder);
}

async function writeClean(company: SimulatedCompany, folder: string): Promise<WrittenFile[]> {
  const csv = <Row extends object>(file: string, rows: Iterable<Row>, moneyColumns: (keyof Row & string)[]) =>
    writeCsv(join(folder, file), rows, (row) => canonicalColumns(row, moneyColumns), cleanStyle);
  return [
    { file: 'stores.csv', rows: await csv('stores.csv', storeRows(company), []) },
    { file: 'items.csv', rows: await csv('items.csv', itemRows(company), ['mrp']) },
    { file: 'lanes.csv', rows: await csv('lanes.csv', laneRows(company), ['cost_per_unit', 'fixed_cost']) },
    { file: 'sales.csv', rows: await csv('sales.csv', salesRows(company), ['selling_price']) },
    { file: 'inventory.csv', rows: await csv('inventory.csv', inventoryRows(company), []) },
    { file: 'purchases.csv', rows: await csv('purchases.csv', purchaseRows(company), ['unit_cost']) },
  ];
}

/** The headings are the row's own names; money has two decimals. */
function canonicalColumns<Row extends object>(
  first: Row,
  moneyColumns: (keyof Row & string)[],
): Column<Row>[] {
  return (Object.keys(first) as (keyof Row & string)[]).map((name) => ({
    heading: name,
    cell: (row) => {
      const value = row[name] as string | number;
      return moneyColumns.includes(name) ? (value as number).toFixed(2) : value;
    },
  }));
}

async function writeMessy(company: SimulatedCompany, folder: string): Promise<WrittenFile[]> {
  const path = (file: string): string => join(folder, file);
  const stores = await writeCsv(
    path('stores.csv'),
    storeRows(company),
    () => [
      { heading: 'Store ID', cell: (row) => row.store_id },
      { heading: 'Store name', cell: (row) => row.name },
      { heading: 'Store type', cell: (row) => row.kind },
      { heading: 'Town', cell: (row) => row.city },
      { heading: 'Region', cell: (row) => row.zone },
      { heading: 'Capacity', cell: (row) => row.capacity_units },
    ],
    { delimiter: ',', byteOrderMark: true, lineEnd: '\r\n' },
  );
  const items = await writeXlsx(path('items.xlsx'), 'Articles', itemRows(company), [
    { heading: 'SKU', cell: (row) => row.sku_id },
    { heading: 'Description', cell: (row) => row.name },
    { heading: 'Department', cell: (row) => row.category },
    { heading: 'UoM', cell: (row) => row.unit },
    { heading: 'List price', cell: (row) => row.mrp, numFmt: '0.00' },
    { heading: 'Shelf life', cell: (row) => row.shelf_life_days },
    { heading: 'Case size', cell: (row) => row.pack_size },
  ]);
  const lanes = await writeCsv(
    path('lanes.csv'),
    laneRows(company),
    (row) => canonicalColumns(row, ['cost_per_unit', 'fixed_cost']),
    cleanStyle,
  );
  const sales = await writeCsv(
    path('sales.csv'),
    salesRows(company),
    () => [
      { heading: 'Day', cell: (row) => row.date.split('-').reverse().join('.') },
      { heading: 'Shop', cell: (row) => row.store_id },
      { heading: 'Article', cell: (row) => row.sku_id },
      { heading: 'Qty', cell: (row) => row.units_sold },
      { heading: 'Price', cell: (row) => row.selling_price.toFixed(2).replace('.', ',') },
    ],
    { delimiter: ';', lineEnd: '\r\n' },
  );
  const inventory = await writeXlsx(path('inventory.xlsx'), 'Stock', inventoryRows(company), [
    {
      heading: 'Stock date',
      cell: (row) => new Date(`${row.snapshot_date}T00:00:00Z`),
      numFmt: 'yyyy-mm-dd',
    },
    { heading: 'Store ID', cell: (row) => row.store_id },
    { heading: 'SKU', cell: (row) => row.sku_id },
    { heading: 'Lot', cell: (row) => row.batch_id },
    { heading: 'Best before', cell: (row) => new Date(`${row.expiry_date}T00:00:00Z`), numFmt: 'yyyy-mm-dd' },
    { heading: 'On hand', cell: (row) => row.on_hand_qty },
  ]);
  const purchases = await writeCsv(
    path('purchases.csv'),
    purchaseRows(company),
    () => [
      { heading: 'Received on', cell: (row) => row.received_date.split('-').reverse().join('/') },
      { heading: 'Location', cell: (row) => row.store_id },
      { heading: 'Item no', cell: (row) => row.sku_id },
      { heading: 'Batch', cell: (row) => row.batch_id },
      { heading: 'Quantity received', cell: (row) => withThousands(row.received_qty) },
      { heading: 'Cost per unit', cell: (row) => row.unit_cost.toFixed(2) },
    ],
    { delimiter: ',', quoteAll: true, lineEnd: '\n' },
  );
  return [
    { file: 'stores.csv', rows: stores },
    { file: 'items.xlsx', rows: items },
    { file: 'lanes.csv', rows: lanes },
    { file: 'sales.csv', rows: sales },
    { file: 'inventory.xlsx', rows: inventory },
    { file: 'purchases.csv', rows: purchases },
  ];
}

/** 12400 as `12,400`. */
function withThousands(units: number): string {
  return String(units).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Rows are joined into blocks of this many characters: a write per row would be mostly overhead. */
const BLOCK_CHARACTERS = 65_536;

/** @param columnsOf told the first row; a file without rows has no heading either */
async function writeCsv<Row>(
  path: string,
  rows: Iterable<Row>,
  columnsOf: (first: Row) => Column<Row>[],
  style: CsvStyle,
): Promise<number> {
  let count = 0;
  const line = (cells: CellValue[]): string =>
    cells.map((cell) => csvCell(String(cell), style)).join(style.delimiter) + style.lineEnd;
  function* blocks(): Generator<string> {
    let columns: Column<Row>[] | undefined;
    let block = style.byteOrderMark ? '\uFEFF' : '';
    for (const row of rows) {
      if (columns === undefined) {
        columns = columnsOf(row);
        block += line(columns.map(({ heading }) => heading));
      }
      block += line(columns.map(({ cell }) => cell(row)));
      count += 1;
      if (block.length >= BLOCK_CHARACTERS) {
        yield block;
        block = '';
      }
    }
    yield block;
  }
  await pipeline(Readable.from(blocks()), createWriteStream(path));
  return count;
}

function csvCell(text: string, style: CsvStyle): string {
  if (!style.quoteAll && !text.includes(style.delimiter) && !/["\r\n]/.test(text)) return text;
  return `"${text.replaceAll('"', '""')}"`;
}

async function writeXlsx<Row>(
  path: string,
  sheet: string,
  rows: Iterable<Row>,
  columns: Column<Row>[],
): Promise<number> {
  let count = 0;
  function* cells(): Generator<CellValue[]> {
    for (const row of rows) {
      count += 1;
      yield columns.map(({ cell }) => cell(row));
    }
  }
  const workbook = writeXlsxStream(cells(), {
    name: sheet,
    columns: columns.map(({ heading, numFmt }) => ({ header: heading, ...(numFmt ? { numFmt } : {}) })),
    freezePane: { rows: 1 },
  });
  await pipeline(Readable.from(workbook), createWriteStream(path));
  return count;
}
