import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mulberry32, poissonInverse } from '../projection/testing/drawn-demand.ts';
import { demandUplift, discountGrid } from './markdown.ts';
import { estimateElasticity, fitElasticity, type PriceSpellSales } from './price-elasticity.ts';
import { plainRules } from './testing/remedy-situations.ts';

/** Three stores over seven weekdays with levels of their own: 40 days each at 5.00, 10 at 4.00, 5 at 3.00. */
function syntheticSales(truth: number, seed: number, daysShare = 1): PriceSpellSales[] {
  const random = mulberry32(seed);
  const rows: PriceSpellSales[] = [];
  for (let store = 0; store < 3; store++) {
    for (let weekday = 0; weekday < 7; weekday++) {
      const level = (1 + store * 2) * (weekday > 4 ? 2 : 1);
      for (const [pricePerUnit, days] of [
        [5, 40],
        [4, 10],
        [3, 5],
      ] as const) {
        let unitsSold = 0;
        const seen = Math.max(1, Math.round(days * daysShare));
        for (let day = 0; day < seen; day++) {
          unitsSold += poissonInverse(level * (pricePerUnit / 5) ** truth, random());
        }
        rows.push({ group: `S${store}-${weekday}`, pricePerUnit, unitsSold, days: seen });
      }
    }
  }
  return rows;
}

describe('fitElasticity', () => {
  it('solves one group with two prices exactly', () => {
    // 10 a day at 2.00, 40 a day at 1.00: ln(10/40) / ln(2/1) = -2. Information: 80 x 0.5 x 0.5 x ln(2)^2
    // with 40 units at each price.
    const fit = fitElasticity([
      { group: 'g', pricePerUnit: 2, unitsSold: 40, days: 4 },
      { group: 'g', pricePerUnit: 1, unitsSold: 40, days: 1 },
    ])!;
    expect(fit.elasticity).toBeCloseTo(-2, 9);
    expect(fit.standardError).toBeCloseTo(1 / Math.sqrt(20 * Math.LN2 ** 2), 9);
    expect(fit.priceChanges).toBe(1);
  });

  it('recovers the truth within 20 % from synthetic price changes', () => {
    for (const truth of [-1, -2, -3.5]) {
      const { elasticity, standardError } = fitElasticity(syntheticSales(truth, 42))!;
      expect(Math.abs(elasticity / truth - 1)).toBeLessThan(0.2);
      expect(Math.abs(elasticity - truth)).toBeLessThan(4 * standardError);
    }
  });

  it('states a standard error that covers the truth as often as it says', () => {
    let covered = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const { elasticity, standardError } = fitElasticity(syntheticSales(-2, seed))!;
      if (Math.abs(elasticity + 2) < 1.2815515655 * standardError) covered++;
    }
    // 80 % of 200 is 160, with a standard deviation of 5.7; a floor of 1 on the dispersion widens a little.
    expect(covered).toBeGreaterThan(160 - 4 * 5.7);
    expect(covered).toBeLessThan(160 + 5 * 5.7);
  });

  it('does not take a busy store or weekday for the effect of a price', () => {
    // The busy group always has the high price, the quiet one the low price: no group saw a change.
    const rows = [
      { group: 'busy', pricePerUnit: 3, unitsSold: 900, days: 30 },
      { group: 'quiet', pricePerUnit: 2, unitsSold: 30, days: 30 },
    ];
    expect(fitElasticity(rows)).toBeNull();
  });

  it('stays finite when nothing was sold at the high price', () => {
    const fit = fitElasticity([
      { group: 'g', pricePerUnit: 2, unitsSold: 0, days: 10 },
      { group: 'g', pricePerUnit: 1, unitsSold: 12, days: 10 },
    ])!;
    expect(fit.elasticity).toBe(-10);
    expect(fit.standardError).toBeGreaterThan(1);
  });

  it('widens its error with over-dispersed sales', () => {
    const rows = syntheticSales(-2, 3);
    const bumpy = rows.map((row, i) => ({ ...row, unitsSold: row.unitsSold * (i % 2 === 0 ? 2 : 1) }));
    expect(fitElasticity(bumpy)!.dispersion).toBeGreaterThan(3);
    // More units alone would narrow it.
    expect(fitElasticity(bumpy)!.standardError).toBeGreaterThan(1.3 * fitElasticity(rows)!.standardError);
    expect(fitElasticity(rows)!.dispersion).toBeLessThan(1.6);
  });

  it('does not depend on the unit of price', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (seed, unit) => {
          const rows = syntheticSales(-2, seed, 0.2);
          const inOtherUnit = rows.map((row) => ({ ...row, pricePerUnit: row.pricePerUnit * unit }));
          expect(fitElasticity(inOtherUnit)!.elasticity).toBeCloseTo(fitElasticity(rows)!.elasticity, 6);
        },
      ),
    );
  });

  it('names what is wrong with a row', () => {
    const row = { group: 'g', pricePerUnit: 2, unitsSold: 1, days: 1 };
    expect(() => fitElasticity([{ ...row, pricePerUnit: 0 }])).toThrow('pricePerUnit of g is 0');
    expect(() => fitElasticity([{ ...row, days: 0 }])).toThrow('days of g is 0');
    expect(() => fitElasticity([{ ...row, unitsSold: -1 }])).toThrow('unitsSold of g is -1');
  });
});

