import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { economicOrderQuantity } from './economic-order-quantity.ts';
import {
  additiveYieldCost,
  economicOrderQuantityWithAdditiveYield,
  economicOrderQuantityWithMultiplicativeYield,
  multiplicativeYieldCost,
} from './yield-uncertainty.ts';

/** Examples 9.4 and 9.5 of Snyder, Shen (2019). */
const vaccine = { fixedCost: 18500, holdingCost: 0.06, demandRate: 75000 };
const missing = { ...vaccine, yieldMean: -15000, yieldStandardDeviation: 9000 };
const spoiled = { ...vaccine, yieldMean: 5 / 6, yieldStandardDeviation: Math.sqrt(5 / 252) };

const costs = fc.record({
  fixedCost: fc.double({ min: 10, max: 1e5, noNaN: true }),
  holdingCost: fc.double({ min: 0.01, max: 10, noNaN: true }),
  demandRate: fc.double({ min: 100, max: 1e6, noNaN: true }),
});
const factor = fc.double({ min: 0.3, max: 3, noNaN: true });

describe('economicOrderQuantityWithAdditiveYield', () => {
  it('orders the missing units on top (Snyder, Shen example 9.4)', () => {
    const best = economicOrderQuantityWithAdditiveYield(missing);
    // √(2 x 18500 x 75000 / 0.06 + 9000²) + 15000; the cost is 0.06 x 215246.37.
    expect(best.orderQuantity).toBeCloseTo(Math.sqrt(46_250_000_000 + 81_000_000) + 15000, 6);
    expect(best.cost).toBeCloseTo(0.06 * Math.sqrt(46_331_000_000), 6);
  });

  it('reproduces Snyder, Shen problem 9.4a', () => {
    const best = economicOrderQuantityWithAdditiveYield({
      fixedCost: 2250,
      holdingCost: 275,
      demandRate: 182500,
      yieldMean: -50,
      yieldStandardDeviation: 0.02,
    });
    expect(best.orderQuantity).toBeCloseTo(1778.1098451092846, 8);
    expect(best.cost).toBeCloseTo(475230.2074050533, 6);
  });

  it('never costs more than a neighbour, nor less than a sure yield', () => {
    fc.assert(
      fc.property(costs, factor, fc.double({ min: 0, max: 500, noNaN: true }), (given, scale, deviation) => {
        const uncertain = { ...given, yieldMean: -20, yieldStandardDeviation: deviation };
        const best = economicOrderQuantityWithAdditiveYield(uncertain);
        const orderQuantity = 20 + (best.orderQuantity - 20) * scale;
        expect(best.cost).toBeLessThanOrEqual(
          additiveYieldCost({ ...uncertain, orderQuantity }) * (1 + 1e-12),
        );
        expect(best.cost).toBeGreaterThanOrEqual(economicOrderQuantity(given).cost * (1 - 1e-12));
      }),
      { numRuns: 200 },
    );
  });

  it('refuses a supplier who sends more unasked than an order should bring', () => {
    const costs = { fixedCost: 50, holdingCost: 1, demandRate: 100, yieldStandardDeviation: 0 };
    expect(() => economicOrderQuantityWithAdditiveYield({ ...costs, yieldMean: 100 })).toThrow(
      new RangeError('yieldMean is 100; it must be less than 100, the units that should arrive per order'),
    );
    expect(economicOrderQuantityWithAdditiveYield({ ...costs, yieldMean: 99 }).orderQuantity).toBe(1);
  });

  it('refuses a mean yield that is no number', () => {
    expect(() => economicOrderQuantityWithAdditiveYield({ ...missing, yieldMean: Number.NaN })).toThrow(
      new RangeError('yieldMean is NaN; it must be a finite number'),
    );
    expect(
      economicOrderQuantityWithAdditiveYield({ ...missing, yieldMean: 0 }).orderQuantity,
    ).toBeGreaterThan(0);
  });
});

describe('additiveYieldCost', () => {
  it('is 7,500 of ordering and 5,563 of holding for 200,000 (Snyder, Shen example 9.4)', () => {
    expect(additiveYieldCost({ ...missing, orderQuantity: 200000 })).toBeCloseTo(13063.135135135135, 8);
  });

  it('refuses an order of which nothing arrives', () => {
    expect(() => additiveYieldCost({ ...missing, orderQuantity: 15000 })).toThrow(
      new RangeError('yieldMean is -15000; it must be greater than -15000, so that units arrive'),
    );
    expect(additiveYieldCost({ ...missing, orderQuantity: 15001 })).toBeGreaterThan(1e9);
  });

  it('refuses a mean yield that is no number, and an order of nothing', () => {
    const plan = { ...missing, yieldMean: 10, orderQuantity: 1 };
    expect(() => additiveYieldCost({ ...plan, yieldMean: Number.POSITIVE_INFINITY })).toThrow(
      new RangeError('yieldMean is Infinity; it must be a finite number'),
    );
    expect(() => additiveYieldCost({ ...plan, orderQuantity: 0 })).toThrow(
      new RangeError('orderQuantity is 0; it must be a finite number greater than 0'),
    );
    expect(additiveYieldCost(plan)).toBeGreaterThan(0);
  });
});

