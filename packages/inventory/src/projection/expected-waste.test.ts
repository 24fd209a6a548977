import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedWasteFefo } from './expected-waste.ts';
import { summariseStock } from './stock-summary.ts';

const batches = [{ units: 1, sellableDays: 1 }];

describe('expectedWasteFefo', () => {
  it('wastes all of an expired batch and leaves its demand to the next', () => {
    // One unit is wanted for sure each day: the second batch of 3 sells 2 in its 2 days.
    const shelf = [
      { units: 4, sellableDays: 0 },
      { units: 3, sellableDays: 2 },
    ];
    const { expectedWaste, wasteProbability } = expectedWasteFefo({ batches: shelf, dailyDemandPmf: [0, 1] });
    expect(expectedWaste).toEqual([4, 1]);
    expect(wasteProbability).toEqual([1, 1]);
  });

  it('counts what is missing to 1 as more demand than there is stock', () => {
    expect(expectedWasteFefo({ batches, dailyDemandPmf: [0.25] }).expectedWaste).toEqual([0.25]);
    expect(expectedWasteFefo({ batches, dailyDemandPmf: [] }).expectedWaste).toEqual([0]);
  });

  it('agrees with dynamic programming over the joint stock, in any order of the batches', () => {
    const anyBatches = fc.array(
      fc.record({ units: fc.nat(6), sellableDays: fc.integer({ min: -1, max: 7 }) }),
      { minLength: 1, maxLength: 4 },
    );
    const anyPmf = fc.constantFrom([0.3, 0.4, 0.3], [0.7, 0, 0, 0.3], [0, 0.5, 0.25, 0.25], [1]);
    fc.assert(
      fc.property(anyBatches, anyPmf, (some, dailyDemandPmf) => {
        const { expectedWaste, wasteProbability } = expectedWasteFefo({ batches: some, dailyDemandPmf });
        const { batches: joint } = summariseStock({
          batches: some.map((batch, i) => ({ ...batch, batchId: `b${i}` })),
          demand: { daily: new Array(7).fill(dailyDemandPmf) },
          freshestFirstShare: 0,
          seed: 1,
          method: 'exact',
        });
        joint.forEach(({ wasted }, i) => {
          expect(Math.abs(wasted.mean - expectedWaste[i]!)).toBeLessThan(1e-12);
          expect(Math.abs(wasted.anyProbability - wasteProbability[i]!)).toBeLessThan(1e-12);
        });
      }),
      { numRuns: 200 },
    );
  });

  it('squares the demand of many days', () => {
    // A customer comes with probability 1/1000 a day: of two units Binomial(5000, 1/1000) are wanted.
    const { expectedWaste, wasteProbability } = expectedWasteFefo({
      batches: [{ units: 2, sellableDays: 5000 }],
      dailyDemandPmf: [0.999, 0.001],
    });
    const none = 0.999 ** 5000;
    const one = 5000 * 0.001 * 0.999 ** 4999;
    expect(expectedWaste[0]).toBeCloseTo(2 * none + one, 12);
    expect(wasteProbability[0]).toBeCloseTo(none + one, 12);
    const never = { batches: [{ units: 7, sellableDays: 2 ** 31 - 1 }], dailyDemandPmf: [1] };
    expect(expectedWasteFefo(never)).toEqual({ expectedWaste: [7], wasteProbability: [1] });
  });

  it('takes no table longer than demand can reach', () => {
    // At most 2 x 3 units are wanted, whatever the stock; 1/2 x 1/2 of the time none.
    const stock = [{ units: 2_000_000_000, sellableDays: 2 }];
    const pmf = [0.5, 0, 0, 0.5];
    expect(expectedWasteFefo({ batches: stock, dailyDemandPmf: pmf }).expectedWaste).toEqual([1_999_999_997]);
    // What the probabilities leave to 1 is beyond any stock.
    expect(expectedWasteFefo({ batches: stock, dailyDemandPmf: [0.5] }).expectedWaste).toEqual([500_000_000]);
  });

  it('gives the same for a batch that takes many days as for one that takes one', () => {
    const pmf = [0.2, 0.3, 0.5];
    const twoDays = [0.04, 0.12, 0.29, 0.3, 0.25];
    const waste = (sellableDays: number, dailyDemandPmf: number[]) =>
      expectedWasteFefo({
        batches: [
          { units: 4, sellableDays },
          { units: 3, sellableDays: 2 * sellableDays },
        ],
        dailyDemandPmf,
      }).expectedWaste;
    for (const days of [1, 2, 3, 8, 40]) {
      const slow = waste(2 * days, pmf);
      waste(days, twoDays).forEach((units, i) => {
        expect(Math.abs(units - slow[i]!)).toBeLessThan(1e-12);
      });
    }
  });

  it('refuses what would take minutes', () => {
    const of = (units: number, sellableDays: number) => () =>
      expectedWasteFefo({ batches: [{ units, sellableDays }], dailyDemandPmf: [0.5, 0.5] }).expectedWaste[0];
    expect(of(2e9, 2e9)).toThrow(
      'units of batches add up to 2000000000 and sellableDays reach 2000000000; they must be fewer, since demand ' +
        'takes 2000000000 cells (at most 10000000)',
    );
    expect(of(9e6, 9e6)).toThrow('steps (at most 20000000000)');
    expect(of(9e6, 20)()).toBeCloseTo(9e6 - 10, 6);
  });

  it('refuses what is no distribution or no batch, and takes the nearest that is', () => {
    expect(() => expectedWasteFefo({ batches, dailyDemandPmf: [0.7, 0.7] })).toThrow(
      'dailyDemandPmf adds up to 1.4, it must be at most 1',
    );
    expect(expectedWasteFefo({ batches, dailyDemandPmf: [0.7, 0.3] }).expectedWaste).toEqual([0.7]);
    expect(() => expectedWasteFefo({ batches, dailyDemandPmf: [-0.1] })).toThrow(
      'dailyDemandPmf[0] is -0.1; it must be 0 to 1',
    );
    expect(() => expectedWasteFefo({ batches, dailyDemandPmf: [1.1] })).toThrow('dailyDemandPmf[0] is 1.1');
    expect(expectedWasteFefo({ batches, dailyDemandPmf: [1] }).expectedWaste).toEqual([1]);
    const waste = (units: number, sellableDays: number) => () =>
      expectedWasteFefo({ batches: [{ units, sellableDays }], dailyDemandPmf: [1] }).expectedWaste[0];
    expect(waste(-1, 1)).toThrow('units of batches[0] is -1; it must be a whole number, at least 0');
    expect(waste(0, 1)()).toBe(0);
    expect(waste(1, 1.5)).toThrow('sellableDays of batches[0] is 1.5');
    expect(waste(1, -3)()).toBe(1);
  });
});
