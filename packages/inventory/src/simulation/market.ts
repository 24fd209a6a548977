import { randomStream } from '@granary/statistics';
import { type DayNumber, dayNumberOf, dayOfYear, weekdayOf } from './calendar.ts';
import type { SimulatedItem, SimulatedStore } from './types.ts';

/** Days after the history for which prices are planned: the furthest a company can be continued. */
export const LONGEST_CONTINUATION_DAYS = 120;

/** What the market does with one item on each day from `firstDay`, at a store of size 1 on an average weekday. */
export interface ItemMarket {
  firstDay: DayNumber;
  regularCents: Int32Array;
  offeredCents: Int32Array;
  promoted: Uint8Array;
  /** True expected units at the offered price. */
  meanUnits: Float64Array;
  /** The factor the company expects of a promotion: its guess, not the truth. */
  plannedUplift: Float64Array;
}

/** Price path, promotions, season, drift and launch of an item, from `firstDay` on for `days` days. */
export function itemMarket(
  seed: number | string,
  item: SimulatedItem,
  span: { firstDay: DayNumber; days: number; endDay: DayNumber },
): ItemMarket {
  const { firstDay, days, endDay } = span;
  const random = randomStream(seed, 'market', item.skuId);
  const regularCents = new Int32Array(days).fill(item.listPriceCents);
  // Up to two permanent price changes; the list price is the last of them.
  const changes = Math.floor(random.next() * 3);
  let earlierPrice = item.listPriceCents;
  let until = endDay - firstDay;
  for (let change = 0; change < changes; change += 1) {
    until = Math.floor(until * (0.45 + 0.45 * random.next()));
    earlierPrice = charmPrice(earlierPrice * (1 - (random.next() * 0.11 - 0.02)));
    regularCents.fill(earlierPrice, 0, until);
  }
  const offeredCents = regularCents.slice();
  const promoted = new Uint8Array(days);
  const plannedUplift = new Float64Array(days).fill(1);
  const plansPromotions = random.next() < 0.62;
  const gapDays = 45 + random.next() * 90;
  let start = Math.floor(random.next() * gapDays);
  while (plansPromotions && start < days) {
    start += (7 - weekdayOf(firstDay + start)) % 7; // promotions run from Monday to Sunday
    const length = random.next() < 0.8 ? 7 : 14;
    const cut = [0.15, 0.2, 0.25, 0.3][Math.floor(random.next() * 4)] as number;
    const end = Math.min(days, start + length);
    const guess = ((1 - cut) ** -item.elasticity - 1) * Math.exp(0.3 * (random.next() - 0.4) * 2) + 1;
    for (let day = start; day < end; day += 1) {
      promoted[day] = 1;
      offeredCents[day] = Math.round((regularCents[day] as number) * (1 - cut));
    }
    plannedUplift.fill(guess, start, end);
    start += length + Math.floor(gapDays * (0.5 + random.next()));
  }
  const meanUnits = new Float64Array(days);
  const launchDay = item.launchDate ? dayNumberOf(item.launchDate) : firstDay;
  for (let index = 0; index < days; index += 1) {
    const day = firstDay + index;
    if (day < launchDay) continue;
    const season = Math.exp(
      item.seasonStrength * Math.cos((2 * Math.PI * (dayOfYear(day) - item.seasonPeakDay)) / 365.25),
    );
    const drift = Math.exp((item.driftPerYear * (day - endDay)) / 365.25);
    const launch = item.launchDate ? Math.min(1, 0.35 + (0.65 * (day - launchDay)) / 42) : 1;
    const price = ((offeredCents[index] as number) / item.listPriceCents) ** -item.elasticity;
    meanUnits[index] = item.popularity * season * drift * launch * price;
  }
  return { firstDay, regularCents, offeredCents, promoted, meanUnits, plannedUplift };
}

/** Stores are shut on New Year's Day and Christmas Day. */
export function isClosed(day: DayNumber): boolean {
  const date = new Date(day * 86_400_000);
  return date.getUTCMonth() === 0
    ? date.getUTCDate() === 1
    : date.getUTCMonth() === 11 && date.getUTCDate() === 25;
}

/** Truth: expected units wanted of an item in a store on a day. `taste` is the store's own liking of the item. */
export function meanDemand(market: ItemMarket, store: SimulatedStore, taste: number, day: DayNumber): number {
  if (isClosed(day)) return 0;
  const base = market.meanUnits[day - market.firstDay] as number;
  return base * store.size * taste * (store.weekdayFactors[weekdayOf(day)] as number);
}

/** The nearest price that ends in 9, at least 9 cents. */
export function charmPrice(cents: number): number {
  return Math.max(9, Math.round((cents - 9) / 10) * 10 + 9);
}