describe('economicOrderQuantityWithMultiplicativeYield', () => {
  it('orders √(2 K λ / (h E[Z²])) (Snyder, Shen example 9.5: E[Z²] = 5/7)', () => {
    const best = economicOrderQuantityWithMultiplicativeYield(spoiled);
    expect(best.orderQuantity).toBeCloseTo(Math.sqrt(46_250_000_000 / (5 / 7)), 6);
    // At the optimum ordering and holding cost the same: 2 x 18500 x 75000 / (Q x 5/6).
    expect(best.cost).toBeCloseTo((2 * 18500 * 75000 * 6) / 5 / best.orderQuantity, 8);
  });

  it('never costs more than a neighbour, nor less than a sure yield', () => {
    fc.assert(
      fc.property(costs, factor, fc.double({ min: 0, max: 0.5, noNaN: true }), (given, scale, deviation) => {
        const uncertain = { ...given, yieldMean: 0.8, yieldStandardDeviation: deviation };
        const best = economicOrderQuantityWithMultiplicativeYield(uncertain);
        const other = multiplicativeYieldCost({ ...uncertain, orderQuantity: best.orderQuantity * scale });
        expect(best.cost).toBeLessThanOrEqual(other * (1 + 1e-12));
        expect(best.cost).toBeGreaterThanOrEqual(economicOrderQuantity(given).cost * (1 - 1e-12));
      }),
      { numRuns: 200 },
    );
  });
});

describe('multiplicativeYieldCost', () => {
  it.each([
    [350000, 13757.142857142857],
    [200000, 13467.857142857141],
  ])('reproduces Snyder, Shen example 9.5 for %d', (orderQuantity, cost) => {
    expect(multiplicativeYieldCost({ ...spoiled, orderQuantity })).toBeCloseTo(cost, 8);
  });

  it('refuses an order of nothing', () => {
    expect(() => multiplicativeYieldCost({ ...spoiled, orderQuantity: 0 })).toThrow(
      new RangeError('orderQuantity is 0; it must be a finite number greater than 0'),
    );
    expect(multiplicativeYieldCost({ ...spoiled, orderQuantity: 1 })).toBeCloseTo(1.665e9, 0);
  });
});

describe('methods with uncertain yield', () => {
  const optima = [
    ['additive', economicOrderQuantityWithAdditiveYield],
    ['multiplicative', economicOrderQuantityWithMultiplicativeYield],
  ] as const;
  const valuations = [
    ['additive', additiveYieldCost],
    ['multiplicative', multiplicativeYieldCost],
  ] as const;

  it.each(optima)(
    'refuse a negative cost or rate, holding for free and a negative deviation: %s',
    (_, method) => {
      for (const name of ['fixedCost', 'demandRate'] as const) {
        expect(() => method({ ...spoiled, [name]: -1 })).toThrow(
          new RangeError(`${name} is -1; it must be a finite number, at least 0`),
        );
      }
      expect(() => method({ ...spoiled, holdingCost: 0 })).toThrow(
        new RangeError('holdingCost is 0; it must be a finite number greater than 0'),
      );
      expect(method({ ...spoiled, holdingCost: 1e-9 }).cost).toBeGreaterThan(0);
      expect(() => method({ ...spoiled, yieldStandardDeviation: -1 })).toThrow(
        new RangeError('yieldStandardDeviation is -1; it must be a finite number, at least 0'),
      );
      expect(method({ ...spoiled, yieldStandardDeviation: 0 }).cost).toBeCloseTo(12903.4879, 3);
    },
  );

  it('order what keeps the arrivals small where an order costs nothing', () => {
    // Of Q = √(0 + 9000²) + 15000 units 9000 arrive, and h x 9000 is paid.
    const additive = economicOrderQuantityWithAdditiveYield({ ...missing, fixedCost: 0 });
    expect(additive.orderQuantity).toBeCloseTo(24000, 9);
    expect(additive.cost).toBeCloseTo(0.06 * 9000, 9);
    // Without deviation as well, the 15000 that always miss, and no stock.
    const sure = { ...missing, fixedCost: 0, yieldStandardDeviation: 0 };
    expect(economicOrderQuantityWithAdditiveYield(sure)).toEqual({ orderQuantity: 15000, cost: 0 });
    for (const free of [{ fixedCost: 0 }, { demandRate: 0 }]) {
      const nothing = economicOrderQuantityWithMultiplicativeYield({ ...spoiled, ...free });
      expect(nothing).toEqual({ orderQuantity: 0, cost: 0 });
    }
  });

  it.each(valuations)('refuse a negative cost, rate or deviation: %s', (_, method) => {
    for (const name of ['fixedCost', 'holdingCost', 'demandRate', 'yieldStandardDeviation'] as const) {
      const plan = { ...spoiled, orderQuantity: 5000 };
      expect(() => method({ ...plan, [name]: -1 })).toThrow(
        new RangeError(`${name} is -1; it must be a finite number, at least 0`),
      );
      expect(method({ ...plan, [name]: 0 })).toBeGreaterThan(0);
    }
  });

  it('refuse a mean share of 0', () => {
    expect(() => economicOrderQuantityWithMultiplicativeYield({ ...spoiled, yieldMean: 0 })).toThrow(
      new RangeError('yieldMean is 0; it must be a finite number greater than 0'),
    );
    expect(() => multiplicativeYieldCost({ ...spoiled, yieldMean: 0, orderQuantity: 1 })).toThrow(
      new RangeError('yieldMean is 0; it must be a finite number greater than 0'),
    );
    expect(
      economicOrderQuantityWithMultiplicativeYield({ ...spoiled, yieldMean: 0.01 }).cost,
    ).toBeGreaterThan(0);
    expect(multiplicativeYieldCost({ ...spoiled, yieldMean: 0.01, orderQuantity: 1 })).toBeGreaterThan(0);
  });
});
