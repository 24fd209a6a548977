import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ShareRecord, shareEstimate, sharePool } from './share-pool.ts';

const records: fc.Arbitrary<ShareRecord[]> = fc.array(
  fc
    .record({ trials: fc.integer({ min: 0, max: 40 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
    .map(({ trials, share }) => ({ trials, successes: Math.round(trials * share) })),
  { minLength: 1, maxLength: 8 },
);

describe('sharePool', () => {
  it('draws the mean half a delivery towards one half', () => {
    expect(sharePool([{ trials: 9, successes: 9 }]).mean).toBe(0.95);
    expect(
      sharePool([
        { trials: 6, successes: 0 },
        { trials: 3, successes: 2 },
      ]).mean,
    ).toBe(0.25);
    expect(sharePool([]).mean).toBe(0.5);
  });

  it('has a weight of 10 without deliveries', () => {
    expect(sharePool([]).weight).toBe(10);
    expect(sharePool([{ trials: 0, successes: 0 }]).weight).toBe(10);
  });

  it('weighs little where suppliers differ, and much where they are alike', () => {
    const differing = sharePool([
      { trials: 40, successes: 39 },
      { trials: 40, successes: 4 },
      { trials: 40, successes: 22 },
    ]);
    expect(differing.weight).toBeLessThan(4);
    const alike = sharePool(new Array(12).fill({ trials: 40, successes: 30 }));
    expect(alike.weight).toBeGreaterThan(100);
  });

  it('has the weight that makes the records likeliest', () => {
    // Twenty suppliers, half of them always and half never on time in one delivery... of two each: the likelihood
    // of κ is (m(1-m)-free) (Γ(κ)/Γ(κ+2) κ/2 (κ/2+1))^20 = ((κ/2+1)/(2(κ+1)))^20, which falls with κ; times the
    // prior κ/(10+κ)². The maximum of 20 ln((κ+2)/(κ+1)) + ln κ - 2 ln(10+κ) is found here on a finer grid.
    const records = Array.from({ length: 20 }, (_, index) => ({
      trials: 2,
      successes: index % 2 === 0 ? 2 : 0,
    }));
    let best = { weight: 0, value: Number.NEGATIVE_INFINITY };
    for (let weight = 0.5; weight < 100; weight += 0.001) {
      const value = 20 * Math.log((weight + 2) / (weight + 1)) + Math.log(weight) - 2 * Math.log(10 + weight);
      if (value > best.value) best = { weight, value };
    }
    const found = sharePool(records);
    expect(found.mean).toBe(0.5);
    expect(Math.abs(found.weight / best.weight - 1)).toBeLessThan(0.05);
  });

  it('does not depend on the order of the suppliers', () => {
    fc.assert(
      fc.property(records, (given) => {
        const turned = sharePool(given.toReversed());
        const pool = sharePool(given);
        expect(turned.mean).toBeCloseTo(pool.mean, 12);
        // A step of the grid apart, where rounding decides between two.
        expect(Math.abs(Math.log(turned.weight / pool.weight))).toBeLessThan(0.06);
      }),
      { numRuns: 100 },
    );
  });

  it('refuses more successes than trials, and negative numbers', () => {
    expect(() =>
      sharePool([
        { trials: 1, successes: 1 },
        { trials: 2, successes: 3 },
      ]),
    ).toThrow(new RangeError('records[1].successes is 3; it must be at most trials 2'));
    expect(() => sharePool([{ trials: -1, successes: 0 }])).toThrow(
      new RangeError('records[0].trials is -1; it must be a finite number, at least 0'),
    );
    expect(() => sharePool([{ trials: 1, successes: -1 }])).toThrow(
      new RangeError('records[0].successes is -1; it must be a finite number, at least 0'),
    );
    expect(
      sharePool([
        { trials: 1, successes: 1 },
        { trials: 2, successes: 2 },
      ]).mean,
    ).toBe(0.875);
  });
});

describe('shareEstimate', () => {
  it('is half way between pool and record at as many deliveries as the pool is worth', () => {
    expect(shareEstimate({ mean: 0.9, weight: 10 }, { trials: 10, successes: 5 }).mean).toBeCloseTo(0.7, 12);
  });

  it('has the range of a beta distribution: of beta(2, 1), whose cdf is x², the roots of 5 % and 95 %', () => {
    const { low, high } = shareEstimate({ mean: 0.5, weight: 2 }, { trials: 1, successes: 1 });
    expect(low).toBeCloseTo(Math.sqrt(0.05), 9);
    expect(high).toBeCloseTo(Math.sqrt(0.95), 9);
  });

  it('is the pool without deliveries', () => {
    fc.assert(
      fc.property(records, (given) => {
        const pool = sharePool(given);
        expect(shareEstimate(pool, { trials: 0, successes: 0 }).mean).toBeCloseTo(pool.mean, 12);
      }),
      { numRuns: 100 },
    );
  });

  it('is pulled to its own record by more deliveries, and surer by those that agree with the pool', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        fc.double({ min: 1, max: 100, noNaN: true }),
        fc.integer({ min: 1, max: 50 }),
        (mean, weight, trials) => {
          const pool = { mean, weight };
          const few = shareEstimate(pool, { trials, successes: trials });
          const many = shareEstimate(pool, { trials: trials * 10, successes: trials * 10 });
          expect(few.mean).toBeGreaterThan(mean);
          expect(many.mean).toBeGreaterThan(few.mean);
          expect(few.low).toBeLessThan(few.mean);
          expect(few.high).toBeGreaterThan(few.low);
          const agreeing = [0, trials, trials * 10].map((count) =>
            shareEstimate(pool, { trials: count, successes: count * mean }),
          );
          const widths = agreeing.map(({ low, high }) => high - low);
          expect(widths).toEqual(widths.toSorted((a, b) => b - a));
          expect(agreeing[2]?.mean).toBeCloseTo(mean, 12);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('refuses a pool whose share is certain, a weight of 0, and a record that makes no sense', () => {
    const record = { trials: 1, successes: 1 };
    for (const mean of [0, 1]) {
      expect(() => shareEstimate({ mean, weight: 1 }, record)).toThrow(
        new RangeError(`pool.mean is ${mean}; it must be greater than 0 and less than 1`),
      );
    }
    expect(() => shareEstimate({ mean: 0.5, weight: 0 }, record)).toThrow(
      new RangeError('pool.weight is 0; it must be a finite number greater than 0'),
    );
    expect(() => shareEstimate({ mean: 0.5, weight: 1 }, { trials: 1, successes: 2 })).toThrow(
      new RangeError('record.successes is 2; it must be at most trials 1'),
    );
    expect(shareEstimate({ mean: 0.999, weight: 0.1 }, record).mean).toBeCloseTo(1.0999 / 1.1, 12);
  });
});
