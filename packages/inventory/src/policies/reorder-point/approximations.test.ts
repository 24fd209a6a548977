import { poisson } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alternatingSearch } from './alternating-search.ts';
import {
  economicQuantityWithBackordersPlan,
  economicQuantityWithSafetyStockPlan,
} from './economic-quantity-approximations.ts';
import { bestReorderPointPlan } from './exact-plan.ts';
import { expectedInventoryLevelPlan } from './expected-inventory-level.ts';
import { normalLeadTimeDemand } from './lead-time-demand.ts';
import { lossFunctionPlan } from './loss-function-approximation.ts';
import { type ReorderPointProblem, reorderPointCost } from './reorder-point-cost.ts';

/** Problem 5.3 of Snyder, Shen (2019). */
const hats: ReorderPointProblem = {
  holdingCost: 3 / 14,
  stockoutCost: 40,
  fixedCost: 85,
  demandRate: 192,
  leadTimeDemand: normalLeadTimeDemand({ demandMean: 192, demandStandardDeviation: 17.4, leadTime: 3 }),
};
/** Problem 5.1 of Snyder, Shen (2019). */
const auto: ReorderPointProblem = {
  holdingCost: 3.1,
  stockoutCost: 45,
  fixedCost: 50,
  demandRate: 800,
  leadTimeDemand: normalLeadTimeDemand({ demandMean: 800, demandStandardDeviation: 40, leadTime: 4 / 365 }),
};
const methods = {
  expectedInventoryLevelPlan,
  economicQuantityWithBackordersPlan,
  economicQuantityWithSafetyStockPlan,
  lossFunctionPlan,
};
const names = Object.keys(methods) as (keyof typeof methods)[];

describe('approximate reorder points and quantities', () => {
  it.each<[keyof typeof methods, ReorderPointProblem, number, number]>([
    ['expectedInventoryLevelPlan', hats, 644.8385303830128, 400.7559793126],
    ['economicQuantityWithBackordersPlan', hats, 609.0252058220594, 391.32595109448084],
    ['economicQuantityWithBackordersPlan', auto, -1.9298221851002393, 166.085006519797],
    ['economicQuantityWithSafetyStockPlan', hats, 652.9638947041127, 390.281949364815],
    ['lossFunctionPlan', hats, 608.5444839466084, 403.806030190717],
    ['lossFunctionPlan', auto, -1.9858690730133088, 166.95010263205882],
  ])('%s reproduces the problems of Snyder, Shen chapter 5', (name, problem, reorderPoint, orderQuantity) => {
    const plan = methods[name](problem);
    expect(plan.reorderPoint).toBeCloseTo(reorderPoint, 4);
    expect(plan.orderQuantity).toBeCloseTo(orderQuantity, 4);
  });

  it('costs by the expected inventory level what its own formula says', () => {
    expect(expectedInventoryLevelPlan(hats).cost).toBeCloseTo(100.62739493477414, 6);
  });

  it.each([
    'economicQuantityWithBackordersPlan',
    'economicQuantityWithSafetyStockPlan',
    'lossFunctionPlan',
  ] as const)('%s gives the exact cost of its plan, never below the optimum', (name) => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 5, noNaN: true }),
        fc.double({ min: 1, max: 100, noNaN: true }),
        fc.double({ min: 1, max: 500, noNaN: true }),
        (holdingCost, stockoutCost, fixedCost) => {
          const problem = { ...hats, holdingCost, stockoutCost, fixedCost };
          const plan = methods[name](problem);
          expect(plan.cost).toBe(reorderPointCost({ ...problem, ...plan }));
          expect(plan.cost).toBeGreaterThanOrEqual(bestReorderPointPlan(problem).cost * (1 - 1e-9));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('the expected inventory level satisfies both of its conditions', () => {
    const { reorderPoint: r, orderQuantity: q } = expectedInventoryLevelPlan(hats);
    const { leadTimeDemand } = hats;
    expect(leadTimeDemand.survival(r)).toBeCloseTo((q * (3 / 14)) / (40 * 192), 12);
    expect(q ** 2).toBeCloseTo((2 * 192 * (85 + 40 * leadTimeDemand.loss(r))) / (3 / 14), 6);
  });

  it('the loss-function plan satisfies both of its conditions', () => {
    const { reorderPoint: r, orderQuantity: q } = lossFunctionPlan(hats);
    const { leadTimeDemand } = hats;
    const both = 40 + 3 / 14;
    expect(leadTimeDemand.loss(r)).toBeCloseTo(((3 / 14) * q) / both, 9);
    expect(q ** 2).toBeCloseTo((2 * (85 * 192 + both * leadTimeDemand.secondLoss(r))) / (3 / 14), 5);
  });

  it.each(names)('%s refuses costs of 0 and takes small ones', (name) => {
    for (const cost of ['holdingCost', 'stockoutCost', 'fixedCost', 'demandRate']) {
      expect(() => methods[name]({ ...hats, [cost]: 0 })).toThrow(
        new RangeError(`${cost} is 0; it must be a finite number greater than 0`),
      );
    }
    expect(methods[name]({ ...hats, fixedCost: 1e-3 }).cost).toBeGreaterThan(0);
    expect(() => methods[name]({ ...hats, fixedCost: -1 })).toThrow(RangeError);
  });

  it.each(names)('%s refuses demand in whole units and takes continuous demand', (name) => {
    expect(() => methods[name]({ ...hats, leadTimeDemand: poisson.distribution({ mean: 576 }) })).toThrow(
      new RangeError('leadTimeDemand is in whole units; it must be continuous: use bestReorderPointPlan'),
    );
    expect(methods[name](hats).cost).toBeGreaterThan(0);
  });

  it('refuses a stock-out cost that no reorder point can be worth, and takes one a little above', () => {
    // EOQ 390.28: holding its units costs 390.28 × 0.21429 / 192 = 0.43558 each
    const orderQuantity = Math.sqrt((2 * 85 * 192) / (3 / 14));
    const least = (orderQuantity * (3 / 14)) / 192;
    expect(() => expectedInventoryLevelPlan({ ...hats, stockoutCost: least })).toThrow(
      new RangeError(
        `stockoutCost is ${least}; it must be greater than ${least}, what holding an order's units costs, or no reorder point exists`,
      ),
    );
    expect(expectedInventoryLevelPlan({ ...hats, stockoutCost: 1 }).reorderPoint).toBeGreaterThan(500);
  });

  it.each(['expectedInventoryLevelPlan', 'lossFunctionPlan'] as const)(
    '%s stops earlier with a larger tolerance',
    (name) => {
      const exact = methods[name](hats);
      const early = methods[name]({ ...hats, tolerance: 20 });
      expect(early.orderQuantity).not.toBe(exact.orderQuantity);
      expect(Math.abs(early.orderQuantity - exact.orderQuantity)).toBeLessThan(20);
      expect(() => methods[name]({ ...hats, tolerance: 0 })).toThrow(
        new RangeError('tolerance is 0; it must be a finite number greater than 0'),
      );
    },
  );
});

