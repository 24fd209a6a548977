import { describe, expect, it } from 'vitest';
import { grocerItems, grocerLanes, grocerStores, LARGEST_RANGE } from './grocer.ts';

describe('the range of the grocer', () => {
  const items = grocerItems(1, LARGEST_RANGE, { endDate: '2026-11-15', days: 730 });

  it('gives every item a code and a name of its own', () => {
    expect(new Set(items.map(({ skuId }) => skuId)).size).toBe(LARGEST_RANGE);
    expect(new Set(items.map(({ name }) => name)).size).toBe(LARGEST_RANGE);
  });

  it('sells every item above its cost', () => {
    expect(items.filter(({ unitCostCents, listPriceCents }) => unitCostCents >= listPriceCents)).toEqual([]);
  });

  it('has a long tail: the best fifth of the items wants more than two fifths of the units', () => {
    const sizes = items.map(({ popularity }) => popularity).sort((left, right) => right - left);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const best = sizes.slice(0, Math.floor(sizes.length / 5)).reduce((sum, size) => sum + size, 0);
    expect(best / total).toBeGreaterThan(0.4);
  });

  it('adds items without changing the first ones', () => {
    const history = { endDate: '2026-11-15', days: 730 };
    expect(grocerItems(1, 50, history)).toEqual(items.slice(0, 50));
  });
});

describe('the lanes of the grocer', () => {
  it('connect the centre with every store, and a store with its own and the neighbouring zones only', () => {
    const stores = grocerStores(1, 12);
    const zoneOf = new Map(stores.map(({ storeId, zone }) => [storeId, zone]));
    const lanes = grocerLanes(stores);
    expect(lanes.filter(({ fromStore }) => fromStore === 'DC1')).toHaveLength(12);
    const opposite = new Map([
      ['North', 'South'],
      ['South', 'North'],
      ['East', 'West'],
      ['West', 'East'],
    ]);
    for (const { fromStore, toStore } of lanes) {
      if (fromStore === 'DC1') continue;
      expect(opposite.get(zoneOf.get(fromStore) as string)).not.toBe(zoneOf.get(toStore));
    }
    // Twelve stores, three a zone: each reaches two of its own zone and six next door.
    expect(lanes).toHaveLength(12 + 12 * 8);
  });
});
