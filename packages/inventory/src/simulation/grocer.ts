import { type RandomStream, randomStream } from '@granary/statistics';
import { dateOf, dayNumberOf } from './calendar.ts';
import { grocerCategories, productLines } from './grocer-range.ts';
import { grocerTowns } from './grocer-towns.ts';
import { charmPrice } from './market.ts';
import type { SimulatedItem, SimulatedLane, SimulatedStore } from './types.ts';

export const DC_ID = 'DC1';

const weekdayFactorsByFormat = {
  express: [1.02, 1.04, 1.06, 1.08, 1.14, 0.94, 0.72],
  supermarket: [0.84, 0.86, 0.9, 1.0, 1.28, 1.46, 0.66],
  hypermarket: [0.72, 0.76, 0.84, 0.98, 1.36, 1.68, 0.66],
} as const;

const sizeByFormat = { express: 0.55, supermarket: 1, hypermarket: 1.9 } as const;
const assortmentShare = { express: 0.4, supermarket: 0.6, hypermarket: 0.85 } as const;
/** Even a small range is kept in this many items, if it has them. */
const leastAssortment = { express: 20, supermarket: 30, hypermarket: 40 } as const;
const packSizes = [1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24] as const;

/** The standard normal, by Box and Muller (1958). */
export function normalDraw(random: RandomStream): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}

export function grocerStores(seed: number | string, count: number): SimulatedStore[] {
  const towns = grocerTowns.length;
  return Array.from({ length: count }, (_, index) => {
    const storeId = `S${String(index + 1).padStart(2, '0')}`;
    const random = randomStream(seed, 'store', storeId);
    const town = grocerTowns[index % towns] as (typeof grocerTowns)[number];
    const round = Math.floor(index / towns);
    const district = town.districts[round % town.districts.length] as string;
    const number = Math.floor(round / town.districts.length);
    const draw = random.next();
    const format = draw < 0.3 ? 'express' : draw < 0.8 ? 'supermarket' : 'hypermarket';
    const weekdays = weekdayFactorsByFormat[format].map(
      (factor) => factor * Math.exp(0.05 * normalDraw(random)),
    );
    const total = weekdays.reduce((sum, factor) => sum + factor, 0);
    return {
      storeId,
      name: `${town.city} ${district}${number > 0 ? ` ${number + 1}` : ''}`,
      format,
      city: town.city,
      zone: town.zone,
      size: sizeByFormat[format] * Math.exp(0.22 * normalDraw(random)),
      weekdayFactors: weekdays.map((factor) => (factor * 7) / total),
      orderWeekdays: format === 'express' ? [0, 1, 3, 4, 5] : [0, 1, 2, 3, 4, 5],
      freshestFirstShare: 0.1 + 0.2 * random.next(),
      lateDeliveryShare: 0.005 + 0.03 * random.next(),
    };
  });
}

export function grocerItems(
  seed: number | string,
  count: number,
  history: { endDate: string; days: number },
): SimulatedItem[] {
  const places = rangePlaces();
  return Array.from({ length: count }, (_, index) => {
    const place = places[index] as RangePlace;
    const { category, line } = place;
    const product = category.products[place.productIndex] as (typeof category.products)[number];
    const skuId = `${category.code}-${String(place.number).padStart(3, '0')}`;
    const random = randomStream(seed, 'item', skuId);
    const listPriceCents = charmPrice(product.listPriceCents * line.priceFactor);
    const life = product.shelfLifeDays;
    // A long tail; a shop keeps nothing that cannot sell within a short life.
    const renown = (0.45 + 1.9 * Math.exp(-place.productIndex / 4)) * (line.prefix === '' ? 1 : 0.6);
    const popularity = Math.exp(-0.25 + 0.85 * normalDraw(random)) * renown + 10 / (life + 1);
    const packWanted = popularity * Math.min(6, life * 0.22);
    const isNew = history.days >= 180 && random.next() < 0.09;
    const launchShare = 0.2 + 0.65 * random.next();
    const firstDay = dayNumberOf(history.endDate) - history.days + 1;
    const launchDate = isNew ? dateOf(firstDay + Math.floor(history.days * launchShare)) : undefined;
    return {
      skuId,
      name: `${line.prefix}${product.name}${line.suffix}`,
      category: category.name,
      unit: category.unit,
      listPriceCents,
      unitCostCents: Math.round(listPriceCents * (1 - category.margin) * Math.exp(0.05 * normalDraw(random))),
      shelfLifeDays: life,
      packSize: packSizes.findLast((size) => size <= packWanted) ?? 1,
      supplier: `${category.name} ${['Nord', 'Union', 'Direct'][Math.floor(random.next() * 3)]}`,
      supplierLeadTimeDays:
        life <= 9 ? 1 : life <= 45 ? 2 + Math.floor(random.next() * 2) : 4 + Math.floor(random.next() * 5),
      popularity,
      dispersion: 2 + 8 * random.next(),
      elasticity: 1.2 + 1.8 * random.next(),
      driftPerYear: 0.1 * normalDraw(random),
      seasonPeakDay: category.seasonPeakDay + Math.round(14 * normalDraw(random)),
      seasonStrength: category.seasonStrength * (0.6 + 0.8 * random.next()),
      marksDown: category.marksDown && random.next() < 0.75,
      ...(launchDate === undefined ? {} : { launchDate }),
    };
  });
}

