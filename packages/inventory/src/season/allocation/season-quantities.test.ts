import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seasonQuantities } from './season-quantities.ts';

describe('seasonQuantities', () => {
  it('makes 9600 for a demand of 8000 with 20 % safety, keeps 45 % = 4320 and sends 5280', () => {
    expect(seasonQuantities({ demandUnits: 8000, safetyShare: 0.2, holdbackShare: 0.45 })).toEqual({
      manufacturedUnits: 9600,
      holdbackUnits: 4320,
      initialUnits: 5280,
    });
  });

  it('rounds halves up, where binary fractions would round 11.5 down', () => {
    // 10 × 1.15 is 11.499999999999998 in binary
    expect(seasonQuantities({ demandUnits: 10, safetyShare: 0.15, holdbackShare: 0 }).manufacturedUnits).toBe(
      12,
    );
    expect(seasonQuantities({ demandUnits: 11.4, safetyShare: 0, holdbackShare: 0.5 })).toEqual({
      manufacturedUnits: 11,
      holdbackUnits: 6,
      initialUnits: 5,
    });
  });

  it('keeps nothing or everything at the ends', () => {
    const shares = { demandUnits: 7, safetyShare: 0 };
    expect(seasonQuantities({ ...shares, holdbackShare: 0 })).toMatchObject({
      holdbackUnits: 0,
      initialUnits: 7,
    });
    expect(seasonQuantities({ ...shares, holdbackShare: 1 })).toMatchObject({
      holdbackUnits: 7,
      initialUnits: 0,
    });
  });

  it('always sends and keeps together what is made', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 2, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (demandUnits, safetyShare, holdbackShare) => {
          const quantities = seasonQuantities({ demandUnits, safetyShare, holdbackShare });
          expect(quantities.holdbackUnits + quantities.initialUnits).toBe(quantities.manufacturedUnits);
          expect(quantities.initialUnits).toBeGreaterThanOrEqual(0);
          expect(Math.abs(quantities.manufacturedUnits - demandUnits * (1 + safetyShare))).toBeLessThan(
            0.5 + 1e-6,
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('refuses what is more than a number can count, and takes the most', () => {
    const nothingKept = { safetyShare: 0, holdbackShare: 0 };
    expect(() => seasonQuantities({ demandUnits: 1e308, safetyShare: 9, holdbackShare: 0.5 })).toThrow(
      new RangeError('demandUnits × (1 + safetyShare) is Infinity; it must be at most 9007199254740991'),
    );
    expect(seasonQuantities({ demandUnits: 9e14, ...nothingKept }).initialUnits).toBe(9e14);
  });

  it.each([
    [{ demandUnits: -1 }, { demandUnits: 0 }, 'demandUnits is -1; it must be a finite number, at least 0'],
    [
      { safetyShare: -0.1 },
      { safetyShare: 0 },
      'safetyShare is -0.1; it must be a finite number, at least 0',
    ],
    [{ holdbackShare: 1.01 }, { holdbackShare: 1 }, 'holdbackShare is 1.01; it must lie between 0 and 1'],
  ])('refuses %j', (wrong, right, message) => {
    const valid = { demandUnits: 10, safetyShare: 0.2, holdbackShare: 0.5 };
    expect(() => seasonQuantities({ ...valid, ...wrong })).toThrow(new RangeError(message));
    expect(() => seasonQuantities({ ...valid, ...right })).not.toThrow();
  });
});
