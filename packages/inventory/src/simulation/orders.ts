import type { RandomStream } from '@granary/statistics';
import { plannedFactor } from './belief.ts';
import { type DayNumber, dateOf, weekdayOf } from './calendar.ts';
import type { ItemState, SeriesState } from './item-state.ts';
import type { ItemMarket } from './market.ts';
import {
  daysToNextReview,
  dcLevels,
  dcOrderWeekdays,
  orderUnits,
  storeLevels,
  storeOrderWeekdays,
} from './replenishment.ts';
import { receive, take } from './shelf.ts';
import type { Receipt } from './types.ts';

/** Orders start before the first customer: at the distribution centre this many days, at a store four fewer. */
export const LISTING_LEAD_DAYS = 8;

/** Now and then a store is talked into a display, or mistypes: such an order is several times as large. */
const PUSH_CHANCE = 0.014;
const PUSH_FACTOR = 5;
const PUSH_FACTOR_SHORT_LIFE = 2;
/** And now and then the buyer takes a supplier's offer. */
const OFFER_CHANCE = 0.01;
const OFFER_FACTOR = 4;

/** A store's order at close, shipped at once. Returns the units ordered, whether or not the distribution centre had them. */
export function orderFromDc(
  state: ItemState,
  series: SeriesState,
  market: ItemMarket,
  day: DayNumber,
  random: RandomStream,
): number {
  const { item } = state;
  // Drawn every day, needed or not: a decision that changes an order must not change later chance.
  const pushUniform = random.next();
  const lateUniform = random.next();
  if (day < state.firstSaleDay - LISTING_LEAD_DAYS + 4) return 0;
  const reviewWeekdays = storeOrderWeekdays(item, series.store);
  if (!reviewWeekdays.includes(weekdayOf(day))) return 0;
  const dailyUnits = series.belief.dailyUnits * series.plannerBias;
  const coveredDays = daysToNextReview(reviewWeekdays, weekdayOf(day));
  const coveredUnits = dailyUnits * plannedFactor(market, series.store.weekdayFactors, day + 1, coveredDays);
  const levels = storeLevels(item, { coveredUnits, dailyUnits }, series.cushion);
  let wanted = orderUnits(levels, series.shelf.onHandUnits + series.onOrderUnits, item.packSize);
  if (wanted === 0) return 0;
  if (pushUniform < PUSH_CHANCE) {
    wanted *= item.shelfLifeDays > 9 ? PUSH_FACTOR : PUSH_FACTOR_SHORT_LIFE;
  }
  const arrivalDay = day + (lateUniform < series.store.lateDeliveryShare ? 2 : 1);
  const shortestLifeDays = Math.floor(item.shelfLifeDays * 0.2);
  let left = wanted;
  for (const batch of state.dcShelf.batches) {
    if (left === 0) break;
    if (batch.expiryDay < arrivalDay + shortestLifeDays) continue;
    const packs = Math.floor(Math.min(left, batch.onHandUnits) / item.packSize);
    left -= take(state.dcShelf, batch, packs * item.packSize, (_, units) => {
      const unitCostCents = state.lotCosts.get(batch.batchId) as number;
      series.deliveries.push({
        day: arrivalDay,
        batchId: batch.batchId,
        expiryDay: batch.expiryDay,
        units,
        unitCostCents,
      });
      series.onOrderUnits += units;
    });
  }
  return wanted;
}

export function receiveAtStore(series: SeriesState, day: DayNumber, receipts: Receipt[]): void {
  if (series.onOrderUnits === 0) return;
  let waiting = 0;
  for (const delivery of series.deliveries) {
    if (delivery.day > day) {
      series.deliveries[waiting++] = delivery;
      continue;
    }
    receive(series.shelf, delivery);
    series.onOrderUnits -= delivery.units;
    receipts.push({
      day,
      batchId: delivery.batchId,
      units: delivery.units,
      unitCostCents: delivery.unitCostCents,
    });
  }
  series.deliveries.length = waiting;
}

/** All that arrives from the supplier on one day is one lot. */
export function receiveFromSupplier(
  state: ItemState,
  market: ItemMarket,
  day: DayNumber,
  random: RandomStream,
  receipts: Receipt[],
): void {
  const lifeUniform = random.next();
  const costUniform = random.next();
  let units = 0;
  for (const order of state.supplierOrders) if (order.day === day) units += order.units;
  if (units === 0) return;
  state.supplierOrders = state.supplierOrders.filter((order) => order.day > day);
  const { item } = state;
  const life = Math.max(2, Math.round(item.shelfLifeDays * (0.8 + 0.2 * lifeUniform)));
  const batchId = `${item.skuId}-${dateOf(day).slice(2).replaceAll('-', '')}`;
  const priceLevel = (market.regularCents[day - market.firstDay] as number) / item.listPriceCents;
  const unitCostCents = Math.max(
    1,
    Math.round(item.unitCostCents * priceLevel * (0.98 + 0.04 * costUniform)),
  );
  state.lotCosts.set(batchId, unitCostCents);
  receive(state.dcShelf, { day, batchId, expiryDay: day + life, units });
  receipts.push({ day, batchId, units, unitCostCents });
}

export function orderFromSupplier(
  state: ItemState,
  market: ItemMarket,
  day: DayNumber,
  random: RandomStream,
): void {
  const { item } = state;
  const lateness = random.next();
  const takesOffer = random.next() < OFFER_CHANCE;
  if (day < state.firstSaleDay - LISTING_LEAD_DAYS || !dcOrderWeekdays(item).includes(weekdayOf(day))) return;
  const coveredDays = item.supplierLeadTimeDays + daysToNextReview(dcOrderWeekdays(item), weekdayOf(day)) - 1;
  const { dailyUnits } = state.dcBelief;
  const factor = plannedFactor(market, state.weekdayFactors, day + 2, coveredDays);
  const levels = dcLevels(item, { coveredUnits: dailyUnits * factor, dailyUnits });
  const due = state.supplierOrders.reduce((sum, order) => sum + order.units, 0);
  const units = orderUnits(levels, state.dcShelf.onHandUnits + due, item.packSize);
  if (units === 0) return;
  const lateDays = lateness < 0.8 ? 0 : lateness < 0.94 || item.supplierLeadTimeDays === 1 ? 1 : 2;
  state.supplierOrders.push({
    day: day + item.supplierLeadTimeDays + lateDays,
    units: takesOffer ? units * OFFER_FACTOR : units,
  });
}
