import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimatedOutdating } from './estimated-outdating.ts';

const batch = fc.record({
  units: fc.integer({ min: 0, max: 30 }),
  sellableDays: fc.integer({ min: 0, max: 9 }),
  arrivalDay: fc.integer({ min: 1, max: 5 }),
});
const situation = fc.record({
  batches: fc.array(batch, { maxLength: 6 }),
  expectedDemand: fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 1, maxLength: 8 }),
  freshestFirstShare: fc.constantFrom(0, 0.25, 0.5, 1),
});

describe('estimatedOutdating', () => {
  it('writes off what the demand of its life leaves of a batch', () => {
    expect(
      estimatedOutdating({
        batches: [{ units: 10, sellableDays: 2 }],
        expectedDemand: [3, 3, 3],
        freshestFirstShare: 0,
      }),
    ).toEqual({ perDay: [0, 4, 0], units: 4, unmetUnits: 3 });
  });

  it('takes the oldest first, the freshest first, or some of each', () => {
    const batches = [
      { units: 8, sellableDays: 4 },
      { units: 8, sellableDays: 1 },
    ];
    const outdated = (freshestFirstShare: number) =>
      estimatedOutdating({ batches, expectedDemand: [4, 4], freshestFirstShare }).perDay;
    expect(outdated(0)).toEqual([4, 0]);
    expect(outdated(1)).toEqual([8, 0]);
    expect(outdated(0.25)).toEqual([5, 0]);
  });

  it('lets customers who want the freshest take the oldest when there is no other', () => {
    const { units, unmetUnits } = estimatedOutdating({
      batches: [
        { units: 2, sellableDays: 3 },
        { units: 3, sellableDays: 1 },
      ],
      expectedDemand: [6],
      freshestFirstShare: 1,
    });
    expect({ units, unmetUnits }).toEqual({ units: 0, unmetUnits: 1 });
  });

  it('sells an open order from the day it arrives', () => {
    const batches = [{ units: 5, sellableDays: 3, arrivalDay: 3 }];
    expect(estimatedOutdating({ batches, expectedDemand: [2, 2, 2, 2], freshestFirstShare: 0 })).toEqual({
      perDay: [0, 0, 3, 0],
      units: 3,
      unmetUnits: 6,
    });
  });

  it('counts what has expired already on the first day, and what arrives too old on its day', () => {
    const batches = [
      { units: 5, sellableDays: 0 },
      { units: 7, sellableDays: 1, arrivalDay: 2 },
    ];
    expect(estimatedOutdating({ batches, expectedDemand: [9, 9], freshestFirstShare: 0 })).toEqual({
      perDay: [5, 7],
      units: 12,
      unmetUnits: 18,
    });
  });

  it('conserves units: stock = sold + expired + left', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const { units, unmetUnits, perDay } = estimatedOutdating(given);
        const stock = given.batches.reduce((sum, each) => sum + each.units, 0);
        const sold = given.expectedDemand.reduce((sum, each) => sum + each, 0) - unmetUnits;
        expect(perDay.reduce((sum, each) => sum + each, 0)).toBeCloseTo(units, 9);
        expect(Math.min(...perDay)).toBeGreaterThanOrEqual(0);
        expect(units + sold).toBeLessThanOrEqual(stock + 1e-9);
        expect(sold).toBeGreaterThanOrEqual(-1e-9);
      }),
      { numRuns: 200 },
    );
  });

  it('is the same for batches split in two and in any order', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const halves = given.batches.flatMap((each) => [
          { ...each, units: Math.floor(each.units / 3) },
          { ...each, units: each.units - Math.floor(each.units / 3) },
        ]);
        const whole = estimatedOutdating(given);
        for (const batches of [halves, [...given.batches].reverse()]) {
          const other = estimatedOutdating({ ...given, batches });
          expect(other.units).toBeCloseTo(whole.units, 9);
          expect(other.unmetUnits).toBeCloseTo(whole.unmetUnits, 9);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('never rises when one batch lives longer and the oldest is sold first, nor when all live longer', () => {
    fc.assert(
      fc.property(situation, fc.nat(5), fc.integer({ min: 1, max: 4 }), (given, which, more) => {
        const oldestFirst = { ...given, freshestFirstShare: 0 };
        const lengthened = given.batches.map((each, index) =>
          index === which ? { ...each, sellableDays: each.sellableDays + more } : each,
        );
        expect(estimatedOutdating({ ...oldestFirst, batches: lengthened }).units).toBeLessThanOrEqual(
          estimatedOutdating(oldestFirst).units + 1e-9,
        );
        const all = given.batches.map((each) => ({ ...each, sellableDays: each.sellableDays + more }));
        expect(estimatedOutdating({ ...given, batches: all }).units).toBeLessThanOrEqual(
          estimatedOutdating(given).units + 1e-9,
        );
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    [
      { batches: [{ units: -1, sellableDays: 2 }] },
      'units of batches[0] is -1; it must be a finite number, at least 0',
    ],
    [
      { batches: [{ units: 1, sellableDays: Number.NaN }] },
      'sellableDays of batches[0] is NaN; it must be a number of days',
    ],
    [
      { batches: [{ units: 1, sellableDays: 3, arrivalDay: 0 }] },
      'arrivalDay of batches[0] is 0; it must be a whole number, at least 1',
    ],
    [
      { batches: [{ units: 1, sellableDays: 3, arrivalDay: 1.5 }] },
      'arrivalDay of batches[0] is 1.5; it must be a whole number, at least 1',
    ],
    [{ expectedDemand: [3, -1] }, 'expectedDemand[1] is -1; it must be a finite number, at least 0'],
    [{ freshestFirstShare: 1.1 }, 'freshestFirstShare is 1.1; it must lie between 0 and 1'],
  ])('refuses %j', (change, message) => {
    const given = { batches: [], expectedDemand: [3, 3], freshestFirstShare: 0 };
    expect(() => estimatedOutdating({ ...given, ...change })).toThrow(new RangeError(message));
  });

  it('takes the nearest inputs: no units, no end of life, no demand, every customer after the freshest', () => {
    const batches = [
      { units: 0, sellableDays: -3 },
      { units: 4, sellableDays: Number.POSITIVE_INFINITY, arrivalDay: 1 },
    ];
    expect(estimatedOutdating({ batches, expectedDemand: [0], freshestFirstShare: 1 })).toEqual({
      perDay: [0],
      units: 0,
      unmetUnits: 0,
    });
  });
});
