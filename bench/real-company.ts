import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { dateOf, dayNumberOf } from '@granary/inventory/simulation';
import { type RandomStream, randomStream } from '@granary/statistics';
import type { RealSeries } from './real-series.ts';

/** A file of a company, in the order in which it is imported. */
export interface CompanyFile {
  path: string;
  fileType: string;
  rows: number;
}

export interface RealCompanyOptions {
  seed: number | string;
  /** Every series ends on this day; its weekdays are not the true ones. */
  endDate: string;
}

const storeIds = ['A', 'B', 'C'];
const shelfLives = [4, 5, 7, 10, 14, 21, 35];
const snapshotDays = 28;
const purchaseDays = 180;
/** The planner remembers four weeks, and now and then orders several times what it meant to. */
const memoryDays = 28;
const pushChance = 0.02;
const pushFactor = 5;
const freshestFirstShare = 0.2;

interface PlannedItem {
  skuId: string;
  name: string;
  category: string;
  shelfLifeDays: number;
  priceCents: number;
  costCents: number;
  /** The store is the position. */
  sold: RealSeries[];
}

interface ShelfBatch {
  batchId: string;
  expiryDay: number;
  units: number;
}

/**
 * Writes a company whose sales are real: every series of the record, day by
 * day, is one item in one store. The records name no stores, so three series of
 * about the same size stand for one item in stores A, B and C. Made up around
 * them, from the seed: prices, costs, shelf lives, and the deliveries and
 * batches of a planner with a plain min-max rule, who delivers at least what
 * the record says was sold.
 *
 * @returns the files in the order of import
 */
export async function writeRealCompany(
  series: RealSeries[],
  folder: string,
  { seed, endDate }: RealCompanyOptions,
): Promise<CompanyFile[]> {
  const items = planItems(series, seed);
  const endDay = dayNumberOf(endDate);
  const sales: string[] = [];
  const inventory: string[] = [];
  const purchases: string[] = [];
  for (const item of items) {
    for (const [index, one] of item.sold.entries()) {
      const storeId = storeIds[index] as string;
      const units = wholeUnits(one.dailyUnits);
      const firstDay = endDay - units.length + 1;
      units.forEach((sold, at) => {
        if (sold > 0)
          sales.push([dateOf(firstDay + at), storeId, item.skuId, sold, money(item.priceCents)].join(','));
      });
      const random = randomStream(seed, 'stock', storeId, item.skuId);
      stockAround(units, { item, storeId, firstDay, endDay, random, inventory, purchases });
    }
  }
  const lanes = storeIds.flatMap((from) =>
    storeIds.filter((to) => to !== from).map((to) => [from, to, 1, '0.08', '4.00'].join(',')),
  );
  const files: [string, string, string[]][] = [
    [
      'stores',
      'store_id,name,kind,city,zone',
      storeIds.map((id) => `${id},Shop ${id},store,Riverside,Central`),
    ],
    [
      'items',
      'sku_id,name,category,unit,mrp,shelf_life_days,pack_size',
      items.map((item) =>
        [item.skuId, item.name, item.category, 'piece', money(item.priceCents), item.shelfLifeDays, 1].join(
          ',',
        ),
      ),
    ],
    ['lanes', 'from_store,to_store,lead_time_days,cost_per_unit,fixed_cost', lanes],
    ['sales', 'date,store_id,sku_id,units_sold,selling_price', sales],
    ['inventory', 'snapshot_date,store_id,sku_id,batch_id,expiry_date,on_hand_qty', inventory],
    ['purchases', 'received_date,store_id,sku_id,batch_id,received_qty,unit_cost', purchases],
  ];
  const written: CompanyFile[] = [];
  for (const [fileType, heading, rows] of files) {
    const path = join(folder, `${fileType}.csv`);
    await pipeline(
      Readable.from([`${heading}\n`, ...rows.map((row) => `${row}\n`)]),
      createWriteStream(path),
    );
    written.push({ path, fileType, rows: rows.length });
  }
  return written;
}

