import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  latenessPool,
  latenessQuantile,
  leadTimeWithLateness,
  predictLateness,
  probabilityWithin,
} from './lateness.ts';

const dayLists = fc.array(fc.array(fc.integer({ min: -10, max: 40 }), { maxLength: 8 }), {
  minLength: 1,
  maxLength: 6,
});
const withDeliveries = dayLists.filter((lists) => lists.some((days) => days.length > 0));

describe('latenessPool', () => {
  it('counts a supplier by its credibility', () => {
    // Within 8/3 over 2 degrees of freedom, 4/3; between 3 x (5/12)² + (5/4)² = 25/12, less 4/3, over 1.5, is ½: κ is
    // 8/3. Credibilities 3/(3 + 8/3) = 9/17 and 1/(1 + 8/3) = 3/11 are to each other as 0.66 to 0.34.
    const pool = latenessPool([[0, 0, 2], [], [-1]]);
    expect(pool.weight).toBeCloseTo(8 / 3, 12);
    expect(pool.outcomes).toEqual([
      { days: -1, probability: expect.closeTo(0.34, 12) },
      { days: 0, probability: expect.closeTo(0.44, 12) },
      { days: 2, probability: expect.closeTo(0.22, 12) },
    ]);
  });

  it('does not let one supplier with many deliveries speak for all', () => {
    const punctual = Array.from({ length: 10000 }, (_, index) => (index % 2 === 0 ? 0 : 1));
    const others = Array.from({ length: 20 }, (_, index) => [8, 9, 10, 10 + (index % 3)]);
    // Twenty of 21 suppliers are about ten days late.
    const { meanDays } = predictLateness({ pool: latenessPool([punctual, ...others]), daysLate: [] });
    expect(meanDays).toBeGreaterThan(8);
  });

  it('weighs the variance within suppliers against that between their means', () => {
    // Means 1 and 7, variance within 2 with 1 + 1 degrees of freedom. Between: 2 x 3² + 2 x 3² = 36, less 2, over
    // 4 - 8/4 = 2, is 17.
    const pool = latenessPool([
      [0, 2],
      [6, 8],
    ]);
    expect(pool.weight).toBe(1);
    // Within (5² + 5²) x 2 / 2 = 50, between (36 - 50) / 2 < 0: no sign of a difference.
    expect(
      latenessPool([
        [-4, 6],
        [2, 12],
      ]).weight,
    ).toBe(100);
    // Means 0 and 4; within (1 + 1) x 2 / 2 = 2; between (16 - 2) / 2 = 7; 2/7 is below the least weight.
    expect(
      latenessPool([
        [-1, 1],
        [3, 5],
      ]).weight,
    ).toBe(1);
    // Means 0 and 4; within 2 x 9 x 2 / 2 = 18... between (16 - 18) / 2 < 0.
    expect(
      latenessPool([
        [-3, 3],
        [1, 7],
      ]).weight,
    ).toBe(100);
    // Means 0 and 6; within 2 x 9 x 2 / 2 = 18; between (36 - 18) / 2 = 9; 18/9.
    expect(
      latenessPool([
        [-3, 3],
        [3, 9],
      ]).weight,
    ).toBe(2);
    // Three deliveries and one: means 0 and 8, pool mean 2; within (9 + 9) / 2 = 9; between 3 x 4 + 36 = 48, less
    // 9, over 4 - 10/4 = 1.5, is 26; kept at the least weight.
    expect(latenessPool([[-3, 0, 3], [8]]).weight).toBe(1);
    // The same with deliveries of -6 and 6: within 36, between (48 - 36) / 1.5 = 8; 36/8.
    expect(latenessPool([[-6, 0, 6], [8]]).weight).toBe(4.5);
  });

  it('has a weight of 10 deliveries where it cannot be estimated', () => {
    expect(latenessPool([[1, 2, 3]]).weight).toBe(10);
    expect(latenessPool([[1], [4], [9]]).weight).toBe(10);
    expect(latenessPool([[1], []]).weight).toBe(10);
  });

  it('refuses to learn from nothing, and from no number', () => {
    expect(() => latenessPool([[], []])).toThrow(
      new RangeError('suppliers has no delivery; a pool needs at least one'),
    );
    expect(() => latenessPool([[1], [0, Number.NaN]])).toThrow(
      new RangeError('suppliers[1][1] is NaN; it must be a finite number'),
    );
    expect(latenessPool([[], [0]]).outcomes).toEqual([{ days: 0, probability: 1 }]);
  });
});

