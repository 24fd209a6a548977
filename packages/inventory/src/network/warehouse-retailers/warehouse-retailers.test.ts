import { poisson, randomStream } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serialCostPoisson } from '../serial/serial-poisson.ts';
import { warehouseRetailerPerformance } from './exact-evaluation.ts';
import { metricPerformance } from './metric-evaluation.ts';
import { anyRetailer, pair, quarters, retailer, systems } from './testing/systems.ts';
import { twoMomentPerformance } from './two-moment-evaluation.ts';
import type { WarehouseRetailerLevels, WarehouseRetailerSystem } from './warehouse-retailer-system.ts';

const evaluations = [
  ['warehouseRetailerPerformance', warehouseRetailerPerformance],
  ['metricPerformance', metricPerformance],
  ['twoMomentPerformance', twoMomentPerformance],
] as const;

const plans: fc.Arbitrary<WarehouseRetailerSystem & WarehouseRetailerLevels> = systems(4).chain((system) =>
  fc.record({
    warehouse: fc.constant(system.warehouse),
    retailers: fc.constant(system.retailers),
    warehouseBaseStockLevel: fc.nat({ max: 12 }),
    retailerBaseStockLevels: fc.array(fc.nat({ max: 8 }), {
      minLength: system.retailers.length,
      maxLength: system.retailers.length,
    }),
  }),
);