/** The skus of each store's assortment: a larger store carries more, popular items first, with some taste of its own. */
export function grocerAssortment(
  seed: number | string,
  stores: SimulatedStore[],
  items: SimulatedItem[],
): Map<string, Set<string>> {
  return new Map(
    stores.map((store) => {
      const ranked = items
        .map((item) => {
          const random = randomStream(seed, 'listing', store.storeId, item.skuId);
          // A small shop leaves out what it could not sell within its life.
          const sellableUnits = item.popularity * store.size * item.shelfLifeDays;
          const freshness = Math.min(0, Math.log(sellableUnits / 15));
          const score = Math.log(item.popularity) + freshness + 0.8 * normalDraw(random);
          return { skuId: item.skuId, score };
        })
        .sort((left, right) => right.score - left.score);
      const kept = Math.max(
        leastAssortment[store.format],
        Math.round(items.length * assortmentShare[store.format]),
      );
      return [store.storeId, new Set(ranked.slice(0, kept).map((entry) => entry.skuId))];
    }),
  );
}

/** DC to every store; store to store within a zone, and across zones next to each other on a ring. */
export function grocerLanes(stores: SimulatedStore[]): SimulatedLane[] {
  const zones = ['North', 'East', 'South', 'West'];
  const lanes: SimulatedLane[] = stores.map((store) => ({
    fromStore: DC_ID,
    toStore: store.storeId,
    leadTimeDays: 1,
    costPerUnitCents: 4,
    fixedCostCents: 100,
  }));
  for (const from of stores) {
    for (const to of stores) {
      if (from === to) continue;
      const steps = Math.abs(zones.indexOf(from.zone) - zones.indexOf(to.zone));
      const sameCity = from.city === to.city;
      if (from.zone === to.zone) {
        lanes.push({
          fromStore: from.storeId,
          toStore: to.storeId,
          leadTimeDays: 1,
          costPerUnitCents: sameCity ? 5 : 8,
          fixedCostCents: sameCity ? 200 : 400,
        });
      } else if (steps === 1 || steps === 3) {
        lanes.push({
          fromStore: from.storeId,
          toStore: to.storeId,
          leadTimeDays: 2,
          costPerUnitCents: 15,
          fixedCostCents: 900,
        });
      }
    }
  }
  return lanes;
}

interface RangePlace {
  category: (typeof grocerCategories)[number];
  productIndex: number;
  line: (typeof productLines)[number];
  /** Running number within the category, from 1. */
  number: number;
}

/** Every item the range can have, one category after the other in turn, so that a small company has some of each. */
function rangePlaces(): RangePlace[] {
  const places: RangePlace[] = [];
  const deepest = Math.max(...grocerCategories.map((category) => category.products.length));
  const numbers = new Map<string, number>();
  for (const line of productLines) {
    for (let productIndex = 0; productIndex < deepest; productIndex += 1) {
      for (const category of grocerCategories) {
        if (productIndex >= category.products.length) continue;
        const number = (numbers.get(category.code) ?? 0) + 1;
        numbers.set(category.code, number);
        places.push({ category, productIndex, line, number });
      }
    }
  }
  return places;
}

/** Items the range can hold at most. */
export const LARGEST_RANGE = rangePlaces().length;
