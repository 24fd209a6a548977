import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differences } from './compare.ts';

describe('comparing with what was expected', () => {
  it('allows abs + rel × |expected|', () => {
    const tolerance = { rel: 0.01, abs: 0.5 };
    expect(differences(-101.5, -100, tolerance, 'cost')).toEqual([]);
    expect(differences(-101.51, -100, tolerance, 'cost')).toEqual([
      { key: 'cost', expected: -100, got: -101.51 },
    ]);
    expect(differences(98.5, 100, tolerance, 'cost')).toEqual([]);
    expect(differences(98.49, 100, tolerance, 'cost')).toHaveLength(1);
  });

  it('wants equality without a tolerance', () => {
    expect(differences(3, 3, {}, 'order_quantity')).toEqual([]);
    expect(differences(3.0000001, 3, {}, 'order_quantity')).toHaveLength(1);
  });

  it('gives base-stock levels their own tolerance', () => {
    const tolerance = { rel: 0, abs: 0, base_stock_abs: 0.1 };
    expect(differences([40.05], [40], tolerance, 'echelon_base_stock')).toEqual([]);
    expect(differences([40.2], [40], tolerance, 'echelon_base_stock')).toHaveLength(1);
    expect(differences(40.05, 40, tolerance, 'cost')).toHaveLength(1);
  });

  it('never takes a missing or impossible number for a match', () => {
    for (const got of [undefined, null, Number.NaN, Number.POSITIVE_INFINITY, '3']) {
      expect(differences(got, 3, { rel: 1, abs: 1000 }, 'cost'), String(got)).toHaveLength(1);
    }
    expect(differences(undefined, null, {}, 'k')).toEqual([]);
    expect(differences(0, null, {}, 'k')).toHaveLength(1);
  });

  it('walks lists and objects and names the place', () => {
    expect(differences([1, 5], [1, 2], {}, 'q')).toEqual([{ key: 'q[1]', expected: 2, got: 5 }]);
    expect(differences([1], [1, 2], {}, 'q')).toEqual([{ key: 'q', expected: [1, 2], got: [1] }]);
    expect(differences({ a: 1, c: 3 }, { a: 1, b: 2 }, {}, 'plan')).toEqual([
      { key: 'plan.b', expected: 2, got: undefined },
      { key: 'plan.c', expected: undefined, got: 3 },
    ]);
    expect(differences(7, { a: 1 }, {}, 'plan')).toEqual([{ key: 'plan', expected: { a: 1 }, got: 7 }]);
    expect(differences({ a: 2 }, { a: 1 }, {}, '')).toEqual([{ key: 'a', expected: 1, got: 2 }]);
  });

  it('finds no difference between a value and itself', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(differences(value, value, {}, 'v')).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
