import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { economicOrderQuantity } from './economic-order-quantity.ts';
import {
  type JointReplenishmentCosts,
  jointReplenishmentBySilver,
  jointReplenishmentCost,
} from './joint-replenishment.ts';
import { jointReplenishmentByEnumeration } from './joint-replenishment-enumeration.ts';

const items = (...rows: [number, number, number][]) =>
  rows.map(([fixedCost, holdingCost, demandRate]) => ({ fixedCost, holdingCost, demandRate }));

/** From the course of L. V. Snyder (stockpyl, test_eoq hw_2). */
const threeItems: JointReplenishmentCosts = {
  sharedFixedCost: 1500,
  items: items([4000, 300, 9100], [1000, 200, 83200], [2000, 200, 20800]),
};

const families: fc.Arbitrary<JointReplenishmentCosts> = fc.record({
  sharedFixedCost: fc.double({ min: 5, max: 500, noNaN: true }),
  items: fc.array(
    fc.record({
      fixedCost: fc.double({ min: 0, max: 100, noNaN: true }),
      holdingCost: fc.double({ min: 0.1, max: 10, noNaN: true }),
      demandRate: fc.double({ min: 1, max: 1000, noNaN: true }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

describe('jointReplenishmentBySilver', () => {
  it('reproduces the example of Silver (stockpyl, test_eoq)', () => {
    const plan = jointReplenishmentBySilver({
      sharedFixedCost: 10,
      items: items([1.87, 0.2, 1736], [5.27, 0.2, 656], [7.94, 0.2, 558], [8.19, 0.2, 170], [8.87, 0.2, 142]),
    });
    expect(plan.orderMultiples).toEqual([1, 1, 1, 3, 3]);
    expect(plan.baseCycleTime).toBeCloseTo(0.2813771490671472, 12);
    expect(plan.cost).toBeCloseTo(218.68632025498687, 9);
    const quantities = [
      488.4707307805676, 184.58340978804858, 157.00844917946816, 143.50234602424507, 119.8666655026047,
    ];
    for (const [index, quantity] of quantities.entries()) {
      expect(plan.orderQuantities[index]).toBeCloseTo(quantity, 9);
    }
  });

  it('orders a lone item in its economic quantity', () => {
    const plan = jointReplenishmentBySilver({ sharedFixedCost: 3, items: items([5, 0.225, 1300]) });
    const alone = economicOrderQuantity({ fixedCost: 8, holdingCost: 0.225, demandRate: 1300 });
    expect(plan.orderMultiples).toEqual([1]);
    expect(plan.orderQuantities[0]).toBeCloseTo(alone.orderQuantity, 9);
    expect(plan.cost).toBeCloseTo(alone.cost, 9);
  });

  it('gives each item what it had when the rows change places', () => {
    fc.assert(
      fc.property(families, (family) => {
        const plan = jointReplenishmentBySilver(family);
        const turned = jointReplenishmentBySilver({ ...family, items: family.items.toReversed() });
        expect(turned.orderMultiples.toReversed()).toEqual(plan.orderMultiples);
        expect(turned.cost / plan.cost).toBeCloseTo(1, 9);
      }),
      { numRuns: 200 },
    );
  });

  it('takes the item dearest to hold as the first when several cost nothing to order', () => {
    // Ratios of own orders 0, 0.006 and 0; of the first 5 / 1949.2 = 0.002565: √(0.006 / 0.002565) = 1.53, so 2.
    const rows = items([0, 0.1, 1], [0.0006, 0.1, 1], [0, 10, 194.92]);
    const multiples = jointReplenishmentBySilver({ sharedFixedCost: 5, items: rows }).orderMultiples;
    expect(multiples).toEqual([1, 2, 1]);
    const turned = jointReplenishmentBySilver({ sharedFixedCost: 5, items: rows.toReversed() });
    expect(turned.orderMultiples).toEqual([1, 2, 1]);
  });

  it('refuses a family whose order costs nothing', () => {
    expect(() =>
      jointReplenishmentBySilver({ sharedFixedCost: 0, items: items([0, 1, 10], [5, 1, 10]) }),
    ).toThrow(
      new RangeError(
        'sharedFixedCost is 0 and the item ordered most often has fixedCost 0; one of them must be greater than 0',
      ),
    );
    const plan = jointReplenishmentBySilver({ sharedFixedCost: 0, items: items([0.1, 1, 10], [5, 1, 10]) });
    expect(plan.orderMultiples).toEqual([1, 7]);
  });
});

describe('jointReplenishmentByEnumeration', () => {
  it('keeps the plan of Silver where that is the best', () => {
    const plan = jointReplenishmentByEnumeration(threeItems);
    expect(plan.orderMultiples).toEqual([3, 1, 2]);
    expect(plan.cost).toBeCloseTo(566083.0327787611, 6);
  });

  it('is never dearer than Silver, nor than any multiples up to 12 with their best cycle', () => {
    fc.assert(
      fc.property(families, (family) => {
        const best = jointReplenishmentByEnumeration(family);
        expect(best.cost).toBeLessThanOrEqual(jointReplenishmentBySilver(family).cost * (1 + 1e-12));
        expect(best.cost).toBe(jointReplenishmentCost({ ...family, ...best }));
        const combinations = 12 ** family.items.length;
        for (let code = 0; code < combinations; code++) {
          let order = family.sharedFixedCost;
          let holding = 0;
          let rest = code;
          for (const { fixedCost, holdingCost, demandRate } of family.items) {
            const multiple = 1 + (rest % 12);
            rest = Math.floor(rest / 12);
            order += fixedCost / multiple;
            holding += holdingCost * demandRate * multiple;
          }
          // No expectation inside: a million of them would take longer than the search.
          if (Math.sqrt(2 * order * holding) < best.cost * (1 - 1e-12)) {
            throw new Error(`combination ${code} is cheaper`);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('orders a lone item in its economic quantity, and like items always together', () => {
    const alone = jointReplenishmentByEnumeration({ sharedFixedCost: 3, items: items([5, 0.225, 1300]) });
    expect(alone.orderMultiples).toEqual([1]);
    expect(alone.orderQuantities[0]).toBeCloseTo(Math.sqrt((2 * 8 * 1300) / 0.225), 9);
    const twins = jointReplenishmentByEnumeration({
      sharedFixedCost: 1,
      items: items([5, 1, 10], [5, 1, 10]),
    });
    expect(twins.orderMultiples).toEqual([1, 1]);
    expect(twins.cost).toBeCloseTo(Math.sqrt(2 * 11 * 20), 9);
  });

  it('finds a cheaper plan than Silver where rounding misleads it', () => {
    const family = { sharedFixedCost: 4, items: items([8, 1, 70], [1, 1, 10], [10, 1, 10]) };
    const silver = jointReplenishmentBySilver(family);
    expect(silver.orderMultiples).toEqual([1, 1, 1]);
    expect(silver.cost).toBeCloseTo(Math.sqrt(2 * 23 * 90), 9);
    const best = jointReplenishmentByEnumeration(family);
    expect(best.orderMultiples).toEqual([1, 1, 3]);
    // K + Σ k/m = 4 + 8 + 1 + 10/3 and Σ hmλ = 70 + 10 + 30.
    expect(best.cost).toBeCloseTo(Math.sqrt(2 * (13 + 10 / 3) * 110), 9);
    expect(best.baseCycleTime).toBeCloseTo(Math.sqrt((2 * (13 + 10 / 3)) / 110), 12);
    expect(best.orderQuantities[2]).toBeCloseTo(30 * best.baseCycleTime, 12);
  });

  it('refuses a shared cost of 0', () => {
    expect(() => jointReplenishmentByEnumeration({ ...threeItems, sharedFixedCost: 0 })).toThrow(
      new RangeError('sharedFixedCost is 0; it must be a finite number greater than 0'),
    );
    expect(jointReplenishmentByEnumeration({ ...threeItems, sharedFixedCost: 10 }).cost).toBeGreaterThan(0);
  });

  it('refuses items for which the multiples to try have no end', () => {
    const fast = { fixedCost: 0, holdingCost: 1, demandRate: 10 };
    const seldom = { fixedCost: 1e9, holdingCost: 1e-9, demandRate: 1e-9 };
    const message = 'too many multiples would have to be tried';
    expect(() => jointReplenishmentByEnumeration({ sharedFixedCost: 5, items: [fast, seldom] })).toThrow(
      new RangeError(
        `sharedFixedCost is 5; it must be greater beside these items, or they more alike: ${message}`,
      ),
    );
    const items = [
      { fixedCost: 8, holdingCost: 1, demandRate: 70 },
      { fixedCost: 1, holdingCost: 1, demandRate: 10 },
    ];
    // With next to no shared cost each item has its own order quantity.
    const nearest = jointReplenishmentByEnumeration({ sharedFixedCost: 1e-6, items });
    expect(nearest.cost).toBeCloseTo(Math.sqrt(2 * 8 * 70) + Math.sqrt(2 * 10), 2);
    const late = { ...seldom, fixedCost: 1e4, holdingCost: 0.1, demandRate: 0.1 };
    expect(
      jointReplenishmentByEnumeration({ sharedFixedCost: 5, items: [fast, late] }).orderMultiples[1],
    ).toBe(1414);
  });
});

describe('jointReplenishmentCost', () => {
  const plan = { ...threeItems, baseCycleTime: 0.02, orderMultiples: [2, 1, 3] };

  it('adds order and holding costs of a given plan', () => {
    // (1500 + 4000/2 + 1000 + 2000/3) / 0.02 + 0.01 x (2 x 2730000 + 16640000 + 3 x 4160000)
    expect(jointReplenishmentCost(plan)).toBeCloseTo(604133.3333333333, 6);
  });

  it('refuses multiples that are no whole numbers, or not one per item', () => {
    expect(() => jointReplenishmentCost({ ...plan, orderMultiples: [2, 1.5, 3] })).toThrow(
      new RangeError('orderMultiples[1] is 1.5; it must be a whole number, at least 1'),
    );
    expect(() => jointReplenishmentCost({ ...plan, orderMultiples: [0, 1, 3] })).toThrow(
      new RangeError('orderMultiples[0] is 0; it must be a whole number, at least 1'),
    );
    expect(() => jointReplenishmentCost({ ...plan, orderMultiples: [2, 1] })).toThrow(
      new RangeError('orderMultiples has 2 entries; it must have 3'),
    );
    expect(() => jointReplenishmentCost({ ...plan, orderMultiples: [1, 1, 1] })).not.toThrow();
  });

  it('refuses a cycle of no length', () => {
    expect(() => jointReplenishmentCost({ ...plan, baseCycleTime: 0 })).toThrow(
      new RangeError('baseCycleTime is 0; it must be a finite number greater than 0'),
    );
    expect(jointReplenishmentCost({ ...plan, baseCycleTime: 0.001 })).toBeGreaterThan(5e6);
  });
});

describe('methods for joint replenishment', () => {
  it.each([
    ['no item', { items: [] }, 'items is empty; it must hold at least one item', { items: items([1, 1, 1]) }],
    [
      'a negative shared cost',
      { sharedFixedCost: -1 },
      'sharedFixedCost is -1; it must be a finite number, at least 0',
      { sharedFixedCost: 1 },
    ],
    [
      'a negative item cost',
      { items: items([1, 1, 1], [-1, 1, 1]) },
      'items[1].fixedCost is -1; it must be a finite number, at least 0',
      { items: items([1, 1, 1], [0, 1, 1]) },
    ],
    [
      'a holding cost of 0',
      { items: items([1, 0, 1]) },
      'items[0].holdingCost is 0; it must be a finite number greater than 0',
      { items: items([1, 0.1, 1]) },
    ],
    [
      'a demand of 0',
      { items: items([1, 1, 0]) },
      'items[0].demandRate is 0; it must be a finite number greater than 0',
      { items: items([1, 1, 0.1]) },
    ],
  ])('refuse %s', (_, wrong, message, right) => {
    for (const method of [
      jointReplenishmentBySilver,
      jointReplenishmentByEnumeration,
      (family: JointReplenishmentCosts) =>
        jointReplenishmentCost({ ...family, baseCycleTime: 1, orderMultiples: family.items.map(() => 1) }),
    ]) {
      expect(() => method({ ...threeItems, ...wrong })).toThrow(new RangeError(message));
      expect(() => method({ ...threeItems, ...right })).not.toThrow();
    }
  });
});