describe('predictLateness', () => {
  it('mixes two late deliveries with a punctual pool worth two', () => {
    const pool = { outcomes: [{ days: 0, probability: 1 }], weight: 2 };
    expect(predictLateness({ pool, daysLate: [3, 3] })).toEqual({
      meanDays: 1.5,
      standardDeviationDays: 1.5,
      outcomes: [
        { days: 0, probability: 0.5 },
        { days: 3, probability: 0.5 },
      ],
    });
  });

  it('gives a supplier without deliveries the pool', () => {
    fc.assert(
      fc.property(withDeliveries, (lists) => {
        const pool = latenessPool(lists);
        const { outcomes, meanDays } = predictLateness({ pool, daysLate: [] });
        const means = lists
          .filter(({ length }) => length > 0)
          .map((days) => ({
            credibility: days.length / (days.length + pool.weight),
            mean: days.reduce((sum, each) => sum + each, 0) / days.length,
          }));
        const weights = means.reduce((sum, { credibility }) => sum + credibility, 0);
        const sum = means.reduce((total, { credibility, mean }) => total + credibility * mean, 0);
        expect(meanDays).toBeCloseTo(sum / weights, 9);
        expect(outcomes.map(({ days }) => days)).toEqual(pool.outcomes.map(({ days }) => days));
      }),
      { numRuns: 200 },
    );
  });

  it('is a distribution whose mean is the credibility estimate', () => {
    fc.assert(
      fc.property(
        withDeliveries,
        fc.array(fc.integer({ min: -5, max: 30 }), { maxLength: 20 }),
        (lists, own) => {
          const pool = latenessPool(lists);
          const { outcomes, meanDays, standardDeviationDays } = predictLateness({ pool, daysLate: own });
          const poolMean = pool.outcomes.reduce((sum, { days, probability }) => sum + days * probability, 0);
          const ownSum = own.reduce((sum, days) => sum + days, 0);
          expect(meanDays).toBeCloseTo((ownSum + pool.weight * poolMean) / (own.length + pool.weight), 9);
          expect(outcomes.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12);
          expect(outcomes).toEqual(outcomes.toSorted((a, b) => a.days - b.days));
          const spread = (outcomes.at(-1)?.days ?? 0) - (outcomes[0]?.days ?? 0);
          expect(standardDeviationDays).toBeLessThanOrEqual(spread / 2 + 1e-9);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is pulled to its own record by more deliveries', () => {
    const pool = { outcomes: [{ days: 0, probability: 1 }], weight: 10 };
    const means = [0, 1, 5, 30, 1000].map(
      (count) => predictLateness({ pool, daysLate: new Array(count).fill(8) }).meanDays,
    );
    expect(means).toEqual([0, 8 / 11, 40 / 15, 6, 8000 / 1010].map((mean) => expect.closeTo(mean, 9)));
  });

  it('refuses a pool of nothing, a weight of 0 and a day that is no number', () => {
    const pool = { outcomes: [{ days: 0, probability: 1 }], weight: 1 };
    expect(() => predictLateness({ pool: { ...pool, outcomes: [] }, daysLate: [] })).toThrow(
      new RangeError('pool.outcomes is empty; it must hold at least one outcome'),
    );
    expect(() => predictLateness({ pool: { ...pool, weight: 0 }, daysLate: [] })).toThrow(
      new RangeError('pool.weight is 0; it must be a finite number greater than 0'),
    );
    expect(() => predictLateness({ pool, daysLate: [1, Number.POSITIVE_INFINITY] })).toThrow(
      new RangeError('daysLate[1] is Infinity; it must be a finite number'),
    );
    expect(predictLateness({ pool, daysLate: [1, -100] }).meanDays).toBeCloseTo(-33, 9);
  });
});

describe('probabilityWithin and latenessQuantile', () => {
  const outcomes = [
    { days: -1, probability: 0.2 },
    { days: 0, probability: 0.5 },
    { days: 4, probability: 0.3 },
  ];

  it('read the distribution at its steps', () => {
    expect([-2, -1, -0.5, 0, 3, 4].map((days) => probabilityWithin(outcomes, days))).toEqual([
      0, 0.2, 0.2, 0.7, 0.7, 1,
    ]);
    expect([0.1, 0.2, 0.21, 0.7, 0.71, 1].map((p) => latenessQuantile(outcomes, p))).toEqual([
      -1, -1, 0, 0, 4, 4,
    ]);
  });

  it('return the last day where the probabilities fall short of 1 by rounding', () => {
    const tenths = Array.from({ length: 10 }, (_, days) => ({ days, probability: 0.1 - 1e-6 }));
    expect(latenessQuantile(tenths, 1)).toBe(9);
  });

  it('refuse a probability of 0, no outcomes, and a day that is no number', () => {
    expect(() => latenessQuantile(outcomes, 0)).toThrow(
      new RangeError('p is 0; it must be greater than 0 and at most 1'),
    );
    expect(() => latenessQuantile(outcomes, 1.1)).toThrow(
      new RangeError('p is 1.1; it must be greater than 0 and at most 1'),
    );
    expect(() => latenessQuantile([], 0.5)).toThrow(
      new RangeError('outcomes is empty; it must hold at least one outcome'),
    );
    expect(latenessQuantile(outcomes, 1e-9)).toBe(-1);
    expect(() => probabilityWithin(outcomes, Number.NaN)).toThrow(
      new RangeError('days is NaN; it must be a finite number'),
    );
    expect(probabilityWithin(outcomes, -100)).toBe(0);
  });
});

describe('leadTimeWithLateness', () => {
  const outcomes = [
    { days: -1, probability: 0.5 },
    { days: 7, probability: 0.5 },
  ];

  it('adds the lateness to the quoted lead time', () => {
    expect(leadTimeWithLateness({ quotedLeadTimeDays: 14, outcomes })).toEqual({
      leadTimeMeanDays: 17,
      leadTimeStandardDeviationDays: 4,
    });
  });

  it('never delivers before the order', () => {
    // 0 or 9 days with a quotation of 2 and lateness of -5 or 7.
    const early = [
      { days: -5, probability: 0.5 },
      { days: 7, probability: 0.5 },
    ];
    expect(leadTimeWithLateness({ quotedLeadTimeDays: 2, outcomes: early })).toEqual({
      leadTimeMeanDays: 4.5,
      leadTimeStandardDeviationDays: 4.5,
    });
  });

  it('refuses a negative quotation and lateness that is no distribution', () => {
    expect(() => leadTimeWithLateness({ quotedLeadTimeDays: -1, outcomes })).toThrow(
      new RangeError('quotedLeadTimeDays is -1; it must be a finite number, at least 0'),
    );
    expect(() => leadTimeWithLateness({ quotedLeadTimeDays: 0, outcomes: [] })).toThrow(
      new RangeError('outcomes is empty; it must hold at least one outcome'),
    );
    expect(() =>
      leadTimeWithLateness({ quotedLeadTimeDays: 0, outcomes: [{ days: Number.NaN, probability: 1 }] }),
    ).toThrow(new RangeError('outcomes[0].days is NaN; it must be a finite number'));
    expect(() =>
      leadTimeWithLateness({ quotedLeadTimeDays: 0, outcomes: [{ days: 1, probability: 1.5 }] }),
    ).toThrow(new RangeError('outcomes[0].probability is 1.5; it must lie between 0 and 1'));
    expect(
      leadTimeWithLateness({ quotedLeadTimeDays: 0, outcomes: [{ days: 1, probability: 1 }] })
        .leadTimeMeanDays,
    ).toBe(1);
  });
});
