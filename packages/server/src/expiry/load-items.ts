import type { Demand, StoredForecast } from '../demand/index.ts';
import type { Tx } from '../platform/database/index.ts';
import type { LocationStock, Stock, StockRow } from '../stock/index.ts';
import type { ItemStock } from './item-stock.ts';
import { type ItemFacts, itemFacts } from './queries.ts';

/** What the whole assessment of a snapshot shares. */
export interface Snapshot {
  date: string;
  forecastRunId: string;
  locations: Map<string, LocationStock>;
  /** `store sku` of series that received stock lately. */
  replenished: Set<string>;
}

export interface LoadedItem extends ItemStock {
  facts: ItemFacts;
  forecasts: Map<string, StoredForecast>;
}

/**
 * Items with all their stores: those that hold stock and, as places to send it
 * to, those that only sell it. A distribution centre is not on sale, so its
 * stock is not judged here.
 */
export async function loadItems(
  tx: Tx,
  skuIds: string[],
  snapshot: Snapshot,
  { stock, demand }: { stock: Stock; demand: Demand },
): Promise<LoadedItem[]> {
  const stockRows = groupBy(await stock.service.readStock(tx, snapshot.date, skuIds), (row) => row.sku_id);
  const forecasts = groupBy(
    await demand.service.forecasts(tx, snapshot.forecastRunId, skuIds),
    (row) => row.sku_id,
  );
  const facts = await itemFacts(tx, skuIds);
  return skuIds.flatMap((skuId) => {
    const known = facts.get(skuId);
    return known === undefined
      ? []
      : [assemble(known, stockRows.get(skuId) ?? [], forecasts.get(skuId) ?? [], snapshot)];
  });
}

function assemble(
  facts: ItemFacts,
  rows: StockRow[],
  stored: StoredForecast[],
  snapshot: Snapshot,
): LoadedItem {
  const batches = groupBy(rows, (row) => row.store_id);
  const forecasts = new Map(stored.map((forecast) => [forecast.store_id, forecast]));
  const storeIds = [...new Set([...batches.keys(), ...forecasts.keys()])]
    .filter((storeId) => snapshot.locations.get(storeId)?.kind === 'store')
    .sort();
  return {
    sku_id: facts.sku_id,
    facts,
    forecasts,
    locations: storeIds.map((storeId) => {
      const forecast = forecasts.get(storeId);
      return {
        store_id: storeId,
        batches: batches.get(storeId) ?? [],
        forecast: forecast === undefined ? null : { model: forecast.model, parameters: forecast.parameters },
        price: forecast?.usual_price ?? facts.mrp ?? 0,
        replenished: snapshot.replenished.has(`${storeId} ${facts.sku_id}`),
      };
    }),
  };
}

function groupBy<Row>(rows: Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}
