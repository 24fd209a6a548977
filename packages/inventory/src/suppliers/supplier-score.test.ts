import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SupplierReceipt } from './receipt.ts';
import { shareEstimate } from './share-pool.ts';
import { scoreSuppliers } from './supplier-score.ts';

const receipt = (
  supplierId: string,
  daysLate: number,
  more: Partial<SupplierReceipt> = {},
): SupplierReceipt => ({
  supplierId,
  daysLate,
  orderedUnits: 10,
  receivedUnits: 10,
  ...more,
});

function scored(options: Parameters<typeof scoreSuppliers>[0]) {
  const result = scoreSuppliers(options);
  if (result.kind !== 'scored') throw new Error('there are receipts');
  return result;
}

const deliveries = fc.array(
  fc.record({
    supplierId: fc.constantFrom('A', 'B', 'C'),
    daysLate: fc.integer({ min: -5, max: 20 }),
    orderedUnits: fc.integer({ min: 1, max: 50 }),
    receivedUnits: fc.integer({ min: 0, max: 50 }),
  }),
  { minLength: 1, maxLength: 25 },
);

describe('scoreSuppliers', () => {
  it('has nothing to say without receipts', () => {
    expect(scoreSuppliers({ supplierIds: ['A'], receipts: [] })).toEqual({ kind: 'no-receipts' });
  });

  it('counts what was on time, in full and accepted', () => {
    const { scores } = scored({
      supplierIds: ['A'],
      receipts: [
        receipt('A', 0),
        receipt('A', -3, { receivedUnits: 9 }),
        receipt('A', 1, { rejectedUnits: 4 }),
        receipt('A', 9, { receivedUnits: 0 }),
      ],
    });
    const [score] = scores;
    expect(score?.receipts).toBe(4);
    expect(score?.terms.map(({ name, ownShare, weight }) => [name, ownShare, weight])).toEqual([
      ['on-time', 0.5, 0.4],
      ['in-full', 0.5, 0.4],
      // Of three deliveries that brought units.
      ['accepted', expect.closeTo(2.6 / 3, 12), expect.closeTo(0.2, 12)],
    ]);
  });

  it('counts days of grace and shortfalls as it is told', () => {
    const receipts = [receipt('A', 2), receipt('A', 3), receipt('A', 0, { receivedUnits: 9 })];
    const { scores } = scored({ supplierIds: ['A'], receipts, graceDays: 2, inFullShare: 0.9 });
    expect(scores[0]?.terms.map(({ ownShare }) => ownShare)).toEqual([2 / 3, 1, 1]);
  });

  it('gives the points of each term, which add up to the score', () => {
    const receipts = [receipt('A', 0), receipt('A', 4), receipt('B', 0)];
    const { scores, sharePools } = scored({
      supplierIds: ['A'],
      receipts,
      weights: { 'on-time': 3, 'in-full': 1, accepted: 0 },
    });
    const onTime = shareEstimate(sharePools['on-time'], { trials: 2, successes: 1 });
    const inFull = shareEstimate(sharePools['in-full'], { trials: 2, successes: 2 });
    const [score] = scores;
    expect(score?.terms[0]).toEqual({
      name: 'on-time',
      weight: 0.75,
      estimate: onTime,
      ownShare: 0.5,
      poolShare: sharePools['on-time'].mean,
      points: expect.closeTo(75 * onTime.mean, 12),
    });
    expect(score?.score).toBeCloseTo(75 * onTime.mean + 25 * inFull.mean, 12);
  });

  it('gives a supplier without receipts the values of all, whatever the receipts', () => {
    fc.assert(
      fc.property(deliveries, (receipts) => {
        const { scores, sharePools, latenessPool } = scored({ supplierIds: ['new'], receipts });
        const [score] = scores;
        expect(score?.receipts).toBe(0);
        for (const term of score?.terms ?? []) {
          expect(term.estimate.mean).toBeCloseTo(sharePools[term.name].mean, 9);
          expect(term).not.toHaveProperty('ownShare');
        }
        const poolMean = latenessPool.outcomes.reduce(
          (sum, { days, probability }) => sum + days * probability,
          0,
        );
        expect(score?.lateness.meanDays).toBeCloseTo(poolMean, 9);
      }),
      { numRuns: 100 },
    );
  });

  it('keeps every score between 0 and 100, and every estimate between its range, pool and own record', () => {
    fc.assert(
      fc.property(deliveries, (receipts) => {
        const { scores, sharePools } = scored({ supplierIds: ['A', 'B', 'C'], receipts });
        for (const { score, terms } of scores) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(100);
          expect(score).toBeCloseTo(
            terms.reduce((sum, { points }) => sum + points, 0),
            12,
          );
          for (const { name, estimate, ownShare, poolShare } of terms) {
            const means = sharePools[name].candidates.map(({ mean }) => mean);
            const own = ownShare ?? poolShare;
            expect(estimate.mean).toBeGreaterThanOrEqual(Math.min(own, ...means) - 1e-12);
            expect(estimate.mean).toBeLessThanOrEqual(Math.max(own, ...means) + 1e-12);
            expect(estimate.low).toBeLessThanOrEqual(estimate.high);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('says nothing of the acceptance of deliveries that brought nothing', () => {
    const receipts = [receipt('A', 0, { rejectedUnits: 2 }), receipt('B', 0, { receivedUnits: 0 })];
    const { scores, sharePools } = scored({ supplierIds: ['B'], receipts });
    const accepted = scores[0]?.terms[2];
    expect(accepted).not.toHaveProperty('ownShare');
    expect(accepted?.estimate.mean).toBeCloseTo(sharePools.accepted.mean, 12);
    expect(scores[0]?.terms[1]?.ownShare).toBe(0);
  });

  it('does not make a supplier the worst for one late delivery', () => {
    const steady = Array.from({ length: 20 }, (_, index) => receipt('steady', index % 2 === 0 ? 5 : 0));
    const { scores } = scored({ supplierIds: ['steady', 'once'], receipts: [...steady, receipt('once', 1)] });
    const once = scores[1]?.terms[0];
    expect(once?.ownShare).toBe(0);
    expect(once?.estimate.mean).toBeGreaterThan(0.3);
  });

  it('predicts the lateness from the own deliveries and the pool', () => {
    const { scores, latenessPool } = scored({
      supplierIds: ['A', 'B'],
      receipts: [receipt('A', 4), receipt('B', 0)],
    });
    expect(latenessPool.weight).toBe(10);
    // (4 + 10 x 2) / 11 and (0 + 10 x 2) / 11
    expect(scores.map(({ lateness }) => lateness.meanDays)).toEqual([
      expect.closeTo(24 / 11, 12),
      expect.closeTo(20 / 11, 12),
    ]);
  });

  it.each([
    [
      { supplierIds: ['A', 'A'] },
      'supplierIds names a supplier twice; each must be there once',
      { supplierIds: ['A', 'B'] },
    ],
    [{ graceDays: -1 }, 'graceDays is -1; it must be a finite number, at least 0', { graceDays: 0 }],
    [{ inFullShare: 0 }, 'inFullShare is 0; it must be greater than 0 and at most 1', { inFullShare: 0.01 }],
    [{ inFullShare: 1.1 }, 'inFullShare is 1.1; it must be greater than 0 and at most 1', { inFullShare: 1 }],
    [
      { weights: { 'on-time': 1, 'in-full': -1, accepted: 1 } },
      'weights.in-full is -1; it must be a finite number, at least 0',
      { weights: { 'on-time': 1, 'in-full': 0, accepted: 1 } },
    ],
    [
      { weights: { 'on-time': 0, 'in-full': 0, accepted: 0 } },
      'weights are all 0; one of them must be greater than 0',
      { weights: { 'on-time': 0, 'in-full': 0, accepted: 1 } },
    ],
    [
      { receipts: [receipt('A', Number.NaN)] },
      'receipts[0].daysLate is NaN; it must be a finite number',
      { receipts: [receipt('A', -9)] },
    ],
    [
      { receipts: [receipt('A', 0), receipt('A', 0, { orderedUnits: 0 })] },
      'receipts[1].orderedUnits is 0; it must be a finite number greater than 0',
      { receipts: [receipt('A', 0), receipt('A', 0, { orderedUnits: 1 })] },
    ],
    [
      { receipts: [receipt('A', 0, { receivedUnits: -1 })] },
      'receipts[0].receivedUnits is -1; it must be a finite number, at least 0',
      { receipts: [receipt('A', 0, { receivedUnits: 0 })] },
    ],
    [
      { receipts: [receipt('A', 0, { rejectedUnits: -1 })] },
      'receipts[0].rejectedUnits is -1; it must be a finite number, at least 0',
      { receipts: [receipt('A', 0, { rejectedUnits: 0 })] },
    ],
    [
      { receipts: [receipt('A', 0, { rejectedUnits: 11 })] },
      'receipts[0].rejectedUnits is 11; it must be at most receivedUnits 10',
      { receipts: [receipt('A', 0, { rejectedUnits: 10 })] },
    ],
  ])('refuses %j', (wrong, message, right) => {
    const options = { supplierIds: ['A'], receipts: [receipt('A', 0)] };
    expect(() => scoreSuppliers({ ...options, ...wrong })).toThrow(new RangeError(message));
    expect(scoreSuppliers({ ...options, ...right }).kind).toBe('scored');
  });
});
