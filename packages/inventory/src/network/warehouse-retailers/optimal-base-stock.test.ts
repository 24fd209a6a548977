import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { warehouseRetailerPerformance } from './exact-evaluation.ts';
import { optimalWarehouseRetailerLevels } from './optimal-base-stock.ts';
import { pair, retailer, systems } from './testing/systems.ts';
import type { WarehouseRetailerLevels, WarehouseRetailerSystem } from './warehouse-retailer-system.ts';

describe('the best base-stock levels', () => {
  it('cost as little as the best of a wide grid', () => {
    fc.assert(
      fc.property(systems(2), (system) => {
        const best = optimalWarehouseRetailerLevels(system);
        expect(best.cost).toBeCloseTo(cheapestOfGrid(system, best), 8);
      }),
      { numRuns: 100 },
    );
  });

  it('are what the two places hold, and bring', () => {
    const best = optimalWarehouseRetailerLevels({ ...pair, retailers: [retailer, retailer] });
    expect(best).toMatchObject({ warehouseBaseStockLevel: 2, retailerBaseStockLevels: [3, 3] });
    const { warehouseBaseStockLevel, retailerBaseStockLevels, ...performance } = best;
    expect(performance).toEqual(
      warehouseRetailerPerformance({
        ...pair,
        retailers: [retailer, retailer],
        warehouseBaseStockLevel,
        retailerBaseStockLevels,
      }),
    );
  });

  it('never cost less with more lead time, and the same share in another currency', () => {
    fc.assert(
      fc.property(systems(3), fc.constantFrom(2, 4), (system, factor) => {
        const { cost } = optimalWarehouseRetailerLevels(system);
        const slower = { ...system.warehouse, leadTime: system.warehouse.leadTime + 0.5 };
        expect(optimalWarehouseRetailerLevels({ ...system, warehouse: slower }).cost).toBeGreaterThanOrEqual(
          cost - 1e-9,
        );
        const priced = optimalWarehouseRetailerLevels({
          warehouse: { ...system.warehouse, holdingCost: system.warehouse.holdingCost * factor },
          retailers: system.retailers.map((each) => ({
            ...each,
            holdingCost: each.holdingCost * factor,
            stockoutCost: each.stockoutCost * factor,
          })),
        });
        expect(priced.cost).toBeCloseTo(cost * factor, 8);
      }),
      { numRuns: 100 },
    );
  });

  it('hold nothing where nothing takes time, however dear a stockout', () => {
    const prompt = { ...retailer, leadTime: 0, stockoutCost: 1e20 };
    const best = optimalWarehouseRetailerLevels({
      warehouse: { leadTime: 0, holdingCost: 1 },
      retailers: [prompt, { ...prompt, demandRate: 3 }],
    });
    expect(best).toMatchObject({ warehouseBaseStockLevel: 0, retailerBaseStockLevels: [0, 0], cost: 0 });
  });

  it.each([
    ['demandRate', 0, 0.25, 'a finite number greater than 0'],
    ['leadTime', -1, 0, 'a finite number, at least 0'],
    ['holdingCost', 0, 0.25, 'a finite number greater than 0'],
    ['stockoutCost', Number.NaN, 0.25, 'a finite number greater than 0'],
  ])('refuse a retailer whose %s is %d and take %d', (field, wrong, right, range) => {
    const withRetailer = (value: number) => ({
      ...pair,
      retailers: [retailer, { ...retailer, [field]: value }],
    });
    expect(() => optimalWarehouseRetailerLevels(withRetailer(wrong))).toThrow(
      new RangeError(`retailers[1].${field} is ${wrong}; it must be ${range}`),
    );
    expect(optimalWarehouseRetailerLevels(withRetailer(right)).cost).toBeGreaterThan(0);
  });

  it('refuse free holding at the warehouse, where no level would be the last, and take a cheap one', () => {
    const warehouse = { leadTime: 1, holdingCost: 0 };
    expect(() => optimalWarehouseRetailerLevels({ ...pair, warehouse })).toThrow(
      new RangeError('warehouse.holdingCost is 0; it must be a finite number greater than 0'),
    );
    const cheap = optimalWarehouseRetailerLevels({ ...pair, warehouse: { leadTime: 1, holdingCost: 0.05 } });
    expect(cheap.warehouseBaseStockLevel).toBeGreaterThan(3);
    expect(() => optimalWarehouseRetailerLevels({ ...pair, retailers: [] })).toThrow('retailers is empty');
  });
});

/** The cheapest of all levels up to three above the best at each place. */
function cheapestOfGrid(system: WarehouseRetailerSystem, best: WarehouseRetailerLevels): number {
  let cheapest = Number.POSITIVE_INFINITY;
  for (let warehouseLevel = 0; warehouseLevel <= best.warehouseBaseStockLevel + 3; warehouseLevel++) {
    // at one warehouse level the retailers do not touch each other: the cost of each is looked for on its own
    const costs = system.retailers.map((_, index) => {
      let least = Number.POSITIVE_INFINITY;
      for (let level = 0; level <= 30; level++) {
        const { retailers } = warehouseRetailerPerformance({
          ...system,
          warehouseBaseStockLevel: warehouseLevel,
          retailerBaseStockLevels: system.retailers.map((__, other) => (other === index ? level : 0)),
        });
        const { holdingCost, stockoutCost } = system.retailers[index]!;
        const cost = holdingCost * retailers[index]!.onHand + stockoutCost * retailers[index]!.backorders;
        if (cost > least) break;
        least = cost;
      }
      return least;
    });
    const { warehouse } = warehouseRetailerPerformance({
      ...system,
      warehouseBaseStockLevel: warehouseLevel,
      retailerBaseStockLevels: system.retailers.map(() => 0),
    });
    const cost = system.warehouse.holdingCost * warehouse.onHand + costs.reduce((sum, each) => sum + each, 0);
    cheapest = Math.min(cheapest, cost);
  }
  return cheapest;
}