function planItems(series: RealSeries[], seed: number | string): PlannedItem[] {
  const items: PlannedItem[] = [];
  for (const source of ['grocery', 'pharma'] as const) {
    const ranked = series
      .filter((one) => one.source === source)
      .map((one) => ({ one, units: wholeUnits(one.dailyUnits).reduce((sum, sold) => sum + sold, 0) }))
      .sort((left, right) => right.units - left.units || (left.one.id < right.one.id ? -1 : 1));
    for (let start = 0; start < ranked.length; start += storeIds.length) {
      const sold = ranked.slice(start, start + storeIds.length).map(({ one }) => one);
      const skuId = `${source === 'grocery' ? 'G' : 'P'}${String(items.length + 1).padStart(2, '0')}`;
      const random = randomStream(seed, 'item', skuId);
      const priceCents = 99 + 10 * Math.floor(60 * random.next());
      items.push({
        skuId,
        name: sold.map(({ id }) => id).join(' + '),
        category: source,
        shelfLifeDays: shelfLives[Math.floor(shelfLives.length * random.next())] as number,
        priceCents,
        costCents: Math.round(priceCents * (0.55 + 0.2 * random.next())),
        sold,
      });
    }
  }
  return items;
}

/** The record sells a few parts of a pack; they are kept until they make a whole unit, so that totals stay. */
function wholeUnits(dailyUnits: (number | null)[]): number[] {
  let exact = 0;
  let counted = 0;
  return dailyUnits.map((units) => {
    exact += units ?? 0;
    const sold = Math.floor(exact + 1e-6) - counted;
    counted += sold;
    return sold;
  });
}

/** Deliveries, batches and waste under the plain rule; keeps what the two files report. */
function stockAround(
  sold: number[],
  context: {
    item: PlannedItem;
    storeId: string;
    firstDay: number;
    endDay: number;
    random: RandomStream;
    inventory: string[];
    purchases: string[];
  },
): void {
  const { item, storeId, firstDay, endDay, random, inventory, purchases } = context;
  const bias = 0.9 + 0.4 * random.next();
  const shelf: ShelfBatch[] = [];
  let ordered = 0;
  const receive = (day: number, units: number): void => {
    if (units <= 0) return;
    const life = Math.max(2, Math.round(item.shelfLifeDays * (0.7 + 0.3 * random.next())));
    const batchId = `${item.skuId}-${storeId}-${dateOf(day).replaceAll('-', '')}`;
    const present = shelf.find((batch) => batch.batchId === batchId);
    if (present) present.units += units;
    else shelf.push({ batchId, expiryDay: day + life, units });
    shelf.sort((left, right) => left.expiryDay - right.expiryDay);
    if (day > endDay - purchaseDays)
      purchases.push(
        [dateOf(day), storeId, item.skuId, batchId, units, money(Math.round(item.costCents))].join(','),
      );
  };
  sold.forEach((units, at) => {
    const day = firstDay + at;
    // What the record says was sold was there: if need be the delivery was larger than ordered.
    receive(day, Math.max(ordered, units - onHand(shelf)));
    sell(shelf, units, random);
    for (const batch of shelf) if (batch.expiryDay <= day) batch.units = 0;
    shelf.splice(0, shelf.length, ...shelf.filter((batch) => batch.units > 0));
    if (day > endDay - snapshotDays)
      for (const batch of shelf)
        inventory.push(
          [dateOf(day), storeId, item.skuId, batch.batchId, dateOf(batch.expiryDay), batch.units].join(','),
        );
    const recent = sold.slice(Math.max(0, at + 1 - memoryDays), at + 1);
    const daily = (bias * recent.reduce((sum, value) => sum + value, 0)) / recent.length;
    const coverDays = Math.min(4, Math.max(1, item.shelfLifeDays / 4));
    const least = Math.ceil(daily + 1.5 * Math.sqrt(daily));
    ordered = onHand(shelf) > least ? 0 : Math.max(0, Math.ceil(least + daily * coverDays) - onHand(shelf));
    if (ordered > 0 && random.next() < pushChance) ordered *= pushFactor;
  });
}

/** Most customers take what expires first, the others the freshest. */
function sell(shelf: ShelfBatch[], units: number, random: RandomStream): void {
  for (let customer = 0; customer < units; customer += 1) {
    const stocked = shelf.filter((batch) => batch.units > 0);
    const chosen = random.next() < freshestFirstShare ? stocked.at(-1) : stocked[0];
    if (chosen) chosen.units -= 1;
  }
}

function onHand(shelf: ShelfBatch[]): number {
  return shelf.reduce((sum, batch) => sum + batch.units, 0);
}

function money(cents: number): string {
  return (cents / 100).toFixed(2);
}