describe('a warehouse and its retailers, exact', () => {
  it('with one retailer is a serial system of two stages', () => {
    fc.assert(
      fc.property(
        anyRetailer,
        quarters(0, 8),
        fc.nat({ max: 9 }),
        fc.nat({ max: 9 }),
        (shop, leadTime, S0, S1) => {
          const { cost } = warehouseRetailerPerformance({
            warehouse: { leadTime, holdingCost: 0.75 },
            retailers: [{ ...shop, holdingCost: shop.holdingCost + 0.75 }],
            warehouseBaseStockLevel: S0,
            retailerBaseStockLevels: [S1],
          });
          const serial = serialCostPoisson({
            stages: [
              { echelonHoldingCost: shop.holdingCost, leadTime: shop.leadTime },
              { echelonHoldingCost: 0.75, leadTime },
            ],
            stockoutCost: shop.stockoutCost,
            demandRate: shop.demandRate,
            echelonBaseStockLevels: [S1, S0 + S1],
          });
          // the serial system also pays for units on their way to the retailer
          expect(cost).toBeCloseTo(serial - 0.75 * shop.demandRate * shop.leadTime, 8);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('agrees with 400,000 simulated customers', () => {
    const plan = { ...pair, warehouseBaseStockLevel: 2, retailerBaseStockLevels: [2, 3] };
    const exact = warehouseRetailerPerformance(plan);
    const simulated = simulate(plan, 400_000);
    exact.retailers.forEach(({ backorders, fillRate }, index) => {
      expect(Math.abs(simulated[index]!.backorders - backorders)).toBeLessThan(0.02 * backorders);
      expect(Math.abs(simulated[index]!.fillRate - fillRate)).toBeLessThan(0.005);
    });
  });

  it('with more stock at the warehouse than it can lack leaves Poisson demand over the lead time', () => {
    const { warehouse, retailers } = warehouseRetailerPerformance({
      ...pair,
      warehouseBaseStockLevel: 60,
      retailerBaseStockLevels: [2, 0],
    });
    expect(warehouse.onHand).toBeCloseTo(57, 10);
    expect(warehouse.backorders).toBeCloseTo(0, 12);
    expect(warehouse.fillRate).toBeCloseTo(1, 12);
    // P(0) + P(1) of Poisson 1 are 2/e; E[(2 − N)⁺] = 2/e + 1/e
    expect(retailers[0]?.fillRate).toBeCloseTo(2 / Math.E, 12);
    expect(retailers[0]?.onHand).toBeCloseTo(3 / Math.E, 12);
    expect(retailers[1]).toMatchObject({ onHand: 0, fillRate: 0 });
    expect(retailers[1]?.backorders).toBeCloseTo(2, 10);
  });

  it('has the warehouse of Poisson demand over its lead time', () => {
    const { warehouse } = warehouseRetailerPerformance({
      ...pair,
      warehouseBaseStockLevel: 2,
      retailerBaseStockLevels: [0, 0],
    });
    const p = (count: number) => poisson.pmf(count, { mean: 3 });
    expect(warehouse.onHand).toBeCloseTo(2 * p(0) + p(1), 12);
    expect(warehouse.backorders).toBeCloseTo(2 * p(0) + p(1) + 3 - 2, 12);
    expect(warehouse.fillRate).toBeCloseTo(p(0) + p(1), 12);
  });
});

describe('METRIC', () => {
  it('shows fewer backorders than there are where the warehouse holds nothing', () => {
    const plan = { ...pair, warehouseBaseStockLevel: 1, retailerBaseStockLevels: [3, 6] };
    const exact = warehouseRetailerPerformance(plan).retailers;
    metricPerformance(plan).retailers.forEach(({ backorders }, index) => {
      expect(backorders).toBeLessThan(exact[index]!.backorders);
    });
  });

  it('is a newsvendor with the mean delay of the warehouse in the lead time', () => {
    const plan = { ...pair, warehouseBaseStockLevel: 2, retailerBaseStockLevels: [2, 3] };
    const { warehouse, retailers } = metricPerformance(plan);
    const mean = 1 + warehouse.backorders / 3;
    expect(retailers[0]?.fillRate).toBeCloseTo(poisson.cdf(1, { mean }), 12);
  });
});

describe('the two-moment approximation', () => {
  it('is nearer to the exact backorders than METRIC, within two in a hundred', () => {
    const plan = { ...pair, warehouseBaseStockLevel: 1, retailerBaseStockLevels: [3, 5] };
    const exact = warehouseRetailerPerformance(plan).retailers;
    const metric = metricPerformance(plan).retailers;
    twoMomentPerformance(plan).retailers.forEach(({ backorders }, index) => {
      const miss = Math.abs(backorders - exact[index]!.backorders);
      expect(miss).toBeLessThan(0.02 * exact[index]!.backorders);
      expect(miss).toBeLessThan(Math.abs(metric[index]!.backorders - exact[index]!.backorders));
    });
  });

  it('is exact where a warehouse without stock lets all wait: then all is Poisson', () => {
    const plan = { ...pair, warehouseBaseStockLevel: 0, retailerBaseStockLevels: [3, 5] };
    expect(twoMomentPerformance(plan).cost).toBeCloseTo(warehouseRetailerPerformance(plan).cost, 9);
    expect(metricPerformance(plan).cost).toBeCloseTo(warehouseRetailerPerformance(plan).cost, 9);
  });
});

describe.each(evaluations)('%s', (_, evaluate) => {
  it('keeps stock less backorders at the level less units on order', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { warehouse, retailers } = evaluate(plan);
        const totalRate = plan.retailers.reduce((sum, { demandRate }) => sum + demandRate, 0);
        expect(warehouse.onHand - warehouse.backorders).toBeCloseTo(
          plan.warehouseBaseStockLevel - totalRate * plan.warehouse.leadTime,
          9,
        );
        retailers.forEach(({ onHand, backorders, fillRate }, index) => {
          const { demandRate, leadTime } = plan.retailers[index]!;
          const onOrder = demandRate * leadTime + (demandRate / totalRate) * warehouse.backorders;
          expect(onHand - backorders).toBeCloseTo(plan.retailerBaseStockLevels[index]! - onOrder, 8);
          expect(fillRate).toBeGreaterThanOrEqual(0);
          expect(fillRate).toBeLessThanOrEqual(1 + 1e-12);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('adds up what stock and backorders cost', () => {
    const plan = { ...pair, warehouseBaseStockLevel: 2, retailerBaseStockLevels: [2, 3] };
    const { cost, warehouse, retailers } = evaluate(plan);
    const places = retailers.reduce((sum, { onHand, backorders }) => sum + onHand + 9 * backorders, 0);
    expect(cost).toBeCloseTo(0.5 * warehouse.onHand + places, 12);
  });

  it('gives each retailer the same whatever their order', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const there = evaluate(plan);
        const back = evaluate({
          ...plan,
          retailers: plan.retailers.toReversed(),
          retailerBaseStockLevels: plan.retailerBaseStockLevels.toReversed(),
        });
        expect(back.cost).toBeCloseTo(there.cost, 8);
        back.retailers.toReversed().forEach(({ backorders }, index) => {
          expect(backorders).toBeCloseTo(there.retailers[index]!.backorders, 8);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('fills more from stock with more of it', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const before = evaluate(plan).retailers;
        const more = evaluate({
          ...plan,
          warehouseBaseStockLevel: plan.warehouseBaseStockLevel + 1,
        }).retailers;
        more.forEach(({ fillRate }, index) => {
          // two moments do not fix the probabilities, so that approximation may dip by a little
          const slack = evaluate === twoMomentPerformance ? 2e-3 : 1e-9;
          expect(fillRate).toBeGreaterThanOrEqual(before[index]!.fillRate - slack);
        });
      }),
      { numRuns: 100 },
    );
  });

  it.each<
    [Partial<WarehouseRetailerSystem & WarehouseRetailerLevels>, Partial<WarehouseRetailerSystem>, string]
  >([
    [
      { warehouse: { leadTime: -1, holdingCost: 1 } },
      { warehouse: { leadTime: 0, holdingCost: 1 } },
      'warehouse.leadTime is -1; it must be a finite number, at least 0',
    ],
    [
      { warehouse: { leadTime: 1, holdingCost: Number.NaN } },
      { warehouse: { leadTime: 1, holdingCost: 0 } },
      'warehouse.holdingCost is NaN; it must be a finite number, at least 0',
    ],
    [{ retailers: [], retailerBaseStockLevels: [] }, {}, 'retailers is empty; there must be at least one'],
    [
      { retailers: [retailer, { ...retailer, demandRate: 0 }] },
      { retailers: [retailer, { ...retailer, demandRate: 0.01 }] },
      'retailers[1].demandRate is 0; it must be a finite number greater than 0',
    ],
    [
      { retailers: [{ ...retailer, leadTime: -1 }, retailer] },
      { retailers: [{ ...retailer, leadTime: 0 }, retailer] },
      'retailers[0].leadTime is -1; it must be a finite number, at least 0',
    ],
    [
      { retailers: [{ ...retailer, holdingCost: 0 }, retailer] },
      { retailers: [{ ...retailer, holdingCost: 0.01 }, retailer] },
      'retailers[0].holdingCost is 0; it must be a finite number greater than 0',
    ],
    [
      { retailers: [{ ...retailer, stockoutCost: Number.POSITIVE_INFINITY }, retailer] },
      { retailers: [{ ...retailer, stockoutCost: 1e6 }, retailer] },
      'retailers[0].stockoutCost is Infinity; it must be a finite number greater than 0',
    ],
    [
      { warehouseBaseStockLevel: 1.5 },
      {},
      'warehouseBaseStockLevel is 1.5; it must be a whole number, at least 0',
    ],
    [
      { retailerBaseStockLevels: [1, -1] },
      {},
      'retailerBaseStockLevels[1] is -1; it must be a whole number, at least 0',
    ],
    [
      { retailerBaseStockLevels: [1] },
      {},
      'retailerBaseStockLevels has 1 numbers; it must have one for each of the 2 retailers',
    ],
  ])('refuses %j and takes %j', (wrong, right, message) => {
    const plan = { ...pair, warehouseBaseStockLevel: 1, retailerBaseStockLevels: [1, 0] };
    expect(() => evaluate({ ...plan, ...wrong })).toThrow(new RangeError(message));
    expect(evaluate({ ...plan, ...right }).cost).toBeGreaterThan(0);
  });
});

/**
 * Customers one by one: the k-th order at the warehouse gets the unit that order k − S₀ called for; the m-th
 * unit a retailer receives goes to its customer m + S_i. Backorders are customers per period times their wait.
 */
function simulate(plan: WarehouseRetailerSystem & WarehouseRetailerLevels, customers: number) {
  const random = randomStream(11, 'warehouse and retailers');
  const rates = plan.retailers.map((each) => each.demandRate);
  const totalRate = rates.reduce((sum, rate) => sum + rate, 0);
  const ordered: number[] = [];
  const wanted: number[][] = rates.map(() => []);
  const received: number[][] = rates.map(() => []);
  let now = 0;
  for (let order = 0; order < customers; order++) {
    now -= Math.log(1 - random.next()) / totalRate;
    let shop = 0;
    for (let draw = random.next() * totalRate; draw >= rates[shop]!; shop++) draw -= rates[shop]!;
    ordered.push(now);
    wanted[shop]!.push(now);
    const called = ordered[order - plan.warehouseBaseStockLevel];
    const inWarehouse = called === undefined ? now : called + plan.warehouse.leadTime;
    received[shop]!.push(Math.max(now, inWarehouse) + plan.retailers[shop]!.leadTime);
  }
  return rates.map((rate, shop) => {
    const level = plan.retailerBaseStockLevels[shop] ?? 0;
    const waits = wanted[shop]!.slice(level).map((time, unit) => Math.max(0, received[shop]![unit]! - time));
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    return { backorders: rate * mean, fillRate: waits.filter((wait) => wait === 0).length / waits.length };
  });
}
