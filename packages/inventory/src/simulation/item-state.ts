import { randomStream } from '@granary/statistics';
import { type Belief, newBelief } from './belief.ts';
import type { DayNumber } from './calendar.ts';
import { normalDraw } from './grocer.ts';
import { emptyShelf, type Shelf } from './shelf.ts';
import type { SimulatedItem, SimulatedStore } from './types.ts';

export interface Delivery {
  day: DayNumber;
  batchId: string;
  expiryDay: DayNumber;
  units: number;
  unitCostCents: number;
}

export interface SeriesState {
  store: SimulatedStore;
  /** The store's own liking of the item; mean demand is proportional to it. */
  taste: number;
  /** The planner's habit: 1.3 orders as if it sold 30 % more. */
  plannerBias: number;
  cushion: number;
  shelf: Shelf;
  /** Batches marked down by a decision, with the share taken off; the company's own rule is apart. */
  markdowns: Map<string, number>;
  deliveries: Delivery[];
  onOrderUnits: number;
  belief: Belief;
}

/** Everything that changes from day to day for one item; plain data, so that it can be copied. */
export interface ItemState {
  item: SimulatedItem;
  firstSaleDay: DayNumber;
  series: SeriesState[];
  /** Mean of the stores' weekday patterns. */
  weekdayFactors: number[];
  dcShelf: Shelf;
  supplierOrders: { day: DayNumber; units: number }[];
  dcBelief: Belief;
  lotCosts: Map<string, number>;
}

/** An item before its first day: empty shelves, first guesses, and each store's own taste. */
export function openItem(
  seed: number | string,
  item: SimulatedItem,
  stores: SimulatedStore[],
  firstSaleDay: DayNumber,
): ItemState {
  const series = stores.map((store): SeriesState => {
    const random = randomStream(seed, 'series', store.storeId, item.skuId);
    const taste = Math.exp(0.35 * normalDraw(random));
    const guess = item.popularity * store.size * taste * Math.exp(0.4 * normalDraw(random));
    return {
      store,
      taste,
      plannerBias: Math.exp(0.02 + 0.19 * normalDraw(random)),
      cushion: 1.2 + 0.9 * random.next(),
      shelf: emptyShelf(),
      markdowns: new Map(),
      deliveries: [],
      onOrderUnits: 0,
      belief: newBelief(guess),
    };
  });
  const total = series.reduce((sum, one) => sum + one.belief.guess, 0);
  return {
    item,
    firstSaleDay,
    series,
    weekdayFactors: Array.from({ length: 7 }, (_, weekday) =>
      series.reduce((sum, { store }) => sum + (store.weekdayFactors[weekday] as number) / series.length, 0),
    ),
    dcShelf: emptyShelf(),
    supplierOrders: [],
    dcBelief: newBelief(total),
    lotCosts: new Map(),
  };
}
