import { describe, expect, it } from 'vitest';
import { scaledProfiles } from './store-profiles.ts';

const stores = [
  { locationId: 'c', features: { sales: 6, area: 10 } },
  { locationId: 'a', features: { sales: 2, area: 10 } },
  { locationId: 'b', features: { sales: 4, area: 10 } },
];

describe('scaledProfiles', () => {
  it('standardises by mean and standard deviation, in the order of ids and names; a constant becomes 0', () => {
    // Sales 2, 4, 6: mean 4, variance 8/3.
    const found = scaledProfiles(stores, { scaling: 'standardise' });
    expect(found.locationIds).toEqual(['a', 'b', 'c']);
    expect(found.featureNames).toEqual(['area', 'sales']);
    const z = Math.round((2 / Math.sqrt(8 / 3)) * 1e10) / 1e10;
    expect([...found.values]).toEqual([0, -z, 0, 0, 0, z]);
  });

  it('scales robustly by median and interquartile range', () => {
    const five = [0, 1, 2, 3, 1000].map((sales, index) => ({ locationId: `s${index}`, features: { sales } }));
    const found = scaledProfiles(five, { scaling: 'robust' });
    // Median 2, quartiles 1 and 3.
    const unit = 1.3489795 / 2;
    for (const [index, value] of [-2, -1, 0, 1, 998].entries()) {
      expect(found.values[index]! / unit).toBeCloseTo(value, 5);
    }
  });

  it('falls back on the standard deviation where half of the locations are equal', () => {
    const five = [1, 1, 1, 1, 6].map((sales, index) => ({ locationId: `s${index}`, features: { sales } }));
    // Median 1, mean 2, variance (4 · 1 + 16) / 5 = 4.
    expect([...scaledProfiles(five, { scaling: 'robust' }).values]).toEqual([0, 0, 0, 0, 2.5]);
  });

  it('takes shares of the total of each location', () => {
    const found = scaledProfiles(stores, { scaling: 'share-of-total' });
    expect([...found.values]).toEqual(
      [10 / 12, 2 / 12, 10 / 14, 4 / 14, 10 / 16, 6 / 16].map((share) => expect.closeTo(share, 9)),
    );
  });

  it('weights squared distances: a weight of 4 doubles a coordinate', () => {
    const plain = scaledProfiles(stores, { scaling: 'standardise' }).values;
    const weighted = scaledProfiles(stores, { scaling: 'standardise', weights: { sales: 4 } }).values;
    expect([...weighted]).toEqual([...plain].map((value) => 2 * value));
  });

  it('refuses lists without stores or features, and ids that come twice', () => {
    expect(() => scaledProfiles([], { scaling: 'robust' })).toThrow(
      'stores has length 0; it must hold at least one',
    );
    expect(() => scaledProfiles([{ locationId: 'a', features: {} }], { scaling: 'robust' })).toThrow(
      'features is empty',
    );
    expect(() => scaledProfiles([...stores, stores[1]!], { scaling: 'robust' })).toThrow(
      'locationId a comes twice',
    );
    expect([...scaledProfiles([stores[0]!], { scaling: 'robust' }).values]).toEqual([0, 0]);
  });

  it('refuses features that differ or are not finite', () => {
    const with_ = (features: Record<string, number>) => () =>
      scaledProfiles([...stores, { locationId: 'd', features }], { scaling: 'standardise' });
    expect(with_({ sales: 1 })).toThrow('features of d are sales; they must be area, sales');
    expect(with_({ sales: 1, size: 1 })).toThrow('features of d are sales, size; they must be area, sales');
    expect(with_({ sales: 1, area: 2, size: 1 })).toThrow('features of d are area, sales, size');
    expect(with_({ sales: Number.NaN, area: 1 })).toThrow('sales of d is NaN; it must be a finite number');
    expect(with_({ area: 1, sales: -1 })().values).toHaveLength(8);
  });

  it('refuses shares of negative or empty profiles, and accepts a single positive feature', () => {
    const share = (features: Record<string, number>) => () =>
      scaledProfiles([{ locationId: 'a', features }], { scaling: 'share-of-total' });
    expect(share({ x: -1, y: 2 })).toThrow('x of a is -1; a share needs at least 0');
    expect(share({ x: 0, y: 0 })).toThrow('features of a add up to 0; shares need a positive sum');
    expect([...share({ x: 0, y: 2 })().values]).toEqual([0, 1]);
  });

  it('refuses weights of unknown features, below 0, or all 0', () => {
    const weigh = (weights: Record<string, number>) => () =>
      scaledProfiles(stores, { scaling: 'standardise', weights });
    expect(weigh({ size: 1 })).toThrow('weights names size; it must be one of area, sales');
    expect(weigh({ sales: -1 })).toThrow('weights.sales is -1; it must be a number from 0 to 1e100');
    expect(weigh({ sales: Number.POSITIVE_INFINITY })).toThrow('weights.sales is Infinity');
    expect(weigh({ sales: 1.1e100 })).toThrow('weights.sales is 1.1e+100');
    expect(weigh({ sales: 1e100 })().values[5]).toBeCloseTo(1e50 * Math.sqrt(1.5), -42);
    expect(weigh({ sales: 0, area: 0 })).toThrow('weights are all 0; one of them must be greater than 0');
    expect([...weigh({ sales: 0 })().values]).toEqual([0, 0, 0, 0, 0, 0].map(() => expect.closeTo(0, 12)));
  });

  it.each(['standardise', 'robust', 'share-of-total'] as const)(
    'does not know the unit of the features, to the ends of the range of numbers: %s',
    (scaling) => {
      const inUnit = (unit: number) =>
        stores.map(({ locationId, features: { sales } }) => ({
          locationId,
          features: { sales: (sales / 8) * unit, area: unit / 2 },
        }));
      const plain = scaledProfiles(inUnit(1), { scaling }).values;
      for (const unit of [1e-300, 1e-170, 1e170, 1.7e308]) {
        expect([...scaledProfiles(inUnit(unit), { scaling }).values]).toEqual([...plain]);
      }
    },
  );

  it('takes differences that are rounding for none', () => {
    const nearly = (lot: number[]) =>
      lot.map((sales, index) => ({ locationId: `s${index}`, features: { sales } }));
    expect([...scaledProfiles(nearly([0.3, 0.1 + 0.2, 0.3]), { scaling: 'standardise' }).values]).toEqual([
      0, 0, 0,
    ]);
    // An interquartile range of 6e-17 is none: mean 0.44, standard deviation 0.28.
    const robust = scaledProfiles(nearly([0.3, 0.3, 0.1 + 0.2, 0.1 + 0.2, 1]), { scaling: 'robust' }).values;
    expect(robust[4]).toBeCloseTo(0.7 / 0.28, 9);
    // A millionth of a millionth is a difference.
    const found = scaledProfiles(nearly([1, 1 + 1e-12]), { scaling: 'standardise' }).values;
    expect([...found]).toEqual([expect.closeTo(-1, 3), expect.closeTo(1, 3)]);
  });
});