describe('estimateElasticity', () => {
  it('states the default without data: -2.0, 10 % and 90 % bounds 0.9 apart', () => {
    const estimate = estimateElasticity({ item: [] });
    expect(estimate).toMatchObject({
      elasticity: -2,
      standardError: 0.7,
      source: 'default',
      priceChanges: 0,
    });
    expect(estimate.low).toBeCloseTo(-2.897, 3);
    expect(estimate.high).toBeCloseTo(-1.103, 3);
  });

  it('weights by precision: equal errors meet half way', () => {
    // The item's own fit is -4 with error e; a default of -2 with the same error gives -3 with e / sqrt(2).
    const item = [
      { group: 'g', pricePerUnit: 2, unitsSold: 40, days: 16 },
      { group: 'g', pricePerUnit: 1, unitsSold: 40, days: 1 },
    ];
    const own = fitElasticity(item)!;
    expect(own.elasticity).toBeCloseTo(-4, 9);
    const { standardError } = own;
    const estimate = estimateElasticity({ item, fallback: { elasticity: -2, standardError } });
    expect(estimate.elasticity).toBeCloseTo(-3, 9);
    expect(estimate.standardError).toBeCloseTo(standardError / Math.SQRT2, 9);
    expect(estimate).toMatchObject({ source: 'item', priceChanges: 1 });
  });

  it('lets an item with many price changes speak for itself, within 20 % of its truth', () => {
    const estimate = estimateElasticity({
      item: syntheticSales(-3.5, 8),
      category: fitElasticity(syntheticSales(-1.5, 9)),
    });
    expect(Math.abs(estimate.elasticity / -3.5 - 1)).toBeLessThan(0.2);
    expect(estimate.source).toBe('item');
    expect(estimate.priceChanges).toBe(2);
  });

  it('lends the category to an item without price changes, with room for its own ways', () => {
    const category = fitElasticity(syntheticSales(-1.2, 10))!;
    const estimate = estimateElasticity({ item: [], category });
    expect(Math.abs(estimate.elasticity + 1.2)).toBeLessThan(0.3);
    expect(estimate.source).toBe('category');
    expect(estimate.standardError).toBeGreaterThan(category.standardError);
  });

  it('never says that a lower price drives customers away', () => {
    const item = syntheticSales(1.5, 4);
    const estimate = estimateElasticity({ item });
    expect([estimate.elasticity, estimate.low, estimate.high]).toEqual([0, 0, 0]);
    expect(demandUplift({ discountPct: 30, elasticity: estimate.elasticity })).toBe(1);
  });
});

describe('demandUplift', () => {
  it('is 1 without a discount and 4 at half price with elasticity -2', () => {
    expect(demandUplift({ discountPct: 0, elasticity: -3 })).toBe(1);
    expect(demandUplift({ discountPct: 50, elasticity: -2 })).toBe(4);
  });

  it('rises with elasticity and with the discount', () => {
    const discount = fc.integer({ min: 1, max: 90 });
    const elasticity = fc.double({ min: -5, max: -0.1, noNaN: true });
    fc.assert(
      fc.property(discount, elasticity, (discountPct, value) => {
        const uplift = demandUplift({ discountPct, elasticity: value });
        expect(uplift).toBeGreaterThan(1);
        expect(demandUplift({ discountPct, elasticity: value - 0.1 })).toBeGreaterThan(uplift);
        expect(demandUplift({ discountPct: discountPct + 1, elasticity: value })).toBeGreaterThan(uplift);
      }),
    );
  });

  it('refuses to give the goods away', () => {
    expect(() => demandUplift({ discountPct: 100, elasticity: -2 })).toThrow('discountPct is 100');
  });
});

describe('discountGrid', () => {
  it('runs from the minimum to the maximum in whole steps, without 0', () => {
    expect(
      discountGrid({ ...plainRules, minDiscountPct: 10, maxDiscountPct: 50, discountStepPct: 15 }),
    ).toEqual([10, 25, 40]);
    expect(
      discountGrid({ ...plainRules, minDiscountPct: 0, maxDiscountPct: 0.3, discountStepPct: 0.1 }),
    ).toEqual([0.1, 0.2, 0.3]);
    expect(discountGrid({ ...plainRules, minDiscountPct: 30, maxDiscountPct: 20 })).toEqual([]);
  });
});