describe('lossFunctionPlan at its limits', () => {
  it('is the steady quantity with backorders where demand has no spread', () => {
    const steady = {
      ...auto,
      leadTimeDemand: normalLeadTimeDemand({
        demandMean: 800,
        demandStandardDeviation: 0,
        leadTime: 4 / 365,
      }),
    };
    const plan = lossFunctionPlan(steady);
    const exact = economicQuantityWithBackordersPlan(steady);
    expect(plan.orderQuantity).toBeCloseTo(exact.orderQuantity, 6);
    expect(plan.cost).toBeCloseTo(exact.cost, 8);
  });

  it('settles where waiting costs a thousandth of holding', () => {
    const patient = { ...auto, stockoutCost: 0.0031 };
    expect(lossFunctionPlan(patient).cost).toBeCloseTo(bestReorderPointPlan(patient).cost, 4);
  });
});

describe('expectedInventoryLevelPlan', () => {
  it('settles where the reorder point is large beside the quantity', () => {
    const leadTimeDemand = normalLeadTimeDemand({
      demandMean: 1e9,
      demandStandardDeviation: 10,
      leadTime: 1,
    });
    const plan = expectedInventoryLevelPlan({ ...auto, fixedCost: 1e-9, demandRate: 1e9, leadTimeDemand });
    // P(D > r) = Qh/(pλ)
    expect(leadTimeDemand.survival(plan.reorderPoint) / ((plan.orderQuantity * 3.1) / 45e9)).toBeCloseTo(
      1,
      4,
    );
  });
});

describe('alternatingSearch', () => {
  it('finds where two lines meet: r = 10 − Q/2, Q = 8 − r/4', () => {
    const found = alternatingSearch({
      firstQuantity: 1,
      pointFor: (q) => 10 - q / 2,
      quantityFor: (r) => 8 - r / 4,
    });
    expect(found.reorderPoint).toBeCloseTo(48 / 7, 9);
    expect(found.orderQuantity).toBeCloseTo(44 / 7, 9);
  });

  it('goes on until both have settled', () => {
    const slowQuantity = alternatingSearch({
      firstQuantity: 64,
      pointFor: (q) => q / 1000,
      quantityFor: (r) => 500 * r + 1,
      tolerance: 1e-3,
    });
    expect(Math.abs(slowQuantity.orderQuantity - 2)).toBeLessThan(2e-3);
    const slowPoint = alternatingSearch({
      firstQuantity: 64,
      pointFor: (q) => 1000 * q,
      quantityFor: (r) => r / 2000 + 1,
      tolerance: 1e-3,
    });
    expect(Math.abs(slowPoint.reorderPoint - 2000)).toBeLessThan(2e-3);
  });

  it('says so when it goes round in circles', () => {
    expect(() =>
      alternatingSearch({ firstQuantity: 1, pointFor: (q) => q, quantityFor: (r) => 3 - r, tolerance: 0.5 }),
    ).toThrow(new RangeError('tolerance is 0.5; it must be larger: 100000 rounds do not reach it'));
    expect(
      alternatingSearch({ firstQuantity: 1, pointFor: (q) => q, quantityFor: (r) => 3 - r, tolerance: 1.5 }),
    ).toEqual({ reorderPoint: 2, orderQuantity: 2 });
  });
});
