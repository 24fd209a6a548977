import { beta, randomStream } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type SharePool,
  type SharePoolCandidate,
  type ShareRecord,
  shareEstimate,
  sharePool,
} from './share-pool.ts';

const records: fc.Arbitrary<ShareRecord[]> = fc.array(
  fc
    .record({ trials: fc.integer({ min: 0, max: 40 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
    .map(({ trials, share }) => ({ trials, successes: Math.round(trials * share) })),
  { minLength: 1, maxLength: 8 },
);

/** A pool whose mean and weight are certain. */
const certain = (mean: number, weight: number, meanVariance = 0): SharePool => ({
  mean,
  weight,
  candidates: [{ probability: 1, mean, weight, meanVariance }],
});

const of = (trials: number, successes: number): ShareRecord => ({ trials, successes });

describe('sharePool', () => {
  it('draws the mean half a delivery towards one half', () => {
    expect(sharePool(new Array(9).fill(of(1, 1))).mean).toBeCloseTo(0.95, 12);
    expect(sharePool([of(1, 1), of(1, 0), of(0, 0), of(1, 0)]).mean).toBeCloseTo(0.375, 12);
    expect(sharePool([]).mean).toBeCloseTo(0.5, 12);
  });

  it('does not let one supplier with many deliveries speak for all', () => {
    // The posterior of mean and weight integrated on a grid of 800 x 400 points with SciPy: 0.8124. Of all
    // deliveries 97 % were good.
    expect(sharePool([of(10000, 9900), ...new Array(20).fill(of(50, 40))]).mean).toBeCloseTo(0.812, 2);
  });

  it('counts a supplier by n(κ+1)/(n+κ) for each weight', () => {
    // 4 x 6/9 and 1 x 6/6 deliveries for a weight of 5, of them 4 x 3/4 x 6/9 and none good, and the half of the prior.
    const { candidates } = sharePool([of(4, 3), of(1, 0)]);
    const counted = (weight: number) => (4 * (weight + 1)) / (weight + 4) + 1;
    const good = (weight: number) => (3 * (weight + 1)) / (weight + 4);
    expect(candidates).toHaveLength(35);
    for (const { weight, mean, meanVariance } of candidates) {
      expect(mean).toBeCloseTo((good(weight) + 0.5) / (counted(weight) + 1), 12);
      // That of the beta distribution with these counts.
      expect(meanVariance).toBeCloseTo((mean * (1 - mean)) / (counted(weight) + 2), 12);
    }
  });

  it('tries weights a quarter apart, whose probabilities add up to 1', () => {
    const { candidates } = sharePool([of(4, 3), of(1, 0)]);
    expect(candidates[0]?.weight).toBeCloseTo(10 / 1.25 ** 14, 9);
    expect(candidates.at(-1)?.weight).toBeCloseTo(10 * 1.25 ** 20, 6);
    expect((candidates[8]?.weight ?? 0) / (candidates[7]?.weight ?? 0)).toBeCloseTo(1.25, 12);
    expect(candidates.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12);
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

  it('believes a weight as likely as it makes the records, times its prior', () => {
    // Twenty suppliers with two deliveries each, half of them with both good and half with none. By symmetry m is
    // ½, and the likelihood of κ is ((κ+2)/(4(κ+1)))²⁰; times the prior κ/(10+κ)² of a logarithmic grid, times the
    // width of the mean, 1/√(40(κ+1)/(κ+2) + 2).
    const { mean, weight, candidates } = sharePool(
      Array.from({ length: 20 }, (_, index) => of(2, index % 2 === 0 ? 2 : 0)),
    );
    expect(mean).toBeCloseTo(0.5, 12);
    const values = candidates.map(
      ({ weight: each }) =>
        (((each + 2) / (each + 1)) ** 20 * each) /
        (10 + each) ** 2 /
        Math.sqrt((40 * (each + 1)) / (each + 2) + 2),
    );
    const total = values.reduce((sum, value) => sum + value, 0);
    for (const [index, { probability }] of candidates.entries()) {
      expect(probability).toBeCloseTo((values[index] ?? 0) / total, 10);
    }
    expect(weight).toBe(candidates[values.indexOf(Math.max(...values))]?.weight);
  });

  it('does not depend on the order of the suppliers', () => {
    fc.assert(
      fc.property(records, (given) => {
        const turned = sharePool(given.toReversed());
        const pool = sharePool(given);
        expect(turned.mean).toBeCloseTo(pool.mean, 12);
        for (const [index, { probability }] of turned.candidates.entries()) {
          expect(probability).toBeCloseTo(pool.candidates[index]?.probability ?? 0, 9);
        }
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
    expect(sharePool([of(1, 1), of(2, 2)]).mean).toBeGreaterThan(0.5);
  });
});

describe('shareEstimate', () => {
  it('is half way between pool and record at as many deliveries as the pool is worth', () => {
    expect(shareEstimate(certain(0.9, 10), { trials: 10, successes: 5 }).mean).toBeCloseTo(0.7, 12);
  });

  it('has the range of a beta distribution: of beta(2, 1), whose cdf is x², the roots of 5 % and 95 %', () => {
    const { low, high } = shareEstimate(certain(0.5, 2), { trials: 1, successes: 1 });
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
          const pool = certain(mean, weight);
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

  it('mixes the candidates of the pool, each with what is open of its mean', () => {
    // Record 1 of 2. Candidate A: m ½, κ 2, gives 2/4 = ½ and variance ½ x ½ / 5 = 0.05. Candidate B: m 0.8, κ 8,
    // Var(m) 0.025, gives 7.4/10 = 0.74; open 0.8² x 0.025 = 0.016, within (0.74 x 0.26 - 0.016)/11 = 0.016036….
    const pool: SharePool = {
      mean: 0.65,
      weight: 2,
      candidates: [
        { probability: 0.5, weight: 2, mean: 0.5 },
        { probability: 0.5, weight: 8, mean: 0.8, meanVariance: 0.025 },
      ],
    };
    const { mean, low, high } = shareEstimate(pool, of(2, 1));
    expect(mean).toBeCloseTo(0.62, 12);
    const variance = (0.05 + (0.74 * 0.26 - 0.016) / 11 + 0.016) / 2 + 0.12 ** 2;
    const size = (0.62 * 0.38) / variance - 1;
    const parameters = { alpha: 0.62 * size, beta: 0.38 * size };
    expect(beta.cdf(low, parameters)).toBeCloseTo(0.05, 9);
    expect(beta.cdf(high, parameters)).toBeCloseTo(0.95, 9);
  });

  it('agrees with the whole posterior, integrated over mean and weight with SciPy on 800 x 400 points', () => {
    const pool = sharePool([of(20, 19), of(20, 5)]);
    const expected: [ShareRecord, number, number, number][] = [
      [of(20, 19), 0.9087, 0.7774, 0.9888],
      [of(20, 5), 0.2963, 0.1416, 0.4757],
    ];
    for (const [record, mean, low, high] of expected) {
      const estimate = shareEstimate(pool, record);
      expect(Math.abs(estimate.mean - mean)).toBeLessThan(0.006);
      expect(Math.abs(estimate.low - low)).toBeLessThan(0.01);
      expect(Math.abs(estimate.high - high)).toBeLessThan(0.01);
    }
  });

  it('is sure after 10,000 deliveries, whatever the others did', () => {
    const { mean, low, high } = shareEstimate(sharePool([of(10000, 9900), of(5, 0)]), of(10000, 9900));
    expect(mean).toBeCloseTo(0.99, 3);
    // 0.99 ± 1.645 √(0.99 x 0.01 / 10000)
    expect(low).toBeCloseTo(0.9883, 3);
    expect(high).toBeCloseTo(0.9916, 3);
  });

  it('has a range that holds the mean, even where all deliveries of all suppliers were good, or none', () => {
    for (const good of [50, 0]) {
      const pool = sharePool(new Array(200).fill(of(50, good)));
      const { mean, low, high } = shareEstimate(pool, of(50, good));
      expect(Math.abs(mean - good / 50)).toBeLessThan(1e-4);
      expect(low).toBeLessThanOrEqual(mean);
      expect(high).toBeGreaterThanOrEqual(mean);
    }
  });

  it('has a range that holds the true share about nine times in ten, seldom and often seen suppliers alike', () => {
    const random = randomStream(3);
    const counts = [1, 2, 3, 4, 5, 5, 8, 10, 12, 15, 20, 30];
    const held = { few: 0, many: 0 };
    for (let run = 0; run < 200; run++) {
      const suppliers = counts.map((trials) => {
        const share = beta.sample(random, { alpha: 9, beta: 1 });
        const good = Array.from({ length: trials }, () => (random.next() < share ? 1 : 0));
        return {
          share,
          record: of(
            trials,
            good.reduce<number>((sum, each) => sum + each, 0),
          ),
        };
      });
      const pool = sharePool(suppliers.map(({ record }) => record));
      for (const { share, record } of suppliers) {
        const { low, high } = shareEstimate(pool, record);
        if (share >= low && share <= high) held[record.trials <= 5 ? 'few' : 'many']++;
      }
    }
    for (const share of [held.few / 1200, held.many / 1200]) {
      expect(share).toBeGreaterThan(0.83);
      expect(share).toBeLessThan(0.95);
    }
  });

  it.each<[Partial<SharePoolCandidate>, string, Partial<SharePoolCandidate>]>([
    [{ mean: 0 }, 'mean is 0; it must be greater than 0 and less than 1', { mean: 0.001 }],
    [{ mean: 1 }, 'mean is 1; it must be greater than 0 and less than 1', { mean: 0.999 }],
    [{ weight: 0 }, 'weight is 0; it must be a finite number greater than 0', { weight: 0.1 }],
    [{ probability: 1.1 }, 'probability is 1.1; it must lie between 0 and 1', { probability: 1 }],
    [
      { meanVariance: 0.25 },
      'meanVariance is 0.25; it must be at least 0 and less than 0.25',
      { meanVariance: 0.249 },
    ],
    [
      { meanVariance: -0.1 },
      'meanVariance is -0.1; it must be at least 0 and less than 0.25',
      { meanVariance: 0 },
    ],
  ])('refuses a candidate with %j', (wrong, message, right) => {
    const candidate = { probability: 1, weight: 2, mean: 0.5 };
    const pool = { mean: 0.5, weight: 2 };
    expect(() => shareEstimate({ ...pool, candidates: [{ ...candidate, ...wrong }] }, of(1, 1))).toThrow(
      new RangeError(`pool.candidates[0].${message}`),
    );
    expect(
      shareEstimate({ ...pool, candidates: [{ ...candidate, ...right }] }, of(1, 1)).mean,
    ).toBeGreaterThan(0);
  });

  it('refuses a pool without candidates and a record that makes no sense', () => {
    expect(() => shareEstimate({ mean: 0.5, weight: 1, candidates: [] }, of(1, 1))).toThrow(
      new RangeError('pool.candidates is empty; it must hold at least one candidate'),
    );
    expect(() => shareEstimate(certain(0.5, 1), of(1, 2))).toThrow(
      new RangeError('record.successes is 2; it must be at most trials 1'),
    );
    expect(shareEstimate(certain(0.999, 0.1), of(1, 1)).mean).toBeCloseTo(1.0999 / 1.1, 12);
  });
});
