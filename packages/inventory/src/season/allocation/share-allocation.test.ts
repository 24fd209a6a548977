import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocateByShares } from './share-allocation.ts';

const cases = fc.record({
  units: fc.nat(10_000),
  shares: fc
    .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 })
    .filter((shares) => shares.some((share) => share > 1e-9)),
});

describe('allocateByShares', () => {
  it.each([
    [10, [0.5, 0.3, 0.2], [5, 3, 2]],
    [100, [1, 1, 1], [34, 33, 33]],
    // quotas 3.33, 3.33, 3.33 of 10; 0.9, 4.05, 4.05 of 9
    [9, [10, 45, 45], [1, 4, 4]],
    // quotas 2.5 and 2.5: the first gets the half
    [5, [7, 7], [3, 2]],
    [7, [0, 1], [0, 7]],
    [0, [0.4, 0.6], [0, 0]],
    [2, [1, 1, 1, 1], [1, 1, 0, 0]],
  ])('divides %d units by %j as %j', (units, shares, parts) => {
    expect(allocateByShares({ units, shares })).toEqual(parts);
  });

  it('gives the store of tier and strength: 5280 units over clusters 0.5, 0.3, 0.2', () => {
    expect(allocateByShares({ units: 5280, shares: [0.5, 0.3, 0.2] })).toEqual([2640, 1584, 1056]);
  });

  it('divides packs: 10 packs of 6 by 2 : 1', () => {
    // quotas 6.67 and 3.33 packs
    expect(allocateByShares({ units: 60, shares: [2, 1], packSize: 6 })).toEqual([42, 18]);
  });

  it('adds up to the largest count, where quotas round by whole units', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2 ** 48, max: Number.MAX_SAFE_INTEGER }),
        fc
          .array(fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1, noNaN: true })), {
            minLength: 1,
            maxLength: 20,
          })
          .filter((shares) => shares.some((share) => share > 0)),
        (units, shares) => {
          const parts = allocateByShares({ units, shares });
          expect(parts.reduce((sum, part) => sum + part, 0)).toBe(units);
          expect(parts.every((part, index) => part >= 0 && (shares[index]! > 0 || part === 0))).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
    // Floors of the rounded quotas pass the units by one here.
    const shares = [0.006153596820292393, 0, 0.06192103496105972, 0.0014415438592599074];
    const parts = allocateByShares({ units: 5382055683919813, shares });
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(5382055683919813);
  });

  it('adds up exactly, has no negative part, and is within one unit of the quota', () => {
    fc.assert(
      fc.property(cases, ({ units, shares }) => {
        const parts = allocateByShares({ units, shares });
        const total = shares.reduce((sum, share) => sum + share, 0);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(units);
        parts.forEach((part, index) => {
          expect(part).toBeGreaterThanOrEqual(0);
          expect(Math.abs(part - (units * shares[index]!) / total)).toBeLessThan(1 + 1e-6);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('never gives a larger share less', () => {
    fc.assert(
      fc.property(cases, ({ units, shares }) => {
        const parts = allocateByShares({ units, shares });
        const byShare = shares
          .map((share, index) => ({ share, part: parts[index]! }))
          .sort((a, b) => a.share - b.share);
        byShare.slice(1).forEach(({ share, part }, index) => {
          if (share > byShare[index]!.share) expect(part).toBeGreaterThanOrEqual(byShare[index]!.part);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('divides alike whatever unit the shares are in', () => {
    fc.assert(
      fc.property(cases, ({ units, shares }) => {
        const scaled = shares.map((share) => share * 64);
        expect(allocateByShares({ units, shares: scaled })).toEqual(allocateByShares({ units, shares }));
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['half a unit', { units: 1.5 }, { units: 1 }, 'units is 1.5; it must be a whole number, at least 0'],
    ['negative units', { units: -1 }, { units: 0 }, 'units is -1; it must be a whole number, at least 0'],
    ['no packs', { packSize: 0 }, { packSize: 1 }, 'packSize is 0; it must be a whole number, at least 1'],
    [
      'a broken pack',
      { units: 7, packSize: 3 },
      { units: 6, packSize: 3 },
      'units is 7; it must be a multiple of packSize, 3',
    ],
    [
      'a negative share',
      { shares: [1, -1] },
      { shares: [1, 0] },
      'shares[1] is -1; it must be a finite number, at least 0',
    ],
    [
      'shares of nothing',
      { shares: [0, 0] },
      { shares: [0, 1] },
      'the sum of shares is 0; it must be a finite number greater than 0',
    ],
    [
      'a missing list',
      { shares: undefined as unknown as number[] },
      { shares: [1] },
      'shares is undefined; it must be a list',
    ],
    [
      'no shares',
      { shares: [] },
      { shares: [1] },
      'the sum of shares is 0; it must be a finite number greater than 0',
    ],
    [
      'shares that add up to infinity',
      { shares: [1e308, 1e308] },
      { shares: [1e307, 1e307] },
      'the sum of shares is Infinity; it must be a finite number greater than 0',
    ],
  ])('refuses %s', (_, wrong, right, message) => {
    const valid = { units: 6, shares: [1, 2] };
    expect(() => allocateByShares({ ...valid, ...wrong })).toThrow(new RangeError(message));
    expect(() => allocateByShares({ ...valid, ...right })).not.toThrow();
  });
});
