import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SupplierSpend, spendConcentration } from './concentration.ts';

const row = (supplierId: string, itemId: string, spend: number): SupplierSpend => ({
  supplierId,
  itemId,
  spend,
});

const rows = fc.array(
  fc.record({
    supplierId: fc.constantFrom('A', 'B', 'C', 'D'),
    itemId: fc.constantFrom('x', 'y', 'z'),
    spend: fc.double({ min: 0.01, max: 1e6, noNaN: true }),
  }),
  { minLength: 1, maxLength: 20 },
);

describe('spendConcentration', () => {
  it('squares the shares of suppliers, over all and by item', () => {
    const result = spendConcentration({
      spend: [row('B', 'x', 30), row('A', 'x', 20), row('A', 'y', 40), row('A', 'y', 10)],
    });
    expect(result).toEqual({
      spend: 100,
      herfindahlIndex: expect.closeTo(0.7 ** 2 + 0.3 ** 2, 12),
      effectiveSuppliers: expect.closeTo(1 / 0.58, 12),
      suppliers: 2,
      largestSupplierId: 'A',
      largestShare: 0.7,
      singleSourcedShare: 0.5,
      items: [
        {
          itemId: 'x',
          spend: 50,
          herfindahlIndex: expect.closeTo(0.52, 12),
          effectiveSuppliers: expect.closeTo(1 / 0.52, 12),
          suppliers: 2,
          largestSupplierId: 'B',
          largestShare: 0.6,
          singleSourced: false,
        },
        {
          itemId: 'y',
          spend: 50,
          herfindahlIndex: 1,
          effectiveSuppliers: 1,
          suppliers: 1,
          largestSupplierId: 'A',
          largestShare: 1,
          singleSourced: true,
        },
      ],
    });
  });

  it('sorts items by falling spend', () => {
    const { items } = spendConcentration({ spend: [row('A', 'x', 1), row('A', 'y', 3), row('B', 'z', 2)] });
    expect(items.map(({ itemId }) => itemId)).toEqual(['y', 'z', 'x']);
  });

  it('names the first of equal suppliers as the largest', () => {
    for (const ids of ['CAB', 'ABC', 'CBA']) {
      const spend = [row('D', 'x', 1), ...[...ids].map((id) => row(id, 'x', 5))];
      const { largestSupplierId, largestShare } = spendConcentration({ spend });
      expect([largestSupplierId, largestShare]).toEqual(['A', 5 / 16]);
    }
  });

  it('sorts items of equal spend by their id', () => {
    for (const ids of ['yxz', 'xyz', 'zyx']) {
      const { items } = spendConcentration({ spend: [...ids].map((id) => row('A', id, 2)) });
      expect(items.map(({ itemId }) => itemId)).toEqual(['x', 'y', 'z']);
    }
  });

  it('counts an item as single-sourced from the share it is told', () => {
    const spend = [row('A', 'x', 90), row('B', 'x', 10)];
    expect(spendConcentration({ spend }).singleSourcedShare).toBe(0);
    expect(spendConcentration({ spend, singleSourcedFrom: 0.9 }).singleSourcedShare).toBe(1);
    expect(spendConcentration({ spend, singleSourcedFrom: 0.91 }).singleSourcedShare).toBe(0);
  });

  it('lies between one over the suppliers and one, and does not depend on currency or order', () => {
    fc.assert(
      fc.property(rows, fc.double({ min: 0.01, max: 100, noNaN: true }), (spend, scale) => {
        const result = spendConcentration({ spend });
        expect(result.herfindahlIndex).toBeGreaterThanOrEqual(1 / result.suppliers - 1e-12);
        expect(result.herfindahlIndex).toBeLessThanOrEqual(1 + 1e-12);
        const other = spendConcentration({
          spend: spend.map((each) => ({ ...each, spend: each.spend * scale })).toReversed(),
        });
        expect(other.herfindahlIndex).toBeCloseTo(result.herfindahlIndex, 9);
        expect(other.singleSourcedShare).toBeCloseTo(result.singleSourcedShare, 9);
        expect(other.spend / result.spend / scale).toBeCloseTo(1, 9);
        expect(result.items.reduce((sum, item) => sum + item.spend, 0) / result.spend).toBeCloseTo(1, 9);
      }),
      { numRuns: 200 },
    );
  });

  it('refuses no rows, a spend of 0, and a share of one half', () => {
    expect(() => spendConcentration({ spend: [] })).toThrow(
      new RangeError('spend is empty; it must hold at least one row'),
    );
    expect(() => spendConcentration({ spend: [row('A', 'x', 1), row('A', 'x', 0)] })).toThrow(
      new RangeError('spend[1].spend is 0; it must be a finite number greater than 0'),
    );
    expect(() => spendConcentration({ spend: [row('A', 'x', 1)], singleSourcedFrom: 0.5 })).toThrow(
      new RangeError('singleSourcedFrom is 0.5; it must be greater than 0.5 and at most 1'),
    );
    expect(() => spendConcentration({ spend: [row('A', 'x', 1)], singleSourcedFrom: 1.01 })).toThrow(
      new RangeError('singleSourcedFrom is 1.01; it must be greater than 0.5 and at most 1'),
    );
    const least = spendConcentration({ spend: [row('A', 'x', 0.01)], singleSourcedFrom: 0.51 });
    expect(least.largestShare).toBe(1);
  });
});
